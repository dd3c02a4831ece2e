"""What a question gives back: a table, yes or no, or triples. Terms are pyoxigraph's; no engine gets past here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ivigkg.errors import UsageError

if TYPE_CHECKING:
    import pandas

Term = NamedNode | Literal | BlankNode
Value = str | int | Decimal | float | bool | None

_XSD = "http://www.w3.org/2001/XMLSchema#"
_WHOLE = {f"{_XSD}{name}" for name in ("integer", "nonNegativeInteger", "positiveInteger", "int", "long")}


def value(term: Term | None) -> Value:
    """The plain Python value of a term: a number, a truth, else its text; unbound is ``None``."""
    if term is None:
        return None
    if not isinstance(term, Literal):
        return term.value if isinstance(term, NamedNode) else f"_:{term.value}"
    kind = term.datatype.value
    if kind in _WHOLE:
        return int(term.value)
    if kind == f"{_XSD}decimal":
        return Decimal(term.value)
    if kind in {f"{_XSD}double", f"{_XSD}float"}:
        return float(term.value)
    if kind == f"{_XSD}boolean":
        return term.value in {"true", "1"}
    return term.value


@dataclass(frozen=True)
class Table:
    """Rows of terms under named columns; an unbound cell is ``None``."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    labels: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Value]]:
        """Row by row as ``{column: plain value}``."""
        for row in self.rows:
            yield dict(zip(self.columns, map(value, row), strict=True))

    def values(self) -> list[tuple[Value, ...]]:
        """Plain Python values, row by row; IRIs are text."""
        return [tuple(map(value, row)) for row in self.rows]

    def column(self, name: str) -> list[Value]:
        """The plain values of one column."""
        index = self.columns.index(name)
        return [value(row[index]) for row in self.rows]

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas frame with a fitting type per column; needs ``pip install ivigkg[pandas]``.

        Whole numbers become ``Int64``, other numbers ``Float64`` (digits as typed stay in :meth:`values`), truths
        ``boolean``, the rest text; unbound cells are missing.
        """
        try:
            import pandas
        except ImportError:
            raise UsageError("A frame needs pandas: pip install 'ivigkg[pandas]'.") from None

        frame: dict[str, Any] = {}
        for index, name in enumerate(self.columns):
            cells = [value(row[index]) for row in self.rows]
            kinds = {type(cell) for cell in cells if cell is not None}
            if kinds == {bool}:
                frame[name] = pandas.array(cells, dtype="boolean")
            elif kinds == {int}:
                frame[name] = pandas.array(cells, dtype="Int64")
            elif kinds and kinds <= {int, Decimal, float}:
                floats = [None if cell is None else float(str(cell)) for cell in cells]
                frame[name] = pandas.array(floats, dtype="Float64")
            else:
                frame[name] = pandas.array([None if cell is None else str(cell) for cell in cells], dtype="string")
        return pandas.DataFrame(frame)


@dataclass(frozen=True)
class Truth:
    """Yes or no."""

    value: bool

    def __bool__(self) -> bool:
        return self.value


@dataclass(frozen=True)
class Triples:
    """The triples that a question constructs or describes."""

    triples: tuple[Triple, ...]

    def __len__(self) -> int:
        return len(self.triples)

    def __iter__(self) -> Iterator[Triple]:
        return iter(self.triples)


Answer = Table | Truth | Triples
