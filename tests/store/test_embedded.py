"""Opening and asking a store."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from ivigkg.errors import QueryError, StoreError
from ivigkg.namespaces import XSD
from ivigkg.results import Table, Triples, Truth
from ivigkg.store import open_store
from ivigkg.store.dataset import names_graphs
from ivigkg.store.embedded import FORMAT, EmbeddedStore


@pytest.fixture
def copy(store: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(store.resolve(), tmp_path / "store"))


def test_three_forms_of_answer(store: Path) -> None:
    with open_store(store) as opened:
        table = opened.query("SELECT ?x ?none WHERE { BIND(1.5 AS ?x) }")
        assert isinstance(table, Table)
        assert table.columns == ("x", "none")
        assert str(table.rows[0][0]) == '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'
        assert table.rows[0][1] is None
        assert opened.query("ASK { ?s ?p ?o }") == Truth(True)
        triples = opened.query("CONSTRUCT { <a:a> <a:b> 1 } WHERE {}")
        assert isinstance(triples, Triples) and len(triples) == 1


STUDY = "https://w3id.org/ivigkg/graph/study/dalakas-1993"


@pytest.mark.parametrize(
    ("named", "text"),
    [
        (True, f"SELECT * FROM <{STUDY}> {{ ?s ?p ?o }}"),
        (True, f"SELECT * from NAMED <{STUDY}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"),
        (True, f'PREFIX x: <a:"> SELECT * # a FROM\nFROM <{STUDY}> {{ ?s ?p ?o }}'),
        (False, 'SELECT * { ?s ?p "FROM <a:b>" } # FROM <a:b>'),
        (False, "SELECT ?from { ?from <http://example.org/FROM> from:FROM, '''it's FROM''', 'FROM'@from }"),
        (False, "SELECT ?fromage { ?fromage a ev:Study }"),
    ],
)
def test_only_a_from_of_the_query_itself_names_graphs(named: bool, text: str) -> None:
    assert names_graphs(text) is named


def test_graphs_that_a_query_names_are_the_ones_asked(store: Path) -> None:
    def count(rest: str) -> int:
        table = opened.query(f"SELECT (COUNT(*) AS ?n) {rest}")
        assert isinstance(table, Table)
        return int(str(table.column("n")[0]))

    with open_store(store) as opened:
        one = count(f"{{ GRAPH <{STUDY}> {{ ?s ?p ?o }} }}")
        assert 0 < one == count(f"FROM <{STUDY}> {{ ?s ?p ?o }}") < count("{ ?s ?p ?o }")
        assert count(f"FROM NAMED <{STUDY}> {{ ?s ?p ?o }}") == 0


def test_questions_go_over_the_union_of_the_graphs(store: Path) -> None:
    with open_store(store) as opened:
        assert opened.query("ASK { ?s a <https://w3id.org/ivigkg/ontology#Study> }")


def test_triples_keep_the_digits_that_were_typed() -> None:
    quads = [
        ox.Quad(ox.NamedNode("a:a"), ox.NamedNode("a:p"), ox.Literal(text, datatype=XSD.decimal), ox.NamedNode("a:g"))
        for text in ("75.0", "0.10", "3")
    ]
    with EmbeddedStore.of(quads) as store:
        constructed = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        assert isinstance(constructed, Triples)
        assert {triple.object.value for triple in constructed} == {"75.0", "0.10", "3"}  # type: ignore[union-attr]
        assert [quad.object.value for quad in store.quads()] == ["0.10", "3", "75.0"]  # type: ignore[union-attr]
        assert set(store.about(ox.NamedNode("a:a"))) == set(quads)
        assert store.about(ox.NamedNode("a:b")) == []


def test_content_is_the_lines_of_the_quads_wherever_they_are(store: Path) -> None:
    with open_store(store) as opened, EmbeddedStore.of(opened.quads()) as memory:
        assert opened.content() == (store / "quads.nq").read_bytes() == memory.content()
    with pytest.raises(StoreError, match="was closed"):
        memory.content()


def test_missing_quads_are_one_sentence(copy: Path) -> None:
    (copy / "quads.nq").unlink()
    with open_store(copy) as opened, pytest.raises(StoreError, match="cannot be read"):
        list(opened.quads())


@pytest.mark.parametrize(
    "damage", [lambda text: text.replace(b"0.018", b"0.999"), lambda text: text[:1000], lambda text: b""]
)
def test_changed_quads_are_noticed(damage: Callable[[bytes], bytes], copy: Path) -> None:
    path = copy / "quads.nq"
    path.write_bytes(damage(path.read_bytes()))
    with open_store(copy) as opened, pytest.raises(StoreError, match="damaged or was changed"):
        list(opened.quads())


def test_two_readers_at_once(store: Path) -> None:
    with open_store(store) as one, open_store(store) as two:
        assert one.query("ASK { ?s ?p ?o }") == two.query("ASK { ?s ?p ?o }")


def test_not_sparql_is_a_query_error(store: Path) -> None:
    with open_store(store) as opened, pytest.raises(QueryError):
        opened.query("SELEKT")


def test_closed_store_says_so(store: Path) -> None:
    opened = open_store(store)
    opened.close()
    with pytest.raises(StoreError, match="was closed"):
        opened.query("ASK { ?s ?p ?o }")


def test_missing_store_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"no store at .*run `ivigkg build` first"):
        open_store(tmp_path / "nowhere")


def test_folder_that_is_no_store_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is not a store"):
        open_store(tmp_path)


def test_file_instead_of_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("", "utf-8")
    with pytest.raises(StoreError, match=r"is a file"):
        open_store(tmp_path / "store")


def test_store_of_another_format_names_the_remedy(copy: Path) -> None:
    manifest = json.loads((copy / "manifest.json").read_text("utf-8"))
    (copy / "manifest.json").write_text(json.dumps(manifest | {"format": FORMAT + 1}), "utf-8")
    with pytest.raises(StoreError, match=r"has format 2, this ivigkg reads format 1; run `ivigkg build`"):
        open_store(copy)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 1}', "\x00"])
def test_damaged_manifest_is_one_sentence(copy: Path, content: str) -> None:
    (copy / "manifest.json").write_text(content, "utf-8")
    with pytest.raises(StoreError, match=r"cannot be read .*run `ivigkg build`"):
        open_store(copy)


def test_damaged_data_is_one_sentence(copy: Path) -> None:
    (copy / "data" / "CURRENT").write_text("nonsense\n", "utf-8")
    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(copy)


def test_store_held_by_a_writer_can_still_be_read(copy: Path) -> None:
    writer = ox.Store(str(copy / "data"))
    with open_store(copy) as opened:
        assert opened.query("ASK { ?s ?p ?o }")
    del writer


def test_remote_address_is_refused_with_a_sentence() -> None:
    with pytest.raises(StoreError, match="remote store"):
        open_store("http://127.0.0.1:1/sparql")


def test_store_in_memory_answers_the_same(store: Path) -> None:
    text = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    with open_store(store) as opened, EmbeddedStore.of(opened.quads()) as memory:
        assert memory.query(text) == opened.query(text)
