"""Every shape lets the right graphs pass and is broken, alone, by the wrong graph of its name."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import RDF, SH, Graph, Literal, URIRef

from ivigkg import resources
from ivigkg.graph.builder import ontology_quads
from ivigkg.graph.interop import to_graph
from ivigkg.graph.validation import validate_quads
from ivigkg.namespaces import RDF as RDF_TERMS
from ivigkg.namespaces import RDFS

from .graphs import EVSH, GRAPH, RIGHT, WRONG, quads, wrong


@pytest.fixture(scope="module")
def shapes() -> Graph:
    path = resources.ontology_folder() / "shapes.ttl"
    return to_graph(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))


@pytest.fixture(scope="module")
def named(shapes: Graph) -> set[URIRef]:
    """The shapes that have a name of their own; those without are parts of them."""
    found = {*shapes.subjects(RDF.type, SH.NodeShape), *shapes.subjects(RDF.type, SH.PropertyShape)}
    return {shape for shape in found if isinstance(shape, URIRef)}


@pytest.mark.parametrize("path", RIGHT, ids=lambda path: path.stem)
def test_right_graph_conforms(path: Path) -> None:
    assert validate_quads(quads(path)).results == ()


@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)
def test_wrong_graph_breaks_the_shape_of_its_name_alone(path: Path, shapes: Graph) -> None:
    report = wrong(path).report()
    assert {result.shape for result in report.results} == {EVSH.term(path.stem).value}
    doubtful = shapes.value(URIRef(EVSH.term(path.stem).value), SH.severity) == SH.Warning
    assert report.conforms is doubtful
    assert {result.severity for result in report.results} == {"warning" if doubtful else "violation"}


def test_every_shape_has_a_wrong_graph(named: set[URIRef]) -> None:
    assert {path.stem for path in WRONG} == {str(shape).removeprefix(EVSH.iri) for shape in named}


def test_every_shape_says_how_to_mend_it(shapes: Graph, named: set[URIRef]) -> None:
    for shape in named:
        [message] = shapes.objects(shape, SH.message)
        assert isinstance(message, Literal) and message.language == "en", shape
        assert message.endswith("."), shape
        assert set(shapes.objects(shape, SH.severity)) <= {SH.Warning}, shape


@pytest.mark.parametrize("path", RIGHT, ids=lambda path: path.stem)
def test_right_graph_conforms_where_superclasses_are_known(path: Path) -> None:
    above = [quad for quad in ontology_quads() if quad.predicate == RDFS.subClassOf]
    typed = [(quad.subject, quad.object) for quad in quads(path) if quad.predicate == RDF_TERMS.type]
    for node, kind in typed:
        typed.extend((node, quad.object) for quad in above if quad.subject == kind)
    stated = [ox.Quad(node, RDF_TERMS.type, kind, GRAPH) for node, kind in typed]
    assert validate_quads([*quads(path), *above, *stated]).results == ()


def test_result_names_the_property_to_look_at() -> None:
    def looked_at(name: str) -> set[str | None]:
        [path] = [path for path in WRONG if path.stem == name]
        return {result.path for result in wrong(path).report().results}

    ev = "https://w3id.org/ivigkg/ontology#"
    assert looked_at("events") == {f"{ev}events"}
    assert looked_at("closed-dose") == {f"{ev}colour"}
    assert looked_at("group-of-same-study") == {f"{ev}group"}
    assert looked_at("percent-fits") == {f"{ev}percent"}
    assert looked_at("drawn-within-sum") == {f"{ev}participants"}
    assert looked_at("result-of-whom") == {None}
