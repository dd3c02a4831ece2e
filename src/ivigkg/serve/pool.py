"""The workers: who gets one, who waits, who is killed, and who comes after."""

from __future__ import annotations

import asyncio
import math
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ivigkg.serve.branches import Branches
from ivigkg.serve.current import Current
from ivigkg.serve.process import Died, Worker
from ivigkg.serve.question import Question, Refusal
from ivigkg.serve.run import Run
from ivigkg.serve.settings import Settings
from ivigkg.serve.stem import AT_LEISURE

AGAIN = 0.5
"""Seconds until a worker that could not be started is tried again."""
AFTER_THE_FIRST = 2 * AT_LEISURE
"""Seconds that the other workers wait for the stem to read what they all want to have read."""


class Pool:
    """A number of workers and the requests that wait for one.

    The last free one is only given to a client that holds none, and whoever holds the fewest is served first, so that
    the slow queries of one client keep nobody else waiting, not even while a killed worker is replaced.
    """

    def __init__(self, current: Current, settings: Settings):
        self._current, self._settings = current, settings
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._held: Counter[str] = Counter()
        self._waiting: list[tuple[str, asyncio.Future[Worker]]] = []
        self._hiring: set[asyncio.Task[None]] = set()
        self._trouble: Refusal | None = None
        self._closed = False
        self._branches = Branches(settings.memory)

    async def start(self) -> None:
        """Starts the workers and returns when the first is ready or could not be started."""
        await asyncio.wait([self._hire()], timeout=30)
        for _ in range(self._settings.workers - 1):
            self._hire(after=AFTER_THE_FIRST)

    async def close(self) -> None:
        """Kills all workers and waits until they are gone."""
        self._closed = True
        for task in self._hiring:
            task.cancel()
        await asyncio.gather(*self._hiring, return_exceptions=True)
        for worker in (*self._idle, *self._busy):
            worker.kill()
        await self._branches.close()

    @property
    def state(self) -> dict[str, int]:
        """How many workers are free and busy, and how many requests wait."""
        return {"free": len(self._idle), "busy": len(self._busy), "waiting": len(self._waiting)}

    @asynccontextmanager
    async def ask(self, question: Question, client: str) -> AsyncIterator[Run]:
        """The answer to a question, from its first bytes on; leaving the block early stops the query.

        ``Refusal`` when there is no answer: a fault in the query, a limit that was passed, no worker free in time.
        """
        worker = await self._take(client)
        run = Run(worker, self._settings.timeout)
        try:
            await run.begin(question)
            yield run
        finally:
            run.stop()
            self._give_back(worker, client, run.complete)

    async def _take(self, client: str) -> Worker:
        if self._idle and self._may_hold(client):
            return self._lend(self._idle.pop(), client)
        patience = self._settings.timeout
        if len(self._waiting) >= self._settings.queue or self._waits(client) >= max(1, self._settings.queue // 2):
            raise Refusal(
                503, "Too many queries are waiting already; ask again in a moment.", retry=math.ceil(patience)
            )
        turn: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        place = (client, turn)
        self._waiting.append(place)
        try:
            await asyncio.wait({turn}, timeout=patience)
        except asyncio.CancelledError:
            if turn.done():
                self._give_back(turn.result(), client, clean=True)
            raise
        finally:
            if place in self._waiting:
                self._waiting.remove(place)
        if turn.done():
            return turn.result()
        raise self._trouble or Refusal(
            503, f"No worker became free within {patience:g} seconds; ask again later.", retry=math.ceil(patience)
        )

    def _waits(self, client: str) -> int:
        return sum(other == client for other, _ in self._waiting)

    def _may_hold(self, client: str) -> bool:
        return not self._held[client] or len(self._idle) > 1

    def _lend(self, worker: Worker, client: str) -> Worker:
        self._busy.add(worker)
        self._held[client] += 1
        return worker

    def _give_back(self, worker: Worker, client: str, clean: bool) -> None:
        self._busy.discard(worker)
        self._held[client] -= 1
        if not self._held[client]:
            del self._held[client]
        if clean and worker.usable:
            self._idle.append(worker)
        else:
            worker.kill()
            if not self._closed:
                self._hire()
        self._next()

    def _next(self) -> None:
        while self._idle:
            able = [place for place in self._waiting if self._may_hold(place[0]) and not place[1].done()]
            if not able:
                return
            place = min(able, key=lambda place: self._held[place[0]])
            self._waiting.remove(place)
            place[1].set_result(self._lend(self._idle.pop(), place[0]))

    def _hire(self, after: float = 0) -> asyncio.Task[None]:
        task = asyncio.create_task(self._hired(after))
        self._hiring.add(task)
        task.add_done_callback(self._hiring.discard)
        return task

    async def _hired(self, after: float) -> None:
        """Brings one worker in, however often it takes."""
        await asyncio.sleep(after)
        while not self._closed:
            try:
                folder = self._current.generation().asked
                worker = await Worker.hire(self._branches, str(folder))
            except (Refusal, Died, OSError) as error:
                self._trouble = error if isinstance(error, Refusal) else Refusal(503, f"No worker starts: {error}")
                await asyncio.sleep(AGAIN)
                continue
            self._trouble = None
            self._idle.append(worker)
            self._next()
            return
