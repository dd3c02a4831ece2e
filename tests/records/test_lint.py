"""Checks that hold for every record: levels, readings, repeats; and each complaint once."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivigkg.records.lint import lint
from ivigkg.records.loader import read_library

from .toys import DROP, GOUT, MYOSITIS, PAPERS, TRIAL, Wrong, assert_caught, change, complaints, toy_pack

LEVEL = "assessments.level"
WRONG = [
    Wrong(TRIAL, {f"{LEVEL}.level": "1d"}, f"{LEVEL}.level", "1d is no level of ocebm-2009"),
    Wrong(TRIAL, {f"{LEVEL}.level": 6}, f"{LEVEL}.level", "6 is no level of ocebm-2009"),
    Wrong(TRIAL, {f"{LEVEL}.scheme": "toy-grades"}, f"{LEVEL}.level", "has no list of levels; write level_as_printed"),
    Wrong(TRIAL, {f"{LEVEL}.level": DROP}, LEVEL, "needs a level, or level_as_printed"),
    Wrong(TRIAL, {"overlaps.with-meadow.concerns": ["meadow-2021"] * 2}, "overlaps.with-meadow.concerns",
          "weighed between two different studies", also=frozenset(["overlaps.with-meadow.concerns.1"])),
    Wrong(TRIAL, {"reports": ["larkspur-2019"]}, "reports", "is already the primary report"),
    Wrong(TRIAL, {"readings.page": {"source": "larkspur-2019", "basis": "title", "read_at": "https://example.org/"}},
          "readings.page", "no fact of this file uses this reading", "warning"),
    Wrong(TRIAL, {"populations.population.conditions": ["gout", "gout"]}, "populations.population.conditions.1",
          "gout stands here twice"),
    Wrong(TRIAL, {"claims.conclusion.derived": DROP, "claims.conclusion.derivation": DROP},
          "claims.conclusion", "is the curators' own", "warning"),
    Wrong(PAPERS, {"publications.larkspur-2019.keywords": ["a", "b", "a"]}, "publications.larkspur-2019.keywords.2",
          "a stands here twice"),
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_what_holds_for_every_record(wrong: Wrong, toy: Path) -> None:
    assert_caught(wrong, toy)


@pytest.mark.parametrize("packs", [[GOUT], [MYOSITIS], [GOUT, MYOSITIS], [MYOSITIS, GOUT]], ids=str)
def test_sound_packs_bring_no_error(packs: list[Path]) -> None:
    assert not [str(one) for one in complaints(*packs) if one.severity == "error"]


def test_each_complaint_comes_once(tmp_path: Path) -> None:
    pack = toy_pack(tmp_path)
    change(pack, TRIAL, {"results.urate.ci_lower": 9, "results.risk.ci_lower": 9, "results.told.outcome": "flare"})
    found = complaints(pack)
    assert len(found) == len(set(found)) > 3


def test_an_overlap_that_nobody_weighed(tmp_path: Path) -> None:
    """Two shared authors and a condition are enough to ask."""
    pack = toy_pack(tmp_path)
    change(pack, TRIAL, {"overlaps": DROP})
    assert not [one for one in complaints(pack) if one.field == "overlaps"]
    change(pack, PAPERS, {"publications.meadow-2021.authors.1": {"person": "larkspur-a", "printed": "Larkspur A"}})
    (found,) = [one for one in complaints(pack) if one.field == "overlaps"]
    assert found.path == pack / TRIAL and found.severity == "warning"
    assert "2 authors and a condition are shared with meadow-2021" in found.message


def test_a_record_that_could_not_be_read_hides_no_other_complaint(tmp_path: Path) -> None:
    pack = toy_pack(tmp_path)
    (pack / PAPERS).write_text("curated: [")
    change(pack, TRIAL, {"results.target.events": 11})
    fields = {one.field for one in complaints(pack)}
    assert {"results.target.events", "primary_report"} <= fields


def test_every_name_is_said_to_be_missing_when_a_pack_has_nothing_but_studies(tmp_path: Path) -> None:
    pack = toy_pack(tmp_path)
    for name in ("people.yaml", PAPERS, "terms", "reviews", "mappings.sssom.tsv"):
        path = pack / name
        path.rename(tmp_path / name)
    library = read_library([pack])
    assert not library.complaints
    assert {one.message.split(" ")[3] for one in lint(library)} >= {"publication", "organization", "condition"}
