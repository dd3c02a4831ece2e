"""The graph as of a day, held against the records themselves and against the other engine."""

from __future__ import annotations

from datetime import date, datetime

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from ivigkg import resources
from ivigkg.errors import UsageError
from ivigkg.graph.dates import NEVER, dates, last_day, statement
from ivigkg.graph.derive import derived_quads
from ivigkg.namespaces import DCTERMS, EV, XSD
from ivigkg.query.as_of import AsOf, day, store_on
from ivigkg.query.catalogue import Query
from ivigkg.records.base import Fact
from ivigkg.records.loader import Library, read_library, require
from ivigkg.records.review import Review
from ivigkg.records.study import Study
from ivigkg.store.embedded import EmbeddedStore
from tests.query.answers import QUERIES, by_rdflib, same_value
from tests.query.conftest import Rules

ID = "https://w3id.org/ivigkg/id/"
REVIEWED = "2012-01-26"
"""The day on which the review of 2012 appeared online, the earliest date seen of it."""
KNOWN = [
    "al-mayouf-2000", "bunch-1980", "cherin-1991", "cherin-1991-presse-med", "cherin-1994", "cherin-2002", "chung-2007",
    "dalakas-1993", "danieli-2002", "danieli-2007", "danieli-2009", "danieli-2009-refractory", "gottfried-2000",
    "hara-2003", "helmers-2007", "kamali-2005", "lam-2011", "marie-2010", "mastaglia-1998", "miller-2002",
    "miyasaka-2012", "mosca-2005", "nozaki-2008", "roifman-1987", "rouster-stevens-2010", "saito-2008",
    "scig-autoimmunrev2011", "suzuki-2009", "tian-2008", "van-de-vlekkert-2010", "vencovsky-2000", "villalba-1998",
    "williams-2007", "wittstock-2003",
]  # fmt: skip
"""Studies with a paper dated up to that day, picked by hand from the list of publications."""


@pytest.fixture(scope="module")
def library() -> Library:
    return require(read_library(resources.default_packs()))


@pytest.fixture(scope="module")
def whole(quads: list[ox.Quad]) -> EmbeddedStore:
    return EmbeddedStore.of(quads)


@pytest.fixture(scope="module")
def days(whole: EmbeddedStore) -> AsOf:
    return AsOf(whole)


@pytest.fixture(scope="module")
def then(days: AsOf) -> EmbeddedStore:
    """The graph on the day of the review."""
    return days.on(REVIEWED)


@pytest.fixture(scope="module")
def then_in_rdflib(then: EmbeddedStore) -> rdflib.Graph:
    graph = rdflib.Graph(bind_namespaces="none")
    graph.parse(data="".join(f"{quad.triple} .\n" for quad in then.quads()), format="nt")
    return graph


def rows(store: EmbeddedStore, text: str) -> list[tuple[str, ...]]:
    table = store.query(text)
    return [tuple("" if cell is None else cell.value for cell in row) for row in table.rows]  # type: ignore[union-attr]


def nodes(store: EmbeddedStore, kind: str) -> set[str]:
    return {row[0].removeprefix(ID) for row in rows(store, f"SELECT ?x WHERE {{ ?x a <{EV.iri}{kind}> }}")}


def lines(store: EmbeddedStore) -> set[str]:
    return {line for line in store.content().decode().split("\n") if line and "/graph/derived> ." not in line}


def paper_day(library: Library, slug: str) -> str:
    paper = library.publications[slug]
    return min((last_day(text) for text in (paper.issued, paper.issue_date) if text), default=NEVER)


def record_day(library: Library, record: Study | Review) -> str:
    return min(paper_day(library, slug) for slug in (record.primary_report, *record.reports))


def fact_day(library: Library, record: Study | Review, fact: Fact) -> str:
    used = [record.readings[key] for key in fact.reading]
    pick = max if (fact.basis or used[0].basis) == "inferred" else min
    return max(record_day(library, record), pick(paper_day(library, reading.source) for reading in used))


def test_studies_known_to_the_review_are_those_with_a_paper_up_to_its_day(then: EmbeddedStore) -> None:
    assert sorted(name.removeprefix("study/") for name in nodes(then, "Study")) == KNOWN


def test_designs_on_the_day_of_the_review_are_counted_from_sources_up_to_that_day(
    then: EmbeddedStore, library: Library
) -> None:
    expected: dict[str, int] = {}
    for slug in KNOWN:
        study = library.studies[slug]
        stated = [one.facets for one in study.designs.values() if fact_day(library, study, one) <= REVIEWED]
        for facet in {facet for facets in stated for facet in facets}:
            expected[facet] = expected.get(facet, 0) + 1
    found = {row[0].rpartition("/")[2]: int(row[1]) for row in rows(then, QUERIES["studies-by-design"].text)}
    without = found.pop("")
    assert found == expected
    assert without == sum(not (study_facets & expected.keys()) for study_facets in _facets(then))
    assert found["randomised-controlled-trial"] < len(library.studies)


