"""Answers as plain text, the same from either engine, and the files they are compared with."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pyoxigraph as ox
import rdflib

from ivigkg import resources
from ivigkg.query.catalogue import Query, catalogue

EXPECTED = Path(__file__).resolve().parent.parent / "expected"
SUFFIXES = {"select": ".csv", "ask": ".txt", "construct": ".nt", "describe": ".nt"}
QUERIES = catalogue(resources.queries_folder())

Rows = list[tuple[str, ...]]
"""The lines of a file of answers: the header and the rows of a table, or one cell a line."""


def expected_file(query: Query) -> Path:
    return EXPECTED / f"{query.name}{SUFFIXES[query.form]}"


def read_expected(query: Query) -> Rows:
    text = expected_file(query).read_text("utf-8")
    if query.form == "select":
        return [tuple(row) for row in csv.reader(io.StringIO(text))]
    return [(line,) for line in text.splitlines()]


def write_expected(query: Query, rows: Rows) -> None:
    if query.form == "select":
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(rows)
        text = out.getvalue()
    else:
        text = "".join(f"{cell}\n" for (cell,) in rows)
    expected_file(query).write_text(text, "utf-8")


def by_oxigraph(store: ox.Store, text: str) -> Rows:
    found = store.query(text, use_default_graph_as_union=True)
    if isinstance(found, ox.QueryBoolean):
        return [("true" if found else "false",)]
    if isinstance(found, ox.QueryTriples):
        return sorted((f"{triple} .",) for triple in found)
    header = tuple(variable.value for variable in found.variables)
    return [header, *(tuple("" if cell is None else cell.value for cell in row) for row in found)]


def by_rdflib(graph: rdflib.Graph, text: str) -> Rows:
    found = graph.query(text)
    if found.type == "ASK":
        return [("true" if found.askAnswer else "false",)]
    if found.type in {"CONSTRUCT", "DESCRIBE"}:
        lines = found.graph.serialize(format="nt").splitlines()
        return sorted((f"{triple} .",) for triple in ox.parse("\n".join(lines), format=ox.RdfFormat.N_TRIPLES))
    header = tuple(str(variable) for variable in found.vars)
    return [header, *(tuple("" if cell is None else str(cell) for cell in row) for row in found)]


_LITERAL = re.compile(r'"([^"]*)"\^\^<http://www\.w3\.org/2001/XMLSchema#(?:decimal|integer)>')


def same_value(rows: Iterable[Sequence[str]]) -> Rows:
    """Rows with every number in one form, rounded where an engine worked it out to its own number of digits."""
    return [tuple(_LITERAL.sub(lambda found: f'"{_number(found[1])}"', _number(cell)) for cell in row) for row in rows]


def _number(cell: str) -> str:
    try:
        value = Decimal(cell)
    except InvalidOperation:
        return cell
    if not value.is_finite():
        return cell
    return format(round(value, 9).normalize() + 0, "f")
