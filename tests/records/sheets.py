"""A record file as text that can be changed field by field, with the line and value of everything in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ivigkg.records.yaml_text import Document, Place, decode, read

_VALUE = r'"(?:[^"\\]|\\.)*"|\[[^\]]*\]'


@dataclass(frozen=True)
class Edit:
    """A file as damaged: its bytes, the line that changed, and the fields one of which must be named.

    ``also`` are further lines that changed, or that contradict the changed one: a complaint may stand on either.
    """

    raw: bytes
    line: int
    names: frozenset[str]
    also: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Sheet:
    """The rows of a file, and what they say."""

    path: str
    rows: tuple[str, ...]
    document: Document = field(default_factory=Document)

    @property
    def lines(self) -> dict[Place, int]:
        return self.document.lines

    @property
    def raw(self) -> bytes:
        return ("\n".join(self.rows) + "\n").encode("utf-8")

    def value(self, place: Place) -> Any:
        found = self.document.value
        for step in place:
            found = found[step]
        return found

    def line(self, place: Place) -> int:
        return self.lines[place]

    def row(self, place: Place) -> str:
        return self.rows[self.line(place) - 1]

    def edit(self, line: int, rows: Iterable[str], names: Iterable[str], until: int | None = None) -> Edit:
        """The file with ``rows`` in place of the rows from ``line`` to before ``until``."""
        after = self.rows[(until or line + 1) - 1 :]
        text = "\n".join([*self.rows[: line - 1], *rows, *after]) + "\n"
        return Edit(text.encode("utf-8"), line, frozenset(names))

    def end(self, place: Place) -> int:
        """The first line after everything that belongs to ``place``."""
        line = self.line(place)
        depth = indent(self.rows[line - 1])
        for number in range(line + 1, len(self.rows) + 1):
            row = self.rows[number - 1]
            if row.strip() and indent(row) <= depth and not row.lstrip().startswith("#"):
                return number
        return len(self.rows) + 1


def sheet_of(path: str, text: str) -> Sheet:
    rows = tuple(text.removesuffix("\n").split("\n"))
    return Sheet(path, rows, Document() if path.endswith(".tsv") else read(text))


def sheets(pack: Path) -> Iterator[Sheet]:
    """All record files of a pack."""
    for path in sorted([*pack.rglob("*.yaml"), *pack.rglob("*.tsv")]):
        if path.parent.name == "evidence" or path.name == "left-out.yaml":
            continue  # these are compared with the graph (`ivigkg audit`), they are not records
        yield sheet_of(path.relative_to(pack).as_posix(), decode(path.read_bytes()))


def contents(sheet: Sheet) -> Iterator[tuple[Place, Any]]:
    """Every place of a file with its value; rows of a table by their number."""
    if sheet.path.endswith(".tsv"):
        yield from (((number,), row) for number, row in enumerate(sheet.rows, start=1))
    for place in sheet.lines:
        if place:
            yield place, sheet.value(place)


def indent(row: str) -> int:
    return len(row) - len(row.lstrip())


def block(sheet: Sheet, place: Place) -> bool:
    """Whether a field has a line of its own."""
    return isinstance(place[-1], str) and sheet.row(place).lstrip().startswith(f"{place[-1]}:")


def put(sheet: Sheet, place: Place, new: str) -> Edit | None:
    """The file with ``new`` written where the value of a field, or an entry of a list, stands."""
    row, name = sheet.row(place), place[-1]
    if isinstance(name, int):
        return _put_item(sheet, place, new)
    value = _VALUE + (r"|[^#]+?(?=\s*$)" if block(sheet, place) else r"|[^,}]+")
    fresh, count = re.subn(rf"(?<![\w-])({name}: )({value})", lambda match: match[1] + new, row, count=1)
    return sheet.edit(sheet.line(place), [fresh], [name]) if count and fresh != row else None


def _put_item(sheet: Sheet, place: Place, new: str) -> Edit | None:
    row, old = sheet.row(place), str(sheet.value(place))
    spot = row.find(old)
    if spot < 0 or row.count(old) > 1:
        return None
    fresh = row[:spot] + new.strip('"') + row[spot + len(old) :]
    return sheet.edit(sheet.line(place), [fresh], [str(place[-2])])


def drop(sheet: Sheet, place: Place) -> Edit | None:
    """The file without a field and all that belongs to it."""
    name = str(place[-1])
    if block(sheet, place):
        return sheet.edit(sheet.line(place), [], [name], sheet.end(place))
    row = sheet.row(place)
    for pattern in (rf"(?<![\w-]){name}: (?:{_VALUE}|[^,}}]+), ", rf", {name}: (?:{_VALUE}|[^,}}]+)"):
        fresh, count = re.subn(pattern, "", row, count=1)
        if count:
            return sheet.edit(sheet.line(place), [fresh], [name])
    return None


def rename(sheet: Sheet, place: Place, new: str) -> Edit | None:
    """The file with another name for a field or part."""
    row, name = sheet.row(place), str(place[-1])
    fresh = re.sub(rf"(?<![\w-]){name}:", f"{new}:", row, count=1)
    return sheet.edit(sheet.line(place), [fresh], [name, new]) if fresh != row else None
