"""What is asserted stands once, in one graph."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from ivigkg.errors import IvigkgError
from ivigkg.graph.builder import rows_of


def quad(name: str, graph: str) -> ox.Quad:
    return ox.Quad(ox.NamedNode(f"urn:{name}"), ox.NamedNode("urn:p"), ox.Literal("75.0"), ox.NamedNode(f"urn:{graph}"))


def test_rows_keep_the_graphs_apart() -> None:
    assert rows_of([quad("a", "one"), quad("b", "two")]) == {
        "<urn:one>": [("<urn:a>", "<urn:p>", '"75.0"')],
        "<urn:two>": [("<urn:b>", "<urn:p>", '"75.0"')],
    }


def test_a_triple_in_two_graphs_stops_the_build_and_names_both() -> None:
    with pytest.raises(IvigkgError, match="two graphs, <urn:one> and <urn:two>: <urn:a>"):
        rows_of([quad("a", "one"), quad("b", "one"), quad("a", "two")])
