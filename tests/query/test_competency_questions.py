"""Every named question has an expected answer, and two engines give it.

``IVIGKG_REWRITE_EXPECTED=1`` writes the answers anew; read the difference before it is committed.
"""

from __future__ import annotations

import os
from decimal import Decimal

import pyoxigraph as ox
import pytest
import rdflib

from ivigkg.graph.derive import derived_quads
from ivigkg.namespaces import EV
from ivigkg.query.catalogue import Query
from ivigkg.query.check import check
from ivigkg.query.tokens import tokens
from tests.query import answers
from tests.query.answers import QUERIES, by_oxigraph, by_rdflib, read_expected, same_value
from tests.query.conftest import ByGraph, Rules

INCLUDED = [
    "suzuki-2009", "marie-2010", "tian-2008", "cherin-1994", "dalakas-1993", "danieli-2009", "cherin-2002",
    "danieli-2002", "saito-2008", "mastaglia-1998", "cherin-1991", "gottfried-2000", "kamali-2005", "helmers-2007",
]  # fmt: skip
WANG = "https://w3id.org/ivigkg/id/review/wang-2012"
STUDY = "https://w3id.org/ivigkg/id/study/"
GRAPH = "https://w3id.org/ivigkg/graph/"
DESIGN = "https://w3id.org/ivigkg/term/design/"
every_question = pytest.mark.parametrize("query", QUERIES.values(), ids=list(QUERIES))


def table(store: ox.Store, name: str) -> list[dict[str, str]]:
    header, *rows = by_oxigraph(store, QUERIES[name].text)
    return [dict(zip(header, row, strict=True)) for row in rows]


@every_question
def test_answer_is_the_expected_one(query: Query, oxigraph: ox.Store) -> None:
    found = by_oxigraph(oxigraph, query.text)
    if os.environ.get("IVIGKG_REWRITE_EXPECTED") == "1":
        answers.write_expected(query, found)
    assert found == read_expected(query)


@every_question
def test_rdflib_gives_the_same_answer(query: Query, rdflib_graph: rdflib.Graph) -> None:
    assert same_value(by_rdflib(rdflib_graph, query.text)) == same_value(read_expected(query))


def test_every_expected_answer_has_its_question() -> None:
    wanted = {answers.expected_file(query).name for query in QUERIES.values()}
    assert {path.name for path in answers.EXPECTED.iterdir() if not path.name.startswith(".")} == wanted


def test_the_thirty_competency_questions_are_all_there() -> None:
    assert sorted(query.cq for query in QUERIES.values() if query.cq) == [f"CQ{n:02d}" for n in range(1, 31)]


@every_question
def test_question_uses_declared_names_and_declares_its_prefixes(query: Query, declared: frozenset[str]) -> None:
    assert check(query.text, declared).text == query.text


@every_question
def test_question_is_over_the_union(query: Query) -> None:
    assert not [token for token in tokens(query.text) if token.is_word("GRAPH", "FROM", "SERVICE")]


@every_question
def test_values_stand_inside_the_braces(query: Query) -> None:
    depth = 0
    for token in tokens(query.text):
        depth += (token.text == "{") - (token.text == "}")
        assert depth or not token.is_word("VALUES")


@every_question
def test_not_exists_holds_no_join(query: Query) -> None:
    found = tokens(query.text)
    for index, token in enumerate(found[:-1]):
        if not token.is_word("NOT") or not found[index + 1].is_word("EXISTS"):
            continue
        depth = 0
        for here, after in zip(found[index + 2 :], found[index + 3 :], strict=False):
            depth += (here.text == "{") - (here.text == "}")
            if not depth:
                break
            assert here.text != ";" and (here.text != "." or after.is_word("FILTER") or after.text == "}"), query.name


@every_question
def test_order_of_rows_does_not_depend_on_the_order_of_loading(query: Query, backwards: ox.Store) -> None:
    assert by_oxigraph(backwards, query.text) == read_expected(query)


@pytest.fixture(scope="module")
def backwards(quads: list[ox.Quad]) -> ox.Store:
    store = ox.Store()
    for quad in reversed(quads):
        store.add(quad)
    return store


def test_the_review_counts_fourteen_studies_and_186_of_308_people(oxigraph: ox.Store) -> None:
    rows = {row["class"]: row for row in table(oxigraph, "review-totals") if row["review"] == WANG}
    studies = {kind.removeprefix(DESIGN): int(row["studies"]) for kind, row in rows.items()}
    assert studies == {
        "": 14, "randomised-controlled-trial": 2, "prospective-open-study": 9, "retrospective-study": 3,
    }  # fmt: skip
    assert all(row["statedStudies"] == row["studies"] for row in rows.values())
    assert (rows[""]["statedParticipants"], rows[""]["participants"], rows[""]["studiesWithNumber"]) == (
        "308",
        "186",
        "8",
    )
    assert sum(int(row["participants"]) for kind, row in rows.items() if kind) == 186


