"""Rows are counted exactly, whatever is in the cells and wherever the bytes are cut."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from ivigkg.serve.counting import Counter, CsvRows, JsonRows, LineRows, XmlRows

FORMATS: dict[ox.QueryResultsFormat, type[Counter]] = {
    ox.QueryResultsFormat.JSON: JsonRows,
    ox.QueryResultsFormat.XML: XmlRows,
    ox.QueryResultsFormat.CSV: CsvRows,
    ox.QueryResultsFormat.TSV: LineRows,
}
PIECES = some.sampled_from(["{", "}", '"', "\\", ":", "{}", "}},{", "\n", "\r", ",", "a", "<result>", "&", "é"])
CELLS = some.one_of(some.none(), some.lists(PIECES, max_size=6).map("".join))


def term(cell: str | None) -> str:
    return "UNDEF" if cell is None else str(ox.Literal(cell))


@pytest.mark.parametrize("form", FORMATS, ids=str)
@given(rows=some.lists(some.tuples(CELLS, CELLS), max_size=6), steps=some.lists(some.integers(1, 12), min_size=1))
@settings(deadline=None, max_examples=80)
def test_rows_are_counted(form: ox.QueryResultsFormat, rows: list[tuple[str, str]], steps: list[int]) -> None:
    lines = " ".join(f"({term(x)} {term(y)})" for x, y in rows)
    found = ox.Store().query(f"SELECT ?x ?y {{ VALUES (?x ?y) {{ {lines} }} }}")
    assert isinstance(found, ox.QuerySolutions)
    content = found.serialize(format=form)
    assert content is not None
    counter, place, turn = FORMATS[form](), 0, 0
    while place < len(content):
        step = steps[turn % len(steps)]
        counter.add(content[place : place + step])
        place, turn = place + step, turn + 1
    assert counter.rows == len(rows)
