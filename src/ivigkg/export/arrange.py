"""Puts triples into the order in which a person reads them: records with their parts, one subject after the other.

Terms are handled in their N-Triples form (``<iri>``, ``"text"@en``), which is cheap to compare, to sort and to take
apart. The order depends on the triples alone, never on the order in which they came.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from pyoxigraph import Quad, Triple

from ivigkg.errors import UsageError
from ivigkg.export.order import (
    CONTAINS,
    ONTOLOGY_SECTION,
    TYPE,
    Natural,
    among_types,
    graph_order,
    in_order,
    kind_rank,
    natural,
    section,
)
from ivigkg.graph.rows import UNNAMED, Row, rows_by_graph
from ivigkg.namespaces import BASE


class Subject(NamedTuple):
    """One subject with its facts in reading order; ``record`` is the IRI of the record it is, or is a part of."""

    node: str
    facts: list[tuple[str, list[str]]]
    section: str
    record: str
    is_part: bool


class Arrangement:
    """The triples of a graph or data set in reading order, worked out once for all formats."""

    def __init__(self, data: Iterable[Quad | Triple] = (), *, rows: Mapping[str, list[Row]] | None = None):
        self.rows = rows_by_graph(data) if rows is None else rows

    @cached_property
    def lines(self) -> list[str]:
        """Each quad once as a line of N-Quads, sorted."""
        found: set[str] = set()
        for name, rows in self.rows.items():
            end = " .\n" if name == UNNAMED else f" {name} .\n"
            found.update(" ".join(row) + end for row in rows)
        return sorted(found)

    def only(self, graph: str) -> Arrangement:
        """One graph alone, by its name in N-Triples form, as if nothing else were there."""
        return Arrangement(rows={UNNAMED: self.rows.get(graph, [])})

    @cached_property
    def union(self) -> list[Subject]:
        """The subjects of all graphs together."""
        return arrange(row for rows in self.rows.values() for row in rows)

    @cached_property
    def graphs(self) -> dict[str, list[Subject]]:
        """The subjects of each graph, by its name in N-Triples form."""
        return {name: arrange(self.rows[name]) for name in graph_order(self.rows)}


def literal(token: str) -> tuple[str, str | None, str | None]:
    """A literal taken apart: its text in quotes, which is a JSON string too, its datatype IRI, its language tag."""
    if token[-1] == '"':
        return token, None, None
    if token[-1] == ">":
        cut = token.rindex('"^^<')
        return token[: cut + 1], token[cut + 4 : -1], None
    cut = token.rindex('"@')
    if "--" in token[cut:]:
        raise UsageError(f"{token} has a direction of writing, as RDF 1.2 has it; ivigkg writes RDF 1.1.")
    return token[: cut + 1], None, token[cut + 2 :]


def unquote(quoted: str) -> str:
    """The text of a literal without quotes and escapes."""
    if "\\" not in quoted:
        return quoted[1:-1]
    text: str = json.loads(quoted)
    return text


def arrange(rows: Iterable[Row]) -> list[Subject]:
    """The subjects of ``rows`` in reading order, each triple once.

    A record comes before its parts, a part before the smaller parts that it contains; the facts of a subject begin
    with its types and labels and end with its sources and notes.
    """
    described: dict[str, dict[str, list[str]]] = {}
    holders: dict[str, str] = {}
    for subject, predicate, target in rows:
        facts = described.get(subject)
        if facts is None:
            described[subject] = {predicate: [target]}
        elif predicate in facts:
            facts[predicate].append(target)
        else:
            facts[predicate] = [target]
        if predicate in CONTAINS:
            holders[target] = min(subject, holders.get(target, subject))
    return [
        Subject(node, _facts(described[node]), title, record, is_part)
        for _, node, title, record, is_part in sorted(_placed(described, holders))
    ]


def _facts(facts: dict[str, list[str]]) -> list[tuple[str, list[str]]]:
    for predicate, targets in facts.items():
        if len(targets) > 1:
            key: Callable[[str], Any] = among_types if predicate == TYPE else _among_targets
            facts[predicate] = sorted(set(targets), key=key)
    return [(predicate, facts[predicate]) for predicate in in_order(tuple(facts))]


def _among_targets(token: str) -> tuple[Natural, str]:
    return natural(token[:-1]), token


def _placed(
    described: Mapping[str, Mapping[str, list[str]]], holders: Mapping[str, str]
) -> Iterator[tuple[_Key, str, str, str, bool]]:
    """For each subject the key that sorts it, the node, its section, its record, and whether it is a part of it."""
    for node, facts in described.items():
        record, hash_, local = node[1:-1].partition("#")
        is_part = bool(hash_) and record.startswith(_IDS)
        if not is_part:
            record += hash_ + local
        place, title, name = section(record)
        if is_part:
            chain = [node]
            while (holder := holders.get(chain[-1])) and holder not in chain and holder.startswith(f"<{record}#"):
                chain.append(holder)
            path = tuple(natural(link[len(record) + 2 : -1]) for link in reversed(chain))
            key: _Key = (place, 0, name, 1, kind_rank(described.get(chain[-1], {}).get(TYPE, ())), path)
        else:
            key = (place, kind_rank(facts.get(TYPE, ())) if place == ONTOLOGY_SECTION else 0, name, 0, 0, ())
        yield key, node, title, record, is_part


_Key = tuple[int, int, Natural, int, int, tuple[Natural, ...]]
_IDS = f"{BASE}id/"
