"""Disagreements, each with both sides: what they say, and the papers, the reading and the pages they stand on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from ivigkg import resources
from ivigkg.namespaces import shorten
from ivigkg.query.ask import names, rows
from ivigkg.query.catalogue import load_query
from ivigkg.results import Table, Term
from ivigkg.store.base import Store

KINDS = {
    "value": "Two values for one quantity",
    "class": "A review classes a study otherwise than its papers",
    "count": "A review counts otherwise than its studies add up to",
    "claim": "A claim and a study that speaks against it",
    "citation": "A paper cited in two ways",
}
"""Kinds of conflict in the order in which they are told, with their titles."""


@dataclass(frozen=True)
class Side:
    """One side: the node that says it, what it says under ``property`` (empty: nothing), and what it stands on."""

    node: str
    label: str
    says: tuple[str, ...]
    papers: tuple[str, ...]
    basis: tuple[str, ...]
    pages: tuple[str, ...]


@dataclass(frozen=True)
class Conflict:
    """Two sides that differ in one property; ``one`` is the preferred value, the review or the claim."""

    kind: str
    about: str
    about_label: str
    how: str
    property: str
    one: Side
    other: Side
    note: str

    def row(self) -> tuple[str, ...]:
        """The cells of one line of a table, in the order of :data:`COLUMNS`; several values are joined by " | "."""
        return (self.kind, self.about, self.how, self.property, *_cells(self.one), *_cells(self.other), self.note)


COLUMNS = (
    *("kind", "about", "how", "property"),
    *("one", "one_says", "one_papers", "one_basis", "one_pages"),
    *("other", "other_says", "other_papers", "other_basis", "other_pages"),
    "note",
)
"""The columns of the table of all conflicts."""


def _cells(side: Side) -> tuple[str, ...]:
    return (side.node, *(" | ".join(values) for values in (side.says, side.papers, side.basis, side.pages)))


def conflicts(store: Store) -> tuple[Conflict, ...]:
    """Every disagreement that the question ``conflicts`` finds, one for each pair of sides and property."""
    answer = store.query(load_query(resources.queries_folder() / "conflicts.rq").text)
    assert isinstance(answer, Table)
    found: dict[tuple[str, ...], list[dict[str, Term | None]]] = {}
    for cells in answer.rows:
        row = dict(zip(answer.columns, cells, strict=True))
        key = tuple(_text(row[name]) for name in ("kind", "about", "how", "property", "one", "other"))
        found.setdefault(key, []).append(row)
    iris = {cell.value for cells in answer.rows for cell in cells if isinstance(cell, NamedNode)}
    labels, pages, texts = names(store, iris), _pages(store, iris), _texts(store, iris)
    made = (_conflict(key, group, labels, pages, texts) for key, group in found.items())
    order = list(KINDS)
    return tuple(sorted(made, key=lambda item: (order.index(item.kind), item.about, item.one.node, item.other.node)))


def as_table(found: Iterable[Conflict]) -> Table:
    """The same as a table of texts, one line a conflict."""
    return Table(COLUMNS, tuple(tuple(Literal(cell) if cell else None for cell in item.row()) for item in found))


def _conflict(
    key: tuple[str, ...],
    group: list[dict[str, Term | None]],
    labels: dict[str, str],
    pages: dict[str, tuple[str, ...]],
    texts: dict[str, str],
) -> Conflict:
    kind, about, how, property_, one, other = key

    def side(name: str, node: str) -> Side:
        return Side(
            node=node,
            label=texts.get(node) or labels.get(node) or shorten(node),
            says=_distinct(_shown(row[f"{name}Says"], labels) for row in group),
            papers=_distinct(_shown(row[f"{name}Paper"], labels) for row in group),
            basis=_distinct(_text(row[f"{name}Basis"]).rpartition("/")[2] for row in group),
            pages=pages.get(node, ()),
        )

    return Conflict(
        kind=kind,
        about=about,
        about_label=labels.get(about) or shorten(about),
        how=how,
        property=shorten(property_).partition(":")[2],
        one=side("one", one),
        other=side("other", other),
        note=" ".join(_distinct(_text(row["note"]) for row in group)),
    )


def _text(term: Term | None) -> str:
    return "" if term is None else term.value


def _shown(term: Term | None, labels: dict[str, str]) -> str:
    return labels.get(term.value) or shorten(term.value) if isinstance(term, NamedNode) else _text(term)


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _pages(store: Store, iris: set[str]) -> dict[str, tuple[str, ...]]:
    """The pages that were opened for nodes, in alphabetical order."""
    found = rows(store, f"SELECT ?n ?p WHERE {{ {_block(iris)} ?n ev:readAt ?p }} ORDER BY ?n STR(?p)") if iris else []
    pages: dict[str, tuple[str, ...]] = {}
    for node, page in found:
        pages[str(node)] = (*pages.get(str(node), ()), str(page))
    return pages


def _texts(store: Store, iris: set[str]) -> dict[str, str]:
    """The sentences of claims, which say more than a short name does."""
    found = rows(store, f"SELECT ?n ?t WHERE {{ {_block(iris)} ?n a ev:Claim ; ev:text ?t }}") if iris else []
    return {str(node): str(text) for node, text in found}


def _block(iris: set[str]) -> str:
    return f"VALUES ?n {{ {' '.join(f'<{iri}>' for iri in sorted(iris))} }}"
