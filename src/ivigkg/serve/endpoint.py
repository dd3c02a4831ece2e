"""``/sparql``: the SPARQL 1.1 Protocol for queries."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from ivigkg import formats
from ivigkg.errors import UsageError
from ivigkg.serve import http
from ivigkg.serve.current import Current
from ivigkg.serve.describe.handlers import Descriptions
from ivigkg.serve.describe.sheet import HINTS
from ivigkg.serve.etag import etag
from ivigkg.serve.http import OPEN, VARY, ClientGone
from ivigkg.serve.negotiation import HTML, ROWS, choose
from ivigkg.serve.pool import Pool
from ivigkg.serve.protocol import Operation, operation
from ivigkg.serve.question import Question, Refusal
from ivigkg.serve.run import Run
from ivigkg.serve.settings import Settings
from ivigkg.serve.writing import check_token

METHODS = "GET, HEAD, POST, OPTIONS"
PREFLIGHT = {
    "Allow": METHODS,
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match, If-Modified-Since, *",
    "Access-Control-Max-Age": "86400",
}
WITH_STATUS = {401: {"WWW-Authenticate": 'Bearer realm="ivigkg"'}, 405: {"Allow": METHODS}}
"""Headers that belong to a refusal."""
STARTED = "ivigkg.started"
"""Set in the scope of a request when the head of its answer was sent, after which no error can be told."""
IN_MEMORY = 1 << 20
"""Bytes of an answer for an HTTP/1.0 client that are kept in memory before a file takes them."""

Page = Callable[[Request, Operation | None, str | None], Awaitable[Response]]
"""From a request, what it asks and what is wrong with it to a page for a browser."""


@dataclass(frozen=True)
class Endpoint:
    """The application at ``/sparql``; ``page`` makes pages for browsers."""

    pool: Pool
    current: Current
    settings: Settings
    page: Page
    descriptions: Descriptions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        headers = Headers(scope=scope)
        asked: Operation | None = None
        browser = False
        try:
            if scope["method"] == "OPTIONS":
                await Response(status_code=204, headers=OPEN | PREFLIGHT)(scope, receive, send)
                return
            if scope["method"] not in {"GET", "HEAD", "POST"}:
                raise Refusal(405, f"{scope['method']} is not understood here; use one of {METHODS}.")
            suffix = _suffix(scope)
            browser = suffix is None and choose(headers.get("accept"), ROWS, html=True) == HTML
            body = await http.body_of(headers, receive) if scope["method"] == "POST" else b""
            content_type = headers.get("content-type", "")
            asked = operation(scope["method"], scope["query_string"], content_type, body)
            if suffix:
                asked = replace(asked, format=suffix)
            browser = browser and asked.format is None
            if asked.kind == "update":
                check_token(headers, self.settings.token)
                await self._update(asked, scope, receive, send)
                return
            if asked.text is None and scope["method"] == "POST":
                raise Refusal(400, "The request carries no query; send it as query=, or as the body of a POST.")
            if browser:
                response = await self.page(Request(scope, receive), asked, None)
                await response(scope, receive, send)
            elif asked.text is None:
                response = await self.descriptions.service(Request(scope, receive))
                await response(scope, receive, send)
            else:
                await self._answer(asked, scope, receive, send)
        except ClientGone:
            return
        except asyncio.CancelledError:  # the server is being stopped and has waited long enough
            if STARTED in scope:
                return
            await http.error(Refusal(503, "The server is being stopped.", retry=10), None)(scope, receive, send)
        except Refusal as refusal:
            if browser and refusal.status != 405:
                response = await self.page(Request(scope, receive), asked, refusal.message)
                response.status_code = refusal.status
            else:
                response = http.error(refusal, headers.get("accept"), WITH_STATUS.get(refusal.status))
            await response(scope, receive, send)

    async def _update(self, asked: Operation, scope: Scope, receive: Receive, send: Send) -> None:
        question = Question(
            text=asked.text or "",
            store=str(self.current.generation().asked),
            default_graphs=asked.default_graphs,
            named_graphs=asked.named_graphs,
            update=True,
        )
        async with http.while_there(receive), self.pool.ask(question, http.client_of(scope)):
            pass
        await Response(status_code=204, headers=VARY | {"Cache-Control": "no-store"})(scope, receive, send)

    async def _answer(self, asked: Operation, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        generation = self.current.generation()
        question = Question(
            text=asked.text or "",
            store=str(generation.asked),
            accept=None if asked.format else headers.get("accept"),
            format=asked.format,
            default_graphs=asked.default_graphs,
            named_graphs=asked.named_graphs,
            as_of=asked.as_of,
            rows=self.settings.rows,
            gzip=http.takes_gzip(headers),
        )
        if any(
            hint in text
            for text in (question.text, *(asked.default_graphs or ()), *(asked.named_graphs or ()))
            for hint in HINTS
        ):
            base = http.base_of(scope, self.settings.base_url)
            question = replace(question, description=await self.descriptions.file(base))
        told = OPEN | VARY
        keepable = scope["method"] != "POST" and self.settings.token is None
        mark = etag(question, generation.manifest) if keepable else None
        if mark is None:
            told |= {"Cache-Control": "no-store"}
        else:
            modified = http.http_date(generation.modified)
            told |= {"Cache-Control": "public, no-cache", "ETag": mark, "Last-Modified": modified}
            if http.matches(headers, mark):
                await Response(status_code=304, headers=told)(scope, receive, send)
                return
        async with http.while_there(receive), self.pool.ask(question, http.client_of(scope)) as run:
            if mark and http.not_modified_since(headers, generation.modified):
                await Response(status_code=304, headers=told)(scope, receive, send)
                return
            told |= {"Content-Type": run.head["type"]}
            if "encoding" in run.head:
                told["Content-Encoding"] = run.head["encoding"]
            if run.whole or scope["method"] == "HEAD":
                length = {"Content-Length": str(len(run.first))} if run.whole else {}
                await _start(scope, send, told | length)
                with run.client_reads():
                    await send({"type": "http.response.body", "body": run.first})
            elif scope["http_version"] == "1.0":
                await _at_once(run, told, scope, send)
            else:
                await _piecewise(run, told, scope, send)


async def _start(scope: Scope, send: Send, headers: dict[str, str]) -> None:
    scope[STARTED] = True
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": 200, "headers": raw})


async def _piecewise(run: Run, headers: dict[str, str], scope: Scope, send: Send) -> None:
    """Sends the answer as it comes, in chunks.

    When it breaks off, the last chunk is never sent and the connection is closed: no client that speaks HTTP/1.1
    can take the half for the whole.
    """
    await _start(scope, send, headers)
    try:
        async for piece in _pieces(run):
            with run.client_reads():
                await send({"type": "http.response.body", "body": piece, "more_body": True})
    except Refusal:
        return  # without the last chunk
    await send({"type": "http.response.body", "body": b""})


async def _at_once(run: Run, headers: dict[str, str], scope: Scope, send: Send) -> None:
    """Sends the answer with its length when all of it is there, for clients that know no chunks.

    Such a client would take a connection that closes for the end of the answer. ``Refusal`` comes in time here.
    """
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as kept:
        async for piece in _pieces(run):
            kept.write(piece)
        await _start(scope, send, headers | {"Content-Length": str(kept.tell())})
        kept.seek(0)
        while piece := kept.read(1 << 16):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def _pieces(run: Run) -> AsyncIterator[bytes]:
    yield run.first
    async for piece in run.rest():
        yield piece


def _suffix(scope: Scope) -> str | None:
    """The name of the format that the ending of the address asks for; ``Refusal`` when there is no such ending."""
    ending = scope.get("path_params", {}).get("suffix")
    if ending is None:
        return None
    try:
        return formats.for_suffix(f".{ending}").name
    except UsageError as error:
        raise Refusal(404, str(error)) from error
