"""The endpoint and its pages, by a real client over a real socket."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from .conftest import http

COUNT = "SELECT (COUNT(?s) AS ?n) WHERE { ?s a ev:Study }"


def ask(server: str, text: str = COUNT, **headers: str) -> httpx.Response:
    return http.get(f"{server}/sparql", params={"query": text}, headers=headers)


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/sparql-results+json"),
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("text/csv;q=0.2, text/tab-separated-values;q=0.9", "text/tab-separated-values"),
        ("text/turtle, */*;q=0.1", "application/sparql-results+json"),
        ("text/csv;q=oops, application/json", "application/sparql-results+json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
    ],
)
def test_accept_header_is_honoured(accept: str, media_type: str, server: str) -> None:
    answer = ask(server, accept=accept)
    assert answer.status_code == 200
    assert answer.headers["content-type"].split(";")[0] == media_type


def test_three_ways_of_asking_give_the_same(server: str) -> None:
    by_get = ask(server, accept="text/csv").text
    form = http.post(f"{server}/sparql", data={"query": COUNT}, headers={"accept": "text/csv"})
    direct = http.post(
        f"{server}/sparql", content=COUNT, headers={"accept": "text/csv", "content-type": "application/sparql-query"}
    )
    assert by_get == form.text == direct.text
    assert int(by_get.split()[1]) >= 14


def test_percent_signs_in_an_iri_survive_a_form(server: str) -> None:
    text = "SELECT ?x { BIND(STR(<http://example.org/a%20b>) AS ?x) }"
    answer = http.post(f"{server}/sparql", data={"query": text}, headers={"accept": "text/csv"})
    assert answer.text == "x\r\nhttp://example.org/a%20b\r\n"


@pytest.mark.parametrize("form", ["turtle", "ntriples", "jsonld", "rdfxml"])
def test_constructed_triples(form: str, server: str) -> None:
    text = "CONSTRUCT { ?s a ev:Study } WHERE { ?s a ev:Study }"
    answer = http.get(f"{server}/sparql", params={"query": text, "format": form})
    assert answer.status_code == 200
    assert "dalakas-1993" in answer.text


def test_head_options_and_foreign_origins(server: str) -> None:
    head = http.head(f"{server}/sparql", params={"query": COUNT})
    assert head.status_code == 200 and head.text == ""
    preflight = http.options(f"{server}/sparql", headers={"origin": "https://example.org"})
    assert preflight.status_code == 204
    for answer in (preflight, ask(server), ask(server, "SELEKT")):
        assert answer.headers["access-control-allow-origin"] == "*"


def test_bad_query_is_400_with_line_and_column(server: str) -> None:
    answer = ask(server, "SELECT ?s\nWHERE { ?s ev:outcom ?o }", accept="application/json")
    assert answer.status_code == 400
    assert answer.json()["line"] == 2
    assert "ev:outcome" in answer.json()["error"]
    page = ask(server, "SELEKT", accept="text/html")
    assert page.status_code == 400 and "<h1>" in page.text


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"params": [("query", COUNT), ("query", COUNT)]}, 400),
        ({"params": {"query": COUNT, "format": "exel"}}, 400),
        ({"params": {"query": COUNT}, "headers": {"accept": "image/png"}}, 406),
        ({"params": {"query": COUNT, "default-graph-uri": "http://example.org/"}}, 403),
        ({"params": {"update": "CLEAR ALL"}}, 403),
        ({"params": {"query": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"}}, 403),
        ({"params": {"query": "SELECT * FROM <file:///etc/hostname> { ?s ?p ?o }"}}, 403),
        ({"params": {"query": "INSERT DATA { <a:a> <a:b> 1 }"}}, 400),
    ],
)
def test_requests_that_are_refused(request_: dict[str, object], status: int, server: str) -> None:
    answer = http.get(f"{server}/sparql", **request_)  # type: ignore[arg-type]
    assert answer.status_code == status, answer.text
    assert answer.text.strip()


def test_posts_that_are_refused(server: str) -> None:
    for kind, content, status in (
        ("application/sparql-update", b"CLEAR ALL", 403),
        ("application/x-www-form-urlencoded", b"update=CLEAR+ALL", 403),
        ("text/plain", b"ASK {}", 415),
        ("application/sparql-query", b"\xff\xfe", 400),
        ("application/sparql-query", b" " * 1_100_000, 413),
    ):
        answer = http.post(f"{server}/sparql", content=content, headers={"content-type": kind})
        assert answer.status_code == status, (kind, answer.text)


def test_as_of_answers_from_what_was_published_by_then(server: str) -> None:
    def studies(**more: str) -> int:
        found = http.get(f"{server}/sparql", params={"query": COUNT, **more}, headers={"accept": "text/csv"})
        assert found.status_code == 200, found.text
        return int(found.text.split()[1])

    form = http.post(f"{server}/sparql", data={"query": COUNT, "as-of": "2012"}, headers={"accept": "text/csv"})
    assert 0 == studies(**{"as-of": "1900"}) < studies(**{"as-of": "2012"}) == int(form.text.split()[1]) < studies()
    assert studies(**{"as-of": ""}) == studies()


@pytest.mark.parametrize("days", [["2012-13"], ["2012", "2013"]])
def test_as_of_no_day_or_two_is_refused(days: list[str], server: str) -> None:
    given = [("query", COUNT), *(("as-of", day) for day in days)]
    answer = http.get(f"{server}/sparql", params=given, headers={"accept": "application/json"})
    assert answer.status_code == 400
    assert "day" in answer.json()["error"]


def test_pages_keep_the_day_they_were_asked_about(server: str) -> None:
    page = http.get(f"{server}/ask/results-of-study", params={"study": "aggarwal-2022", "as-of": "2012-01-26"})
    assert page.status_code == 200
    assert "as of 2012-01-26" in page.text
    assert 'name="as-of" value="2012-01-26"' in page.text
    assert "0 rows" in page.text and "as-of=2012-01-26&amp;query=" in page.text
    assert http.get(f"{server}/ask/results-of-study", params={"as-of": "soon"}).status_code == 400


def test_foreign_host_name_is_refused(server: str) -> None:
    assert http.get(server, headers={"host": "evil.example"}).status_code == 421


def test_start_page_lists_the_questions_without_outside_requests(server: str) -> None:
    page = http.get(server)
    assert page.status_code == 200
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert "/ask/studies-by-design" in page.text
    assert not re.search(r'(?:src|href)="https?://', page.text)


def test_every_question_has_a_page_that_answers(server: str) -> None:
    import ivigkg

    with httpx.Client(base_url=server) as client:
        for name in ivigkg.queries():
            page = client.get(f"/ask/{name}")
            assert page.status_code == 200, (name, page.text[:300])
        assert client.get("/ask/nothing").status_code == 404
        assert client.get("/ask/results-of-study", params={"studdy": "x"}).status_code == 400


def test_markup_in_a_query_stays_text(server: str) -> None:
    page = ask(server, 'SELECT ("<script>alert(1)</script>" AS ?x) {}', accept="text/html")
    assert "<script>" not in page.text
    assert "&lt;script&gt;" in page.text


def test_taken_port_is_one_sentence(store: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = subprocess.run(
            [str(Path(sys.executable).parent / "ivigkg"), "serve", "--port", str(taken.getsockname()[1]), "--store", str(store)],
            capture_output=True, text=True, timeout=30,
        )  # fmt: skip
    assert done.returncode == 3
    assert "another program may be there" in done.stderr
    assert "Traceback" not in done.stderr
