"""How large the graph is: triples, nodes, and how many of each class, in the words of VoID."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad

from ivigkg import iris
from ivigkg.graph.emit import Page
from ivigkg.namespaces import DCTERMS, EV, RDF, VOID


def statistics_quads(quads: Iterable[Quad]) -> list[Quad]:
    """Counts over all graphs but the catalogue, which they become a part of.

    They are said of a data set of their own, ``…/dataset#contents``, so that they do not count themselves.
    """
    catalogue = iris.graph("catalogue")
    triples = 0
    subjects, objects, kinds = set(), set(), Counter[NamedNode]()
    for quad in quads:
        if quad.graph_name == catalogue:
            continue
        triples += 1
        subjects.add(quad.subject)
        objects.add(quad.object)
        if quad.predicate == RDF.type and isinstance(quad.object, NamedNode):
            kinds[quad.object] += 1
    page = Page(catalogue)
    contents = iris.part(iris.dataset(), "contents")
    page.add(iris.dataset(), VOID.subset, contents)
    node = page.node(contents, VOID.Dataset).value(DCTERMS.title, "all graphs but the catalogue", "en")
    node.value(VOID.triples, triples).value(VOID.entities, sum(kinds[kind] for kind in _WHOLES))
    node.value(VOID.distinctSubjects, len(subjects)).value(VOID.distinctObjects, len(objects))
    for kind, number in sorted(kinds.items(), key=lambda item: item[0].value):
        if kind.value.startswith(EV.iri):
            part = page.node(iris.part(iris.dataset(), f"class-{kind.value.removeprefix(EV.iri)}"), VOID.Dataset)
            part.link(VOID.term("class"), kind).value(VOID.entities, number)
            node.link(VOID.classPartition, part.subject)
    return page.quads


_WHOLES = (EV.Study, EV.Synthesis, EV.FactBearing, EV.Term)
"""What counts as an entity: studies, reviews, facts and terms."""
