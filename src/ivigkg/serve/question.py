"""What the server asks of a worker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Question:
    """A query and what is wanted of its answer.

    ``store`` is the folder to be asked. ``default_graphs`` and ``named_graphs`` restrict the data set as the protocol
    has it; ``None`` where the request names neither. ``format`` is the name of a format that counts more than the
    ``Accept`` header; ``rows`` is the most that an answer may have, rows or triples. ``description`` is a file with
    the description of the service, for a query that may be about it; ``as_of`` a day from which nothing later counts.
    With ``update`` the text is an update.
    """

    text: str
    store: str
    accept: str | None = None
    format: str | None = None
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    rows: int = 1_000_000
    gzip: bool = False
    description: str | None = None
    as_of: str | None = None
    update: bool = False

    def head(self) -> dict[str, Any]:
        """The question as the head of a frame."""
        return {name: value for name, value in vars(self).items() if value is not None and value is not False}

    @classmethod
    def of(cls, head: dict[str, Any]) -> Question:
        """The question that a frame holds."""
        found: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in head.items()
        }
        return cls(**found)


@dataclass(eq=False)
class Refusal(Exception):
    """Why there is no answer: an HTTP status and a sentence, with the place in the query where it is known."""

    status: int
    message: str
    line: int | None = None
    column: int | None = None
    hint: str | None = None
    retry: int | None = None

    def head(self) -> dict[str, Any]:
        """The refusal as the head of a frame."""
        return {name: value for name, value in vars(self).items() if value is not None}

    def __str__(self) -> str:
        return self.message
