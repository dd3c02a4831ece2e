"""The way of an answer from the engine to the server: counted, compressed, in pieces of 64 KiB."""

from __future__ import annotations

import io
import time
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ivigkg.serve.counting import Counter
from ivigkg.serve.frames import END, FIRST, MORE, WHOLE, Frame
from ivigkg.serve.question import Refusal

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer
else:
    ReadableBuffer = bytes

PIECE = 65536
HELD = 0.005
"""Seconds for which the first bytes of an answer are held back, so that a small one goes out in one frame."""
WORTH_PACKING = 1400
"""Bytes below which an answer fits into one packet anyhow and is not compressed."""

Send = Callable[[Frame], None]


class Outgoing(io.RawIOBase):
    """A file that the engine writes an answer to; what is raised in it while writing is kept in ``failure``."""

    def __init__(self, send: Send, head: dict[str, Any], counter: Counter | None, most: int, gzip: bool):
        super().__init__()
        self._send, self._head, self._counter, self._most = send, head, counter, most
        self._pieces: list[bytes] = []
        self._held = 0
        self._begun: float | None = None
        self._sent = False
        self._packer = zlib.compressobj(1, wbits=31) if gzip else None
        self.failure: Exception | None = None

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        """Takes the next bytes; raises ``Refusal`` when they hold more rows than an answer may have."""
        piece = bytes(data)
        try:
            self._take(piece)
        except Exception as error:
            self.failure = error
            raise
        return len(piece)

    def finish(self) -> None:
        """Sends what is left; the answer is complete only with this."""
        body = b"".join(self._pieces)
        if self._sent:
            self._send(Frame(MORE, {}, self._packed(body, last=True)))
            self._send(Frame(END, {}))
            return
        if self._packer and len(body) < WORTH_PACKING:
            self._packer = None
        self._send(Frame(WHOLE, self._described(), self._packed(body, last=True)))

    def _take(self, piece: bytes) -> None:
        if self._counter is not None:
            self._counter.add(piece)
            if self._counter.rows > self._most:
                raise too_many(self._most)
        now = time.monotonic()
        self._begun = self._begun or now
        self._pieces.append(piece)
        self._held += len(piece)
        if self._held >= PIECE or now - self._begun > HELD:
            self._flush()
            self._begun = now

    def _flush(self) -> None:
        body = self._packed(b"".join(self._pieces), last=False)
        self._pieces.clear()
        self._held = 0
        self._send(Frame(MORE, {}, body) if self._sent else Frame(FIRST, self._described(), body))
        self._sent = True

    def _described(self) -> dict[str, Any]:
        return self._head | ({"encoding": "gzip"} if self._packer else {})

    def _packed(self, body: bytes, last: bool) -> bytes:
        if self._packer is None:
            return body
        return self._packer.compress(body) + self._packer.flush(zlib.Z_FINISH if last else zlib.Z_SYNC_FLUSH)


def too_many(most: int) -> Refusal:
    """The refusal of an answer that is longer than ``most`` rows."""
    return Refusal(
        403,
        f"The answer has more than {most:,} rows, which is the most that is sent here; nothing was left out silently. "
        "Ask for a part of it with LIMIT and OFFSET, or take the whole graph from the files of the release.",
    )
