"""Queries are completed, refused or explained before any engine runs them."""

from __future__ import annotations

import contextlib
import random
import subprocess
import sys
import time

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ivigkg.errors import QueryError
from ivigkg.query import grammar
from ivigkg.query.check import Checked, check, complete
from ivigkg.query.tokens import form, place, tokens
from tests.query.answers import QUERIES

WRONG = {
    "an open brace": ("SELECT * WHERE { ?s ?p ?o", 1, 16, "never closed"),
    "a stray bracket": ("SELECT * { ?s ?p ?o }\n}", 2, 1, "closes nothing"),
    "brackets crossed": ("SELECT ?x {\n FILTER(?x > 1 }", 2, 16, "the ( of line 2, column 8 is still open"),
    "a misspelt keyword": ("SELEC * { ?s ?p ?o }", 1, 1, "Did you mean SELECT?"),
    "a misspelt function": ("SELECT * { FILTER(STRSTART(?x, 'a')) }", 1, 19, "Did you mean STRSTARTS?"),
    "a class without prefix": ("SELECT ?s { ?s a Study }", 1, 18, "Did you mean ev:Study?"),
    "a missing full stop": ("SELECT ?x {\n  ?x a ev:Study\n  ?x ev:design ?z\n}", 3, 3, "A full stop is probably"),
    "a triple without object": ("SELECT ?x { ?x ev:design }", 1, 26, "subject, a property and an object"),
    "an open text": ("SELECT ?x\n{ ?x ev:note \"abc }", 2, 14, "not closed"),
    "text over two lines": ('ASK { ?x ev:note "a\nb" }', 1, 18, "three quotation marks"),
    "an unknown prefix": ("SELECT ?x\n{ ?x evv:study ?y }", 2, 6, "Did you mean ev:study?"),
    "a prefix in capitals": ("ASK { ?x EV:study ?y }", 1, 10, "Did you mean ev:study?"),
    "a prefix of nobody": ("ASK { ?x zzzzz:study ?y }", 1, 10, "Declare it: PREFIX zzzzz:"),
    "an unknown property": ("SELECT ?x { ?x ev:studdy ?y }", 1, 16, "Did you mean ev:study?"),
    "an unknown class": ("SELECT ?x { ?x a ev:Studie }", 1, 18, "Did you mean ev:Study?"),
    "an unknown list entry": ("ASK { ?x ev:design dsgn:randomized-controlled-trial }", 1, 20,
                              "Did you mean dsgn:randomised-controlled-trial?"),
    "an unknown full IRI": ("ASK { ?x <https://w3id.org/ivigkg/ontology#Studdy> ?y }", 1, 10, "ontology#Study>?"),
    "a name in a prefix of one's own": ("PREFIX e: <https://w3id.org/ivigkg/ontology#>\nASK { ?x e:studdy ?y }", 2, 10,
                                        "Did you mean e:study?"),
    "a relative IRI": ("ASK { ?x <study> ?y }", 1, 10, "not a full IRI"),
    "an IRI with a space": ("ASK { ?x <http://a b> ?y }", 1, 11, "a space"),
    "a column that is not grouped": ("SELECT ?x (COUNT(?y) AS ?n) { ?x ev:study ?y }", 1, 8, "Add GROUP BY ?x."),
    "a value without a name": ("SELECT (COUNT(?y)) { ?x ev:study ?y }", 1, 18, "AS ?name"),
    "a name used twice": ("ASK { ?x ev:study ?y BIND(1 AS ?y) }", 1, 32, "has a value already"),
    "a ragged row": ("ASK { VALUES (?a ?b) { (1 2) (3) } }", 1, 30, "row of VALUES"),
    "two full stops": ("ASK { ?x ev:study ?y . . }", 1, 24, "cannot stand here"),
    "ORDER without BY": ("SELECT ?x { ?x a ev:Study } ORDER ?x", 1, 35, "Expected here: BY."),
    "a limit in words": ("SELECT ?x { ?x a ev:Study } LIMIT ten", 1, 35, "ten is no word"),
    "nothing after ORDER BY": ("SELECT ?x { ?x a ev:Study } ORDER BY", 1, 37, "The end of the query"),
    "an update": ("# note\nINSERT DATA { <a:b> <a:c> 1 }", 2, 1, "only queries are answered"),
    "an update behind prefixes": ("PREFIX a: <http://a/> DELETE WHERE { ?s ?p ?o }", 1, 23, "an update (DELETE)"),
    "another server": ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", 1, 12, "another server"),
    "a file": ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", 1, 15, "from outside this graph"),
    "a page": ("SELECT * FROM NAMED <http://example.org/> { ?s ?p ?o }", 1, 21, "from outside this graph"),
    "a file behind a prefix": ("PREFIX f: <file:///etc/> SELECT * FROM f:passwd { ?s ?p ?o }", 1, 40, "from outside"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "line", "column", "words"), WRONG.values(), ids=list(WRONG))
