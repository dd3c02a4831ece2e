"""How large the graph is: triples, nodes, and how many of each class, in the words of VoID."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from pyoxigraph import Quad

from ivigkg import iris
from ivigkg.graph.emit import Page
from ivigkg.graph.rows import Row
from ivigkg.namespaces import DCTERMS, EV, RDF, VOID


def statistics_quads(rows: Mapping[str, Sequence[Row]]) -> list[Quad]:
    """Counts over all graphs but the catalogue, which they become a part of; ``rows`` are those of each graph.

    They are said of a data set of their own, ``…/dataset#contents``, so that they do not count themselves.
    """
    catalogue = iris.graph("catalogue")
    counted = [own for graph, own in rows.items() if graph != str(catalogue)]
    triples = sum(map(len, counted))
    subjects = {row[0] for own in counted for row in own}
    objects = {row[2] for own in counted for row in own}
    kinds = Counter(row[2] for own in counted for row in own if row[1] == _TYPE)
    page = Page(catalogue)
    contents = iris.part(iris.dataset(), "contents")
    page.add(iris.dataset(), VOID.subset, contents)
    node = page.node(contents, VOID.Dataset).value(DCTERMS.title, "all graphs but the catalogue", "en")
    node.value(VOID.triples, triples).value(VOID.entities, sum(kinds[str(kind)] for kind in _WHOLES))
    node.value(VOID.distinctSubjects, len(subjects)).value(VOID.distinctObjects, len(objects))
    for kind, number in sorted(kinds.items()):
        if kind.startswith(f"<{EV.iri}"):
            name = kind[1:-1].removeprefix(EV.iri)
            part = page.node(iris.part(iris.dataset(), f"class-{name}"), VOID.Dataset)
            part.link(VOID.term("class"), EV.term(name)).value(VOID.entities, number)
            node.link(VOID.classPartition, part.subject)
    return page.quads


_TYPE = str(RDF.type)

_WHOLES = (EV.Study, EV.Synthesis, EV.FactBearing, EV.Term)
"""What counts as an entity: studies, reviews, facts and terms."""
