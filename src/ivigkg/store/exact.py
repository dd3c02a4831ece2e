"""The quads as they were made, beside an engine that keeps the value of a number and not its digits."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Quad, Triple

from ivigkg.errors import StoreError
from ivigkg.namespaces import XSD
from ivigkg.results import Value, value


class Exact:
    """Sorted N-Quads, in a file that is read when it is needed, or in memory."""

    def __init__(self, source: Path | bytes | list[Quad], digest: str | None = None):
        self._source, self._digest = source, digest

    def quads(self) -> Iterator[Quad]:
        """Every quad, sorted; ``StoreError`` when the file cannot be read."""
        if isinstance(self._source, list):
            yield from self._source
            return
        yield from self._parse(self.content())

    def about(self, node: NamedNode) -> list[Quad]:
        """The quads with one subject."""
        if isinstance(self._source, list):
            return [quad for quad in self._source if quad.subject == node]
        start = f"{node} ".encode()
        lines = (line for line in self.content().splitlines(keepends=True) if line.startswith(start))
        return list(self._parse(b"".join(lines)))

    def triple(self, triple: Triple) -> Triple:
        """The same triple with the digits that were typed, where it is one of ours with a decimal number."""
        target = triple.object
        if not isinstance(target, Literal) or target.datatype != XSD.decimal:
            return triple
        typed = self._decimals.get((str(triple.subject), str(triple.predicate), value(target)))
        return (
            triple if typed is None else Triple(triple.subject, triple.predicate, Literal(typed, datatype=XSD.decimal))
        )

    def warm(self) -> None:
        """Reads the digits of all decimal numbers now instead of with the first triple."""
        _ = self._decimals

    @cached_property
    def _decimals(self) -> dict[tuple[str, str, Value], str]:
        mark = XSD.decimal.value
        if isinstance(self._source, list):
            found = iter(self._source)
        else:
            wanted = mark.encode()
            lines = (line for line in self.content().splitlines(keepends=True) if wanted in line)
            found = self._parse(b"".join(lines))
        return {
            (str(quad.subject), str(quad.predicate), value(quad.object)): quad.object.value
            for quad in found
            if isinstance(quad.object, Literal) and quad.object.datatype.value == mark
        }

    def content(self) -> bytes:
        """The lines of N-Quads; ``StoreError`` when the file cannot be read or is not as it was made."""
        if isinstance(self._source, bytes):
            return self._source
        if isinstance(self._source, list):
            return "".join(f"{quad} .\n" for quad in self._source).encode()
        try:
            content = self._source.read_bytes()
        except OSError as error:
            raise StoreError(
                f"{self._source} cannot be read ({error.strerror or error}); run `ivigkg build` to make the store anew."
            ) from error
        if self._digest is not None and hashlib.sha256(content).hexdigest() != self._digest:
            raise StoreError(f"{self._source} is damaged or was changed; run `ivigkg build` to make the store anew.")
        return content

    @staticmethod
    def _parse(content: bytes) -> Iterator[Quad]:
        for statement in ox.parse(content, format=ox.RdfFormat.N_QUADS):
            assert isinstance(statement, Quad)
            yield statement
