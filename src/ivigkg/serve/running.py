"""Runs the application until somebody stops it."""

from __future__ import annotations

import logging
import socket
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from ivigkg.errors import OutputError
from ivigkg.serve.guard import access

BROKEN_OFF = "returned without completing response"
"""What the HTTP library complains of when an answer is broken off, which is done on purpose here."""


def run(app: ASGIApp, listening: socket.socket, grace: int) -> None:
    """Serves ``app`` on a socket until Ctrl-C or SIGTERM; running answers have ``grace`` seconds to end."""
    logging.getLogger("uvicorn.error").addFilter(lambda record: BROKEN_OFF not in record.getMessage())
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, timeout_graceful_shutdown=grace, lifespan="on", server_header=False
    )
    uvicorn.Server(config).run(sockets=[listening])


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
