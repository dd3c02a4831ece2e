"""The store is built anew under a running server."""

from __future__ import annotations

from pathlib import Path

import httpx

from .conftest import http, serving, small_store

WORDS = "SELECT DISTINCT ?o { ?s ?p ?o }"


def triples(word: str, number: int) -> dict[str, str]:
    lines = (f'<http://example.org/{n}> <http://example.org/p> "{word}" .' for n in range(number))
    return {"http://example.org/g": "\n".join(lines)}


def switch(link: Path, target: Path) -> None:
    fresh = link.with_name("fresh")
    fresh.symlink_to(target)
    fresh.replace(link)


def words(url: str) -> httpx.Response:
    return http.get(f"{url}/sparql", params={"query": WORDS}, headers={"accept": "text/csv"})


def test_running_queries_end_on_the_old_store_and_new_ones_see_the_new(tmp_path: Path) -> None:
    small_store(tmp_path / "1", triples("old", 600))
    small_store(tmp_path / "2", triples("new", 600), digest="1" * 64)
    switch(tmp_path / "store", tmp_path / "1")
    with serving(tmp_path / "store", "--workers", 3) as found:
        before = words(found.url)
        assert before.text.split() == ["o", "old"]
        many = {"query": "SELECT ?o { ?s ?p ?o . ?t ?q ?r }"}
        with http.stream("GET", f"{found.url}/sparql.csv", params=many) as answer:
            rows = answer.iter_lines()
            assert next(rows) == "o"
            switch(tmp_path / "store", tmp_path / "2")
            after = words(found.url)
            assert after.text.split() == ["o", "new"]
            seen = list(rows)
        assert len(seen) == 360_000
        assert set(seen) == {"old"}
        assert before.headers["etag"] != after.headers["etag"]
        mark = {"if-none-match": before.headers["etag"], "accept": "text/csv"}
        assert http.get(f"{found.url}/sparql", params={"query": WORDS}, headers=mark).status_code == 200


def test_store_that_is_gone_for_a_moment_is_served_on(tmp_path: Path) -> None:
    small_store(tmp_path / "1", triples("old", 3))
    switch(tmp_path / "store", tmp_path / "1")
    with serving(tmp_path / "store", "--workers", 2) as found:
        (tmp_path / "store").unlink()
        assert words(found.url).text.split() == ["o", "old"]
        small_store(tmp_path / "2", triples("new", 3), digest="1" * 64)
        switch(tmp_path / "store", tmp_path / "2")
        assert words(found.url).text.split() == ["o", "new"]
