"""What stands before every request: the name it is addressed to, and the log of what became of it."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ivigkg.serve import http
from ivigkg.serve.question import Refusal

access = logging.getLogger("ivigkg.access")
"""One line for each request, where somebody listens."""


class Hosts:
    """Refuses requests for other names than ``names``.

    Otherwise a page from anywhere could reach a server on this machine by giving its own name this address.
    """

    def __init__(self, app: ASGIApp, names: Collection[str]):
        self._app, self._names = app, {name.lower() for name in names}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or answers 421."""
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            name = _without_port(headers.get("host", ""))
            if name not in self._names:
                refusal = Refusal(
                    421, f"This server does not answer to the name {name[:100]!r}; start it with --base-url to add one."
                )
                await http.error(refusal, headers.get("accept"))(scope, receive, send)
                return
        await self._app(scope, receive, send)


class AccessLog:
    """Writes down who asked for what, the status, the bytes, the milliseconds, and whether the answer was complete."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on and logs it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        status = size = 0
        complete = False

        async def counted(message: Message) -> None:
            nonlocal status, size, complete
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                size += len(message.get("body", b""))
                complete = not message.get("more_body", False)
            await send(message)

        try:
            await self._app(scope, receive, counted)
        finally:
            query = scope["query_string"][:500].decode("latin-1")
            path = f"{scope['path']}?{query}" if query else scope["path"]
            line = f"{scope['method']} {path}".encode("ascii", "backslashreplace").decode("ascii")
            access.info(
                "%s %s %d %d %.1f ms%s", http.client_of(scope) or "-", line.replace("\n", "\\n"), status, size,
                (time.perf_counter() - began) * 1000, "" if complete else " broken off",
            )  # fmt: skip


def _without_port(host: str) -> str:
    host = host.strip().lower()
    if host.startswith("["):
        return host.partition("]")[0].removeprefix("[")
    return host.partition(":")[0]
