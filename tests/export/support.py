"""Reading files back with two engines, and graphs to try the writers on."""

from __future__ import annotations

import string
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pyoxigraph as ox
import rdflib
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from ivigkg.formats import JSONLD, NQUADS, NTRIPLES, RDFXML, TRIG, TURTLE, Format
from ivigkg.namespaces import BASE, EV, RDF, XSD

OX = {
    TURTLE: ox.RdfFormat.TURTLE,
    TRIG: ox.RdfFormat.TRIG,
    NQUADS: ox.RdfFormat.N_QUADS,
    NTRIPLES: ox.RdfFormat.N_TRIPLES,
    JSONLD: ox.RdfFormat.JSON_LD,
    RDFXML: ox.RdfFormat.RDF_XML,
}
RDFLIB = {TURTLE: "turtle", TRIG: "trig", NQUADS: "nquads", NTRIPLES: "nt", JSONLD: "json-ld", RDFXML: "xml"}


def lines(quads: Iterable[Quad], format_: Format) -> set[str]:
    """What a file in ``format_`` can hold of the quads: with graphs or without."""
    return {str(quad) if format_.holds == "quads" else str(quad.triple) for quad in quads}


def read_pyoxigraph(content: bytes, format_: Format) -> set[str]:
    return lines(ox.parse(content, format=OX[format_]), format_)


def read_rdflib(content: bytes, format_: Format) -> set[str]:
    """The same lines, by way of rdflib with its rewriting of literals switched off."""
    with digits_as_they_are(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of rdflib's own inner calls, and of the ill-typed literals we try on purpose
        if format_.holds == "triples":
            graph = rdflib.Graph()
            graph.parse(data=content, format=RDFLIB[format_])
            return {" ".join(map(_from_rdflib, triple)) for triple in graph}
        dataset = rdflib.Dataset()
        dataset.parse(data=content, format=RDFLIB[format_])
        return {
            " ".join(_from_rdflib(term) for term in quad if term not in (None, rdflib.graph.DATASET_DEFAULT_GRAPH_ID))
            for quad in dataset.quads()
        }


@contextmanager
def digits_as_they_are() -> Iterator[None]:
    before = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS = before


def _from_rdflib(term: object) -> str:
    if isinstance(term, rdflib.Literal):
        if term.language:
            return str(Literal(str(term), language=term.language))
        return str(Literal(str(term), datatype=NamedNode(str(term.datatype)) if term.datatype else XSD.string))
    return str(NamedNode(str(term)))


def typed(text: str, kind: str) -> Literal:
    return Literal(text, datatype=XSD.term(kind))


def quad(subject: NamedNode, predicate: NamedNode, target: NamedNode | Literal | BlankNode, graph: str = "g") -> Quad:
    return Quad(subject, predicate, target, NamedNode(f"{BASE}graph/{graph}"))


def _node(text: str) -> NamedNode | None:
    try:
        return NamedNode(text)
    except ValueError:
        return None


_local = st.text(alphabet=string.ascii_letters + string.digits + "-._~#/()',;:@!$&*+=?%éß漢", max_size=8)
_starts = st.sampled_from([BASE, f"{BASE}id/study/", f"{BASE}id/study/a#", f"{BASE}id/publication/"]) | st.sampled_from(
    [EV.iri, RDF.iri, f"{BASE}term/ocebm-2009/", "http://example.org/", "https://example.org/x#", "urn:x:"]
)
nodes = st.builds(lambda start, local: _node(start + local), _starts, _local).filter(lambda node: node is not None)
properties = st.builds(lambda name: EV.term(name), st.sampled_from(["note", "percent", "study", "source", "value"])) | (
    st.sampled_from([RDF.type, NamedNode("http://www.w3.org/2000/01/rdf-schema#label")])
    | st.builds(lambda name: NamedNode(f"http://example.org/p/{name}"), st.text(string.ascii_letters, min_size=1))
)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(
    [
        '"',
        "\\",
        '"""',
        "\n",
        "\r\n",
        "\t",
        "\\n",
        'a"@en',
        '"^^<http://e/>',
        "{}",
        "]]>",
        "<b>&amp;</b>",
        "\u2028",
        "\x85",
    ]
)
_LEXICAL = """
    0 -0 +1 007 2 2.0 -2.50 .5 5. 0.0000001 0.000001 0.0000000 1e-7 1E5 true false 1 TRUE NaN INF abc 2012-05
"""
_lexical = st.sampled_from([*_LEXICAL.split(), "", " 1 ", "1" * 30, "99999999999999999999.10"])
_kinds = st.sampled_from(["integer", "decimal", "boolean", "double", "float", "gYear", "anyURI", "nonNegativeInteger"])
literals = (
    st.builds(Literal, texts)
    | st.builds(lambda text, tag: Literal(text, language=tag), texts, st.sampled_from(["en", "de", "pt-br", "zh-hant"]))
    | st.builds(typed, _lexical, _kinds)
    | st.builds(lambda n: typed(format(n, "f"), "decimal"), st.decimals(allow_nan=False, allow_infinity=False))
    | st.builds(lambda n: typed(str(n), "integer"), st.integers())
)


def quads(values: st.SearchStrategy[Literal] = literals) -> st.SearchStrategy[list[Quad]]:
    """Small graphs of strange IRIs and literals."""
    names = st.sampled_from(["study/a", "study/b", "catalogue"])
    return st.lists(st.builds(quad, nodes, properties, nodes | values, names), max_size=12)
