"""Updates: with the token, into a copy, and never into what a build made."""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import httpx
import pytest

from ..conftest import Ran
from .conftest import DATA, http, serving

TOKEN = "a-token-of-the-tests-only"
OPEN = {**os.environ, "IVIGKG_TOKEN": TOKEN}
BEARER = {"authorization": f"Bearer {TOKEN}"}
FORM = {"content-type": "application/x-www-form-urlencoded"}
DIRECT = {"content-type": "application/sparql-update"}
GRAPH = "http://example.org/new"
INSERT = f'INSERT DATA {{ GRAPH <{GRAPH}> {{ <a:a> <a:b> "c" }} }}'


@pytest.fixture(scope="module")
def writable(graphs: Path) -> Iterator[str]:
    """A server over a throw-away copy of the three small graphs."""
    with serving(graphs, "--writable", "--timeout", 1, env=OPEN) as found:
        yield found.url


@pytest.fixture(autouse=True)
def _as_before(request: pytest.FixtureRequest) -> Iterator[None]:
    """Takes away what a test put into the copy."""
    yield
    if "writable" in request.fixturenames:
        rest = f"DROP SILENT GRAPH <{GRAPH}>"
        assert updated(request.getfixturevalue("writable"), rest).status_code == 204


def updated(server: str, text: str, headers: dict[str, str] = BEARER, **parameters: str) -> httpx.Response:
    return http.post(f"{server}/sparql", params=parameters, content=text.encode(), headers=headers | DIRECT)