def test_error_says_where_and_what(text: str, line: int, column: int, words: str, declared: frozenset[str]) -> None:
    with pytest.raises(QueryError) as caught:
        check(text, declared)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "  \n", "# only a comment\n", "\ufeff"])
def test_empty_query_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match="empty"):
        check(text)


def test_prefixes_are_supplied_on_the_first_line() -> None:
    text = "# my question\nSELECT ?s\nWHERE { ?s a ev:Study ; pico:condition cond:dermatomyositis }"
    checked = check(text)
    assert checked.text.endswith(text)
    assert checked.text.count("\n") == text.count("\n")
    assert checked.text.startswith("PREFIX ev: <https://w3id.org/ivigkg/ontology#> PREFIX pico: ")


def test_a_prefix_of_ones_own_is_left_alone() -> None:
    text = "PREFIX ev: <http://example.org/> ASK { ?s ev:anything ?o }"
    assert check(text, {"https://w3id.org/ivigkg/ontology#study"}) == Checked(text, "ask")


def test_column_of_the_first_line_counts_the_text_as_typed() -> None:
    with pytest.raises(QueryError) as caught:
        check("SELECT ?s { ?s ev:study ?x . { _:a ev:study ?y } { _:a ev:study ?z } }")
    assert caught.value.line == 1
    assert caught.value.column is not None and caught.value.column <= 71


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("select * {}", "select"),
        ("PREFIX select: <http://a/> ASK {}", "ask"),
        ("# SELECT\nBASE <http://a/> CONSTRUCT { ?s ?p 'ASK' } WHERE { ?s ?p ?o }", "construct"),
        ("DESCRIBE <http://example.org/select>", "describe"),
        ("PREFIX a: <http://ask/> SELECT ?ask { { SELECT ?ask { ?ask a:b 1 } } }", "select"),
    ],
)
def test_form_is_read_from_the_query_and_not_from_words_in_it(text: str, kind: str) -> None:
    assert check(text).form == kind


@pytest.mark.parametrize(
    "text",
    [
        'ASK { ?s ev:note "INSERT DATA { SERVICE <http://x> }" } # DROP ALL',
        "ASK { ?s ev:note '''FROM <file:///x> ' '' ''' }",
        "ASK { ?s <http://example.org/SERVICE#FROM> ?service }",
        "SELECT ?insert FROM <https://w3id.org/ivigkg/graph/study/dalakas-1993> { ?insert ?p ?o }",
        "ASK { ?s ev:study ev: }",
        "SELECT ?s { ?s ev:study/ev:design? ?o . FILTER(?s<?o||?s>?o) }",
        "ASK { VALUES (?a ?b) { (1 'x'@en) ('1'^^xsd:integer UNDEF) } }",
    ],
)
def test_words_in_texts_comments_and_addresses_are_not_taken_for_the_query(text: str, declared: frozenset[str]) -> None:
    assert check(text, declared).text.endswith(text)


@pytest.mark.parametrize("name", QUERIES)
def test_grammar_follows_every_named_question_to_its_end(name: str) -> None:
    assert grammar.stop(tokens(QUERIES[name].text)) is None