def test_the_only_difference_is_the_number_of_people(oxigraph: ox.Store) -> None:
    (row,) = table(oxigraph, "review-differences")
    assert row["review"] == WANG and row["quantity"] == "participants"
    assert (row["stated"], row["recomputed"], row["difference"], row["studiesWithoutNumber"]) == (
        "308",
        "186",
        "122",
        "6",
    )


def test_people_per_included_study_are_those_seen_in_the_papers(oxigraph: ox.Store) -> None:
    seen = {
        row["study"].removeprefix(STUDY): int(row["participants"])
        for row in table(oxigraph, "included-studies")
        if row["participants"]
    }
    assert seen == {
        "suzuki-2009": 5, "marie-2010": 73, "cherin-1994": 11, "dalakas-1993": 15, "cherin-2002": 35,
        "cherin-1991": 20, "gottfried-2000": 19, "kamali-2005": 8,
    }  # fmt: skip


def test_kamali_brings_eight_of_its_twenty_people(oxigraph: ox.Store) -> None:
    (row,) = [row for row in table(oxigraph, "included-studies") if row["study"] == f"{STUDY}kamali-2005"]
    assert (row["participants"], row["wholeStudy"]) == ("8", "20")


def test_no_fact_is_without_a_source(oxigraph: ox.Store) -> None:
    assert by_oxigraph(oxigraph, QUERIES["facts-without-source"].text) == [("false",)]


def test_variants_enter_no_list_of_results(oxigraph: ox.Store) -> None:
    variants = {row["variant"] for row in table(oxigraph, "conflicting-values")}
    assert variants
    for name in ("refractory-dermatomyositis", "response-rates", "harms-of-drug", "steroid-sparing"):
        assert not variants & {row["result"] for row in table(oxigraph, name)}


def test_the_list_of_included_studies_is_that_of_the_review(oxigraph: ox.Store) -> None:
    assert sorted(row["study"].removeprefix(STUDY) for row in table(oxigraph, "included-studies")) == sorted(INCLUDED)


def test_percentages_are_those_of_the_counts(oxigraph: ox.Store) -> None:
    for row in table(oxigraph, "response-rates"):
        if row["percent"]:
            assert abs(Decimal(row["percent"]) - 100 * Decimal(row["events"]) / Decimal(row["total"])) <= Decimal(
                "0.05"
            )


@pytest.mark.parametrize("slug", INCLUDED)
def test_leaving_out_an_included_study_changes_answers(slug: str, by_graph: ByGraph, rules: Rules) -> None:
    left = without(by_graph, f"study/{slug}")
    assert_changed(left, rules, "studies-by-design", "how-studies-were-read", "populations", "missing-facts")


@pytest.mark.parametrize("slug", INCLUDED)
def test_leaving_out_an_included_study_and_its_inclusion_changes_the_totals(
    slug: str, by_graph: ByGraph, rules: Rules
) -> None:
    inclusion = f"<{WANG}#inc-{slug}>"
    review = [quad for quad in by_graph[f"{GRAPH}review/wang-2012"] if str(quad.subject) != inclusion]
    left = [*without(by_graph, f"study/{slug}", "review/wang-2012"), *review]
    assert_changed(left, rules, "review-totals", "review-differences", "included-studies", "cited-papers")


def test_leaving_out_a_decision_on_people_changes_the_look_alikes(asserted: list[ox.Quad], rules: Rules) -> None:
    for predicate in (EV.keptApart, EV.mergedBecause):
        assert_changed([quad for quad in asserted if quad.predicate != predicate], rules, "look-alike-people")


def without(by_graph: ByGraph, *names: str) -> list[ox.Quad]:
    """All quads but those of some files."""
    out = {GRAPH + name for name in names}
    assert out <= set(by_graph)
    return [quad for name, quads in by_graph.items() if name not in out for quad in quads]


def assert_changed(asserted: list[ox.Quad], rules: Rules, *names: str) -> None:
    """The answers of these questions over ``asserted``, and what follows from it, are not the expected ones."""
    store = ox.Store()
    store.extend([*asserted, *derived_quads(asserted, rules)])
    for name in names:
        assert by_oxigraph(store, QUERIES[name].text) != read_expected(QUERIES[name]), name
