"""A worker as the server sees it: a process at the other end of a socket."""

from __future__ import annotations

import asyncio

from ivigkg.serve.branches import Branch, Branches
from ivigkg.serve.frames import ASK, ERROR, READY, SIZES, Frame, head_of
from ivigkg.serve.question import Question, Refusal

BUFFER = 1 << 18
"""Bytes of an answer that wait in the server for a slow client."""


class Died(Exception):
    """The process ended before it had answered."""


class Worker:
    """One process; use :meth:`hire` to get one that is ready."""

    def __init__(self, branches: Branches, branch: Branch, reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
        self._branches, self._branch, self._reader, self._writer = branches, branch, reader, writer

    @classmethod
    async def hire(cls, branches: Branches, store: str) -> Worker:
        """A process with ``store`` open; ``Refusal`` when the store cannot be opened, ``Died`` when it will not run."""
        branch = await branches.new(store)
        reader, writer = await asyncio.open_connection(sock=branch.channel, limit=BUFFER)
        worker = cls(branches, branch, reader, writer)
        try:
            worker.ask(Question("", store))
            frame = await worker.frame()
            if frame.kind == ERROR:
                raise Refusal(**frame.head)
            if frame.kind != READY:
                raise Died
        except BaseException:
            worker.kill()
            raise
        return worker

    def ask(self, question: Question) -> None:
        """Sends a question; the answer comes by :meth:`frame`."""
        self._writer.write(bytes(Frame(ASK, question.head())))

    async def frame(self) -> Frame:
        """The next piece of the answer; ``Died`` when the process ended."""
        try:
            kind, head, body = SIZES.unpack(await self._reader.readexactly(SIZES.size))
            raw = await self._reader.readexactly(head + body) if head + body else b""
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise Died from error
        return Frame(kind, head_of(raw[:head]), raw[head:])

    def kill(self) -> None:
        """Ends the process, whatever it is doing; it is gone some milliseconds later."""
        self._branches.kill(self._branch.process)
        self._writer.close()

    @property
    def usable(self) -> bool:
        """Whether another question may be asked."""
        return not (self._reader.at_eof() or self._writer.is_closing())

    async def ended(self) -> int:
        """How the process ended, as soon as it did; negative is the number of a signal."""
        return await asyncio.shield(self._branch.ended)
