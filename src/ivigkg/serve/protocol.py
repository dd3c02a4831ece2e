"""The SPARQL 1.1 Protocol for queries: a request to an answer."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from pyoxigraph import DefaultGraph, Quad

from ivigkg import formats
from ivigkg.errors import IvigkgError, QueryError
from ivigkg.export.rdf import serialize
from ivigkg.export.tabular import serialize as tabulate
from ivigkg.query.check import check
from ivigkg.query.declared import declared_iris
from ivigkg.results import Answer, Triples, Truth
from ivigkg.serve.negotiation import choose
from ivigkg.store.base import Store

ROWS = (formats.JSON, formats.XML, formats.CSV, formats.TSV)
TRUTHS = (formats.JSON, formats.XML)
GRAPHS = (formats.TURTLE, formats.NTRIPLES, formats.JSONLD, formats.RDFXML)
LONGEST_BODY = 1_000_000


class Refused(IvigkgError):
    """A request that is not answered: its HTTP status and a sentence."""

    def __init__(self, status: int, message: str, *, line: int | None = None, column: int | None = None):
        self.status, self.line, self.column = status, line, column
        super().__init__(message)


@dataclass(frozen=True)
class Reply:
    """A body with its media type."""

    content_type: str
    body: bytes


def query_of(method: str, query_string: str, content_type: str, body: bytes) -> str | None:
    """The query that a request carries, ``None`` when there is none; ``Refused`` when it is malformed."""
    found = _named("query", query_string)
    kind = content_type.partition(";")[0].strip().lower()
    if method == "POST":
        if kind == "application/x-www-form-urlencoded":
            form = _decoded(body)
            if _named("update", form):
                raise Refused(403, "Updates are refused here; this endpoint only answers queries.")
            found += _named("query", form)
        elif kind == "application/sparql-query":
            found.append(_decoded(body))
        elif kind == "application/sparql-update":
            raise Refused(403, "Updates are refused here; this endpoint only answers queries.")
        else:
            raise Refused(
                415,
                f"A POST of {kind or 'no media type'} is not understood; send application/sparql-query, "
                "or application/x-www-form-urlencoded with query=.",
            )
    if _named("update", query_string):
        raise Refused(403, "Updates are refused here; this endpoint only answers queries.")
    for name in ("default-graph-uri", "named-graph-uri"):
        if _named(name, query_string) or (method == "POST" and _named(name, body.decode("utf-8", "replace"))):
            raise Refused(400, f"{name} is not honoured yet; write FROM or FROM NAMED into the query.")
    if len(found) > 1:
        raise Refused(400, f"The request carries {len(found)} queries; send one.")
    return found[0] if found else None


def day_of(method: str, query_string: str, content_type: str, body: bytes) -> str | None:
    """The day (``as-of``) that a request asks about, ``None`` when there is none; ``Refused`` when it is malformed."""
    found = _named("as-of", query_string)
    if method == "POST" and content_type.partition(";")[0].strip().lower() == "application/x-www-form-urlencoded":
        found += _named("as-of", _decoded(body))
    if len(found) > 1:
        raise Refused(400, f"The request carries {len(found)} days (as-of); send one.")
    return found[0] if found else None


def _named(name: str, text: str) -> list[str]:
    try:
        pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=False, encoding="utf-8", errors="strict")
    except ValueError as error:
        raise Refused(400, f"The parameters of the request cannot be read ({error}).") from None
    return [value for key, value in pairs if key == name]


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(400, "The body of the request is not UTF-8.") from None


def answer(store: Store, text: str) -> Answer:
    """The answer to a query; ``Refused`` with line and column when it cannot be asked."""
    try:
        return store.query(check(text, declared_iris()).text)
    except QueryError as error:
        raise Refused(400, str(error), line=error.line, column=error.column) from error


def reply(found: Answer, accept: str | None, wanted: str | None) -> Reply:
    """An answer in the format that ``?format=`` or else the ``Accept`` header asks for; ``Refused`` when none fits."""
    offered = GRAPHS if isinstance(found, Triples) else TRUTHS if isinstance(found, Truth) else ROWS
    if wanted:
        chosen = _by_name(wanted, offered)
    else:
        picked = choose(accept, offered)
        if not isinstance(picked, formats.Format):
            names = ", ".join(format_.media_type for format_ in offered)
            raise Refused(406, f"None of the media types asked for is on offer; this answer comes as {names}.")
        chosen = picked
    if isinstance(found, Triples):
        quads = [Quad(triple.subject, triple.predicate, triple.object, DefaultGraph()) for triple in found]
        return Reply(chosen.content_type, b"".join(serialize(quads, chosen, None)))
    return Reply(chosen.content_type, tabulate(found, chosen))


def _by_name(wanted: str, offered: tuple[formats.Format, ...]) -> formats.Format:
    try:
        return formats.for_media_type(wanted, offered) if "/" in wanted else formats.for_name(wanted, offered)
    except IvigkgError as error:
        raise Refused(400, str(error)) from error
