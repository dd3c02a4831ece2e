"""No query and no update reaches for a file, a page or another server, however it is written down."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from ivigkg.errors import ForbiddenQuery, QueryError
from ivigkg.query.check import complete
from ivigkg.query.update import complete_update

ELSEWHERE = "SERVICE <http://127.0.0.1:9/> { ?a ?b ?c }"
# fmt: off
PIECES = some.sampled_from([
    '"', "'", '"""', "'''", "\\", '\\"', "#", "\n", "\r", " ", "<", ">", "<a:b>", "x:", "x:a", "x:#", "x:\\#", "@en",
    "\\u0022", "\\u000A", "a", "?s", "?#", ".", "{", "}", "_:a", "1.", "\u2028", "\x0c", "\x00", "x:a.", "<a:b#", "é",
])
# fmt: on
AROUND = some.lists(PIECES, max_size=7).map("".join)
PLACES = some.sampled_from(
    ["SELECT * { ?s ?p %s %s %s }", 'SELECT * { ?s ?p "%s %s %s" }', "SELECT * { FILTER(%s) %s %s }", "ASK { ?s ?p ?o . %s %s %s }"]
)  # fmt: skip


@given(PLACES, AROUND, AROUND)
@settings(max_examples=400, deadline=None)
def test_no_spelling_hides_another_server_from_us_that_the_engine_sees(place: str, before: str, after: str) -> None:
    text = f"PREFIX x: <x:> {place % (before, ELSEWHERE, after)}"
    try:
        completed = complete(text).text
    except QueryError:
        return
    try:
        found = ox.Store().query(completed)  # an attempt to reach the server would raise something else
    except SyntaxError:
        return
    assert bool(found) in {True, False} if isinstance(found, ox.QueryBoolean) else list(found) == []


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o . service SILENT ?s { ?s ?p ?o } }",
        "SELECT * FROM <file:///etc/hostname> { ?s ?p ?o }",
        "PREFIX f: <file:///etc/> ASK FROM NAMED f:hostname { ?s ?p ?o }",
    ],
)
def test_query_that_reaches_elsewhere_is_forbidden_and_not_merely_wrong(text: str) -> None:
    with pytest.raises(ForbiddenQuery):
        complete(text)


def test_graph_that_is_there_may_be_named_from_any_namespace() -> None:
    text = "ASK FROM <http://example.org/graph> { ?s ?p ?o }"
    assert complete(text, ["http://example.org/graph"]).form == "ask"
    with pytest.raises(ForbiddenQuery):
        complete(text, ["http://example.org/other"])


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <file:///etc/hostname>",
        "INSERT DATA { <a:a> <a:b> 1 } ; LOAD SILENT <http://127.0.0.1:9/> INTO GRAPH <a:b>",
        "DELETE { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    ],
)
def test_update_that_reaches_elsewhere_is_forbidden(text: str) -> None:
    with pytest.raises(ForbiddenQuery) as caught:
        complete_update(text)
    assert caught.value.line == 1


def test_update_may_speak_of_loading() -> None:
    text = 'INSERT DATA { <a:LOAD> <a:b> "LOAD <file:///x> SERVICE" } # LOAD <a:b>'
    assert complete_update(text) == text


def test_graphs_of_the_request_stand_before_every_where() -> None:
    text = "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o } ; INSERT { ?s ?p 1 } where { { SELECT * WHERE { ?s ?p ?o } } }"
    completed = complete_update(text, ["a:d"], ["a:n"])
    assert completed.count("USING <a:d> USING NAMED <a:n>") == 2
    ox.Store().update(completed)
    with pytest.raises(QueryError, match="DELETE WHERE"):
        complete_update("DELETE WHERE { ?s ?p ?o }", ["a:d"])


@pytest.mark.parametrize(
    "text", ["", "# nothing", "INSERT DATA { " + "[ <a:b> " * 200, 'INSERT DATA { <a:a> <a:b> "c }']
)
def test_update_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(QueryError):
        complete_update(text)
