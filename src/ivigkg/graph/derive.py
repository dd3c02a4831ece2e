"""What follows from the asserted graphs: ``CONSTRUCT`` rules, run until nothing new comes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad

from ivigkg import iris
from ivigkg.errors import IvigkgError

MOST_ROUNDS = 10


def read_rules(folder: Path) -> tuple[tuple[str, str], ...]:
    """Name and text of every rule in ``folder``, by name."""
    return tuple((path.stem, path.read_text("utf-8")) for path in sorted(folder.glob("*.rq")))


def derived_quads(asserted: Iterable[Quad], rules: Sequence[tuple[str, str]]) -> list[Quad]:
    """The triples that ``rules`` add to the union of the asserted graphs, sorted, in the graph ``derived``.

    A triple that is asserted is not repeated. ``IvigkgError`` names the rule that fails or never comes to an end.
    """
    store = ox.Store()
    store.extend(asserted)
    return derive(store, rules)


def derive(store: ox.Store, rules: Sequence[tuple[str, str]]) -> list[Quad]:
    """The same as :func:`derived_quads` for what is in ``store``, which afterwards holds what was added, too."""
    graph = iris.graph("derived")
    derived: dict[Quad, None] = {}
    for _ in range(MOST_ROUNDS):
        fresh: dict[Quad, None] = {}
        for name, text in rules:
            for subject, predicate, target in _construct(store, name, text):
                if next(store.quads_for_pattern(subject, predicate, target), None) is None:
                    fresh[Quad(subject, predicate, target, graph)] = None
        if not fresh:
            return sorted(derived, key=str)
        store.extend(fresh)
        derived.update(fresh)
    raise IvigkgError(
        f"The rules in queries/rules still add triples after {MOST_ROUNDS} rounds; one of them never ends."
    )


def _construct(store: ox.Store, name: str, text: str) -> Iterable[tuple[NamedNode, NamedNode, NamedNode | ox.Literal]]:
    try:
        found = store.query(text, use_default_graph_as_union=True)
    except SyntaxError as error:
        raise IvigkgError(f"The rule {name} is not SPARQL: {error}") from error
    if not isinstance(found, ox.QueryTriples):
        raise IvigkgError(f"The rule {name} is not a CONSTRUCT.")
    for triple in found:
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, (NamedNode, ox.Literal)):
            yield triple.subject, triple.predicate, triple.object
        else:
            raise IvigkgError(f"The rule {name} makes a blank node; every node here has an IRI.")
