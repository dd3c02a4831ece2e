"""Cuts a data set into units that can be judged alone, one for each graph.

The unit of a graph is what it says together with what others say about the nodes it points to, as far as a shape may
look there. A node is at home in the graph that gives it a type; where none does, in those that speak of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ivigkg.graph.rows import UNNAMED, Row
from ivigkg.namespaces import EV, RDF

LOOKED_AT = frozenset(map(str, (RDF.type, EV.study, EV.review)))
"""What shapes look at in a node of another graph; of the nodes in their own graph they may look at everything."""

_TYPE = str(RDF.type)


def validation_units(rows: Mapping[str, Sequence[Row]]) -> dict[str, list[str]]:
    """The lines of N-Quads with which each graph can be judged alone, by the IRI of the graph.

    ``rows`` are those of each graph by its name in N-Triples form.
    """
    lines = {graph: lines_of(graph, own) for graph, own in rows.items()}
    told = _Told(rows, lines)
    return {"" if graph == UNNAMED else graph[1:-1]: told.unit(graph, rows[graph]) for graph in rows}


def lines_of(graph: str, rows: Sequence[Row]) -> list[str]:
    """The rows of one graph as lines of N-Quads."""
    end = " .\n" if graph == UNNAMED else f" {graph} .\n"
    return [" ".join(row) + end for row in rows]


def at_home(graph: str, rows: Mapping[str, Sequence[Row]]) -> list[str]:
    """The named nodes at home in one graph, in the order in which it speaks of them."""
    told = _Told(rows, {name: lines_of(name, own) for name, own in rows.items()})
    nodes = dict.fromkeys(row[0] for row in rows.get(graph, ()))
    return [node for node in nodes if node[0] == "<" and graph in told.homes(node)]


class _Told:
    """Which graphs speak of each node, which of them give it a type, and what is looked at from afar."""

    def __init__(self, rows: Mapping[str, Sequence[Row]], lines: Mapping[str, list[str]]):
        self._lines = lines
        self._spoken: dict[str, set[str]] = defaultdict(set)
        self._typed: dict[str, set[str]] = defaultdict(set)
        self._looked_at: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for graph, own in rows.items():
            for (subject, predicate, _), line in zip(own, lines[graph], strict=True):
                self._spoken[subject].add(graph)
                if predicate in LOOKED_AT:
                    self._looked_at[subject].append((graph, line))
                    if predicate == _TYPE:
                        self._typed[subject].add(graph)
        shared = {node for node, graphs in self._spoken.items() if len(graphs) > 1}
        self._shared: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for graph, own in rows.items() if shared else ():
            for (subject, _, target), line in zip(own, lines[graph], strict=True):
                if subject in shared:
                    self._shared[subject].append((graph, target, line))

    def homes(self, node: str) -> set[str]:
        """The graphs in which ``node`` is at home."""
        return self._typed.get(node) or self._spoken[node]

    def unit(self, graph: str, rows: Sequence[Row]) -> list[str]:
        """The lines of ``graph`` and those that belong to them."""
        unit = list(self._lines[graph])
        subjects = {row[0] for row in rows}
        at_home = {node for node in subjects if graph in self.homes(node)}
        reached = subjects.union(row[2] for row in rows)
        for node in at_home & self._shared.keys():
            for other, target, line in self._shared[node]:
                if other != graph:
                    unit.append(line)
                    reached.add(target)
        for node in (reached - at_home) & self._looked_at.keys():
            unit.extend(line for other, line in self._looked_at[node] if other != graph)
        return unit