def _facets(store: EmbeddedStore) -> list[set[str]]:
    found: dict[str, set[str]] = {}
    text = f"SELECT ?s ?d WHERE {{ ?s a <{EV.iri}Study> OPTIONAL {{ ?s <{EV.iri}design> ?d }} }}"
    for study, design in rows(store, text):
        found.setdefault(study, set()).add(design.rpartition("/")[2])
    return list(found.values())


@pytest.mark.parametrize("until", ["1993-12-31", "2009-04-22", REVIEWED, "2022-12-31", "9999-12-31"])
@pytest.mark.parametrize(
    ("field", "kind"), [("results", "Result"), ("groups", "Group"), ("claims", "Claim"), ("assessments", "Assessment")]
)
def test_facts_on_a_day_are_those_whose_record_and_source_were_out(
    field: str, kind: str, until: str, days: AsOf, library: Library
) -> None:
    expected = set()
    for folder, records in (("study", library.studies), ("review", library.reviews)):
        for slug, record in records.items():
            for key, fact in getattr(record, field, {}).items():
                if fact_day(library, record, fact) <= until:
                    expected.add(f"{folder}/{slug}#{key}")
    assert nodes(days.on(until), kind) == expected


def test_what_was_reasoned_with_a_later_paper_is_not_known_before_it(days: AsOf) -> None:
    inclusion = "review/wang-2012#inc-tian-2008"  # reasoned from a review of 2017
    assert inclusion not in nodes(days.on("2016-12-31"), "Inclusion")
    assert inclusion in nodes(days.on("2017-12-31"), "Inclusion")


def test_shared_participants_are_derived_from_the_checks_known_then(days: AsOf) -> None:
    text = f"ASK {{ <{ID}study/danieli-2002> <{EV.iri}mayShareParticipantsWith> <{ID}study/gambini-2014> }}"
    assert not days.on("2013-12-31").query(text)
    assert days.on("2014-12-31").query(text)


def test_derived_triples_follow_from_what_was_known_then(then: EmbeddedStore, rules: Rules) -> None:
    graph = f"<{ID.removesuffix('id/')}graph/derived>"
    split: dict[bool, list[ox.Quad]] = {True: [], False: []}
    for quad in then.quads():
        split[str(quad.graph_name) == graph].append(quad)
    assert split[True]
    assert set(split[True]) == set(derived_quads(split[False], rules))


def test_nothing_but_words_was_known_in_1900(days: AsOf) -> None:
    early = days.on("1900")
    for kind in ("Study", "Synthesis", "FactBearing", "Authorship"):
        assert not nodes(early, kind)
    assert not rows(early, f"SELECT ?x WHERE {{ ?x <{DCTERMS.issued.value}> ?d }}")
    assert not [line for line in lines(early) if line.startswith((f"<{ID}person/", f"<{ID}journal/", f"<{ID}study/"))]
    assert nodes(early, "Term")


def test_undated_papers_belong_to_no_day(days: AsOf, whole: EmbeddedStore, library: Library) -> None:
    undated = {f"publication/{slug}" for slug in library.publications if paper_day(library, slug) == NEVER}
    last = days.on("9999-12-31")
    assert undated
    assert not [line for line in lines(last) if line.split(" ")[0].removeprefix(f"<{ID}").rstrip(">") in undated]
    assert lines(last) < lines(whole)


def test_with_every_paper_dated_the_last_day_gives_the_whole_graph(asserted: list[ox.Quad], rules: Rules) -> None:
    said = [statement(f"{quad} .") for quad in asserted]
    undated = [quad for quad, first in zip(asserted, dates(said).statements, strict=True) if first == NEVER]
    assert undated
    known = {quad.subject for quad in asserted if quad.predicate == DCTERMS.issued}
    dated = [*asserted, *(_dated(quad) for quad in asserted if _is_paper(quad) and quad.subject not in known)]
    everything = EmbeddedStore.of([*dated, *derived_quads(dated, rules)])
    assert AsOf(everything).on("9999-12-31").content() == everything.content()


def _is_paper(quad: ox.Quad) -> bool:
    kind = quad.object.value if isinstance(quad.object, ox.NamedNode) else ""
    return kind.startswith("http://purl.org/spar/fabio/") and not kind.endswith("/Journal")


def _dated(quad: ox.Quad) -> ox.Quad:
    return ox.Quad(quad.subject, DCTERMS.issued, ox.Literal("2001", datatype=XSD.gYear), quad.graph_name)


