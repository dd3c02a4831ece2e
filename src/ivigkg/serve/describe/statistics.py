"""How much of what is in a store, counted for its description."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ivigkg.results import Table
from ivigkg.store.base import Store

Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Statistics:
    """Counts of triples and of nodes.

    ``classes`` are ``(class, its nodes, the first of them)``; ``properties`` are ``(class, property, triples)``, with
    the class of the object or the datatype of the literal in ``targets`` and ``datatypes``.
    """

    triples: int
    subjects: int
    objects: int
    graphs: Counts
    classes: tuple[tuple[str, int, str], ...]
    predicates: Counts
    properties: tuple[tuple[str, str, int], ...]
    targets: tuple[tuple[str, str, str, int], ...]
    datatypes: tuple[tuple[str, str, str, int], ...]


def statistics(store: Store) -> Statistics:
    """Counts everything; takes about a second for fifty thousand triples."""
    totals = _rows(store, "(COUNT(DISTINCT ?s) AS ?a) (COUNT(DISTINCT ?o) AS ?b) WHERE { ?s ?p ?o }")[0]
    graphs = _rows(store, "?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g")
    return Statistics(
        triples=sum(row[1] for row in graphs),
        subjects=totals[0],
        objects=totals[1],
        graphs=tuple(graphs),
        classes=tuple(
            _rows(
                store,
                "?c (COUNT(DISTINCT ?s) AS ?n) (MIN(STR(?s)) AS ?first) WHERE { ?s a ?c } GROUP BY ?c ORDER BY ?c",
            )
        ),
        predicates=tuple(_rows(store, "?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p ORDER BY ?p")),
        properties=tuple(
            _rows(store, "?c ?p (COUNT(*) AS ?n) WHERE { ?s a ?c ; ?p ?o } GROUP BY ?c ?p ORDER BY ?c ?p")
        ),
        targets=tuple(
            _rows(
                store,
                "?c ?p ?d (COUNT(*) AS ?n) WHERE { ?s a ?c ; ?p ?o . ?o a ?d } GROUP BY ?c ?p ?d ORDER BY ?c ?p ?d",
            )
        ),
        datatypes=tuple(
            _rows(
                store,
                "?c ?p ?d (COUNT(*) AS ?n) WHERE { ?s a ?c ; ?p ?o BIND(DATATYPE(?o) AS ?d) FILTER(BOUND(?d)) } "
                "GROUP BY ?c ?p ?d ORDER BY ?c ?p ?d",
            )
        ),
    )


def _rows(store: Store, rest: str) -> list[tuple[Any, ...]]:
    found = store.query(f"SELECT {rest}")
    assert isinstance(found, Table)
    return list(found.values())
