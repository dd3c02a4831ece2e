"""A worker as the server sees it: a process at the other end of a socket."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
from pathlib import Path

from ivigkg.serve.frames import ASK, ERROR, READY, SIZES, Frame, head_of
from ivigkg.serve.question import Question, Refusal

NICE = 5
"""How much workers stand back, so that the server itself stays quick when all of them are busy."""
BUFFER = 1 << 18
"""Bytes of an answer that wait in the server for a slow client."""


START = "import json, sys; sys.path[:] = json.loads(sys.argv.pop(1)); from ivigkg.serve.worker import run; run()"
"""The program of a worker, which imports from the same places as the server."""


class Died(Exception):
    """The process ended before it had answered."""


class Worker:
    """One process; use :meth:`hire` to get one that is ready."""

    def __init__(self, process: subprocess.Popen[bytes], reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
        self._process, self._reader, self._writer = process, reader, writer

    @classmethod
    async def hire(cls, store: Path, lifeline: int, megabytes: int) -> Worker:
        """A process with ``store`` open; ``Refusal`` when the store cannot be opened, ``Died`` when it will not run."""
        ours, theirs = socket.socketpair()
        with theirs:
            numbers = [str(number) for number in (theirs.fileno(), lifeline, megabytes, NICE)]
            process = subprocess.Popen(
                [sys.executable, "-P", "-c", START, json.dumps(sys.path), *numbers],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(), lifeline),
            )  # fmt: skip
        reader, writer = await asyncio.open_connection(sock=ours, limit=BUFFER)
        worker = cls(process, reader, writer)
        try:
            worker.ask(Question("", str(store)))
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
        if self._process.poll() is None:
            self._process.kill()
        self._writer.close()

    @property
    def ended(self) -> int | None:
        """How the process ended, ``None`` while it lives; negative is the number of a signal."""
        return self._process.poll()

    async def gone(self) -> None:
        """Returns when the process has left the system."""
        while self._process.poll() is None:
            await asyncio.sleep(0.005)
