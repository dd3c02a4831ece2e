from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Quad

from ivigkg import iris, resources
from ivigkg.graph.builder import asserted_quads
from ivigkg.records.loader import read_library


@pytest.fixture(scope="session")
def real_quads() -> list[Quad]:
    """Every asserted quad of the shipped packs."""
    return asserted_quads(read_library(resources.default_packs()), "0.1.0")


@pytest.fixture(scope="session")
def study(real_quads: list[Quad]) -> list[Quad]:
    """The graph of one complete study."""
    graph = iris.graph("study", "dalakas-1993")
    return [quad for quad in real_quads if quad.graph_name == graph]


@pytest.fixture(scope="session")
def golden() -> Path:
    return Path(__file__).parent.parent / "golden"
