"""Everything ivigkg raises on purpose, as one tree.

::

    IvigkgError                 exit code 3
      UsageError                2   the call itself is wrong
        QueryError              2   not SPARQL, an update, an unknown name; has line, column and hint
          ForbiddenQuery        2   it would reach for a file, a page or another server
      RecordErrors              1   the records say no: every complaint with file and line
      ValidationFailed          1   the shapes say no
      StoreError                3   a store that is missing, foreign, locked or from another version
      OutputError               3   a folder or file that cannot be written
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


class IvigkgError(Exception):
    """Base of all errors that a user may meet; its text is one clear paragraph."""

    exit_code = 3


class UsageError(IvigkgError):
    """The call is wrong: an unknown name, a missing file, a parameter that does not fit."""

    exit_code = 2


class QueryError(UsageError):
    """A query that cannot be asked; ``line`` and ``column`` count from 1 where they are known."""

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None, hint: str | None = None):
        self.line, self.column, self.hint = line, column, hint
        place = f"line {line}, column {column}: " if line is not None else ""
        super().__init__(place + message + (f" {hint}" if hint else ""))


class ForbiddenQuery(QueryError):
    """A query that would read a file, fetch a page or ask another server; nothing of the kind is done."""


@dataclass(frozen=True, order=True)
class Complaint:
    """One thing wrong with a record: where it stands and how to mend it."""

    path: Path
    line: int
    field: str
    message: str
    severity: str = "error"

    def __str__(self) -> str:
        place = f"{_near(self.path)}:{self.line}: "
        return place + (f"{self.field}: " if self.field else "") + self.message


def gathered(complaints: Iterable[Complaint]) -> list[str]:
    """One line each, sorted; what is said of several places in one file is said once, with the further lines."""
    places: dict[tuple[Path, str], list[Complaint]] = {}
    for complaint in sorted(complaints):
        places.setdefault((complaint.path, complaint.message), []).append(complaint)
    lines = []
    for first, *others in places.values():
        also = ", ".join(str(line) for line in dict.fromkeys(one.line for one in others))
        lines.append(f"{first} (and in line {also})" if others else str(first))
    return lines


def _near(path: Path) -> Path:
    """The path as seen from the current folder, where it lies inside."""
    try:
        return path.relative_to(Path.cwd())
    except (ValueError, OSError):
        return path


class RecordErrors(IvigkgError):
    """All complaints about a set of records, together; raised once, after everything was read."""

    exit_code = 1

    def __init__(self, complaints: Sequence[Complaint]):
        self.complaints = tuple(sorted(complaints))
        super().__init__("\n".join(str(complaint) for complaint in self.complaints))


class ValidationFailed(IvigkgError):
    """The graph breaks a shape; the text lists what and where."""

    exit_code = 1


class StoreError(IvigkgError):
    """A store that is missing, was made by another version, is held by another process or is damaged."""


class OutputError(IvigkgError):
    """A folder or file that could not be written; what stood there before is untouched."""