def test_a_study_whose_paper_loses_its_date_is_known_on_no_day(quads: list[ox.Quad]) -> None:
    paper = ox.NamedNode(f"{ID}publication/dalakas-1993")
    left = [quad for quad in quads if (quad.subject, quad.predicate) != (paper, DCTERMS.issued)]
    assert len(left) < len(quads)
    store = AsOf(EmbeddedStore.of(left)).on("9999-12-31")
    assert not [line for line in lines(store) if line.startswith((f"<{ID}study/dalakas-1993", f"{paper} "))]


DAYS = st.dates(date(1975, 1, 1), date(2030, 12, 31)).map(date.isoformat)


@settings(max_examples=60, deadline=None)
@given(st.tuples(DAYS, DAYS).map(sorted))
def test_what_was_known_stays_known(pair: list[str]) -> None:
    earlier, later = pair
    said, first = SAID
    known = {line for line, day in zip(said, first, strict=True) if day <= earlier}
    assert known <= {line for line, day in zip(said, first, strict=True) if day <= later}
    assert len(known) >= sum(not day for day in first)


@settings(max_examples=6, deadline=None)
@given(st.tuples(DAYS, DAYS).map(sorted))
def test_rows_of_a_plain_pattern_only_grow(pair: list[str]) -> None:
    text = f"SELECT ?r ?s ?o WHERE {{ ?r a <{EV.iri}Result> ; <{EV.iri}study> ?s ; <{EV.iri}outcome> ?o }}"
    earlier, later = (set(rows(HELD[0].on(when), text)) for when in pair)
    assert earlier <= later


SAID: tuple[list[str], list[str]] = ([], [])
HELD: list[AsOf] = []


@pytest.fixture(scope="module", autouse=True)
def _held(days: AsOf, asserted: list[ox.Quad]) -> None:
    HELD[:] = [days]
    SAID[0][:] = [f"{quad} ." for quad in asserted]
    SAID[1][:] = dates([statement(line) for line in SAID[0]]).statements


@pytest.mark.parametrize("query", QUERIES.values(), ids=list(QUERIES))
def test_both_engines_agree_on_the_day_of_the_review(
    query: Query, then: EmbeddedStore, then_in_rdflib: rdflib.Graph
) -> None:
    answer = then.query(query.text)
    if query.form == "select":
        found = [answer.columns, *rows(then, query.text)]  # type: ignore[union-attr]
    elif query.form == "ask":
        found = [("true" if answer else "false",)]
    else:
        found = sorted((f"{triple} .",) for triple in answer)  # type: ignore[union-attr]
    assert same_value(by_rdflib(then_in_rdflib, query.text)) == same_value(found)


def test_digits_stay_as_typed(then: EmbeddedStore) -> None:
    node = ox.NamedNode(f"{ID}study/dalakas-1993#strength")
    assert "0.018" in {quad.object.value for quad in then.about(node) if isinstance(quad.object, ox.Literal)}


@pytest.mark.parametrize(
    ("given_", "wanted"),
    [
        ("2012-01-26", "2012-01-26"),
        (" 2012 ", "2012-12-31"),
        ("2012-02", "2012-02-29"),
        (date(2012, 1, 26), "2012-01-26"),
        (datetime(2012, 1, 26, 23, 59), "2012-01-26"),
    ],
)
def test_a_day_may_be_a_date_or_a_text(given_: str | date, wanted: str) -> None:
    assert day(given_) == wanted


@pytest.mark.parametrize(
    "text", ["", "12", "2012-13", "2012-02-30", "2012-1-1", "20120126", "0000", "tomorrow", "2012-01-26T00:00", "२०१२"]
)
def test_nonsense_is_no_day(text: str) -> None:
    with pytest.raises(UsageError, match="is no day of the calendar; write YYYY-MM-DD"):
        day(text)


def test_a_node_is_told_when_it_counts(days: AsOf) -> None:
    days.require(f"{ID}study/dalakas-1993", "1993")
    days.require(f"{ID}study/nowhere-1900", "1993")
    days.require("not an iri", "1993")
    with pytest.raises(UsageError, match="was published by 1992-12-31; it counts from 1993-12-31"):
        days.require(f"{ID}study/dalakas-1993", "1992")
    with pytest.raises(UsageError, match="belongs to no day"):
        days.require(f"{ID}study/barsotti-ivig", "9999")


def test_without_a_day_the_store_is_the_whole_one(whole: EmbeddedStore) -> None:
    assert store_on(whole, None) is whole
    with pytest.raises(UsageError, match="it counts from 2022-12-31"):
        store_on(whole, "2012", f"{ID}study/aggarwal-2022")


def test_a_day_asked_for_again_is_not_made_again(days: AsOf) -> None:
    assert days.on("2009") is days.on("2009-12-31")
