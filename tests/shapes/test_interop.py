"""Terms come back from rdflib exactly as they went."""

from __future__ import annotations

from decimal import Decimal

import pyoxigraph as ox
import pytest
import rdflib

from ivigkg.graph import interop
from ivigkg.namespaces import XSD

NODE = ox.NamedNode("https://example.org/it")
NAME = ox.NamedNode("https://example.org/graph")
TERMS: list[ox.NamedNode | ox.BlankNode | ox.Literal] = [
    ox.NamedNode("https://example.org/ä?b=c#d"),
    ox.BlankNode("b0"),
    ox.Literal("plain"),
    ox.Literal(""),
    ox.Literal('two\nlines and a "quote"'),
    ox.Literal("plain", datatype=XSD.string),
    ox.Literal("bonjour", language="fr"),
    ox.Literal("colour", language="en-gb"),
    ox.Literal("01.50", datatype=XSD.decimal),
    ox.Literal("0.0000001", datatype=XSD.decimal),
    ox.Literal("007", datatype=XSD.integer),
    ox.Literal("1", datatype=XSD.boolean),
    ox.Literal("1.0E6", datatype=XSD.double),
    ox.Literal("2001", datatype=XSD.gYear),
    ox.Literal("2001-02", datatype=XSD.gYearMonth),
    ox.Literal("2001-02-03", datatype=XSD.date),
    ox.Literal("https://example.org/ a", datatype=XSD.anyURI),
    ox.Literal("x", datatype=ox.NamedNode("https://example.org/type")),
]


@pytest.mark.parametrize("term", TERMS, ids=str)
def test_term_survives_rdflib(term: ox.NamedNode | ox.BlankNode | ox.Literal) -> None:
    assert interop.from_rdflib(interop.to_rdflib(term)) == term


def test_plain_string_equals_that_of_rdflib() -> None:
    assert interop.to_rdflib(ox.Literal("a")) == rdflib.Literal("a")
    assert interop.from_rdflib(rdflib.Literal("a", datatype=rdflib.XSD.string)) == ox.Literal("a")


def test_number_keeps_its_value_beside_its_digits() -> None:
    number = interop.to_rdflib(ox.Literal("01.50", datatype=XSD.decimal))
    assert str(number) == "01.50"
    assert isinstance(number, rdflib.Literal) and number.value == Decimal("1.5")


def test_graph_survives_rdflib() -> None:
    quads = {ox.Quad(NODE, NODE, term, NAME) for term in TERMS}
    graph = interop.to_graph(quads)
    assert len(graph) == len(quads)
    assert set(interop.from_graph(graph, NAME)) == quads


def test_dataset_survives_rdflib() -> None:
    other = ox.NamedNode("https://example.org/other")
    quads = {ox.Quad(NODE, NODE, term, NAME) for term in TERMS}
    quads |= {ox.Quad(NODE, NODE, NODE, graph) for graph in (other, ox.DefaultGraph(), ox.BlankNode("g"))}
    dataset = interop.to_dataset(quads)
    assert set(interop.from_dataset(dataset)) == quads
    assert len(dataset.graph(rdflib.URIRef(NAME.value))) == len({*TERMS})


def test_what_has_no_counterpart_is_refused() -> None:
    with pytest.raises(TypeError, match="Triple"):
        interop.to_rdflib(ox.Triple(NODE, NODE, NODE))
    with pytest.raises(TypeError, match="Variable"):
        interop.from_rdflib(rdflib.Variable("x"))
