"""The process from which workers branch off: it has read and imported everything that they need.

Starting Python anew for each worker takes a tenth of a second of work, which a machine that is busy with the very
query that has to be replaced does not have. A branch takes some milliseconds and shares the memory of the stem. The
stem opens no store and has one thread only, so that it can be copied at any moment. It is started with four numbers:
the channel to the server, the lifeline, the memory of a worker in MiB, and how much workers stand back.
"""

from __future__ import annotations

import os
import resource
import select
import signal
import socket
import struct
import sys
from contextlib import suppress
from pathlib import Path

from ivigkg.errors import StoreError
from ivigkg.query.declared import declared_iris
from ivigkg.serve import worker
from ivigkg.store.embedded import QUADS, Manifest
from ivigkg.store.exact import Exact

ORDER = struct.Struct("!cII")
"""From the server: ``b``, with the number of bytes of the store's path, which follow, and a socket as ancillary data;
or ``k`` and the process to kill."""
NEWS = struct.Struct("!cIi")
"""To the server: ``b`` and the new process, or ``x``, a process that ended and how."""
BRANCH, KILL, ENDED = b"b", b"k", b"x"
AT_LEISURE = 0.05
"""Seconds without an order after which the stem reads the digits of the store, so that later branches have them."""


def run() -> None:
    """Takes orders until the server is gone."""
    control, lifeline, megabytes, nice = map(int, sys.argv[1:])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the server too, which decides when we go
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with socket.socket(fileno=control) as server:
        Stem(server, lifeline, megabytes, nice).work()


class Stem:
    """Branches workers off, kills them, and tells how they ended; their parent alone never mistakes one for another."""

    def __init__(self, server: socket.socket, lifeline: int, megabytes: int, nice: int):
        self._server, self._lifeline, self._megabytes, self._nice = server, lifeline, megabytes, nice
        self._living: set[int] = set()
        self._exact: tuple[str, Exact] | None = None
        self._wanted: str | None = None
        self._woken, self._wake = os.pipe()
        for end in (self._woken, self._wake):
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.set_wakeup_fd(self._wake)

    def work(self) -> None:
        """Takes orders until the server closes the channel."""
        declared_iris()
        with suppress(BrokenPipeError, ConnectionResetError, EOFError):
            while True:
                leisure = AT_LEISURE if self._wanted else None
                ready, _, _ = select.select([self._server.fileno(), self._woken], [], [], leisure)
                if self._woken in ready:
                    os.read(self._woken, 4096)
                    self._bury()
                if self._server.fileno() in ready:
                    self._obey()
                if not ready:
                    self._read_ahead()

    def _obey(self) -> None:
        raw, sockets, _, _ = socket.recv_fds(self._server, ORDER.size, 1)
        if len(raw) < ORDER.size:
            raise EOFError
        order, number, length = ORDER.unpack(raw)
        if order == KILL:
            if number in self._living:
                os.kill(number, signal.SIGKILL)
            return
        store = self._server.recv(length, socket.MSG_WAITALL).decode("utf-8", "surrogateescape")
        self._branch(sockets[0], store)

    def _branch(self, channel: int, store: str) -> None:
        if self._exact is None or self._exact[0] != store:
            self._wanted = store
        exact = self._exact[1] if self._exact and self._exact[0] == store else None
        process = os.fork()
        if process == 0:
            self._become_worker(channel, exact)
        os.close(channel)
        self._living.add(process)
        self._server.sendall(NEWS.pack(BRANCH, process, 0))

    def _become_worker(self, channel: int, exact: Exact | None) -> None:
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for number in (self._server.fileno(), self._woken, self._wake):
                os.close(number)
            worker.main(channel, self._lifeline, self._megabytes, self._nice, exact)
            status = 0
        finally:
            os._exit(status)

    def _bury(self) -> None:
        while self._living:
            try:
                process, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not process:
                return
            self._living.discard(process)
            self._server.sendall(NEWS.pack(ENDED, process, os.waitstatus_to_exitcode(status)))

    def _read_ahead(self) -> None:
        store, self._wanted = self._wanted, None
        if store is None:
            return
        with suppress(StoreError):
            exact = Exact(Path(store) / QUADS, Manifest.read(Path(store)).digest)
            exact.warm()
            self._exact = store, exact
