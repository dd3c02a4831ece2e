"""A Python process beside this one: it loads while we go on, is given one thing, answers once, never outlives us."""

from __future__ import annotations

import subprocess
import sys
from threading import Thread
from types import TracebackType
from typing import IO, Self

from ivigkg.errors import IvigkgError


class Beside:
    """A process that runs ``module``; use it in a ``with`` block, at whose end it is gone.

    The module reads all of its standard input and then writes its answer; an empty input means that nobody asks.
    """

    def __init__(self, module: str):
        self._process = subprocess.Popen(
            [sys.executable, "-m", module], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        self._sender: Thread | None = None

    def send(self, content: bytes) -> None:
        """Hands over the whole input, and does not wait until it is taken."""
        self._sender = Thread(target=self._write, args=(content,), daemon=True)
        self._sender.start()

    def _write(self, content: bytes) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(content)
            self._process.stdin.close()
        except OSError:
            return  # the process is gone; answer() says why

    def answer(self) -> bytes:
        """What it answers; waits for it. ``IvigkgError`` with its last words when it failed."""
        assert self._process.stdout is not None and self._process.stderr is not None and self._sender is not None
        answer = self._process.stdout.read()
        told = self._process.stderr.read().decode("utf-8", "replace").strip()
        self._sender.join()
        if self._process.wait() != 0:
            raise IvigkgError(told.splitlines()[-1] if told else "no reason given")
        return answer

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                _close(pipe)


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except OSError:
        return  # what was not yet sent goes nowhere, and need not
