"""Tables for people: aligned text for a terminal and Markdown, with labels instead of IRIs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from pyoxigraph import Literal, NamedNode

from ivigkg.namespaces import XSD, shorten
from ivigkg.results import Table, Term

NARROWEST = 10
"""Columns of text are not squeezed below this many characters."""

_GAP = "  "
_NUMBERS = {
    XSD.term(name).value
    for name in (
        *("integer", "decimal", "double", "float", "nonNegativeInteger", "positiveInteger", "negativeInteger"),
        *("nonPositiveInteger", "long", "int", "short", "byte", "unsignedLong", "unsignedInt", "unsignedShort"),
    )
}
_MARKS = re.compile(r"([\\|*`\[\]<~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9]))")


def plain(table: Table, width: int | None = None) -> str:
    """Aligned text: labels or short names for IRIs, numbers to the right, long texts wrapped to fit ``width``.

    Nothing is cut off: where even narrow columns do not fit, the lines are longer than ``width``.
    """
    texts = [[_cell(term, table) for term in row] for row in table.rows]
    right = _number_columns(table)
    widths = [max(map(columns, column)) for column in zip(table.columns, *texts, strict=True)]
    if width is not None:
        widths = _squeeze(widths, right, width - len(_GAP) * (len(widths) - 1))
    lines = [*_row(table.columns, widths, right), _GAP.join("-" * size for size in widths)]
    for row in texts:
        lines += _row(row, widths, right)
    if not texts:
        lines.append("(no rows)")
    return "".join(f"{line.rstrip()}\n" for line in lines)


def markdown(table: Table) -> str:
    """A table as GitHub understands it, numbers to the right; marks that Markdown would read are escaped."""
    rules = ["---:" if right else "---" for right in _number_columns(table)]
    head = [_MARKS.sub(r"\\\1", name) for name in table.columns]
    rows = [[_MARKS.sub(r"\\\1", _cell(term, table)) for term in row] for row in table.rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in (head, rules, *rows))


def columns(text: str) -> int:
    """How many columns of a terminal ``text`` takes up."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _cell(term: Term | None, table: Table) -> str:
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return _one_line(table.labels.get(term.value) or shorten(term.value))
    return _one_line(term.value if isinstance(term, Literal) else f"_:{term.value}")


def _one_line(text: str) -> str:
    """Without line breaks, and without control characters that a terminal would obey."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in text)


def _number_columns(table: Table) -> list[bool]:
    def is_number(term: Term) -> bool:
        return isinstance(term, Literal) and term.datatype.value in _NUMBERS

    found = []
    for index in range(len(table.columns)):
        bound = [term for row in table.rows if (term := row[index]) is not None]
        found.append(bool(bound) and all(map(is_number, bound)))
    return found


def _squeeze(widths: Sequence[int], fixed: Sequence[bool], room: int) -> list[int]:
    """Narrower columns of text, the widest first, until all fit into ``room`` or none can give way any more."""
    most = max((size for size, is_fixed in zip(widths, fixed, strict=True) if not is_fixed), default=0)

    def capped(most: int) -> list[int]:
        return [size if is_fixed else min(size, most) for size, is_fixed in zip(widths, fixed, strict=True)]

    while most > NARROWEST and sum(capped(most)) > room:
        most -= 1
    return capped(most)


def _row(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> list[str]:
    wrapped = [_wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
    align = [_to_right if is_right else _to_left for is_right in right]
    lines = []
    for number in range(max(map(len, wrapped), default=0)):
        pieces = [texts[number] if number < len(texts) else "" for texts in wrapped]
        lines.append(_GAP.join(put(text, size) for put, text, size in zip(align, pieces, widths, strict=True)))
    return lines


Align = Callable[[str, int], str]


def _to_left(text: str, width: int) -> str:
    return text + " " * (width - columns(text))


def _to_right(text: str, width: int) -> str:
    return " " * (width - columns(text)) + text


def _wrap(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` columns, broken at spaces, and inside a word only when it is too long by itself."""
    if columns(text) <= width:
        return [text]
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and columns(lines[-1]) + 1 + columns(word) <= width:
            lines[-1] += f" {word}"
            continue
        if lines[-1]:
            lines.append("")
        for character in word:
            if lines[-1] and columns(lines[-1]) + columns(character) > width:
                lines.append("")
            lines[-1] += character
    return lines
