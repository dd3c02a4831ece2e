"""Writes the quads of one named graph, node by node; every literal with the digits that were typed."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cache

from pyoxigraph import Literal, NamedNode, Quad

from ivigkg import iris
from ivigkg.graph import labels
from ivigkg.namespaces import DCTERMS, EV, OA, QUDT, RDF, RDFS, XSD
from ivigkg.records.base import Dose, Fact, Reading, Record
from ivigkg.records.vocabulary import units

ENGLISH = frozenset(
    [
        "note",
        "text",
        "derivation",
        "trait",
        "criterion",
        "certaintyWording",
        "evidenceWording",
        "exclusionReason",
        "eligibility",
        "alternative",
        "gradedStatement",
        "definition",
    ]
)
"""Properties whose values are the curators' own English sentences; everything else that is text is plain."""


RENAMED = {
    "stages": "diseaseStage",
    "conditions": "condition",
    "facets": "facet",
    "criteria": "criterion",
    "countries": "country",
    "follow_up": "followUpAsPrinted",
    "p": "pValue",
    "uses": "intervention",
    "items": "evidenceItem",
    "agent": "appliedIntervention",
    "unit": "hasUnit",
}
"""Record fields whose property is not simply the same name."""


@cache
def camel(field: str) -> str:
    """The property name of a record field: ``ci_lower`` is ``ciLower``."""
    if field in RENAMED:
        return RENAMED[field]
    head, *rest = field.split("_")
    return head + "".join(word.capitalize() for word in rest)


def literal(value: str | int | Decimal | bool, language: str | None = None) -> Literal:
    """A literal with the digits typed; whole numbers are ``xsd:integer``, other numbers ``xsd:decimal``."""
    if isinstance(value, bool):
        return Literal("true" if value else "false", datatype=XSD.boolean)
    if isinstance(value, int):
        return Literal(str(value), datatype=XSD.integer)
    if isinstance(value, Decimal):
        return Literal(format(value, "f"), datatype=XSD.decimal)
    return Literal(value, language=language) if language else Literal(value)


def dated(value: str) -> Literal:
    """A date at the precision typed: a year, a month or a day."""
    kind = {4: "gYear", 7: "gYearMonth", 10: "date"}[len(value)]
    return Literal(value, datatype=XSD.term(kind))


class Node:
    """One subject being described in one graph."""

    def __init__(self, page: Page, subject: NamedNode, *kinds: NamedNode):
        self._page, self.subject = page, subject
        self._named = False
        for kind in kinds:
            self.link(RDF.type, kind)

    def link(self, predicate: NamedNode, *targets: NamedNode | None) -> Node:
        """Points to other nodes; ``None`` is left out."""
        for target in targets:
            if target is not None:
                self._page.add(self.subject, predicate, target)
        return self

    def value(
        self, predicate: NamedNode, value: str | int | Decimal | bool | None, language: str | None = None
    ) -> Node:
        """States one plain value; ``None`` is left out."""
        if value is not None:
            self._page.add(self.subject, predicate, literal(value, language))
        return self

    def date(self, predicate: NamedNode, value: str | None) -> Node:
        """States a date at the precision typed."""
        if value is not None:
            self._page.add(self.subject, predicate, dated(value))
        return self

    def address(self, predicate: NamedNode, addresses: Iterable[str]) -> Node:
        """States web addresses as ``xsd:anyURI``."""
        for address in addresses:
            self._page.add(self.subject, predicate, Literal(address, datatype=XSD.anyURI))
        return self

    def label(self, text: str | None, language: str | None = "en") -> Node:
        """Gives the node its name."""
        self._named = self._named or text is not None
        return self.value(RDFS.label, text, language)

    def fields(self, record: Record, *names: str) -> Node:
        """States fields of a record under the property of the same name."""
        for name in names:
            prop = camel(name)
            values = getattr(record, name)
            for value in values if isinstance(values, tuple) else (values,):
                self.value(EV.term(prop), value, "en" if prop in ENGLISH else None)
        return self

    def terms(self, predicate: NamedNode, kind: str, slugs: str | Iterable[str] | None) -> Node:
        """Points to terms of a kind by their names."""
        for slug in (slugs,) if isinstance(slugs, str) else slugs or ():
            self.link(predicate, iris.term(kind, slug))
        return self

    def fact(self, record: Fact, readings: dict[str, Reading]) -> Node:
        """States where the node's content was read, how much of it was seen, and how firmly it stands.

        A fact without a name gets one made from what it says.
        """
        if not self._named:
            self.label(labels.name(record))
        used = [readings[key] for key in record.reading]
        for reading in used:
            self.link(EV.source, iris.record("publication", reading.source))
            self.address(EV.readAt, reading.read_at)
            self.address(EV.alsoReadAt, reading.also_read_at)
        self.terms(EV.basis, "basis", record.basis or used[0].basis)
        self.address(EV.alsoReadAt, record.also_read_at)
        self.fields(record, "certainty", "note")
        self._derived(record)
        if record.variant_of:
            self.link(EV.variantOf, iris.part(_owner(self.subject), record.variant_of))
        if record.quote:
            self._quote(record.quote, used[0])
        return self

    def dose(self, dose: Dose) -> Node:
        """States an amount, its unit and what it is given per."""
        self.label(labels.dose(dose)).value(QUDT.numericValue, dose.value).value(EV.upTo, dose.up_to)
        self.link(QUDT.hasUnit, NamedNode(units()[dose.unit]))
        self.fields(dose, "relation", "per", "statistic", "note")
        self._derived(dose)
        return self

    def _derived(self, record: Fact | Dose) -> None:
        for name in record.derived:
            prop = "numericValue" if isinstance(record, Dose) and name == "value" else camel(name)
            self.value(EV.derived, prop)
        self.value(EV.derivation, record.derivation, "en")

    def _quote(self, text: str, reading: Reading) -> None:
        place = NamedNode(f"{self.subject.value}-locator")
        selector = NamedNode(f"{self.subject.value}-quote")
        self.link(EV.locator, place)
        Node(self._page, place, OA.SpecificResource).link(
            OA.hasSource, iris.record("publication", reading.source)
        ).link(OA.hasSelector, selector)
        Node(self._page, selector, OA.TextQuoteSelector).value(OA.exact, text)


def _owner(subject: NamedNode) -> NamedNode:
    return NamedNode(subject.value.partition("#")[0])


class Page:
    """The quads of one named graph, each once, in the order in which they were stated."""

    def __init__(self, graph: NamedNode):
        self.graph = graph
        self._quads: dict[Quad, None] = {}

    def add(self, subject: NamedNode, predicate: NamedNode, target: NamedNode | Literal) -> None:
        """States one triple."""
        self._quads[Quad(subject, predicate, target, self.graph)] = None

    def node(self, subject: NamedNode, *kinds: NamedNode) -> Node:
        """Begins to describe ``subject``."""
        return Node(self, subject, *kinds)

    @property
    def quads(self) -> list[Quad]:
        """All quads stated so far."""
        return list(self._quads)


def title(node: Node, text: str | None, language: str) -> None:
    """States the title of a document in its language."""
    node.value(DCTERMS.title, text, language)
