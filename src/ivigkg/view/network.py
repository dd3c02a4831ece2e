"""Quads to a networkx graph of plain values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode, Quad

from ivigkg.namespaces import RDF, RDFS, SKOS, shorten
from ivigkg.results import value

if TYPE_CHECKING:
    import networkx

_GENERAL = {
    "ev:FactBearing",
    "ev:Result",
    "ev:Investigation",
    "ev:Group",
    "ev:Term",
    "ev:Synthesis",
    "skos:Concept",
    "prov:Entity",
}


def network(quads: Iterable[Quad]) -> networkx.MultiDiGraph[str]:
    """Nodes with ``label``, ``kind`` and their values; links with ``predicate``; types are attributes, not links."""
    import networkx

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    ordered = sorted(quads, key=str)
    for quad in ordered:
        if not isinstance(quad.subject, NamedNode):
            continue
        node = quad.subject.value
        graph.add_node(node)
        if quad.predicate == RDF.type and isinstance(quad.object, NamedNode):
            _append(graph.nodes[node], "types", shorten(quad.object.value))
        elif isinstance(quad.object, NamedNode):
            short = shorten(quad.predicate.value)
            graph.add_edge(node, quad.object.value, key=short, predicate=short)
        elif isinstance(quad.object, Literal):
            _literal(graph.nodes[node], quad.predicate, quad.object)
    for node, attributes in graph.nodes(data=True):
        kinds = attributes.get("types", [])
        attributes["kind"] = next((kind for kind in kinds if kind not in _GENERAL), kinds[0] if kinds else "")
        attributes.setdefault("label", shorten(node))
    return graph


def _literal(attributes: dict[str, Any], predicate: NamedNode, literal: Literal) -> None:
    if predicate in (RDFS.label, SKOS.prefLabel) and literal.language in (None, "en"):
        attributes.setdefault("label", literal.value)
    else:
        _append(attributes, shorten(predicate.value), value(literal), single=True)


def _append(attributes: dict[str, Any], name: str, item: Any, single: bool = False) -> None:
    """Adds a value; the first stands alone where ``single``, further ones make a list."""
    if name not in attributes:
        attributes[name] = item if single else [item]
    elif isinstance(attributes[name], list):
        attributes[name].append(item)
    else:
        attributes[name] = [attributes[name], item]
