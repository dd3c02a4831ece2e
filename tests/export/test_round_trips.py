"""What is written is read back as the same triples, digit for digit, by two engines."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, DefaultGraph, Literal, NamedNode, Quad, Triple

from ivigkg.errors import UsageError
from ivigkg.export.rdf import Release, canonical_hash, serialize
from ivigkg.formats import CSV, JSONLD, NQUADS, NTRIPLES, RDF, RDFXML, TRIG, TURTLE, Format
from ivigkg.namespaces import EV
from tests.export.support import lines, literals, quad, quads, read_pyoxigraph, read_rdflib, texts

RELEASE = Release("1.2.3", "2026-11-22", "0" * 64)
NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
xml_literals = literals.filter(lambda literal: not NO_XML.search(literal.value))


def written(graph: list[Quad], format_: Format, header: Release | None = None) -> bytes:
    return b"".join(serialize(graph, format_, header))


@pytest.mark.parametrize("format_", RDF, ids=str)
def test_pyoxigraph_reads_all_real_triples_back(real_quads: list[Quad], format_: Format) -> None:
    assert read_pyoxigraph(written(real_quads, format_, RELEASE), format_) == lines(real_quads, format_)


@pytest.mark.parametrize("format_", RDF, ids=str)
def test_rdflib_reads_a_real_study_back_with_its_digits(study: list[Quad], format_: Format) -> None:
    assert read_rdflib(written(study, format_, RELEASE), format_) == lines(study, format_)


def test_rdflib_reads_all_real_triples_back_from_turtle(real_quads: list[Quad]) -> None:
    assert read_rdflib(written(real_quads, TURTLE, RELEASE), TURTLE) == lines(real_quads, TURTLE)


@pytest.mark.parametrize("format_", [TURTLE, TRIG, NQUADS, NTRIPLES, JSONLD], ids=str)
def test_any_graph_survives(format_: Format) -> None:
    @settings(max_examples=60, deadline=None)
    @given(quads())
    def survives(graph: list[Quad]) -> None:
        content = written(graph, format_)
        assert read_pyoxigraph(content, format_) == lines(graph, format_)

    survives()


@settings(max_examples=60, deadline=None)
@given(quads(xml_literals))
def test_any_graph_without_control_characters_survives_rdfxml(graph: list[Quad]) -> None:
    assert read_pyoxigraph(written(graph, RDFXML), RDFXML) == lines(graph, RDFXML)


@pytest.mark.parametrize("format_", [TURTLE, TRIG, NTRIPLES, JSONLD], ids=str)
def test_rdflib_reads_strange_literals_back(format_: Format) -> None:
    @settings(max_examples=25, deadline=None)
    @given(st.lists(literals, max_size=8))
    def survives(values: list[Literal]) -> None:
        graph = [quad(NamedNode(f"http://example.org/{n}"), EV.value, value) for n, value in enumerate(values)]
        assert read_rdflib(written(graph, format_), format_) == lines(graph, format_)

    survives()


@settings(max_examples=40, deadline=None)
@given(quads(), st.randoms(use_true_random=False))
def test_bytes_do_not_depend_on_the_order_of_the_quads(graph: list[Quad], chance: random.Random) -> None:
    shuffled = [*graph, *graph[:2]]
    chance.shuffle(shuffled)
    for format_ in (TURTLE, TRIG, NQUADS, NTRIPLES, JSONLD):
        assert written(graph, format_) == written(shuffled, format_)
    assert canonical_hash(graph) == canonical_hash(shuffled)


@settings(max_examples=40, deadline=None)
@given(quads())
def test_hash_is_that_of_rdfc_1_0(graph: list[Quad]) -> None:
    import hashlib

    dataset = Dataset(graph)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    expected = "".join(sorted(f"{quad} .\n" for quad in dataset))
    assert canonical_hash(graph) == hashlib.sha256(expected.encode()).hexdigest()


def test_hash_of_real_quads_is_that_of_the_lines_of_the_nquads_file(real_quads: list[Quad]) -> None:
    import hashlib

    content = written(real_quads, NQUADS, RELEASE)
    body = b"".join(line for line in content.splitlines(keepends=True) if not line.startswith(b"#"))
    assert canonical_hash(real_quads) == hashlib.sha256(body).hexdigest()


@given(texts)
@settings(max_examples=50, deadline=None)
def test_canonical_lines_escape_as_rdfc_1_0_asks(text: str) -> None:
    escapes = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}

    def escape(character: str) -> str:
        is_control = character < "\u0020" or character == "\u007f"
        return escapes.get(character) or (f"\\u{ord(character):04X}" if is_control else character)

    line = written([quad(EV.a, EV.b, Literal(text), "g")], NTRIPLES).decode()
    assert line == f'{EV.a} {EV.b} "{"".join(map(escape, text))}" .\n'


def test_a_blank_node_has_no_hash() -> None:
    with pytest.raises(UsageError, match="blank node"):
        canonical_hash([quad(EV.a, EV.b, BlankNode("x"))])


def test_blank_nodes_of_an_answer_are_numbered_in_their_order() -> None:
    answer = [Triple(BlankNode("zz"), EV.note, Literal("x")), Triple(EV.a, EV.b, BlankNode("zz"))]
    assert written(answer, NTRIPLES) == f'{EV.a} {EV.b} _:b0 .\n_:b0 {EV.note} "x" .\n'.encode()
    for format_ in (TURTLE, RDFXML, JSONLD):
        assert len(read_pyoxigraph(written(answer, format_), format_)) == 2


def test_triples_and_quads_without_a_graph_are_the_same() -> None:
    triple = Triple(EV.a, EV.b, Literal("x"))
    for format_ in RDF:
        assert written([triple], format_) == written([Quad(*triple, DefaultGraph())], format_)


def test_union_holds_a_triple_of_two_graphs_once() -> None:
    twice = [quad(EV.a, EV.b, EV.c, "study/a"), quad(EV.a, EV.b, EV.c, "study/b")]
    assert written(twice, NTRIPLES).count(b"\n") == 1
    assert written(twice, NQUADS).count(b"\n") == 2
    assert written(twice, TURTLE).count(b"ev:b ev:c") == 1


@pytest.mark.parametrize("format_", RDF, ids=str)
def test_every_head_tells_version_date_and_hash(study: list[Quad], format_: Format) -> None:
    head = written(study, format_, RELEASE).decode()[:40_000]
    assert "1.2.3" in head and "2026-11-22" in head and "0" * 64 in head


@pytest.mark.parametrize("format_", RDF, ids=str)
def test_a_head_cannot_break_out_of_its_comment(format_: Format) -> None:
    header = Release("1\n<http://e/a> <http://e/b> <http://e/c> .\r-->", "2026", "0", title='"}')
    content = written([quad(EV.a, EV.b, EV.c)], format_, header)
    assert len(read_pyoxigraph(content, format_)) == 1


@pytest.mark.parametrize("format_", RDF, ids=str)
def test_an_empty_graph_is_a_valid_file(format_: Format) -> None:
    assert read_pyoxigraph(written([], format_), format_) == set()
    assert read_pyoxigraph(written([], format_, RELEASE), format_) == set()


def test_a_format_for_rows_is_refused() -> None:
    with pytest.raises(UsageError, match="csv is for rows"):
        written([], CSV)


@pytest.mark.parametrize("format_", RDF, ids=str)
def test_a_triple_inside_a_triple_is_refused(format_: Format) -> None:
    with pytest.raises(UsageError, match=r"RDF 1\.1"):
        written([quad(EV.a, EV.b, Triple(EV.a, EV.b, EV.c))], format_)  # type: ignore[arg-type]
