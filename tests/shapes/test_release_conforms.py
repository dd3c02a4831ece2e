"""Whoever takes the released Turtle and the released shapes finds nothing broken, derived triples included."""

from __future__ import annotations

import pyoxigraph as ox

from ivigkg import iris
from ivigkg.graph.validation import validate_quads
from ivigkg.pipeline import BuildReport


def test_released_turtle_breaks_no_shape(built: BuildReport) -> None:
    triples = ox.parse(path=str(built.release / "ivigkg.ttl"), format=ox.RdfFormat.TURTLE)
    graph = iris.graph("union")
    report = validate_quads(ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples)
    assert [one for one in report.results if one.severity == "violation"] == []
    assert report.conforms
