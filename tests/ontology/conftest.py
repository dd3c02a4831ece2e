"""The ontology as its tests see it: each file read once and never changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph

FOLDER = Path(__file__).resolve().parents[2] / "ontology"


@pytest.fixture(scope="session")
def folder() -> Path:
    """The folder of the ontology in the checkout."""
    return FOLDER


@pytest.fixture(scope="session")
def files() -> dict[str, Graph]:
    """Each file of axioms or terms by its name; the shapes are none of them."""
    paths = [path for path in sorted(FOLDER.glob("**/*.ttl")) if path.name != "shapes.ttl"]
    return {path.stem: Graph().parse(path, format="turtle") for path in paths}


@pytest.fixture(scope="session")
def core(files: dict[str, Graph]) -> Graph:
    """Our own classes and properties."""
    return files["ivigkg"]


@pytest.fixture(scope="session")
def alignments(files: dict[str, Graph]) -> Graph:
    """Borrowed terms and our links to them."""
    return files["alignments"]


@pytest.fixture(scope="session")
def lists(files: dict[str, Graph]) -> dict[str, Graph]:
    """The closed lists by name, without the units."""
    return {name: graph for name, graph in files.items() if name not in {"ivigkg", "alignments", "units"}}


@pytest.fixture(scope="session")
def merged(files: dict[str, Graph]) -> Graph:
    """All files together."""
    whole = Graph()
    for graph in files.values():
        whole += graph
    return whole
