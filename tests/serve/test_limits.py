"""Queries that mean harm or are merely too much: each is stopped, and nobody else notices."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from .conftest import http, serving

TIMEOUT = 0.5
LOOKUP = "SELECT ?s { ?s a ev:Study } LIMIT 1"
CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
DOUBLED = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
NUMBERS = " ".join(map(str, range(3000)))
HARMFUL = {
    "cross product counted": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}",
    "cross product sorted": f"SELECT * {{ {CROSS} }} ORDER BY ?c ?f ?i",
    "cross product made distinct": f"SELECT DISTINCT ?a ?f ?i {{ {CROSS} }}",
    "cross product grouped": f"SELECT ?a ?f (COUNT(*) AS ?n) {{ {CROSS} }} GROUP BY ?a ?f",
    "cross product counted distinct": f"SELECT (COUNT(DISTINCT CONCAT(STR(?a), STR(?f))) AS ?n) {{ {CROSS} }}",
    "cross product joined to one text": f"SELECT (GROUP_CONCAT(?c) AS ?n) {{ {CROSS} }}",
    "cross product sent": f"SELECT * {{ {CROSS} }}",
    "cross product constructed": f"CONSTRUCT {{ ?a ?e ?i }} {{ {CROSS} }}",
    "cross product described": f"DESCRIBE ?a ?d ?g {{ {CROSS} }}",
    "cross product never true": f"ASK {{ {CROSS} FILTER(STRLEN(CONCAT(STR(?a), STR(?d), STR(?g))) < 3) }}",
    "cross product at random": f"SELECT (MAX(?r) AS ?m) {{ {CROSS} BIND(RAND() AS ?r) }}",
    "closure over everything": "SELECT (COUNT(*) AS ?n) { ?a (a|!a)* ?b . ?b (a|!a)* ?c }",
    "closure both ways": "SELECT (COUNT(*) AS ?n) { ?a (!<x:y>|^!<x:y>)+ ?b . ?b (!<x:y>|^!<x:y>)+ ?c }",
    "closure of sequences": "SELECT (COUNT(*) AS ?n) { ?a ((!<x:y>)/(!<x:z>)/(!<x:y>))* ?b . ?c (!<x:y>)* ?d }",
    "huge lists multiplied": "SELECT (SUM(?a * ?b * ?c) AS ?n) { "
    + " ".join(f"VALUES ?{name} {{ {NUMBERS} }}" for name in "abc")
    + " }",
    "texts doubled": f'SELECT (STRLEN(?x40) AS ?n) {{ VALUES ?x0 {{ "0123456789abcdef" }} {DOUBLED} }}',
    "patterns on everything": f'SELECT (COUNT(*) AS ?n) {{ {CROSS} FILTER REGEX(CONCAT(STR(?c), STR(?f)), "^(a+)+(b+)*$") }}',
    "texts replaced": f'SELECT (SUM(STRLEN(REPLACE(STR(?c), "(.)(.)", "$2$1$2$1"))) AS ?n) {{ {CROSS} }}',
    "optional upon optional": f"SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c OPTIONAL {{ ?d ?e ?f OPTIONAL {{ {CROSS} }} }} }}",
    "unions multiplied": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"{{ ?s{n} ?p{n} ?o{n} }} UNION {{ ?o{n} ?p{n} ?s{n} }}" for n in range(6))
    + " }",
    "not exists upon everything": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f "
    "FILTER NOT EXISTS { ?a ?x ?y . ?y ?z ?w . ?d ?v ?w . ?w ?u ?t } }",
    "minus upon everything": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} MINUS {{ ?a ?b ?x . ?d ?e ?y }} }}",
    "questions in questions": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"{{ SELECT ?a{n} (COUNT(*) AS ?k{n}) {{ ?a{n} ?b ?c . ?d ?e ?f }} GROUP BY ?a{n} }}" for n in range(3))
    + " }",
    "deep nesting": "SELECT * " + "{ " * 5000 + "?s ?p ?o" + " }" * 5000,
    "long chains": "SELECT * { " + " ".join(f"?x{n} ?p{n} ?x{n + 1} ." for n in range(2000)) + " }",
}


@pytest.fixture(scope="module")
def guarded(store: Path) -> Iterator[str]:
    """A server with narrow limits."""
    with serving(store, "--timeout", TIMEOUT, "--workers", 6, "--memory", 400, "--rows", 5000, "--queue", 40) as found:
        yield found.url


@pytest.fixture(scope="module")
def patient(store: Path) -> Iterator[str]:
    """A server that waits long and has two workers."""
    with serving(store, "--timeout", 100, "--workers", 2) as found:
        yield found.url


def client(server: str, address: str = "127.0.0.1") -> httpx.Client:
    """Somebody at an address of this machine."""
    return httpx.Client(base_url=server, transport=httpx.HTTPTransport(local_address=address, verify=False), timeout=30)


def outcome(server: str, text: str, accept: str = "application/json, text/turtle") -> tuple[int, str]:
    """The status and the body; a broken answer counts as status 0."""
    with client(server) as someone:
        try:
            answer = someone.post("/sparql", data={"query": text}, headers={"accept": accept})
        except httpx.RemoteProtocolError as error:
            return 0, str(error)
    return answer.status_code, answer.text


def test_harmful_queries_die_while_others_are_answered(guarded: str) -> None:
    assert len(HARMFUL) >= 20
    with ThreadPoolExecutor(5) as threads, client(guarded, "127.0.0.2") as other:
        running = {name: threads.submit(outcome, guarded, text) for name, text in HARMFUL.items()}
        answered = 0
        while not all(future.done() for future in running.values()):
            assert other.get("/sparql", params={"query": LOOKUP}).status_code == 200
            answered += 1
            time.sleep(0.05)
    assert answered > 5
    for name, future in running.items():
        status, body = future.result()
        assert status in {0, 400, 403, 503, 504}, (name, status, body[:200])
        assert "Traceback" not in body
    late = [name for name, future in running.items() if future.result()[0] == 504]
    assert len(late) >= 12, late
    assert outcome(guarded, LOOKUP)[0] == 200


@pytest.mark.parametrize("accept", ["text/csv", "application/json", "text/tab-separated-values", "text/xml"])
def test_answer_over_the_limit_is_an_error_and_never_a_shorter_answer(accept: str, guarded: str) -> None:
    assert outcome(guarded, "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 5000", accept)[0] == 200
    assert outcome(guarded, "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 5001", accept)[0] in {0, 403}
    status, body = outcome(guarded, "SELECT (1 AS ?x) { ?s ?p ?o } LIMIT 5001", accept)
    assert status in {0, 403}
    assert "5,000" in body or status == 0


@pytest.mark.parametrize(
    "accept", ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"]
)
def test_triples_over_the_limit_are_an_error(accept: str, guarded: str) -> None:
    assert outcome(guarded, "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 5000", accept)[0] == 200
    assert outcome(guarded, "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 5001", accept)[0] in {0, 403}


def test_half_an_answer_is_never_taken_for_the_whole(guarded: str) -> None:
    with client(guarded) as someone, pytest.raises(httpx.RemoteProtocolError):
        someone.get("/sparql.csv", params={"query": f"SELECT * {{ {CROSS} }}"})


def test_query_that_takes_too_much_memory_takes_nothing_else_down(store: Path) -> None:
    with serving(store, "--timeout", 60, "--workers", 2, "--memory", 128) as found:
        status, body = outcome(found.url, HARMFUL["texts doubled"])
        assert status == 503 and "memory" in body
        assert outcome(found.url, LOOKUP)[0] == 200


def test_queue_is_bounded_and_says_when_to_come_back(store: Path) -> None:
    with serving(store, "--timeout", 1, "--workers", 1, "--queue", 2) as found, ThreadPoolExecutor(6) as threads:
        url, slow = f"{found.url}/sparql", {"query": HARMFUL["cross product counted"]}
        answers = [future.result() for future in [threads.submit(http.get, url, params=slow) for _ in range(6)]]
    assert sorted({answer.status_code for answer in answers}) == [503, 504]
    for answer in answers:
        assert answer.json()["error"]
        assert (answer.status_code == 503) == ("retry-after" in answer.headers)


def wait_for(server: str, number: int) -> None:
    deadline = time.monotonic() + 20
    while http.get(f"{server}/health").json()["workers"]["busy"] != number:
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize("text", [HARMFUL["cross product counted"], HARMFUL["cross product sent"]])
def test_client_that_goes_away_frees_its_worker(text: str, patient: str) -> None:
    host, port = patient.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as line:
        line.sendall(f"GET /sparql?query={quote(text)} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        wait_for(patient, 1)
    wait_for(patient, 0)


def test_client_that_goes_away_while_waiting_leaves_the_queue(patient: str) -> None:
    with client(patient) as someone, ThreadPoolExecutor(3) as threads:
        for _ in range(3):
            threads.submit(_give_up, someone)
        deadline = time.monotonic() + 20
        while http.get(f"{patient}/health").json()["workers"]["waiting"] < 1:
            assert time.monotonic() < deadline
            time.sleep(0.01)
    deadline = time.monotonic() + 20
    while http.get(f"{patient}/health").json()["workers"] != {"free": 2, "busy": 0, "waiting": 0}:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _give_up(someone: httpx.Client) -> None:
    with pytest.raises(httpx.TimeoutException):
        someone.get("/sparql", params={"query": HARMFUL["cross product counted"]}, timeout=0.5)
