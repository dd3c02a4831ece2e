"""What HTTP asks of a server besides SPARQL: validators, packing, HEAD, health, the log, an end in peace."""

from __future__ import annotations

import re
import signal
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.utils import formatdate
from pathlib import Path

import httpx
import pytest

from ..conftest import Ran
from .conftest import http, serving

EVERYTHING = "SELECT * { ?s ?p ?o }"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def get(server: str, text: str, **headers: str) -> httpx.Response:
    return http.get(f"{server}/sparql", params={"query": text}, headers=headers)


def test_answer_that_the_client_has_is_not_sent_again(server: str) -> None:
    first = get(server, EVERYTHING, accept="text/csv")
    mark = first.headers["etag"]
    again = get(server, EVERYTHING, **{"accept": "text/csv", "if-none-match": f'"x", {mark}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == mark and "accept" in again.headers["vary"].lower()
    for other in (
        get(server, EVERYTHING, **{"accept": "application/json", "if-none-match": mark}),
        get(server, EVERYTHING + " ", **{"accept": "text/csv", "if-none-match": mark}),
    ):
        assert other.status_code == 200 and other.headers["etag"] != mark


def test_if_modified_since_is_honoured_for_queries_that_are_right(server: str) -> None:
    made = get(server, "ASK {}").headers["last-modified"]
    assert get(server, "ASK {}", **{"if-modified-since": made}).status_code == 304
    assert get(server, "ASK {}", **{"if-modified-since": formatdate(0, usegmt=True)}).status_code == 200
    assert get(server, "ASK {}", **{"if-modified-since": "yesterday"}).status_code == 200
    assert get(server, "ASC {}", **{"if-modified-since": made}).status_code == 400


@pytest.mark.parametrize("text", ["SELECT (NOW() AS ?x) {}", "SELECT (rand() AS ?x) {}", "SELECT (UUID() AS ?x) {}"])
def test_answers_that_change_by_themselves_are_not_kept(text: str, server: str) -> None:
    answer = get(server, text)
    assert "etag" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


def test_errors_are_not_kept(server: str) -> None:
    assert get(server, "SELEKT").headers["cache-control"] == "no-store"


@pytest.mark.parametrize("text", [EVERYTHING, "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_packed_answer_is_the_same(text: str, server: str) -> None:
    plain = get(server, text, **{"accept-encoding": "identity"})
    packed = get(server, text, **{"accept-encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert "content-encoding" not in get(server, "ASK {}", **{"accept-encoding": "gzip"}).headers
    assert "content-encoding" not in get(server, text, **{"accept-encoding": "gzip;q=0"}).headers


def test_head_is_get_without_a_body(server: str) -> None:
    for text in ("ASK {}", EVERYTHING, "SELEKT"):
        head = http.head(f"{server}/sparql", params={"query": text})
        full = http.get(f"{server}/sparql", params={"query": text})
        assert head.content == b""
        assert head.status_code == full.status_code
        for name in ("content-type", "etag", "vary", "cache-control"):
            assert head.headers.get(name) == full.headers.get(name)


def test_client_of_the_old_protocol_gets_a_length(server: str) -> None:
    host, port = server.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as line:
        line.sendall(f"GET /sparql.nt?query=CONSTRUCT+WHERE+%7B?s+?p+?o%7D HTTP/1.0\r\nHost: {host}\r\n\r\n".encode())
        received = b""
        while piece := line.recv(1 << 16):
            received += piece
    head, _, body = received.partition(b"\r\n\r\n")
    match = re.search(rb"content-length: (\d+)", head)
    assert match and int(match[1]) == len(body) > 1_000_000


def test_health_says_what_is_served(server: str) -> None:
    answer = http.get(f"{server}/health")
    assert answer.json()["status"] == "ok"
    assert set(answer.json()["workers"]) == {"free", "busy", "waiting"}


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "127.0.0.1.evil.example:80"])
def test_foreign_names_are_refused(host: str, server: str) -> None:
    answer = http.get(f"{server}/sparql", headers={"host": host})
    assert answer.status_code in {400, 421}


def test_own_names_are_answered(server: str) -> None:
    port = server.rpartition(":")[2]
    for host in (f"localhost:{port}", "LOCALHOST", "127.0.0.1", f"[::1]:{port}"):
        assert http.get(f"{server}/health", headers={"host": host}).status_code == 200, host


def test_name_behind_a_proxy_and_the_log(graphs: Path, tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    options = ("--base-url", "https://evidence.example.org/ivigkg/", "--access-log", log, "--workers", "1")
    with serving(graphs, *options) as found:
        headers = {"host": "evidence.example.org", "accept": "text/turtle"}
        description = http.get(f"{found.url}/sparql", headers=headers)
        assert "<https://evidence.example.org/ivigkg/sparql>" in description.text
        assert http.get(f"{found.url}/sparql", params={"query": "ASK {}\n#\u2028"}).status_code == 200
        assert http.get(f"{found.url}/nowhere").status_code == 404
    lines = log.read_text("utf-8").splitlines()
    assert len(lines) == 3
    assert "127.0.0.1 GET /sparql?query=ASK" in lines[1] and " 200 " in lines[1]
    assert " 404 " in lines[2]


@pytest.mark.parametrize("address", ["evidence.example.org", "ftp://x", "https://", "https://x/?a=b", "http://[::1"])
def test_base_url_that_is_none_is_refused(address: str, graphs: Path, within: Callable[..., Ran]) -> None:
    done = within("serve", "--store", graphs, "--port", "0", "--base-url", address)
    assert done.code == 2
    assert "is not an address of a server" in done.err


def test_running_answer_ends_after_ctrl_c_and_no_worker_stays(store: Path) -> None:
    with serving(store, "--workers", "2", "--timeout", "60") as found:
        workers = children(found.process.pid)
        with http.stream("GET", f"{found.url}/sparql.csv", params={"query": EVERYTHING}) as answer:
            rows = answer.iter_lines()
            assert next(rows) in {"s,p,o", "o,p,s"}
            found.process.send_signal(signal.SIGINT)
            assert sum(1 for _ in rows) > 40_000
        assert found.process.wait(timeout=15) == 0
        assert not any(alive(pid) for pid in workers)


def test_endless_query_does_not_outlive_ctrl_c(store: Path) -> None:
    with serving(store, "--workers", "2", "--timeout", "60") as found:
        workers = children(found.process.pid)
        with ThreadPoolExecutor(1) as thread:
            asked = thread.submit(http.get, f"{found.url}/sparql", params={"query": SLOW}, timeout=30)
            while http.get(f"{found.url}/health").json()["workers"]["busy"] < 1:
                time.sleep(0.01)
            found.process.send_signal(signal.SIGINT)
            assert found.process.wait(timeout=15) == 0
            assert isinstance(asked.exception(), httpx.TransportError) or asked.result().status_code >= 500
        assert not any(alive(pid) for pid in workers)
    assert not any("Traceback" in line for line in found.said), found.said


def test_workers_go_with_a_server_that_is_killed(graphs: Path) -> None:
    with serving(graphs, "--workers", "2", "--timeout", "60") as found:
        workers = children(found.process.pid)
        found.process.kill()
        found.process.wait()
        deadline = time.monotonic() + 10
        while any(alive(pid) for pid in workers) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert not any(alive(pid) for pid in workers)


def children(pid: int) -> list[int]:
    """The stem and the two workers of a server, once they are there."""
    deadline = time.monotonic() + 10
    while len(found := descendants(pid)) < 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    return found


def descendants(pid: int) -> list[int]:
    own = [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return own + [other for child in own for other in descendants(child)]


def alive(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
