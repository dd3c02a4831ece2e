"""What a retracted paper brought is in no sum; the invented pack is asked before and after its trial is retracted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from ivigkg.pipeline import build
from ivigkg.query.as_of import AsOf
from ivigkg.query.review import ReviewTotals, review_totals
from ivigkg.store import open_store
from ivigkg.store.base import Store
from tests.query.answers import QUERIES
from tests.records.toys import PAPERS, TRIAL, change, toy_pack

LARKSPUR = "https://w3id.org/ivigkg/id/study/larkspur-2019"
PAPER = "publications.larkspur-2019"
RETRACTED = {
    f"{PAPER}.status_checks": {
        "retraction": {
            "status": "retracted",
            "checked": "2026-10-30",
            "reading": "list",
            "as_printed": "retracted 2020",
        }
    }
}
UNSUMMED = {
    *("class-and-property-counts", "co-authors", "how-studies-were-read", "linking-authors", "look-alike-people"),
    *("claims-on-abstracts-alone", "completeness"),
}
"""Questions that count what stands in the graph, papers that people wrote, or pages that were read."""


def built(folder: Path, changes: Mapping[str, object]) -> Path:
    pack = toy_pack(folder)
    change(pack, TRIAL, {"groups.ever-febuxostat.uses": ["use-febuxostat"]})
    if changes:
        change(pack, PAPERS, changes)
    return build([pack], folder / "out").store


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("before"), {})


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("after"), RETRACTED)


def rows(store: Store, name: str) -> list[tuple[str, ...]]:
    table = store.query(QUERIES[name].text.replace("intv:ivig", "intv:febuxostat"))
    return [tuple("" if cell is None else str(getattr(cell, "value", cell)) for cell in row) for row in table.rows]  # type: ignore[union-attr]


def asked(path: Path, name: str) -> list[tuple[str, ...]]:
    with open_store(path) as store:
        return rows(store, name)


def totals(path: Path) -> ReviewTotals:
    with open_store(path) as store:
        return review_totals(store, "thistle-2022")


def test_people_and_studies_of_a_review_are_summed_without_it(before: Path, after: Path) -> None:
    whole = {row[1].rpartition("/")[2]: row[2:] for row in asked(before, "review-totals")}
    rest = {row[1].rpartition("/")[2]: row[2:] for row in asked(after, "review-totals")}
    assert whole[""] == ("2", "2", "26", "26", "2")
    assert rest[""] == ("2", "1", "26", "6", "1")
    assert "randomised-controlled-trial" in whole and "randomised-controlled-trial" not in rest
    assert asked(before, "review-differences") == []
    assert {row[1]: row[3:6] for row in asked(after, "review-differences")} == {
        "participants": ("26", "6", "20"),
        "studies": ("2", "1", "1"),
    }


def test_the_command_review_leaves_it_out_and_says_so(before: Path, after: Path) -> None:
    whole, rest = totals(before), totals(after)
    assert (whole.studies, whole.participants, whole.retracted) == (2, 26, ())
    assert (rest.studies, rest.participants) == (1, 6)
    assert [label.partition(",")[0] for label in rest.retracted] == ["Larkspur 2019"]


@pytest.mark.parametrize(
    "name",
    [
        "studies-by-design",
        "evidence-over-time",
        "outcomes-without-randomised-evidence",
        "interventions-and-outcomes",
        "response-rates",
    ],
)
def test_sums_and_lists_of_results_lose_it_and_nothing_else(name: str, before: Path, after: Path) -> None:
    whole, rest = asked(before, name), asked(after, name)
    assert whole != rest
    assert not [row for row in rest if LARKSPUR in row]
    if name in {"response-rates", "evidence-over-time"}:
        assert set(rest) <= set(whole)


def test_harms_are_summed_without_it(before: Path, after: Path) -> None:
    [(_, events, total, studies)] = asked(before, "adverse-events")
    assert (events, total, studies) == ("0", "12", "1")
    assert asked(after, "adverse-events") == []


def test_it_counts_until_the_day_on_which_the_retraction_was_seen(after: Path) -> None:
    with open_store(after) as store:
        days = AsOf(store)
        assert review_totals(days.on("2026-10-29"), "thistle-2022").participants == 26
        assert review_totals(days.on("2026-10-30"), "thistle-2022").participants == 6
        assert "retracted" not in {row[1].rpartition("/")[2] for row in rows(days.on("2025"), "publication-status")}


def test_a_retraction_with_a_dated_notice_counts_from_the_notice(tmp_path: Path) -> None:
    note = {"type": "letter", "label": "A retraction (invented)", "title": "Retraction", "issued": "2023-04-05"}
    author = {"organization": "toy-university", "printed": "The University"}
    check = {"status": "retracted", "checked": "2026-10-30", "reading": "list", "notice": "larkspur-2023"}
    notice = {f"{PAPER}.status_checks": {"notice": check}, "publications.larkspur-2023": {**note, "authors": [author]}}
    with open_store(built(tmp_path, notice)) as store:
        days = AsOf(store)
        assert review_totals(days.on("2023-04-04"), "thistle-2022").participants == 26
        assert review_totals(days.on("2023-04-05"), "thistle-2022").participants == 6


def test_every_fact_of_the_study_is_marked_and_no_fact_of_another_one(after: Path) -> None:
    with open_store(after) as store:
        marked = store.query("SELECT DISTINCT ?n WHERE { ?n <https://w3id.org/ivigkg/ontology#retractedSource> ?p }")
        facts = store.query(
            "SELECT DISTINCT ?n WHERE { ?n a <https://w3id.org/ivigkg/ontology#FactBearing> ; "
            f"<https://w3id.org/ivigkg/ontology#study> <{LARKSPUR}> }}"
        )
    found = {row[0].value for row in marked.rows}  # type: ignore[union-attr]
    assert {row[0].value for row in facts.rows} <= found  # type: ignore[union-attr]
    assert all("larkspur-2019" in node for node in found)


def test_nothing_is_marked_where_nobody_found_a_retraction(before: Path) -> None:
    with open_store(before) as store:
        assert store.query("ASK { ?n <https://w3id.org/ivigkg/ontology#retractedSource> ?p }").value is False  # type: ignore[union-attr]


def test_the_standing_of_each_paper_is_told(before: Path, after: Path) -> None:
    def standing(path: Path) -> dict[str, str]:
        return {row[0].rpartition("/")[2]: row[1].rpartition("/")[2] for row in asked(path, "publication-status")}

    rest = dict.fromkeys(("meadow-2021", "nameless-2020", "thistle-2022"), "not-checked")
    assert standing(before) == {**rest, "larkspur-2019": "nothing-shown"}
    assert standing(after) == {**rest, "larkspur-2019": "retracted"}


@pytest.mark.parametrize("name", sorted(set(QUERIES) - UNSUMMED))
def test_a_question_that_sums_leaves_retracted_papers_out(name: str) -> None:
    text = QUERIES[name].text
    if re.search(r"\b(SUM|AVG|COUNT)\s*\(", text):
        assert "ev:retractedSource" in text
