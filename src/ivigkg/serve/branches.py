"""The stem as the server sees it: where workers come from, and who is told when one of them ends."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass

from ivigkg.serve.stem import BRANCH, KILL, NEWS, ORDER

NICE = 5
"""How much workers stand back, so that the server itself stays quick when all of them are busy."""
START = "import json, sys; sys.path[:] = json.loads(sys.argv.pop(1)); from ivigkg.serve.stem import run; run()"
"""The program of the stem, which imports from the same places as the server."""


@dataclass
class Branch:
    """A process, how it ended (negative is the number of a signal) when it has, and the channel to it."""

    process: int
    ended: asyncio.Future[int]
    channel: socket.socket | None = None


class Branches:
    """Starts the stem when the first worker is wanted, and again should it ever be gone."""

    def __init__(self, megabytes: int):
        self._megabytes = megabytes
        self._lifeline, self._end = os.pipe()
        self._stem: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._one_by_one = asyncio.Lock()
        self._born: asyncio.Future[Branch] | None = None
        self._living: dict[int, asyncio.Future[int]] = {}
        self._read = b""

    async def new(self, store: str) -> Branch:
        """A new process, which waits for a question about ``store`` at the other end of its channel."""
        async with self._one_by_one:
            control = self._control or self._start()
            ours, theirs = socket.socketpair()
            path = store.encode("utf-8", "surrogateescape")
            self._born = asyncio.get_running_loop().create_future()
            try:
                with theirs:
                    socket.send_fds(control, [ORDER.pack(BRANCH, 0, len(path)) + path], [theirs.fileno()])
                branch = await self._born
            except BaseException:
                ours.close()
                raise
            branch.channel = ours
            return branch

    def kill(self, process: int) -> None:
        """Ends a process that :meth:`new` gave, whatever it is doing."""
        if process in self._living and self._control is not None:
            with suppress(OSError):
                self._control.send(ORDER.pack(KILL, process, 0))

    async def close(self) -> None:
        """Ends the stem and everything that branched off."""
        for process in list(self._living):
            self.kill(process)
        waiting = [asyncio.shield(future) for future in self._living.values()]
        if waiting:
            await asyncio.wait(waiting, timeout=5)
        os.close(self._end)
        self._lose()
        if self._stem is not None:
            self._stem.wait()
        os.close(self._lifeline)

    def _start(self) -> socket.socket:
        control, theirs = socket.socketpair()
        with theirs:
            numbers = [str(number) for number in (theirs.fileno(), self._lifeline, self._megabytes, NICE)]
            self._stem = subprocess.Popen(
                [sys.executable, "-P", "-c", START, json.dumps(sys.path), *numbers],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(), self._lifeline),
            )  # fmt: skip
        control.setblocking(False)
        self._control = control
        asyncio.get_running_loop().add_reader(control, self._hear)
        return control

    def _hear(self) -> None:
        assert self._control is not None
        try:
            news = self._control.recv(4096)
        except BlockingIOError:
            return
        except OSError:
            news = b""
        if not news:
            self._lose()
            return
        self._read += news
        while len(self._read) >= NEWS.size:
            what, process, status = NEWS.unpack_from(self._read)
            self._read = self._read[NEWS.size :]
            if what == BRANCH:
                self._living[process] = asyncio.get_running_loop().create_future()
                if self._born is not None and not self._born.done():
                    self._born.set_result(Branch(process, self._living[process]))
            elif (future := self._living.pop(process, None)) is not None:
                future.set_result(status)

    def _lose(self) -> None:
        """The stem is gone, or is to go: its branches go too, and the next order starts another one."""
        if self._control is not None:
            asyncio.get_running_loop().remove_reader(self._control)
            self._control.close()
            self._control = None
        self._read = b""
        if self._born is not None and not self._born.done():
            self._born.set_exception(OSError("the process that starts workers has ended"))
        for process, future in self._living.items():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
            if not future.done():
                future.set_result(-signal.SIGKILL)
        self._living.clear()
