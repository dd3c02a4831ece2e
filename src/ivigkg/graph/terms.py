"""The graphs of topic terms and of their matches to public terminologies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode, Quad

from ivigkg import iris
from ivigkg.graph.emit import Node, Page
from ivigkg.graph.parts import Surroundings
from ivigkg.namespaces import EV, PREFIXES, RDFS, SKOS
from ivigkg.records.mappings import Mapping as Match
from ivigkg.records.term import Term, Terms

CLASSES = {
    "condition": EV.ConditionTerm,
    "intervention": EV.InterventionTerm,
    "outcome": EV.OutcomeTerm,
    "instrument": EV.InstrumentTerm,
    "adverse-event": EV.AdverseEventTerm,
}


def term_quads(pack: str, lists: Iterable[Terms], around: Surroundings) -> list[Quad]:
    """All terms of a pack, typed by kind, each kind a list of its own; and the schemes whose grades have no list."""
    page = Page(iris.graph(pack, "terms"))
    for terms in lists:
        for slug, term in terms.terms.items():
            if terms.kind == "scheme":
                node = page.node(iris.scheme(slug), SKOS.ConceptScheme)
            else:
                node = _term(page, terms.kind, slug, term, around)
            _words(node, term).link(RDFS.isDefinedBy, iris.pack(pack))
    return page.quads


def _term(page: Page, kind: str, slug: str, term: Term, around: Surroundings) -> Node:
    scheme = iris.scheme(kind)
    node = page.node(iris.term(kind, slug), CLASSES[kind], SKOS.Concept).link(SKOS.inScheme, scheme)
    if term.top:
        node.link(SKOS.topConceptOf, scheme)
    for name in term.broader:  # an adverse event may stand under an outcome
        node.link(SKOS.broader, around.outcome(name, harm=True) if kind == "adverse-event" else iris.term(kind, name))
    return node


def _words(node: Node, term: Term) -> Node:
    """The names of a term in every language, and what it means."""
    for language, label in term.labels.items():
        node.value(SKOS.prefLabel, label, language)
    for language, names in term.alt.items():
        for name in names:
            node.value(SKOS.altLabel, name, language)
    return node.value(SKOS.definition, term.definition, "en").value(EV.note, term.note, "en").fields(term, "judges")


def mapping_quads(pack: str, rows: Iterable[Match], curies: Mapping[str, str]) -> list[Quad]:
    """The matches of a pack's terms."""
    page = Page(iris.graph(pack, "mappings"))
    for row in rows:
        subject, target = (_expand(curie, curies) for curie in (row.subject, row.object))
        page.add(subject, SKOS.term(row.predicate.partition(":")[2]), target)
    return page.quads


def _expand(curie: str, curies: Mapping[str, str]) -> NamedNode:
    prefix, _, local = curie.partition(":")
    return NamedNode((PREFIXES.get(prefix) or curies[prefix]) + local)
