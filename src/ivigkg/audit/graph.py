"""The graph as plain things: every node with its values as printed, found by the study or review it belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from pyoxigraph import Literal, Quad

from ivigkg import iris
from ivigkg.audit.words import contains, loose_numbers, plain
from ivigkg.namespaces import BASE, ONTOLOGY

TERM_CLASSES = {
    "ConditionTerm": "condition",
    "InterventionTerm": "intervention",
    "OutcomeTerm": "outcome",
    "AdverseEventTerm": "outcome",
    "InstrumentTerm": "instrument",
    "DesignTerm": "design",
    "StageTerm": "stage",
    "RouteTerm": "route",
    "MeasureTerm": "measure",
    "DirectionTerm": "direction",
    "AspectTerm": "aspect",
    "SeverityTerm": "severity",
    "ResponseTerm": "response",
    "FlowStageTerm": "flow-stage",
    "BasisTerm": "basis",
    "LevelTerm": "level",
    "ConceptScheme": "scheme",
}
DERIVED = iris.graph("derived")
"""What rules work out is not read off a source; it is left aside."""
WORDS = ("prefLabel", "altLabel", "notation")


@dataclass
class Thing:
    """One node: its classes, its values with the digits typed, its links, each under the bare name of the property."""

    iri: str
    kinds: set[str] = field(default_factory=set)
    values: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)
    graph: str = ""

    @property
    def key(self) -> str:
        """The short name: what follows the last ``#`` or ``/``."""
        return self.iri.rpartition("#")[2] if "#" in self.iri else self.iri.rpartition("/")[2]

    def value(self, name: str) -> str | None:
        """The first value under a property."""
        found = self.values.get(name)
        return found[0] if found else None

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Everything it says, values and words alike, save addresses."""
        skip = {"readAt", "alsoReadAt"}
        return tuple(value for name, found in self.values.items() if name not in skip for value in found)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Every number it says."""
        return frozenset(number for text in self.texts for number in loose_numbers(text))


class Facts:
    """All things of a graph, made in one pass over its quads."""

    def __init__(self, quads: Iterable[Quad]):
        self.things: dict[str, Thing] = {}
        for quad in quads:
            if quad.graph_name == DERIVED:
                continue
            self.add(
                str(quad.subject)[1:-1], _local(str(quad.predicate)[1:-1]), quad.object, str(quad.graph_name)[1:-1]
            )
        self.parts: dict[str, list[Thing]] = defaultdict(list)
        self.describing: dict[str, list[Thing]] = defaultdict(list)
        self.sourced: dict[str, list[Thing]] = defaultdict(list)
        for thing in self.things.values():
            for link in ("study", "review"):
                for whole in thing.links.get(link, ()):
                    self.parts[whole].append(thing)
            for link in ("describes", "relatesToDocument"):
                for whole in thing.links.get(link, ()):
                    self.describing[whole].append(thing)
            for source in thing.links.get("source", ()):
                self.sourced[source].append(thing)
        self.terms = self._terms()
        self.references = frozenset(v for t in self.things.values() for v in t.values.get("referenceNumber", ()))

    def add(self, subject: str, name: str, target: object, graph: str) -> None:
        """Takes in one statement."""
        thing = self.things.get(subject)
        if thing is None:
            thing = self.things[subject] = Thing(subject)
        thing.graph = thing.graph or graph
        if isinstance(target, Literal):
            thing.values.setdefault(name, []).append(target.value)
        elif name == "type":
            thing.kinds.add(_local(str(target)[1:-1]))
        else:
            thing.links.setdefault(name, []).append(str(target)[1:-1])

    def _terms(self) -> dict[str, dict[str, set[str]]]:
        found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for thing in self.things.values():
            kinds = {TERM_CLASSES[kind] for kind in thing.kinds if kind in TERM_CLASSES}
            for kind in kinds:
                for name in [*(word for prop in WORDS for word in thing.values.get(prop, ())), thing.key]:
                    found[kind][plain(name)].add(thing.iri)
        return found

    def thing(self, iri: str) -> Thing:
        """The node with an IRI; an empty one where the graph says nothing of it."""
        return self.things.get(iri) or Thing(iri)

    def linked(self, things: Iterable[Thing], *names: str) -> list[Thing]:
        """What things point to by some links, each once."""
        found = {iri: self.thing(iri) for thing in things for name in names for iri in thing.links.get(name, ())}
        return list(found.values())

    def of_kind(self, whole: str, *kinds: str) -> list[Thing]:
        """The parts of a study or review that are of one of some classes."""
        wanted = set(kinds)
        return [part for part in self.parts.get(whole, ()) if part.kinds & wanted]

    def named(self, kind: str, text: str) -> set[str]:
        """Terms of a kind whose name is the text; else those whose name stands in it, longest names first."""
        wanted = plain(text)
        known = self.terms.get(kind, {})
        if wanted in known:
            return set(known[wanted])
        found: set[str] = set()
        left = wanted
        for name in sorted((n for n in known if contains(n, wanted)), key=len, reverse=True):
            if contains(name, left):
                found |= known[name]
                left = f" {left} ".replace(f" {name} ", " | ").strip()
        return found

    def called(self, kind: str, slug: str) -> set[str]:
        """The terms of a kind with a slug; an outcome and a harm may share one."""
        return {iri for iri in self.terms.get(kind, {}).get(plain(slug), ()) if iri.endswith(f"/{slug}")}

    def term(self, kind: str, slug: str) -> str | None:
        """The term of a kind with a slug, or ``None``."""
        return min(self.called(kind, slug), default=None)

    def wholes(self) -> Iterator[Thing]:
        """All studies and reviews."""
        for thing in self.things.values():
            if thing.kinds & {"Study", "SystematicReview", "NarrativeReview", "Guideline"}:
                yield thing


def _local(iri: str) -> str:
    return iri.rpartition("#")[2] if "#" in iri else iri.rpartition("/")[2]


def record_of(thing: Thing) -> str:
    """``studies/slug`` or ``reviews/slug`` for a study or review."""
    kind, _, slug = thing.iri.removeprefix(f"{BASE}id/").partition("/")
    return f"{'studies' if kind == 'study' else 'reviews'}/{slug}"


def ev(name: str) -> str:
    """The IRI of one of our properties."""
    return f"{ONTOLOGY}#{name}"
