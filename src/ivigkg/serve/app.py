"""The web application: ``/sparql``, the start page and a page for each named question."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from ivigkg.errors import IvigkgError, UsageError
from ivigkg.query.binding import bind
from ivigkg.query.catalogue import Query
from ivigkg.query.info import info
from ivigkg.query.known import known_term
from ivigkg.results import Answer
from ivigkg.serve import pages, protocol
from ivigkg.serve.negotiation import HTML, choose
from ivigkg.serve.protocol import LONGEST_BODY, ROWS, Refused
from ivigkg.store.base import Store

OPEN = {"Access-Control-Allow-Origin": "*"}
SAFE = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


OnDay = Callable[[str], Store]
"""From a day as typed to what was published by then; raises ``UsageError`` when it is none."""


def create_app(
    store: Store, queries: Mapping[str, Query], hosts: list[str] | None = None, on_day: OnDay | None = None
) -> Starlette:
    """The application over ``store``; ``hosts`` are the names it answers to (any when ``None``).

    ``on_day`` answers requests with ``as-of``, which are refused without it.
    """
    face = _Face(store, queries, on_day)
    routes = [
        Route("/", face.start),
        Route("/sparql", face.sparql, methods=["GET", "POST", "OPTIONS"]),
        Route("/ask/{name}", face.ask),
        Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
    ]
    middleware = [Middleware(TrustedHostMiddleware, allowed_hosts=hosts)] if hosts else []
    return Starlette(routes=routes, middleware=middleware)


class _Face:
    """The handlers, which share the store, the questions and the counts of the graph."""

    def __init__(self, store: Store, queries: Mapping[str, Query], on_day: OnDay | None):
        self._store, self._queries, self._info, self._on_day = store, queries, info(store), on_day

    async def start(self, request: Request) -> Response:
        """The start page."""
        endpoint = str(request.url_for("sparql"))
        return HTMLResponse(pages.start(self._info, list(self._queries.values()), endpoint), headers=SAFE)

    async def ask(self, request: Request) -> Response:
        """A named question with its answer; parameters come from the address."""
        query = self._queries.get(request.path_params["name"])
        if query is None:
            return _error(Refused(404, f"There is no question {request.path_params['name']}."))
        try:
            given = dict(request.query_params)
            day = given.pop("as-of", None)
            text = bind(query, given, known_term(self._store))
            found = await run_in_threadpool(self._answer, text, day)
        except IvigkgError as error:
            return _error(error if isinstance(error, Refused) else Refused(400, str(error)))
        title = f"{query.title}, as of {day}" if day else query.title
        page = pages.answer(self._info, self._store, title, query.question, text, found, day=day)
        return HTMLResponse(page, headers=SAFE)

    def _answer(self, text: str, day: str | None) -> Answer:
        if not day:  # a form sends an empty field as an empty text
            return protocol.answer(self._store, text)
        if self._on_day is None:
            raise Refused(400, "This endpoint knows one state of its graph; leave as-of out.")
        try:
            return protocol.answer(self._on_day(day), text)
        except UsageError as error:
            raise Refused(400, str(error)) from error

    async def sparql(self, request: Request) -> Response:
        """The SPARQL 1.1 Protocol for queries; a browser gets a page."""
        if request.method == "OPTIONS":
            headers = {"Allow": "GET, HEAD, POST, OPTIONS", "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS"}
            return Response(status_code=204, headers=OPEN | headers | {"Access-Control-Allow-Headers": "*"})
        accept = request.headers.get("accept")
        wanted = request.query_params.get("format")
        page = wanted is None and choose(accept, ROWS, html=True) == HTML
        text: str | None = None
        try:
            body = await _body(request)
            kind = request.headers.get("content-type", "")
            text = protocol.query_of(request.method, request.url.query, kind, body)
            if text is None:
                if page:
                    return HTMLResponse(
                        pages.answer(self._info, self._store, "Ask in SPARQL", "", pages.EXAMPLE, None), headers=SAFE
                    )
                raise Refused(400, "The request carries no query; send it as query=, or as the body of a POST.")
            day = protocol.day_of(request.method, request.url.query, kind, body)
            found = await run_in_threadpool(self._answer, text, day)
            if page:
                title = f"Answer as of {day}" if day else "Answer"
                return HTMLResponse(
                    pages.answer(self._info, self._store, title, "", text, found, day=day), headers=OPEN | SAFE
                )
            reply = await run_in_threadpool(protocol.reply, found, accept, wanted)
        except IvigkgError as error:
            status = 406 if isinstance(error, UsageError) else 500
            refusal = error if isinstance(error, Refused) else Refused(status, str(error))
            if page and text is not None:
                content = pages.answer(self._info, self._store, "This cannot be asked", "", text, None, str(refusal))
                return HTMLResponse(content, status_code=refusal.status, headers=OPEN | SAFE)
            return _error(refusal)
        return Response(reply.body, headers=OPEN | {"Content-Type": reply.content_type, "Vary": "Accept"})


async def _body(request: Request) -> bytes:
    """The body of a request; ``Refused`` when it is longer than any query."""
    found = bytearray()
    async for chunk in request.stream():
        found += chunk
        if len(found) > LONGEST_BODY:
            raise Refused(413, f"The body is longer than {LONGEST_BODY:,} bytes, which no query here may be.")
    return bytes(found)


def _error(refusal: Refused) -> Response:
    content: dict[str, object] = {"error": str(refusal)}
    if refusal.line is not None:
        content |= {"line": refusal.line, "column": refusal.column}
    text = json.dumps(content, ensure_ascii=False) + "\n"
    return Response(text, status_code=refusal.status, media_type="application/json", headers=OPEN)
