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
LONGEST = 17
"""Words up to this length are not broken; where that leaves no room, rows are written one below the other."""

_GAP = "  "
_NUMBERS = {
    XSD.term(name).value
    for name in (
        *("integer", "decimal", "double", "float", "nonNegativeInteger", "positiveInteger", "negativeInteger"),
        *("nonPositiveInteger", "long", "int", "short", "byte", "unsignedLong", "unsignedInt", "unsignedShort"),
    )
}
_PIECES = re.compile(r"[^#/:_-]*[#/:_-]|[^#/:_-]+")
_MARKS = re.compile(r"([\\|*`\[\]<~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9]))")


def plain(table: Table, width: int | None = None) -> str:
    """Aligned text: labels or short names for IRIs, numbers to the right, long texts wrapped to fit ``width``.

    Columns without any value are left out and named in a last line. Nothing is cut off: where the columns do not fit
    side by side with their words whole, each row becomes a block with one line for each value.
    """
    full = [any(row[index] is not None for row in table.rows) for index in range(len(table.columns))]
    shown = _columns(table, full) if table.rows else table
    if table.rows and table.columns and not any(full):
        shown = _columns(table, [True, *full[1:]])
    texts = [[_cell(term, table) for term in row] for row in shown.rows]
    right = _number_columns(shown)
    widths = [max(map(columns, column)) for column in zip(shown.columns, *texts, strict=True)]
    least = [_least(column) for column in zip(shown.columns, *texts, strict=True)]
    room = None if width is None else width - len(_GAP) * (len(widths) - 1)
    if room is not None and texts and _squeezed_sum(widths, least, right) > room and len(widths) > 2:
        lines = _blocks(shown.columns, texts, width or 0)
    else:
        if room is not None:
            widths = _squeeze(widths, right, least, room)
        lines = [*_row(shown.columns, widths, right), _GAP.join("-" * size for size in widths)]
        for row in texts:
            lines += _row(row, widths, right)
    if not texts:
        lines.append("(no rows)")
    empty = [name for name in table.columns if name not in shown.columns]
    if empty:
        lines += ["", *_wrap(f"(nothing under {', '.join(empty)})", width or 100)]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _columns(table: Table, wanted: Sequence[bool]) -> Table:
    names = tuple(name for name, keep in zip(table.columns, wanted, strict=True) if keep)
    rows = tuple(tuple(cell for cell, keep in zip(row, wanted, strict=True) if keep) for row in table.rows)
    return Table(names, rows, table.labels)


def _least(texts: Sequence[str]) -> int:
    """The least width of a column: its name, its longest piece up to :data:`LONGEST`, and never too little to read."""
    words = (columns(piece) for text in texts for word in text.split(" ") for piece in _PIECES.findall(word))
    return max(columns(texts[0]), min(max(words, default=0), LONGEST), 1)


def _squeezed_sum(widths: Sequence[int], least: Sequence[int], fixed: Sequence[bool]) -> int:
    pairs = zip(widths, least, fixed, strict=True)
    return sum(size if is_fixed else min(size, max(low, NARROWEST)) for size, low, is_fixed in pairs)


def _blocks(names: Sequence[str], texts: Sequence[Sequence[str]], width: int) -> list[str]:
    """Each row as a block of lines, name and value; what is empty in a row is left out of its block."""
    margin = max(map(columns, names)) + len(_GAP)
    lines: list[str] = []
    for number, row in enumerate(texts, start=1):
        lines += ["", f"--- {number}"] if lines else [f"--- {number}"]
        for name, text in zip(names, row, strict=True):
            if text:
                first, *rest = _wrap(text, max(width - margin, NARROWEST))
                lines += [_to_left(name, margin) + first, *(" " * margin + piece for piece in rest)]
    return lines


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


def _squeeze(widths: Sequence[int], fixed: Sequence[bool], least: Sequence[int], room: int) -> list[int]:
    """Narrower columns of text, the widest first, until all fit into ``room`` or none can give way any more."""
    most = max((size for size, is_fixed in zip(widths, fixed, strict=True) if not is_fixed), default=0)

    def capped(most: int) -> list[int]:
        sized = zip(widths, fixed, least, strict=True)
        return [size if is_fixed else min(size, max(most, low)) for size, is_fixed, low in sized]

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
    """Lines of at most ``width`` columns, broken at spaces, and inside a word only when it is too long by itself.

    Such a word is broken after a hyphen, a slash or the like where it has one.
    """
    if columns(text) <= width:
        return [text]
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and columns(lines[-1]) + 1 + columns(word) <= width:
            lines[-1] += f" {word}"
            continue
        if lines[-1]:
            lines.append("")
        if columns(word) <= width:
            lines[-1] = word
            continue
        for piece in _PIECES.findall(word):
            if lines[-1] and columns(lines[-1]) + columns(piece) > width:
                lines.append("")
            for character in piece:
                if lines[-1] and columns(lines[-1]) + columns(character) > width:
                    lines.append("")
                lines[-1] += character
    return lines
