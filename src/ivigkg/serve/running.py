"""Runs the application until somebody stops it."""

from __future__ import annotations

import logging
import signal
import socket
from contextlib import suppress
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from ivigkg.errors import OutputError
from ivigkg.serve.guard import access

ON_PURPOSE = ("returned without completing response", "timeout graceful shutdown exceeded")
"""What the HTTP library complains of when an answer is broken off or the server stopped, which is done on purpose."""


def run(app: ASGIApp, listening: socket.socket, grace: int) -> None:
    """Serves ``app`` on a socket until Ctrl-C or SIGTERM; running answers have ``grace`` seconds to end."""
    logging.getLogger("uvicorn.error").addFilter(_is_news)
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, timeout_graceful_shutdown=grace, lifespan="on", server_header=False
    )
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # or it would end us before we tidied up
    with suppress(KeyboardInterrupt):  # either signal is raised once more when all is done
        uvicorn.Server(config).run(sockets=[listening])


def _is_news(record: logging.LogRecord) -> bool:
    message = record.getMessage()
    return not any(words in message for words in ON_PURPOSE)


def log_access(place: str) -> None:
    """Writes a line for each request to a file, or to standard error for ``-``; ``OutputError`` when it cannot."""
    try:
        handler = logging.StreamHandler() if place == "-" else logging.FileHandler(Path(place), encoding="utf-8")
    except OSError as error:
        raise OutputError(f"The access log {place} cannot be written ({error.strerror or error}).") from error
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    access.addHandler(handler)
    access.setLevel(logging.INFO)
    access.propagate = False
