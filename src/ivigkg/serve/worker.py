"""A process that answers one question after the other, and may be killed at any time.

It is started with four numbers: two inherited files, the channel to the server and the lifeline; the memory it may take
beyond what it has at first, in MiB; and how much it stands back behind other processes.
"""

from __future__ import annotations

import os
import resource
import select
import signal
import socket
import sys
import threading
from contextlib import suppress
from pathlib import Path

from ivigkg.errors import StoreError
from ivigkg.serve.answering import Answering
from ivigkg.serve.frames import ASK, ERROR, READY, SIZES, Frame, head_of
from ivigkg.serve.question import Question, Refusal

AT_LEISURE = 0.1
"""Seconds without a question after which a new worker reads ahead what questions may want."""


def main(channel: int, lifeline: int, megabytes: int, nice: int) -> None:
    """Answers what comes through ``channel`` until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the server too, which decides when we go
    threading.Thread(target=_die_with, args=(lifeline,), daemon=True).start()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gone = suppress(BrokenPipeError, ConnectionResetError, EOFError)
    with gone, socket.socket(fileno=channel) as line:
        _serve(line, megabytes, nice)
    os._exit(0)


def _serve(line: socket.socket, megabytes: int, nice: int) -> None:
    desk = _opened(line, Question.of(_receive(line)).store)
    limit_memory(megabytes)
    if not select.select([line], [], [], AT_LEISURE)[0]:
        desk.warm()
    question = Question.of(_receive(line))
    os.nice(nice)
    while True:
        try:
            if desk.folder != question.store:
                desk = Answering(question.store)
            desk.answer(question, lambda frame: line.sendall(bytes(frame)))
        except (Refusal, StoreError) as error:
            refusal = error if isinstance(error, Refusal) else Refusal(503, str(error))
            line.sendall(bytes(Frame(ERROR, refusal.head())))
        question = Question.of(_receive(line))


def _opened(line: socket.socket, store: str) -> Answering:
    """The store, open; the server is told whether it is."""
    try:
        desk = Answering(store)
    except StoreError as error:
        line.sendall(bytes(Frame(ERROR, Refusal(503, str(error)).head())))
        raise EOFError from error
    line.sendall(bytes(Frame(READY, {})))
    return desk


def limit_memory(megabytes: int) -> None:
    """Lets this process take so much address space beyond what it has now; the kernel refuses it more.

    The engine then ends the process, which the server notices. Where the system cannot tell how much a process
    has, there is no limit.
    """
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except OSError:
        return
    most = pages * resource.getpagesize() + (megabytes << 20)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _receive(line: socket.socket) -> dict[str, object]:
    kind, head, body = SIZES.unpack(_exactly(line, SIZES.size))
    if kind != ASK:
        raise EOFError
    return head_of(_exactly(line, head + body)[:head])


def _exactly(line: socket.socket, size: int) -> bytes:
    found = bytearray()
    while len(found) < size:
        piece = line.recv(min(size - len(found), 1 << 20))
        if not piece:
            raise EOFError
        found += piece
    return bytes(found)


def _die_with(lifeline: int) -> None:
    """Ends this process with the server, even in the middle of a query that would run for hours."""
    os.read(lifeline, 1)
    os._exit(0)


def run() -> None:
    """:func:`main` with the numbers on the command line."""
    main(*map(int, sys.argv[1:]))
