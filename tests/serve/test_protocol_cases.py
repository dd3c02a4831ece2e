"""What the SPARQL 1.1 Protocol asks of an endpoint for queries, case by case, over three small graphs."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

import httpx
import pytest

from .conftest import DATA, http

ALL = "ASK { ?s ?p ?o }"
BOTH = f"ASK {{ GRAPH <{DATA}/1> {{ ?s ?p ?o }} GRAPH <{DATA}/2> {{ ?t ?q ?r }} }}"
VALUES = "SELECT ?o { ?s ?p ?o } ORDER BY ?o"
NAMED = "SELECT ?o { GRAPH ?g { ?s ?p ?o } } ORDER BY ?o"
FORM = {"content-type": "application/x-www-form-urlencoded"}
DIRECT = {"content-type": "application/sparql-query"}

Parameters = list[tuple[str, str]]


def asked(server: str, how: str, text: str, graphs: Parameters, accept: str = "text/csv") -> httpx.Response:
    """One query in one of the three ways of the protocol."""
    url, headers = f"{server}/sparql", {"accept": accept}
    if how == "get":
        return http.get(url, params=[("query", text), *graphs], headers=headers)
    if how == "form":
        return http.post(url, content=urlencode([("query", text), *graphs]), headers=headers | FORM)
    return http.post(url, params=graphs, content=text.encode(), headers=headers | DIRECT)


def column(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return answer.text.split()[1:]


@pytest.mark.parametrize("how", ["get", "form", "direct"])
def test_query_is_answered_each_way(how: str, graphs_server: str) -> None:
    answer = asked(graphs_server, how, ALL, [], "application/sparql-results+json")
    assert answer.json()["boolean"] is True
    assert answer.headers["content-type"] == "application/sparql-results+json"


@pytest.mark.parametrize("how", ["get", "form", "direct"])
@pytest.mark.parametrize(
    ("named_in_request", "default", "named"),
    [
        ([], ["1", "2", "3"], ["1", "2", "3"]),
        ([("default-graph-uri", f"{DATA}/1")], ["1"], []),
        ([("default-graph-uri", f"{DATA}/1"), ("default-graph-uri", f"{DATA}/3")], ["1", "3"], []),
        ([("named-graph-uri", f"{DATA}/2")], [], ["2"]),
        ([("named-graph-uri", f"{DATA}/2"), ("named-graph-uri", f"{DATA}/3")], [], ["2", "3"]),
        ([("default-graph-uri", f"{DATA}/1"), ("named-graph-uri", f"{DATA}/2")], ["1"], ["2"]),
    ],
)
def test_data_set_of_the_request_is_the_data_set(
    how: str, named_in_request: Parameters, default: list[str], named: list[str], graphs_server: str
) -> None:
    assert column(asked(graphs_server, how, VALUES, named_in_request)) == default
    assert column(asked(graphs_server, how, NAMED, named_in_request)) == named


@pytest.mark.parametrize("how", ["get", "form", "direct"])
def test_data_set_of_the_request_beats_that_of_the_query(how: str, graphs_server: str) -> None:
    text = VALUES.replace("{", f"FROM <{DATA}/1> {{", 1)
    assert column(asked(graphs_server, how, text, [])) == ["1"]
    assert column(asked(graphs_server, how, text, [("default-graph-uri", f"{DATA}/2")])) == ["2"]


def test_data_set_of_the_query_is_honoured(graphs_server: str) -> None:
    text = f"SELECT ?o ?n FROM <{DATA}/1> FROM NAMED <{DATA}/2> {{ ?s ?p ?o GRAPH ?g {{ ?t ?q ?n }} }}"
    assert column(asked(graphs_server, "get", text, [])) == ["1,2"]
    assert column(asked(graphs_server, "get", f"SELECT ?o FROM NAMED <{DATA}/2> {{ ?s ?p ?o }}", [])) == []


def test_graphs_of_elsewhere_are_refused(graphs_server: str) -> None:
    for graph in ("file:///etc/hostname", "http://127.0.0.1:9/", f"{DATA}/9"):
        for name in ("default-graph-uri", "named-graph-uri"):
            assert asked(graphs_server, "get", VALUES, [(name, graph)]).status_code == 403, graph
    text = f"SELECT * FROM <{DATA}/9> {{ ?s ?p ?o }}"
    assert asked(graphs_server, "get", text, []).status_code == 403


def test_a_thousand_graphs_are_too_many(graphs_server: str) -> None:
    graphs = [("default-graph-uri", f"{DATA}/1")] * 101
    assert asked(graphs_server, "get", ALL, graphs).status_code == 400
    assert asked(graphs_server, "form", ALL, graphs * 20).status_code == 400
    assert column(asked(graphs_server, "form", VALUES, graphs[:100])) == ["1"]


@pytest.mark.parametrize(
    ("text", "accept", "media_type"),
    [
        ("SELECT ?s { ?s ?p ?o }", "application/sparql-results+json", "application/sparql-results+json"),
        ("SELECT ?s { ?s ?p ?o }", "application/sparql-results+xml", "application/sparql-results+xml"),
        ("SELECT ?s { ?s ?p ?o }", "text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("SELECT ?s { ?s ?p ?o }", "text/csv, */*;q=0.1", "text/csv; charset=utf-8"),
        (ALL, "application/sparql-results+xml", "application/sparql-results+xml"),
        ("DESCRIBE <http://example.org/s1>", "text/turtle", "text/turtle; charset=utf-8"),
        ("DESCRIBE <http://example.org/s1>", "*/*", "text/turtle; charset=utf-8"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "application/rdf+xml", "application/rdf+xml"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "application/ld+json", "application/ld+json"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "application/n-triples", "application/n-triples"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "application/trig", "application/trig"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "application/n-quads", "application/n-quads"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "text/turtle;q=0.3, application/rdf+xml;q=0.4", "application/rdf+xml"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "application/json, text/turtle;q=0.1", "text/turtle; charset=utf-8"),
    ],
)
def test_media_type_follows_form_and_accept(text: str, accept: str, media_type: str, graphs_server: str) -> None:
    answer = asked(graphs_server, "get", text, [], accept)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == media_type
    assert {"accept", "accept-encoding"} <= set(re.split(r", *", answer.headers["vary"].lower()))


@pytest.mark.parametrize(
    ("text", "wanted", "media_type"),
    [
        (VALUES, "json", "application/sparql-results+json"),
        (VALUES, "srj", "application/sparql-results+json"),
        (VALUES, "xml", "application/sparql-results+xml"),
        (VALUES, "csv", "text/csv"),
        (VALUES, "tsv", "text/tab-separated-values"),
        (VALUES, "text/csv", "text/csv"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "ttl", "text/turtle"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "nt", "application/n-triples"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "jsonld", "application/ld+json"),
    ],
)
def test_parameter_and_ending_beat_the_header(text: str, wanted: str, media_type: str, graphs_server: str) -> None:
    headers = {"accept": "text/html"}
    answer = http.get(f"{graphs_server}/sparql", params={"query": text, "format": wanted}, headers=headers)
    assert answer.headers["content-type"].split(";")[0] == media_type
    if "/" not in wanted:
        answer = http.get(f"{graphs_server}/sparql.{wanted}", params={"query": text}, headers=headers)
        assert answer.headers["content-type"].split(";")[0] == media_type


@pytest.mark.parametrize(
    ("ending", "text", "status"), [("exe", ALL, 404), ("ttl", ALL, 406), ("csv", "DESCRIBE <a:a>", 406)]
)
def test_endings_that_do_not_fit(ending: str, text: str, status: int, graphs_server: str) -> None:
    answer = http.get(f"{graphs_server}/sparql.{ending}", params={"query": text})
    assert answer.status_code == status, answer.text


@pytest.mark.parametrize(
    ("method", "path", "headers", "content", "status"),
    [
        ("PUT", f"?query={quote(ALL)}", {}, b"", 405),
        ("DELETE", f"?query={quote(ALL)}", {}, b"", 405),
        ("PATCH", "", DIRECT, ALL.encode(), 405),
        ("GET", f"?query={quote(ALL)}&query={quote(BOTH)}", {}, b"", 400),
        ("POST", f"?query={quote(ALL)}", DIRECT, ALL.encode(), 400),
        ("POST", "", FORM, urlencode([("query", ALL), ("query", ALL)]).encode(), 400),
        ("POST", "", {"content-type": "text/plain"}, ALL.encode(), 415),
        ("POST", "", {}, urlencode({"query": ALL}).encode(), 415),
        ("POST", "", {}, ALL.encode(), 415),
        ("POST", "", {"content-type": "application/sparql-query; charset=UTF-16"}, ALL.encode("utf-16"), 415),
        ("POST", "", DIRECT, ALL.encode("utf-16"), 400),
        ("GET", "?query=ASK%20%7B%20%ff%20%7D", {}, b"", 400),
        ("GET", f"?query={quote('ASK { ?s ?p }')}", {}, b"", 400),
        ("POST", "", FORM, b"other=1", 400),
        ("POST", "", DIRECT, b"", 400),
        ("GET", f"?update={quote('CLEAR ALL')}", {}, b"", 403),
        ("POST", "", FORM, urlencode({"update": "CLEAR ALL"}).encode(), 403),
        ("POST", "", {"content-type": "application/sparql-update"}, b"CLEAR ALL", 403),
        ("POST", "", FORM, urlencode({"update": "LOAD <file:///etc/hostname>"}).encode(), 403),
        ("GET", f"?query={quote('CLEAR ALL')}", {}, b"", 400),
        ("GET", f"?query={quote('SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }')}", {}, b"", 403),
        ("GET", f"?query={quote('SELECT * FROM <file:///etc/hostname> { ?s ?p ?o }')}", {}, b"", 403),
    ],
)
def test_requests_that_the_protocol_forbids(
    method: str, path: str, headers: dict[str, str], content: bytes, status: int, graphs_server: str
) -> None:
    answer = http.request(method, f"{graphs_server}/sparql{path}", headers=headers, content=content)
    assert answer.status_code == status, answer.text
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.json()["error"]
    if status == 405:
        assert "GET" in answer.headers["allow"]


def test_bodies_are_decoded_once(graphs_server: str) -> None:
    text = 'SELECT ("100%25 + 1" AS ?x) (STR(<http://e.org/a%20b+c>) AS ?y) {}'
    for how in ("get", "form", "direct"):
        assert asked(graphs_server, how, text, []).text == "x,y\r\n100%25 + 1,http://e.org/a%20b+c\r\n", how


def test_parameters_of_others_are_ignored(graphs_server: str) -> None:
    parameters = [("output", "json"), ("results", "json"), ("maxrows", "3"), ("timeout", "0")]
    assert column(asked(graphs_server, "get", VALUES, parameters)) == ["1", "2", "3"]


def test_content_type_may_carry_its_charset(graphs_server: str) -> None:
    for kind, content in (
        ("sparql-query", ALL.encode()),
        ("x-www-form-urlencoded", urlencode({"query": ALL}).encode()),
    ):
        headers = {"content-type": f"application/{kind}; charset=UTF-8"}
        assert http.post(f"{graphs_server}/sparql", content=content, headers=headers).status_code == 200


def test_query_after_a_byte_order_mark_is_read(graphs_server: str) -> None:
    answer = http.post(f"{graphs_server}/sparql", content=f"\ufeff{ALL}".encode(), headers=DIRECT)
    assert answer.status_code == 200
