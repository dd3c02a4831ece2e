"""pyoxigraph's terms and quads as those of rdflib, and back; every lexical form is kept to the letter.

rdflib would print ``01.50`` as ``1.50`` and tells ``"a"`` from ``"a"^^xsd:string``, so literals are built here without
normalisation, and plain strings without a datatype. Importing this module imports rdflib.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable, Iterator
from functools import cache
from typing import Any

import pyoxigraph as ox
import rdflib
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.plugins.sparql import prepareQuery

from ivigkg.namespaces import RDF, XSD

_TYPE = rdflib.URIRef(RDF.type.value)


def to_rdflib(term: object) -> rdflib.URIRef | rdflib.BNode | rdflib.Literal:
    """The same term in rdflib; ``TypeError`` for what rdflib has no term for, such as a quoted triple."""
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if not isinstance(term, ox.Literal):
        raise TypeError(f"{type(term).__name__} has no counterpart in rdflib: {term}")
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    if term.datatype == XSD.string:
        return rdflib.Literal(term.value)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)


def from_rdflib(term: object) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """The same term in pyoxigraph; ``TypeError`` for what is no IRI, blank node or literal."""
    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return ox.BlankNode(str(term))
    if not isinstance(term, rdflib.Literal):
        raise TypeError(f"{type(term).__name__} has no counterpart in pyoxigraph: {term}")
    if term.language:
        return ox.Literal(str(term), language=term.language)
    return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype))) if term.datatype else ox.Literal(str(term))


def to_graph(statements: Iterable[ox.Quad | ox.Triple], graph: rdflib.Graph | None = None) -> rdflib.Graph:
    """All statements as one rdflib graph, whatever graph each stands in; ``graph`` is filled where one is given."""
    graph = rdflib.Graph(bind_namespaces="none") if graph is None else graph
    graph.addN((*triple, graph) for triple, _ in _translated(statements))
    return graph


def to_dataset(quads: Iterable[ox.Quad]) -> rdflib.Dataset:
    """The quads as an rdflib data set with the same named graphs; no union of them is made."""
    dataset = rdflib.Dataset()
    graphs: dict[Any, rdflib.Graph] = {ox.DefaultGraph(): dataset.default_graph}
    for triple, quad in _translated(quads):
        name = quad.graph_name
        if name not in graphs:
            graphs[name] = dataset.graph(to_rdflib(name))
        graphs[name].add(triple)
    return dataset


def from_graph(graph: rdflib.Graph, name: ox.NamedNode) -> Iterator[ox.Quad]:
    """The triples of an rdflib graph as quads of the graph ``name``."""
    for subject, predicate, target in graph:
        yield _quad(subject, predicate, target, name)


def from_dataset(dataset: rdflib.Dataset) -> Iterator[ox.Quad]:
    """The quads of an rdflib data set."""
    for subject, predicate, target, name in dataset.quads((None, None, None, None)):
        default = name is None or name == DATASET_DEFAULT_GRAPH_ID
        yield _quad(subject, predicate, target, ox.DefaultGraph() if default else from_rdflib(name))


def _translated(statements: Iterable[Any]) -> Iterator[tuple[tuple[Any, Any, Any], Any]]:
    """Each statement in rdflib's terms, beside the statement itself; equal terms are translated once."""
    known: dict[Any, Any] = {}

    def term(one: Any) -> Any:
        if one not in known:
            known[one] = to_rdflib(one)
        return known[one]

    for statement in statements:
        yield (term(statement.subject), term(statement.predicate), term(statement.object)), statement


def _quad(subject: object, predicate: object, target: object, name: Any) -> ox.Quad:
    first: Any = from_rdflib(subject)
    second: Any = from_rdflib(predicate)
    return ox.Quad(first, second, from_rdflib(target), name)


class JudgedGraph(rdflib.Graph):
    """A graph for pySHACL in which some nodes are context only: others may look at them, but no shape targets them.

    It also keeps parsed queries, which rdflib would parse anew for every node that a SPARQL constraint is asked about.
    """

    def __init__(self, context: Collection[str] = ()):
        super().__init__(bind_namespaces="none")
        self._context = frozenset(map(rdflib.URIRef, context))

    def subjects(self, predicate: Any = None, object: Any = None, unique: bool = False) -> Generator[Any, None, None]:
        """As in rdflib, but nobody finds the context by its type."""
        found = super().subjects(predicate, object, unique)
        yield from (node for node in found if node not in self._context) if predicate == _TYPE else found

    def subject_objects(self, predicate: Any = None, unique: bool = False) -> Generator[Any, None, None]:
        """As in rdflib, but without what the context says."""
        yield from (pair for pair in super().subject_objects(predicate, unique) if pair[0] not in self._context)

    def query(self, query_object: Any, *args: Any, **kwargs: Any) -> rdflib.query.Result:
        """As in rdflib, with the text parsed once."""
        return super().query(_parsed(query_object) if isinstance(query_object, str) else query_object, *args, **kwargs)


@cache
def _parsed(text: str) -> Any:
    return prepareQuery(text)