def contents(server: str) -> list[str]:
    text = f"SELECT ?o {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }} ORDER BY ?o"
    answer = http.get(f"{server}/sparql.csv", params={"query": text})
    assert answer.status_code == 200, answer.text
    return answer.text.split()[1:]


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer x"}, {"authorization": f"Basic {TOKEN}"}])
def test_without_the_token_nothing_is_changed(headers: dict[str, str], writable: str) -> None:
    answer = updated(writable, INSERT, headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert contents(writable) == []


def test_update_by_either_post(writable: str) -> None:
    assert updated(writable, INSERT).status_code == 204
    assert contents(writable) == ["c"]
    form = urlencode({"update": INSERT.replace('"c"', '"d%20"')})
    assert http.post(f"{writable}/sparql", content=form, headers=BEARER | FORM).status_code == 204
    assert contents(writable) == ["c", "d%20"]


def test_update_knows_the_usual_prefixes(writable: str) -> None:
    assert updated(writable, f"INSERT DATA {{ GRAPH <{GRAPH}> {{ study:x rdfs:label 'x' }} }}").status_code == 204
    assert contents(writable) == ["x"]


@pytest.mark.parametrize(
    ("parameters", "copied"),
    [
        ({}, ["1", "2", "3"]),
        ({"using-graph-uri": f"{DATA}/1"}, ["1"]),
        ({"using-named-graph-uri": f"{DATA}/2"}, []),
    ],
)
def test_graphs_of_the_request_restrict_where(parameters: dict[str, str], copied: list[str], writable: str) -> None:
    text = f"INSERT {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }} WHERE {{ "
    everywhere = "GRAPH ?g { ?s ?p ?o }" if not parameters else "?s ?p ?o"
    assert updated(writable, f"{text}{everywhere} }}", **parameters).status_code == 204
    assert contents(writable) == copied


def test_named_graphs_of_the_request_restrict_where(writable: str) -> None:
    text = f"INSERT {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}"
    assert updated(writable, text, **{"using-named-graph-uri": f"{DATA}/2"}).status_code == 204
    assert contents(writable) == ["2"]


@pytest.mark.parametrize("own", ["USING <a:b>", "USING NAMED <a:b>"])
def test_graphs_of_request_and_update_exclude_each_other(own: str, writable: str) -> None:
    text = f"INSERT {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }} {own} WHERE {{ ?s ?p ?o }}"
    assert updated(writable, text, **{"using-graph-uri": f"{DATA}/1"}).status_code == 400
    assert updated(writable, f"WITH <a:b> {text.replace(own, '')}", **{"using-graph-uri": "a:b"}).status_code == 400


@pytest.mark.parametrize(
    ("method", "path", "headers", "content", "status"),
    [
        ("GET", f"?update={quote(INSERT)}", {}, b"", 403),
        ("PUT", "", DIRECT, INSERT.encode(), 405),
        ("POST", "", FORM, urlencode([("update", INSERT), ("update", INSERT)]).encode(), 400),
        ("POST", "", FORM, urlencode([("update", INSERT), ("query", "ASK {}")]).encode(), 400),
        ("POST", "", {"content-type": "text/plain"}, INSERT.encode(), 415),
        ("POST", "", {}, urlencode({"update": INSERT}).encode(), 415),
        ("POST", "", DIRECT, INSERT.encode("utf-16"), 400),
        ("POST", "", DIRECT, b"INSERT DATA { ?s ?p }", 400),
        ("POST", "", DIRECT, b"", 400),
        ("POST", "", DIRECT, b"SELECT * { ?s ?p ?o }", 400),
        ("POST", "", DIRECT, b"LOAD <file:///etc/hostname> INTO GRAPH <a:b>", 403),
        ("POST", "", DIRECT, b"LOAD SILENT <http://127.0.0.1:9/>", 403),
        ("POST", "", DIRECT, b"INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 403),
        ("POST", "", DIRECT, b"INSERT DATA { <a:a> <a:b> " + b"[ <a:b> " * 300 + b"1" + b"]" * 300 + b"}", 400),
        ("POST", "", DIRECT, b" " * 1_100_000, 413),
    ],
)
def test_updates_that_are_refused(
    method: str, path: str, headers: dict[str, str], content: bytes, status: int, writable: str
) -> None:
    answer = http.request(method, f"{writable}/sparql{path}", headers=BEARER | headers, content=content)
    assert answer.status_code == status, answer.text
    assert answer.json()["error"]
    assert contents(writable) == []


def test_bad_update_names_line_and_column(writable: str) -> None:
    answer = updated(writable, "INSERT DATA {\n  <a:a> <a:b> }")
    assert (answer.json()["line"], answer.status_code) == (2, 400)


def test_endless_update_leaves_nothing_behind(writable: str) -> None:
    where = "{ GRAPH ?x { ?a ?b ?c } GRAPH ?y { ?d ?e ?f } GRAPH ?z { ?g ?h ?i } }"
    text = f"{INSERT} ; INSERT {{ GRAPH <{GRAPH}> {{ ?a ?e ?i }} }} WHERE {where}"
    many = " ".join(f'<a:{n}> <a:b> "{n}" .' for n in range(800))
    assert updated(writable, f"INSERT DATA {{ GRAPH <{GRAPH}x> {{ {many} }} }}").status_code == 204
    assert updated(writable, text).status_code == 504
    assert contents(writable) == []
    assert updated(writable, f"DROP GRAPH <{GRAPH}x>").status_code == 204


def test_no_other_site_reads_what_it_could_write(writable: str) -> None:
    origin = {"origin": "https://example.org"}
    for answer in (
        http.get(f"{writable}/sparql", params={"query": "ASK {}"}, headers=origin),
        http.get(f"{writable}/sparql", params={"query": "ASC {}"}, headers=origin),
        http.options(f"{writable}/sparql", headers=origin),
        http.get(f"{writable}/health", headers=origin),
        updated(writable, INSERT, origin),
    ):
        assert not [name for name in answer.headers if name.startswith("access-control-")]


def test_answers_of_a_graph_that_changes_are_not_kept(writable: str) -> None:
    answer = http.get(f"{writable}/sparql", params={"query": "ASK {}"})
    assert answer.headers["cache-control"] == "no-store" and "etag" not in answer.headers


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith("LOG")
    }


def test_copy_stays_and_the_store_is_untouched(graphs: Path, tmp_path: Path) -> None:
    before = fingerprint(graphs)
    copy = tmp_path / "copy"
    for expected in ([], ["c"]):
        with serving(graphs, "--writable", "--copy", copy, env=OPEN) as found:
            assert contents(found.url) == expected
            assert updated(found.url, INSERT).status_code == 204
            while len(found.said) < 2:
                time.sleep(0.01)
            assert str(copy) in found.said[1] and "is kept" in found.said[1]
    assert fingerprint(graphs) == before


def test_throw_away_copy_is_thrown_away(graphs: Path) -> None:
    with serving(graphs, "--writable", env=OPEN) as found:
        while len(found.said) < 2:
            time.sleep(0.01)
        match = re.search(r"the copy (\S+), which is thrown away", found.said[1])
        assert match and Path(match[1]).is_dir()
    assert not Path(match[1]).exists()


@pytest.mark.parametrize(
    ("options", "token", "words"),
    [
        (["--writable"], None, "IVIGKG_TOKEN"),
        (["--writable"], "  ", "IVIGKG_TOKEN"),
        (["--writable", "--host", "0.0.0.0"], "short", "16"),
        (["--copy", "x"], TOKEN, "--writable"),
    ],
)
def test_doors_that_are_not_opened(
    options: list[str], token: str | None, words: str, graphs: Path, command: Callable[..., Ran]
) -> None:
    env = {name: value for name, value in os.environ.items() if name != "IVIGKG_TOKEN"}
    done = command(
        "serve", "--store", graphs, "--port", "0", *options, env=env | ({"IVIGKG_TOKEN": token} if token else {})
    )
    assert done.code == 2, done.err
    assert words in done.err


def test_what_is_no_copy_is_not_written_over(graphs: Path, tmp_path: Path, command: Callable[..., Ran]) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear all", "utf-8")
    for target in (tmp_path / "mine", tmp_path / "mine" / "letter.txt", graphs):
        done = command("serve", "--store", graphs, "--port", "0", "--writable", "--copy", target, env=OPEN)
        assert done.code == 3 and "no copy" in done.err
    assert (tmp_path / "mine" / "letter.txt").read_text("utf-8") == "dear all"