@pytest.mark.parametrize("name", QUERIES)
def test_a_question_with_one_piece_missing_is_explained_in_place(name: str) -> None:
    text = QUERIES[name].text
    found = tokens(text)
    for token in random.Random(name).sample(found, 12):
        broken = text[: token.start] + text[token.end :]
        try:
            assert check(broken).form in {"select", "ask", "construct", "describe"}
        except QueryError as error:
            lines = broken.splitlines()
            assert error.line is not None and error.column is not None
            assert 1 <= error.line <= len(lines) and 1 <= error.column <= len(lines[error.line - 1]) + 1
            assert error.args[0].count(". ") >= 1


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="SELCT{}()[]?xy:<>\"'#\\ \n.;,a1@^|/*é\u0000", max_size=60))
def test_any_text_is_answered_or_refused(text: str) -> None:
    with contextlib.suppress(QueryError):
        check(text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
@example('" "')
def test_tokens_leave_out_only_spaces_and_comments(text: str) -> None:
    found = tokens(text)
    assert all(text[token.start : token.end] == token.text for token in found)
    if "#" not in text:
        ends = [0, *(token.end for token in found)]
        starts = [*(token.start for token in found), len(text)]
        left_out = "".join(text[end:start] for end, start in zip(ends, starts, strict=True))
        assert left_out.strip() == ""


def test_place_counts_lines_of_every_kind() -> None:
    assert [place("a\nb\r\nc\rd", position) for position in (0, 2, 5, 7)] == [(1, 1), (2, 1), (3, 1), (4, 1)]


@pytest.mark.parametrize(
    "text",
    [
        "ASK { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }",
        "ASK " + "{" * 12000,
        "ASK { FILTER(" + "!" * 12000 + "1) }",
        "ASK { ?s <a:b>" + "/<a:b>" * 12000 + " ?o }",
        "ASK { " + "?s ?p ?o . " * 12000 + "}",
        "ASK { " + "?s ?p ?o . " * 500 + "}",
        "ASK { ?s a ev:Study" + " ; a ev:Study" * 500 + " }",
        "ASK { ?s ?p (" + "1 " * 500 + ") }",
        "ASK { " + "OPTIONAL { } " * 12000 + "}",
        "SELECT " + "".join(f"(1 AS ?x{n}) " for n in range(12000)) + "{}",
    ],
    ids=["brackets", "groups", "nots", "path", "triples", "joins", "properties", "collection", "optionals", "columns"],
)
def test_a_query_that_would_bring_the_engine_down_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match="too large"):
        check(text)


def test_long_lists_in_values_are_welcome() -> None:
    listed = " ".join(f"study:s{n}" for n in range(20000))
    assert check(f"ASK {{ VALUES ?s {{ {listed} }} ?s a ev:Study }}").form == "ask"


def test_many_columns_arguments_and_groups_are_welcome() -> None:
    columns = " ".join(f"?v{n}" for n in range(400))
    assert check(f"SELECT {columns} {{ ?s a ev:Study }}").form == "select"
    assert check("ASK { FILTER(1 IN (" + ", ".join(map(str, range(2000))) + ")) }").form == "ask"
    assert check("ASK { " + "{ ?s a ev:Study . ?s ev:design ?d } UNION " * 300 + "{} }").form == "ask"


def test_hostile_text_is_read_in_linear_time() -> None:
    began = time.process_time()
    for text in ("a." * 12000, '"' * 99999, "'''" * 33333, "<" * 100000, "\\u0022" * 20000, "?" * 100000, "#" * 100000):
        with contextlib.suppress(QueryError):
            complete("ASK { " + text)
    assert time.process_time() - began < 20


def test_nothing_is_evaluated() -> None:
    rows = " ".join(str(number) for number in range(300))
    product = " ".join(f"VALUES ?v{n} {{ {rows} }}" for n in range(6))
    began = time.process_time()
    assert check(f"SELECT (COUNT(*) AS ?n) {{ {product} }}").form == "select"
    assert time.process_time() - began < 5


def test_the_form_of_a_query_without_one_is_unknown() -> None:
    assert form(tokens("PREFIX a: <http://a/>")) is None


def test_the_engine_reads_the_completed_text() -> None:
    text = check("ASK { ?s ev:study study:dalakas-1993 }").text
    assert not bool(ox.Store().query(text))


def test_checking_needs_no_heavy_import() -> None:
    code = "import sys, ivigkg.query.check, ivigkg.query.binding; print({'rdflib', 'pandas'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
