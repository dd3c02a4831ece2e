"""The catalogue says how large the graph is, without counting itself."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from ivigkg import iris
from ivigkg.graph.rows import rows_by_graph
from ivigkg.graph.statistics import statistics_quads
from ivigkg.namespaces import DCAT, EV, RDF, RDFS, VOID
from ivigkg.pipeline import BuildReport
from ivigkg.store import open_store

CONTENTS = iris.part(iris.dataset(), "contents")


@pytest.fixture(scope="module")
def quads(store: Path) -> list[ox.Quad]:
    with open_store(store) as opened:
        return list(opened.quads())


def said(quads: list[ox.Quad], subject: ox.NamedNode, predicate: ox.NamedNode) -> list[str]:
    return [quad.object.value for quad in quads if (quad.subject, quad.predicate) == (subject, predicate)]  # type: ignore[union-attr]


def test_the_counts_are_those_of_the_other_graphs(quads: list[ox.Quad]) -> None:
    rest = [quad for quad in quads if quad.graph_name != iris.graph("catalogue")]
    assert said(quads, CONTENTS, VOID.triples) == [str(len(rest))]
    assert said(quads, CONTENTS, VOID.distinctSubjects) == [str(len({quad.subject for quad in rest}))]
    assert said(quads, CONTENTS, VOID.distinctObjects) == [str(len({quad.object for quad in rest}))]
    studies = sum(quad.predicate == RDF.type and quad.object == EV.Study for quad in rest)
    assert said(quads, iris.part(iris.dataset(), "class-Study"), VOID.entities) == [str(studies)]


def test_a_graph_that_has_counts_is_counted_alike(quads: list[ox.Quad]) -> None:
    assert set(statistics_quads(rows_by_graph(quads))) <= set(quads)


def test_every_file_of_the_graph_is_a_distribution(quads: list[ox.Quad], built: BuildReport) -> None:
    files = [quad.subject for quad in quads if quad.predicate == RDF.type and quad.object == DCAT.Distribution]
    names = {name for file in files for name in said(quads, file, RDFS.label)}  # type: ignore[arg-type]
    assert names == {path.name for path in built.release.glob("ivigkg.*")}
