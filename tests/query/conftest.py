"""The shipped records as quads, and the two engines that are asked."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib

from ivigkg import resources
from ivigkg.graph.builder import asserted_quads
from ivigkg.graph.derive import derived_quads, read_rules
from ivigkg.query.declared import declared_iris
from ivigkg.records.loader import read_library, require

Rules = tuple[tuple[str, str], ...]
ByGraph = dict[str, list[ox.Quad]]


@pytest.fixture(scope="session")
def asserted() -> list[ox.Quad]:
    return asserted_quads(require(read_library(resources.default_packs())), "0.0.0")


@pytest.fixture(scope="session")
def by_graph(asserted: list[ox.Quad]) -> ByGraph:
    found: ByGraph = {}
    for quad in asserted:
        found.setdefault(str(quad.graph_name)[1:-1], []).append(quad)
    return found


@pytest.fixture(scope="session")
def rules() -> Rules:
    return read_rules(resources.queries_folder() / "rules")


@pytest.fixture(scope="session")
def quads(asserted: list[ox.Quad], rules: Rules) -> list[ox.Quad]:
    return [*asserted, *derived_quads(asserted, rules)]


@pytest.fixture(scope="session")
def oxigraph(quads: list[ox.Quad]) -> ox.Store:
    store = ox.Store()
    store.extend(quads)
    return store


@pytest.fixture(scope="session")
def rdflib_graph(quads: list[ox.Quad]) -> rdflib.Graph:
    """The union of all graphs as N-Triples, read by the other engine."""
    graph = rdflib.Graph(bind_namespaces="none")
    graph.parse(data="".join(f"{quad.triple} .\n" for quad in quads), format="nt")
    return graph


@pytest.fixture(scope="session")
def declared() -> frozenset[str]:
    return declared_iris()
