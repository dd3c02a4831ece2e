"""The graphs of topic terms and of their matches to public terminologies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode, Quad

from ivigkg import iris
from ivigkg.graph.emit import Page
from ivigkg.namespaces import EV, PREFIXES, SKOS
from ivigkg.records.mappings import Mapping as Match
from ivigkg.records.term import Terms

CLASSES = {
    "condition": EV.ConditionTerm,
    "intervention": EV.InterventionTerm,
    "outcome": EV.OutcomeTerm,
    "instrument": EV.InstrumentTerm,
    "adverse-event": EV.AdverseEventTerm,
}


def term_quads(pack: str, lists: Iterable[Terms]) -> list[Quad]:
    """All terms of a pack, typed by kind, each kind a scheme of its own."""
    page = Page(iris.graph(pack, "terms"))
    for terms in lists:
        if terms.kind == "scheme":
            _schemes(page, terms)
            continue
        scheme = iris.scheme(terms.kind)
        for slug, term in terms.terms.items():
            node = page.node(iris.term(terms.kind, slug), CLASSES[terms.kind], SKOS.Concept).link(SKOS.inScheme, scheme)
            for language, label in term.labels.items():
                node.value(SKOS.prefLabel, label, language)
            for language, names in term.alt.items():
                for name in names:
                    node.value(SKOS.altLabel, name, language)
            node.value(SKOS.definition, term.definition, "en").value(EV.note, term.note, "en")
            node.terms(SKOS.broader, terms.kind, term.broader)
    return page.quads


def _schemes(page: Page, terms: Terms) -> None:
    for slug, term in terms.terms.items():
        node = page.node(iris.scheme(slug), SKOS.ConceptScheme)
        for language, label in term.labels.items():
            node.value(SKOS.prefLabel, label, language)
        for language, names in term.alt.items():
            for name in names:
                node.value(SKOS.altLabel, name, language)
        node.value(SKOS.definition, term.definition, "en").value(EV.note, term.note, "en").fields(term, "judges")


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
