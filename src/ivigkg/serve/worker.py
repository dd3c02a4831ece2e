"""A process that answers one question after the other, and may be killed at any time."""

from __future__ import annotations

import os
import resource
import socket
import threading
from contextlib import suppress
from pathlib import Path

from ivigkg.errors import StoreError
from ivigkg.serve.answering import Answering
from ivigkg.serve.frames import ASK, ERROR, READY, SIZES, Frame, head_of
from ivigkg.serve.question import Question, Refusal
from ivigkg.store.exact import Exact


def main(channel: int, lifeline: int, megabytes: int, nice: int, exact: Exact | None = None) -> None:
    """Answers what comes through ``channel`` until it is closed.

    The memory it may take beyond what it has at first is in MiB; ``exact`` is what was read of the store already.
    """
    threading.Thread(target=_die_with, args=(lifeline,), daemon=True).start()
    gone = suppress(BrokenPipeError, ConnectionResetError, EOFError)
    with gone, socket.socket(fileno=channel) as line:
        desk = _opened(line, Question.of(_receive(line)).store, exact)
        limit_memory(megabytes)
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


def _opened(line: socket.socket, store: str, exact: Exact | None) -> Answering:
    """The store, open; the server is told whether it is."""
    try:
        desk = Answering(store, exact)
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
