"""The addresses under which the service describes itself, and the files of the release."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import tempfile
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Triple
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from ivigkg import formats
from ivigkg.errors import IvigkgError
from ivigkg.query.catalogue import Query
from ivigkg.serve import http
from ivigkg.serve.current import Current, Generation
from ivigkg.serve.describe.dcat import File, dcat
from ivigkg.serve.describe.examples import examples
from ivigkg.serve.describe.service import service
from ivigkg.serve.describe.sheet import written
from ivigkg.serve.describe.statistics import Statistics, statistics
from ivigkg.serve.describe.void import void
from ivigkg.serve.http import OPEN, VARY
from ivigkg.serve.negotiation import format_for
from ivigkg.serve.question import Refusal
from ivigkg.serve.settings import Settings

KEPT = 64
"""How many descriptions are kept as they were sent."""
WORTH_PACKING = 1400

Make = Callable[[str, Generation, Statistics], list[Triple]]
"""From the address of the server, the store and its statistics to a description."""


@dataclass
class Descriptions:
    """The handlers; statistics are counted when they are first wanted, once for each build."""

    current: Current
    queries: Mapping[str, Query]
    settings: Settings
    _counted: tuple[Generation, Statistics] | None = field(default=None, init=False)
    _counting: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)
    _kept: OrderedDict[tuple[str, ...], bytes] = field(default_factory=OrderedDict, init=False)
    _folder: tempfile.TemporaryDirectory[str] | None = field(default=None, init=False)

    async def service(self, request: Request) -> Response:
        """The service description."""
        return await self._described(request, "service", self._service)

    async def void(self, request: Request) -> Response:
        """VoID: sizes, classes, properties, dumps."""
        return await self._described(request, "void", self._void)

    async def dcat(self, request: Request) -> Response:
        """DCAT: data set, files, endpoint."""
        return await self._described(request, "dcat", self._dcat)

    async def examples(self, request: Request) -> Response:
        """The named questions and the prefixes."""
        return await self._described(request, "examples", self._examples)

    async def download(self, request: Request) -> Response:
        """A file of the release."""
        name = request.path_params["name"]
        release = _release(self.current.generation())
        if name not in {file.name for file in _files(release)} | {"SHA256SUMS"}:
            return http.error(Refusal(404, f"The release has no file {name}."), request.headers.get("accept"))
        headers = OPEN | {"Cache-Control": "public, no-cache"}
        return FileResponse(release / name, media_type=_content_type(name), headers=headers)

    async def file(self, base: str) -> str:
        """The whole description in a file of N-Triples, for a worker that is asked about it."""
        generation = self.current.generation()
        found = await self._statistics(generation)
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="ivigkg-")
        mark = hashlib.sha256(f"{generation.folder}\0{generation.modified}\0{base}".encode()).hexdigest()[:24]
        path = Path(self._folder.name) / f"{mark}.nt"
        if not path.exists():
            makes = (self._service, self._void, self._dcat, self._examples)
            triples = [triple for make in makes for triple in make(base, generation, found)]
            half = path.with_suffix(".half")
            half.write_bytes(written(triples, formats.NTRIPLES))
            half.replace(path)
        return str(path)

    def close(self) -> None:
        """Removes what was written for the workers."""
        if self._folder is not None:
            self._folder.cleanup()

    async def _described(self, request: Request, what: str, make: Make) -> Response:
        headers = request.headers
        try:
            form = format_for("construct", headers.get("accept"), request.query_params.get("format"))
        except Refusal as refusal:
            return http.error(refusal, headers.get("accept"))
        generation = self.current.generation()
        base = http.base_of(request.scope, self.settings.base_url)
        packed = http.takes_gzip(headers)
        key = (what, form.name, base, str(generation.folder), str(generation.modified), str(packed))
        mark = f'W/"{hashlib.sha256(repr(key).encode()).hexdigest()[:32]}"'
        told = OPEN | VARY | {"Cache-Control": "public, no-cache", "ETag": mark}
        told |= {"Last-Modified": http.http_date(generation.modified)}
        if http.matches(headers, mark) or http.not_modified_since(headers, generation.modified):
            return Response(status_code=304, headers=told)
        if key not in self._kept:
            try:
                found = await self._statistics(generation)
            except IvigkgError as error:
                return http.error(Refusal(503, str(error)), headers.get("accept"))
            self._kept[key] = await run_in_threadpool(
                lambda: _packed(written(make(base, generation, found), form), packed)
            )
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        body = self._kept[key]
        if body[:2] == b"\x1f\x8b":
            told |= {"Content-Encoding": "gzip"}
        return Response(body, headers=told | {"Content-Type": form.content_type})

    async def _statistics(self, generation: Generation) -> Statistics:
        async with self._counting:
            if self._counted is None or self._counted[0] is not generation:
                self._counted = generation, await run_in_threadpool(statistics, generation.store)
            return self._counted[1]

    def _service(self, base: str, generation: Generation, found: Statistics) -> list[Triple]:
        return service(base, found.graphs, writable=self.settings.token is not None)

    def _void(self, base: str, generation: Generation, found: Statistics) -> list[Triple]:
        dumps = [file.name for file in _files(_release(generation)) if file.name.startswith("ivigkg.")]
        return void(base, found, generation.manifest, dumps)

    def _dcat(self, base: str, generation: Generation, found: Statistics) -> list[Triple]:
        return dcat(base, generation.manifest, _files(_release(generation)))

    def _examples(self, base: str, generation: Generation, found: Statistics) -> list[Triple]:
        return examples(base, self.queries.values())


def _packed(body: bytes, wanted: bool) -> bytes:
    return gzip.compress(body, 5, mtime=0) if wanted and len(body) >= WORTH_PACKING else body


def _release(generation: Generation) -> Path:
    return generation.folder.parent / "release"


def _files(release: Path) -> list[File]:
    """The files of the release with their hashes; none when the store stands alone."""
    try:
        lines = (release / "SHA256SUMS").read_text("utf-8").splitlines()
        pairs = [line.split("  ", 1) for line in lines if "  " in line]
        return [File(name, _media_type(name), (release / name).stat().st_size, digest) for digest, name in pairs]
    except OSError:
        return []


def _media_type(name: str) -> str:
    return _content_type(name).partition(";")[0]


def _content_type(name: str) -> str:
    if name.endswith(".jsonld"):
        return formats.JSONLD.media_type
    try:
        return formats.for_suffix(name, (*formats.RDF, formats.CSV)).content_type
    except IvigkgError:
        return "text/plain; charset=utf-8"
