"""Disagreements are found, told with both sides, and nothing that agrees is among them."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from ivigkg.query.conflicts import COLUMNS, KINDS, as_table, conflicts
from ivigkg.store import open_store
from tests.query.answers import QUERIES, by_oxigraph
from tests.query.toys import ask

RESULT = "ev:study :s ; ev:outcome :o ; ev:group :g ; ev:timepointOrder 3.0 ; ev:instrument :i"
TWO = f":a a ev:CountResult ; {RESULT} ; ev:events 3 . :b a ev:CountResult ; {RESULT} ; ev:events "
INCLUDED = (
    "rev: a ev:SystematicReview ; ev:primaryReport :p . :i a ev:Inclusion ; ev:review rev: ; ev:includedStudy :s ; "
    "ev:basis basis:abstract ; ev:source :p ; "
).replace("rev:", ":r")


def rows(store: ox.Store, name: str) -> list[dict[str, str]]:
    header, *found = by_oxigraph(store, QUERIES[name].text)
    return [dict(zip(header, row, strict=True)) for row in found]


def test_two_values_for_one_measurement_that_nobody_tied_together_are_found() -> None:
    (row,) = ask("unrecorded-conflicts", TWO + "4 .")
    assert (row["property"].rpartition("#")[2], row["values"], row["one"], row["other"]) == ("events", "2", "a", "b")


@pytest.mark.parametrize(
    "facts",
    [
        TWO + "3 .",
        TWO + "4 ; ev:variantOf :a .",
        TWO + "4 ; ev:definition 'another'@en .",
        TWO + "4 ; ev:response resp:remission .",
        TWO + "4 ; ev:countedUnit 'events' .",
        TWO.replace(":b a ev:CountResult", ":b a ev:SummaryResult") + "4 .",
    ],
    ids=["the same", "a variant", "a definition", "a category", "a unit", "a kind"],
)
def test_what_agrees_or_measures_something_else_is_no_unrecorded_conflict(facts: str) -> None:
    assert ask("unrecorded-conflicts", facts) == []


def test_the_records_hold_no_conflict_that_nobody_recorded(oxigraph: ox.Store) -> None:
    assert rows(oxigraph, "unrecorded-conflicts") == []


@pytest.mark.parametrize(
    ("stated", "verdict"),
    [("retrospective-study", "contradicted"), ("double-blind", "not stated"), ("", "design not seen")],
)
def test_a_class_is_contradicted_not_stated_or_beyond_what_was_seen(stated: str, verdict: str) -> None:
    design = f":s ev:design dsgn:{stated} . :d a ev:StudyDesign ; ev:study :s ; ev:facet dsgn:{stated} ; "
    facts = (design + "ev:source :q ; ev:basis basis:title . ") if stated else ""
    facts += INCLUDED + "ev:classifiedAs dsgn:prospective-study . dsgn:prospective-study a ev:DesignTerm ."
    (row,) = ask("classed-differently", facts)
    assert row["verdict"] == verdict
    assert (row["studyPaper"] == "q") is (verdict == "contradicted")
    assert [entry["how"] for entry in ask("conflicts", facts)] == {
        "contradicted": ["contradicted"], "not stated": ["not stated by the papers"], "design not seen": [],
    }[verdict]  # fmt: skip


@pytest.mark.parametrize(("printed", "found"), [(11, 1), (12, 0)])
def test_people_counted_for_a_study_are_held_against_its_own_number(printed: int, found: int) -> None:
    facts = INCLUDED + f"ev:countedParticipants {printed} ; ev:eligiblePopulation :pop ; ev:classifiedAs :c . "
    facts += ":pop a ev:Population ; ev:participants 12 ; ev:source :q ; ev:basis basis:abstract ."
    assert len(ask("counted-differently", facts)) == found
    assert len([row for row in ask("conflicts", facts) if row["kind"] == "count"]) == found


CLAIM = (
    ":c a ev:Claim ; ev:review :r ; ev:text 'It helps.'@en ; ev:direction dir:improved ; ev:outcome :o ; ev:about :drug ;"
    " ev:appliesTo :who ; ev:source :p ; ev:basis basis:abstract . :who pico:condition :dm . :drug a ev:InterventionTerm ."
    " :s ev:population :people . :people pico:condition :dm . :g pico:intervention :u . :u pico:appliedIntervention :drug ."
    " :x a ev:Result ; ev:study :s ; ev:outcome :o ; ev:group :g ; ev:source :q ; ev:basis basis:title ; ev:direction dir:"
)


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        (CLAIM + "worsened .", 1),
        (CLAIM + "improved .", 0),
        (CLAIM + "worsened . :u ev:background true .", 0),
        (CLAIM + "worsened ; ev:variantOf :y .", 0),
        (CLAIM + "worsened ; ev:response resp:worsening .", 0),
        (CLAIM.replace(":people pico:condition :dm", ":people pico:condition :lupus") + "worsened .", 0),
        (CLAIM.replace("ev:outcome :o ; ev:group", "ev:outcome :narrow ; ev:group") + "worsened . :narrow skos:broader :o .", 1),
    ],
    ids=["the other way", "the same way", "background", "a variant", "a count of some", "another disease", "a narrower outcome"],
)  # fmt: skip
def test_a_claim_is_held_against_results_on_the_same_drug_and_outcome(facts: str, found: int) -> None:
    assert len(ask("claims-against-studies", facts)) == found
    assert len([row for row in ask("conflicts", facts) if row["kind"] == "claim"]) == found


def test_each_kind_tells_what_the_table_of_all_tells(oxigraph: ox.Store) -> None:
    every = rows(oxigraph, "conflicts")
    assert {row["kind"] for row in every} == set(KINDS)
    pairs = {
        "value": ("conflicting-values", "preferred", "variant"),
        "claim": ("claims-against-studies", "claim", "result"),
        "citation": ("bibliographic-conflicts", "preferred", "variant"),
    }
    for kind, (name, one, other) in pairs.items():
        alone = {(row[one], row[other]) for row in rows(oxigraph, name)}
        assert {(row["one"], row["other"]) for row in every if row["kind"] == kind} == alone
    classed = [row for row in rows(oxigraph, "classed-differently") if row["verdict"] != "design not seen"]
    assert {(row["inclusion"], row["facet"]) for row in classed} == {
        (row["one"], row["oneSays"]) for row in every if row["kind"] == "class"
    }
    counted = rows(oxigraph, "counted-differently")
    assert {(row["review"], row["counted"], row["seen"]) for row in counted} == {
        (row["about"], row["oneSays"], row["otherSays"]) for row in every if row["kind"] == "count"
    }


def test_the_claim_on_the_lung_stands_beside_two_of_five_survivors(oxigraph: ox.Store) -> None:
    (row,) = [row for row in rows(oxigraph, "claims-against-studies") if row["how"] == "evidence disputes"]
    assert row["claim"].endswith("wang-2012#claim-11") and row["result"].endswith("suzuki-2009#survival")
    assert (row["events"], row["total"]) == ("2", "5")


def test_every_conflict_has_two_sides_with_their_papers_and_pages(store: Path) -> None:
    with open_store(store) as opened:
        found = conflicts(opened)
    assert [item.kind for item in found] == sorted((item.kind for item in found), key=list(KINDS).index)
    for item in found:
        assert item.one.says or item.other.says
        if item.kind in {"value", "claim", "citation"}:
            for side in (item.one, item.other):
                assert side.papers and side.basis and side.pages, (item.kind, side.node)
    table = as_table(found)
    assert table.columns == COLUMNS and len(table) == len(found)


def test_a_conflict_with_several_papers_is_told_once(store: Path) -> None:
    with open_store(store) as opened:
        (age,) = [item for item in conflicts(opened) if item.property == "ageMean"]
    assert age.one.says == () and age.other.says == ("53",)
    assert len(age.other.papers) == len(age.other.pages) == 2
    assert " | " in age.row()[COLUMNS.index("other_papers")]
