"""The pages that exist so far: the start page, a page for each named question, and an answer as a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox
from pyoxigraph import Variable
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from ivigkg import formats
from ivigkg.errors import IvigkgError
from ivigkg.query.binding import bind
from ivigkg.query.catalogue import Query
from ivigkg.query.info import Info, info
from ivigkg.query.known import known_term
from ivigkg.results import Table, Truth
from ivigkg.serve import http, pages
from ivigkg.serve.current import Current, Generation
from ivigkg.serve.http import OPEN, VARY
from ivigkg.serve.pages import Shown
from ivigkg.serve.pool import Pool
from ivigkg.serve.protocol import Operation
from ivigkg.serve.question import Question, Refusal
from ivigkg.serve.settings import Settings

SAFE = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
ROWS_OF_A_PAGE = 5_000
"""A longer answer is no page any more; it is offered as a file."""
_JSON_OR_TURTLE = f"{formats.JSON.media_type}, {formats.TURTLE.media_type}"


@dataclass
class Site:
    """The handlers of pages; what they ask on behalf of a visitor goes to the workers like any other query."""

    pool: Pool
    current: Current
    queries: Mapping[str, Query]
    settings: Settings
    _told: tuple[Generation, Info] | None = field(default=None, init=False)

    async def start(self, request: Request) -> Response:
        """The start page."""
        endpoint = f"{http.base_of(request.scope, self.settings.base_url)}/sparql"
        page = pages.start(await self._info(), list(self.queries.values()), endpoint)
        return HTMLResponse(page, headers=SAFE | VARY)

    async def ask(self, request: Request) -> Response:
        """A named question with its answer; parameters come from the address."""
        accept = request.headers.get("accept")
        query = self.queries.get(request.path_params["name"])
        if query is None:
            return http.error(Refusal(404, f"There is no question {request.path_params['name']}."), accept)
        try:
            given = dict(request.query_params)
            day = given.pop("as-of", "") or None
            text = await run_in_threadpool(bind, query, given, known_term(self.current.generation().store))
            found = await self._found(request, text, day)
        except Refusal as refusal:
            return http.error(refusal, accept)
        except IvigkgError as error:
            return http.error(Refusal(400, str(error)), accept)
        title = f"{query.title}, as of {day}" if day else query.title
        return await self._page(title, query.question, text, found, day=day)

    async def sparql(self, request: Request, asked: Operation | None, wrong: str | None) -> Response:
        """The box for a query, with the answer to it, or with what is ``wrong`` with it."""
        if asked is None or asked.text is None:
            return await self._page("Ask in SPARQL", "", pages.EXAMPLE, None, wrong)
        text, day = asked.text, asked.as_of
        if wrong is not None:
            return await self._page("This cannot be asked", "", text, None, wrong, day)
        found = await self._found(request, text, day)
        return await self._page(f"Answer as of {day}" if day else "Answer", "", text, found, day=day)

    async def _page(
        self,
        title: str,
        question: str,
        text: str,
        found: Shown | None,
        wrong: str | None = None,
        day: str | None = None,
    ) -> Response:
        store = self.current.generation().store
        about = await self._info()
        content = await run_in_threadpool(pages.answer, about, store, title, question, text, found, wrong or "", day)
        return HTMLResponse(content, headers=OPEN | SAFE | VARY)

    async def _found(self, request: Request, text: str, day: str | None) -> Shown:
        """The answer to a query, from a worker; ``Refusal`` when there is none, or more than a page holds."""
        folder = str(self.current.generation().asked)
        most = min(ROWS_OF_A_PAGE, self.settings.rows)
        question = Question(text, folder, accept=_JSON_OR_TURTLE, rows=most, as_of=day)
        async with http.while_there(request.receive), self.pool.ask(question, http.client_of(request.scope)) as run:
            body = run.first + b"".join([piece async for piece in run.rest()])
        if run.head["format"] == formats.TURTLE.name:
            return body.decode("utf-8")
        return await run_in_threadpool(_read, body)

    async def _info(self) -> Info:
        generation = self.current.generation()
        if self._told is None or self._told[0] is not generation:
            self._told = generation, await run_in_threadpool(info, generation.store)
        return self._told[1]


def _read(body: bytes) -> Table | Truth:
    found = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
    if isinstance(found, ox.QueryBoolean):
        return Truth(bool(found))
    names = tuple(variable.value for variable in found.variables)
    rows = tuple(tuple(row[Variable(name)] for name in names) for row in found)
    return Table(names, rows)
