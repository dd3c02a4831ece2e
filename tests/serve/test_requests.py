"""Requests that nobody would write by hand: whatever comes, the server answers, and never with an error of its own."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from .conftest import http, serving

# fmt: off
WORDS = some.sampled_from([
    "SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "*", "{", "}", "(", ")", "[", "]", "?s", "?p", "?o", ".", ";", ",", "a",
    "ev:Study", "1", '"x"', "'y'", "<a:b>", "<file:///etc/passwd>", "FILTER", "OPTIONAL", "UNION", "MINUS", "GRAPH",
    "?g", "VALUES", "BIND", "AS", "SERVICE", "FROM", "NAMED", "LIMIT", "3", "ORDER", "BY", "PREFIX", "x:", "BASE",
    "||", "^", "/", "+", "!", "@en", "^^", "#", "\\", "REGEX", "COUNT", "NOW", "RAND", "DISTINCT", "INSERT", "DELETE",
    "DATA", "LOAD", "CLEAR", "_:b", "é", "\x00", "😀",
])
# fmt: on
QUERIES = some.one_of(some.lists(WORDS, max_size=14).map(" ".join), some.text(max_size=40))
NAMES = some.sampled_from(
    ["query", "update", "format", "default-graph-uri", "named-graph-uri", "using-graph-uri", "results", "", "é"]
)
PARAMETERS = some.lists(
    some.tuples(NAMES, some.one_of(QUERIES, some.sampled_from(["json", "csv", "a:b", ""]))), max_size=4
)
ACCEPTS = some.one_of(
    some.sampled_from(["*/*", "", "text/html", "text/csv;q=x", "text/turtle;q=0", "a/b;;q=1;", ",,,", "text/*;q=0.5"]),
    some.text(some.characters(min_codepoint=33, max_codepoint=126), max_size=30),
)
TYPES = some.sampled_from(
    [
        "application/x-www-form-urlencoded",
        "application/sparql-query",
        "application/sparql-update",
        "text/plain",
        "",
        ";;",
    ]
)
PATHS = some.sampled_from(
    ["/sparql", "/sparql.json", "/sparql.ttl", "/sparql.", "/sparql.\u00e9", "/.well-known/void", "/dcat"]
)
METHODS = some.sampled_from(["GET", "POST", "HEAD", "OPTIONS", "PUT", "TRACE"])
HEADERS = some.dictionaries(
    some.sampled_from(["if-none-match", "if-modified-since", "accept-encoding", "range", "origin"]),
    some.text(some.characters(min_codepoint=33, max_codepoint=126), max_size=20),
    max_size=2,
)


@pytest.fixture(scope="module")
def guarded_client(store: Path) -> Iterator[httpx.Client]:
    """A client of a server with narrow limits."""
    narrow = serving(store, "--timeout", 0.5, "--workers", 3, "--rows", 2000)
    with narrow as found, httpx.Client(base_url=found.url, timeout=30, verify=False) as someone:
        yield someone


EXPECTED = {200, 204, 304, 400, 403, 404, 405, 406, 413, 415, 503, 504}


@given(METHODS, PATHS, PARAMETERS, some.one_of(PARAMETERS, some.binary(max_size=60), QUERIES), ACCEPTS, TYPES, HEADERS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_request_ends_in_an_error_of_the_server(
    guarded_client: httpx.Client,
    method: str,
    path: str,
    parameters: list[tuple[str, str]],
    body: list[tuple[str, str]] | bytes | str,
    accept: str,
    kind: str,
    headers: dict[str, str],
) -> None:
    content = body if isinstance(body, bytes) else (urlencode(body) if isinstance(body, list) else body).encode()
    request = guarded_client.build_request(
        method, path, params=parameters, content=content if method == "POST" else None,
        headers={"accept": accept, "content-type": kind, **headers},
    )  # fmt: skip
    try:
        answer = guarded_client.send(request)
    except httpx.RemoteProtocolError:
        return  # a long answer that was broken off
    assert answer.status_code in EXPECTED, (answer.status_code, answer.text[:300])
    if answer.status_code >= 400 and method != "HEAD":
        assert answer.text.strip()
        assert "Traceback" not in answer.text


def test_bytes_that_are_no_http_do_no_harm(server: str) -> None:
    host, port = server.removeprefix("http://").split(":")
    for raw in (
        b"\x00\xff\r\n\r\n",
        b"GET /sparql HTTP/9.9\r\n\r\n",
        b"GET " + b"a" * 200_000,
        b"POST /sparql HTTP/1.1\r\n",
    ):
        with socket.create_connection((host, int(port)), timeout=10) as line:
            line.sendall(raw)
    assert http.get(f"{server}/health").status_code == 200
