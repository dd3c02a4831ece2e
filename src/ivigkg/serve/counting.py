"""Counts the rows in the bytes of an answer as the engine writes them, so that a limit on rows can be kept.

The engine writes an answer a third faster than Python could; what it writes is therefore counted, not what it found.
Every count is exact, whatever the cells hold: in JSON and CSV only what stands outside quotation marks is looked at.
"""

from __future__ import annotations

from typing import Protocol


class Counter(Protocol):
    """Takes the bytes of an answer, piece by piece, and gives the number of rows begun or ended so far."""

    rows: int

    def add(self, piece: bytes) -> None:
        """Looks at the next bytes."""
        ...


class LineRows:
    """Rows of TSV and lines of N-Triples: cells hold no line ends; ``heads`` lines are no rows."""

    def __init__(self, heads: int = 1):
        self.rows = -heads

    def add(self, piece: bytes) -> None:
        """Looks at the next bytes."""
        self.rows += piece.count(b"\n")


class CsvRows:
    """Rows of CSV: line ends inside quotation marks belong to a cell."""

    def __init__(self) -> None:
        self.rows = -1
        self._inside = False

    def add(self, piece: bytes) -> None:
        """Looks at the next bytes."""
        if not self._inside and b'"' not in piece:
            self.rows += piece.count(b"\n")
            return
        parts = piece.split(b'"')
        self.rows += sum(part.count(b"\n") for part in parts[self._inside :: 2])
        self._inside ^= len(parts) % 2 == 0


class XmlRows:
    """Rows of XML; a mark that two pieces share is counted with the second."""

    _MARK = b"<result>"

    def __init__(self) -> None:
        self.rows = 0
        self._rest = b""

    def add(self, piece: bytes) -> None:
        """Looks at the next bytes."""
        text = self._rest + piece
        self.rows += text.count(self._MARK)
        self._rest = text[-len(self._MARK) + 1 :]


class JsonRows:
    """Rows of JSON: each opens with a brace that no colon precedes; the first two braces are those of the head."""

    def __init__(self) -> None:
        self.rows = -1
        self._inside = False
        self._rest = b""

    def add(self, piece: bytes) -> None:
        """Looks at the next bytes."""
        whole = self._rest + piece
        text = whole.rstrip(b"\\:")  # what the next byte may still give another meaning waits for it
        self._rest = whole[len(text) :]
        if b"\\" in text:
            text = text.replace(b"\\\\", b"").replace(b'\\"', b"")
        parts = text.split(b'"')
        outside = b'"'.join(parts[self._inside :: 2])
        self.rows += outside.count(b"{") - outside.count(b":{")
        self._inside ^= len(parts) % 2 == 0
