"""Small things of HTTP that every part of the server needs."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.utils import formatdate, parsedate_to_datetime
from functools import lru_cache
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope

from ivigkg.serve.negotiation import quality
from ivigkg.serve.protocol import LONGEST_BODY
from ivigkg.serve.question import Refusal

OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Retry-After, Content-Encoding",
}
"""Any page may read what is public anyway; on errors too, or a browser would hide them."""
VARY = {"Vary": "Accept, Accept-Encoding"}
SLOWEST_BODY = 30.0
"""Seconds within which the body of a request must have come."""
UNWATCHED = 0.05
"""Seconds for which nobody looks whether the client is still there; most answers are out by then."""


class ClientGone(Exception):
    """The client closed the connection before it had its answer."""


def error(refusal: Refusal, accept: str | None, headers: dict[str, str] | None = None) -> Response:
    """A refusal as JSON, or as text for a client that wants no JSON."""
    json_, text = (quality(kind, accept) for kind in ("application/json", "text/plain"))
    results = quality("application/sparql-results+json", accept)
    found = OPEN | VARY | {"Cache-Control": "no-store"} | (headers or {})
    if refusal.retry is not None:
        found["Retry-After"] = str(refusal.retry)
    if max(json_, results) <= 0 or (accept and text > json_ and "text/plain" in accept):
        return Response(f"{refusal.message}\n", refusal.status, found, "text/plain; charset=utf-8")
    content: dict[str, Any] = {"error": refusal.message, "status": refusal.status}
    content |= {
        name: value
        for name, value in (("line", refusal.line), ("column", refusal.column), ("hint", refusal.hint))
        if value is not None
    }
    return Response(json.dumps(content, ensure_ascii=False) + "\n", refusal.status, found, "application/json")


async def body_of(headers: Headers, receive: Receive) -> bytes:
    """The body of a request; ``Refusal`` when it is too long or too slow, ``ClientGone`` when it breaks off."""
    too_long = Refusal(413, f"The body is longer than {LONGEST_BODY:,} bytes, which no query here may be.")
    stated = headers.get("content-length", "0")
    if stated.isdecimal() and int(stated) > LONGEST_BODY:
        raise too_long
    found = bytearray()
    try:
        async with asyncio.timeout(SLOWEST_BODY):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise ClientGone
                found += message.get("body", b"")
                if len(found) > LONGEST_BODY:
                    raise too_long
                if not message.get("more_body", False):
                    return bytes(found)
    except TimeoutError:
        raise Refusal(408, f"The body did not come within {SLOWEST_BODY:g} seconds.") from None


@asynccontextmanager
async def while_there(receive: Receive) -> AsyncIterator[None]:
    """Runs the block as long as the client is there; ``ClientGone`` when it went away, after the block cleaned up."""
    loop, block = asyncio.get_running_loop(), asyncio.current_task()
    assert block is not None
    watchers: list[asyncio.Task[None]] = []
    left = False

    async def watch() -> None:
        nonlocal left
        while (await receive())["type"] != "http.disconnect":
            pass
        left = True
        block.cancel()

    start = loop.call_later(UNWATCHED, lambda: watchers.append(asyncio.create_task(watch())))
    try:
        yield
    except asyncio.CancelledError:
        if left:
            block.uncancel()
            raise ClientGone from None
        raise
    finally:
        start.cancel()
        for watcher in watchers:
            watcher.cancel()


@lru_cache(1024)
def _gzip_in(accepted: str) -> bool:
    for entry in accepted.lower().split(","):
        name, _, weight = entry.partition(";")
        if name.strip() in {"gzip", "*"}:
            return weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


def base_of(scope: Scope, base_url: str | None) -> str:
    """The address of this server without a slash at its end, as the client sees it."""
    if base_url:
        return base_url.rstrip("/")
    host = Headers(scope=scope).get("host") or ":".join(map(str, scope.get("server") or ("localhost",)))
    return f"{scope['scheme']}://{host}"


def client_of(scope: Scope) -> str:
    """The address of the client, by which it is told from others."""
    client = scope.get("client")
    return client[0] if client else ""


@lru_cache(16)
def http_date(seconds: float) -> str:
    """A moment as HTTP writes it."""
    return formatdate(int(seconds), usegmt=True)


def not_modified_since(headers: Headers, modified: float) -> bool:
    """Whether ``If-Modified-Since`` says that the client has what was made at ``modified``."""
    since = headers.get("if-modified-since")
    if since is None or "if-none-match" in headers:
        return False
    try:
        return int(modified) <= parsedate_to_datetime(since).timestamp()
    except (ValueError, OverflowError):
        return False


def matches(headers: Headers, etag: str) -> bool:
    """Whether ``If-None-Match`` holds ``etag``."""
    return etag in [tag.strip() for tag in headers.get("if-none-match", "").split(",")]


def takes_gzip(headers: Headers) -> bool:
    """Whether the client can unpack gzip."""
    return _gzip_in(headers.get("accept-encoding", ""))
