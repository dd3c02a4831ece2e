"""The web application: what answers at which address."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from ivigkg.query.catalogue import Query
from ivigkg.serve import http
from ivigkg.serve.current import Current
from ivigkg.serve.describe.handlers import Descriptions
from ivigkg.serve.endpoint import Endpoint
from ivigkg.serve.guard import AccessLog, Hosts
from ivigkg.serve.pool import Pool
from ivigkg.serve.question import Refusal
from ivigkg.serve.settings import Settings
from ivigkg.serve.site import Site
from ivigkg.serve.writing import Closed


def create_app(place: Path, queries: Mapping[str, Query], settings: Settings, log: bool = False) -> ASGIApp:
    """The application over the store at ``place``; ``StoreError`` when there is none. ``log`` writes an access log."""
    current = Current(place, settings.copy)
    pool = Pool(current, settings)
    site = Site(pool, current, queries, settings)
    described = Descriptions(current, queries, settings)
    endpoint = Endpoint(pool, current, settings, site.sparql, described)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await pool.start()
        try:
            yield
        finally:
            await pool.close()
            described.close()

    async def health(request: Request) -> Response:
        manifest = current.generation().manifest
        content = {"status": "ok", "version": manifest.version, "data": manifest.digest, "workers": pool.state}
        headers = http.OPEN | {"Cache-Control": "no-store"}
        return Response(json.dumps(content) + "\n", headers=headers, media_type="application/json")

    async def missing(request: Request, error: Exception) -> Response:
        return http.error(Refusal(404, f"There is nothing at {request.url.path}."), request.headers.get("accept"))

    routes = [
        Route("/", site.start),
        Route("/sparql.{suffix}", endpoint),
        Route("/ask/{name}", site.ask),
        Route("/health", health),
        Route("/.well-known/void", described.void),
        Route("/.well-known/sparql-examples", described.examples),
        Route("/.well-known/sparql-examples/{name}", described.examples),
        Route("/dcat", described.dcat),
        Route("/download/{name}", described.download),
        Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
    ]
    pages = Starlette(routes=routes, exception_handlers={404: missing}, lifespan=lifespan)
    app: ASGIApp = Shortcut(pages, "/sparql", endpoint)
    if settings.token is not None:
        app = Closed(app)
    if settings.hosts is not None:
        app = Hosts(app, settings.hosts)
    return AccessLog(app) if log else app


class Shortcut:
    """Takes one address straight to its application, without looking through all the others."""

    def __init__(self, app: ASGIApp, path: str, target: ASGIApp):
        self._app, self._path, self._target = app, path, target

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on."""
        if scope["type"] == "http" and scope["path"] == self._path:
            await self._target(scope, receive, send)
        else:
            await self._app(scope, receive, send)
