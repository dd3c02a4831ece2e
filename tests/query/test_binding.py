"""Values become single terms in a question, whatever they hold."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ivigkg.errors import UsageError
from ivigkg.query.binding import bind
from ivigkg.query.catalogue import Query, load_query
from ivigkg.query.check import check
from ivigkg.query.terms import KINDS, NAMESPACES, term
from ivigkg.query.tokens import tokens
from tests.query.answers import QUERIES, by_oxigraph

TEXT = """#+ title: {kind}
#+ question: Which {kind}?
#+ for: rheumatologist
#+ param: x {kind} {example} Anything

PREFIX intv: <https://w3id.org/ivigkg/term/intervention/>
# a comment with VALUES ?x {{ intv:ivig }} in it
SELECT ?x ?y WHERE {{ VALUES ?x {{ {term} }} BIND("VALUES ?x {{ intv:ivig }}" AS ?y) }}
"""
HOSTILE = [
    '"', '\\"', "\\", "\\\\", '" } DROP ALL #', "> } #", "\\u0022 } #", "\\\\u0022", "\\U00000022", "\\uu0022", "'''",
    "\n", "a\r\nb", "\t", "# comment", "?x", "{}", "é\u2028\ufeff", "<a>", "$0", "\\n", "\\", "\\u005c\\u0022",
]  # fmt: skip


@pytest.fixture
def question(tmp_path: Path) -> Query:
    return make(tmp_path, "text", '"a text"', '"a text"')


def make(folder: Path, kind: str, shown: str, written: str) -> Query:
    path = folder / "question.rq"
    path.write_text(TEXT.format(kind=kind, example=shown, term=written), "utf-8")
    return load_query(path)


@pytest.fixture(scope="module")
def text_question(tmp_path_factory: pytest.TempPathFactory) -> Query:
    return make(tmp_path_factory.mktemp("q"), "text", '"a text"', '"a text"')


@pytest.fixture(scope="module")
def node_question(tmp_path_factory: pytest.TempPathFactory) -> Query:
    return make(tmp_path_factory.mktemp("q"), "node", "intv:ivig", "intv:ivig")


@pytest.fixture(scope="module")
def drug_question(tmp_path_factory: pytest.TempPathFactory) -> Query:
    return make(tmp_path_factory.mktemp("q"), "intervention", "ivig", "intv:ivig")


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("study", "dalakas-1993", "<https://w3id.org/ivigkg/id/study/dalakas-1993>"),
        ("study", "study:dalakas-1993", "<https://w3id.org/ivigkg/id/study/dalakas-1993>"),
        ("study", "https://w3id.org/ivigkg/id/study/dalakas-1993", "<https://w3id.org/ivigkg/id/study/dalakas-1993>"),
        ("study", "<https://w3id.org/ivigkg/id/study/dalakas-1993>", "<https://w3id.org/ivigkg/id/study/dalakas-1993>"),
        ("adverse-event", "headache", "<https://w3id.org/ivigkg/term/adverse-event/headache>"),
        ("adverse-event", "ae:headache", "<https://w3id.org/ivigkg/term/adverse-event/headache>"),
        ("design", "open-label", "<https://w3id.org/ivigkg/term/design/open-label>"),
        ("node", "study:dalakas-1993#strength", "<https://w3id.org/ivigkg/id/study/dalakas-1993#strength>"),
        ("node", "http://id.nlm.nih.gov/mesh/D003882", "<http://id.nlm.nih.gov/mesh/D003882>"),
        ("node", "urn:uuid:1", "<urn:uuid:1>"),
        ("text", 'so-called "IVIG"\\\n', '"so-called \\"IVIG\\"\\\\\\n"'),
        ("number", "0.018", "0.018"),
        ("number", "-2", "-2"),
    ],
)
def test_value_becomes_a_term(kind: str, value: str, expected: str) -> None:
    assert term(kind, value) == expected


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("study", "Dalakas 1993", "names no study"),
        ("study", "", "names no study"),
        ("study", "intv:ivig", "is no study"),
        ("study", "stuyd:dalakas-1993", "did you mean study:dalakas-1993"),
        ("node", "dalakas", "names no node"),
        ("node", "http://a b", "names no node"),
        ("node", "javascript", "names no node"),
        ("node", "http://a/<b>", "names no node"),
        ("number", "1e3", "is not a number"),
        ("number", "१", "is not a number"),
        ("number", "1 } #", "is not a number"),
        ("text", "a\x00b", "control character"),
        ("text", "\ud800", "control character"),
        ("adverse-event", "Head ache", "ae:name"),
        ("intervention", "Rituximab", "intv:name"),
    ],
)
def test_value_that_cannot_be_the_term_is_an_error(kind: str, value: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        term(kind, value)


def test_every_kind_of_node_takes_its_short_name() -> None:
    for kind, namespace in NAMESPACES.items():
        assert term(kind, "some-name") == f"<{namespace}some-name>"
    assert set(KINDS) == {*NAMESPACES, "node", "text", "number"}


def test_a_parameter_left_out_keeps_its_example(question: Query) -> None:
    assert bind(question, {}) == question.text


def test_comments_and_texts_stay_as_they_are(drug_question: Query) -> None:
    bound = bind(drug_question, {"x": "rituximab"})
    assert bound.count("rituximab") == 1
    assert "# a comment with VALUES ?x { intv:ivig } in it\n" in bound
    assert 'BIND("VALUES ?x { intv:ivig }" AS ?y)' in bound
    assert by_oxigraph(ox.Store(), bound)[1][0].endswith("/intervention/rituximab")


def test_an_unknown_parameter_is_an_error_with_the_nearest_one(question: Query) -> None:
    with pytest.raises(UsageError, match="has no parameter sutdy; did you mean study"):
        bind(QUERIES["groups-of-study"], {"sutdy": "dalakas-1993"})
    with pytest.raises(UsageError, match="it takes x"):
        bind(question, {"zzz": "1"})
    with pytest.raises(UsageError, match="it takes none"):
        bind(QUERIES["ivig-doses"], {"drug": "ivig"})


def test_two_parameters_are_bound_together() -> None:
    bound = bind(QUERIES["trace-a-number"], {"number": "71.4", "study": "cherin-2002"})
    assert "VALUES ?study { <https://w3id.org/ivigkg/id/study/cherin-2002> }" in bound
    assert "VALUES ?number { 71.4 }" in bound


def test_a_resolver_may_look_names_up(question: Query) -> None:
    seen: list[tuple[str, str]] = []

    def resolve(kind: str, value: str) -> str:
        seen.append((kind, value))
        return '"found"'

    assert 'VALUES ?x { "found" }' in bind(question, {"x": "anything"}, resolve)
    assert seen == [("text", "anything")]


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_text_stays_one_text_on_both_engines(value: str, text_question: Query) -> None:
    bound = bind(text_question, {"x": value})
    assert by_oxigraph(ox.Store(), bound)[1][0] == value
    assert [str(row[0]) for row in rdflib.Graph().query(bound)] == [value]


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40))
@example("\\u0022")
def test_any_text_stays_one_term(value: str) -> None:
    query = QUERY["text"]
    try:
        bound = bind(query, {"x": value})
    except UsageError as error:
        assert "control character" in str(error)
        return
    assert check(bound).form == "select"
    assert len(tokens(bound)) == len(tokens(query.text))
    assert by_oxigraph(ox.Store(), bound)[1][0] == value


@settings(max_examples=500, deadline=None)
@given(
    st.sampled_from([kind for kind in KINDS if kind != "text"]),
    st.text(max_size=40)
    | st.text(alphabet="abc-:/#<>{}\"'\\ %?é.1+", max_size=30)
    | st.builds("{}:{}".format, st.sampled_from(["study", "http", "urn", "ev", "intv"]), st.text(max_size=20)),
)
@example("node", "http://a\u3000b")
@example("node", "http://[")
@example("node", "study:a\\u003e")
def test_any_value_stays_one_term_or_is_refused(kind: str, value: str) -> None:
    try:
        written = term(kind, value)
    except UsageError:
        return
    bound = QUERY["node"].text.replace("{ intv:ivig } BIND", f"{{ {written} }} BIND")
    assert check(bound).form == "select"
    expected = 1 + written.startswith(("+", "-"))
    assert len(tokens(bound)) == len(tokens(QUERY["node"].text)) - 1 + expected
    assert len(by_oxigraph(ox.Store(), bound)) == 2


QUERY: dict[str, Query] = {}


@pytest.fixture(scope="module", autouse=True)
def _questions(text_question: Query, node_question: Query) -> None:
    QUERY.update(text=text_question, node=node_question)


@pytest.mark.parametrize("name", [query.name for query in QUERIES.values() if query.parameters])
def test_named_questions_run_with_other_values(name: str, oxigraph: ox.Store) -> None:
    other = {"study": "kamali-2005", "review": "desouza-2019", "intervention": "rituximab", "number": "14",
             "condition": "polymyositis", "outcome": "creatine-kinase", "adverse-event": "headache",
             "disease-stage": "refractory",
             "node": "https://w3id.org/ivigkg/id/study/kamali-2005#population"}  # fmt: skip
    query = QUERIES[name]
    bound = bind(query, {parameter.name: other[parameter.kind] for parameter in query.parameters})
    assert by_oxigraph(oxigraph, check(bound).text) != by_oxigraph(oxigraph, query.text)
