"""One query while it runs: its deadline, its pieces, and how it ended."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

from ivigkg.serve.frames import END, ERROR, FIRST, WHOLE
from ivigkg.serve.process import Died, Worker
from ivigkg.serve.question import Question, Refusal

PATIENCE = 60.0
"""Seconds in all for which a query waits for a client that reads slowly; they do not count as its own time."""


class Run:
    """A question that a worker is at; ``complete`` says that the worker has done with it and is free again."""

    def __init__(self, worker: Worker, timeout: float):
        self._worker, self._timeout = worker, timeout
        self._loop = asyncio.get_running_loop()
        self._deadline = self._loop.time() + timeout
        self._patience = PATIENCE
        self._verdict: Refusal | None = None
        self._timer = self._loop.call_at(self._deadline, self._end, late(timeout))
        self.complete = False
        self.whole = False
        self.head: dict[str, Any] = {}
        self.first = b""

    async def begin(self, question: Question) -> None:
        """Asks, and waits for the first bytes; ``Refusal`` when there is no answer."""
        self._worker.ask(question)
        frame = await self._frame()
        self.head, self.first, self.whole = frame.head, frame.body, frame.kind == WHOLE
        self.complete = self.whole
        assert self.whole or frame.kind == FIRST

    async def rest(self) -> AsyncIterator[bytes]:
        """What follows the first bytes; ``Refusal`` when the answer breaks off."""
        while not self.complete:
            frame = await self._frame()
            self.complete = frame.kind == END
            if frame.body:
                yield frame.body

    @contextmanager
    def client_reads(self) -> Iterator[None]:
        """While a client takes in what it was sent the clock of the query stands, within :data:`PATIENCE`."""
        if self.complete:
            yield
            return
        began = self._loop.time()
        self._timer.cancel()
        self._timer = self._loop.call_at(began + self._patience, self._end, _slow())
        try:
            yield
        finally:
            waited = self._loop.time() - began
            self._patience -= waited
            self._deadline += waited
            self._timer.cancel()
            self._timer = self._loop.call_at(self._deadline, self._end, late(self._timeout))

    def stop(self) -> None:
        """No deadline any more; the pool kills the worker where it has not done."""
        self._timer.cancel()

    async def _frame(self) -> Any:
        try:
            frame = await self._worker.frame()
        except Died as error:
            raise self._verdict or crashed(await self._worker.ended()) from error
        if frame.kind == ERROR:
            self.complete = True
            raise Refusal(**frame.head)
        return frame

    def _end(self, verdict: Refusal) -> None:
        self._verdict = verdict
        self._worker.kill()


def late(timeout: float) -> Refusal:
    """The refusal of a query that passed its deadline."""
    return Refusal(
        504,
        f"The query was stopped after {timeout:g} seconds, the most that a query may take here. Ask for less: name "
        "more of what is known, put the most telling pattern first, add LIMIT, or run your own copy with a longer "
        "--timeout.",
    )


def crashed(status: int) -> Refusal:
    """The refusal of a query that took its worker down with it."""
    if status in {-signal.SIGABRT, -signal.SIGKILL, -signal.SIGSEGV}:
        reason = "it needed more memory than a query may have here"
    else:
        reason = "the process that answered it ended"
    return Refusal(503, f"The query could not be answered: {reason}. Ask for less at once, or run your own copy.")


def _slow() -> Refusal:
    return Refusal(503, f"The client took more than {PATIENCE:g} seconds to read the answer.")
