"""The audit of another pack, and everything that can be wrong with a folder of evidence."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ivigkg.audit.check import Audit, audit
from ivigkg.audit.evidence import read_evidence
from ivigkg.audit.graph import Facts
from ivigkg.audit.report import gap
from ivigkg.errors import RecordErrors, UsageError
from ivigkg.store import open_store

from ..conftest import Ran
from .conftest import TOYS


@pytest.fixture(scope="module")
def toys(toy_store: Path) -> Facts:
    with open_store(toy_store) as opened:
        return Facts(opened.quads())


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TOYS, tmp_path / "gout"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def run(pack: Path, toys: Facts) -> Audit:
    return audit(read_evidence(pack / "evidence"), toys)


def test_another_pack_has_no_gap(pack: Path, toys: Facts) -> None:
    done = run(pack, toys)
    assert [gap(verdict) for verdict in done.gaps] == []
    assert done.faults == ()
    assert [(item.verdict.path, item.reason) for item in done.left] == [("sort_key", "stray-key")]


def test_null_says_nothing(pack: Path, toys: Facts) -> None:
    edit(pack / "evidence" / "toy.yaml", "sort_key: toys", "sort_key: toys\n  issue: null")
    assert next(v for v in run(pack, toys).verdicts if v.path == "issue").how == "silent"


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("events: 7", "events: 8", "outcomes.0.results.0.events"),
        ("value: 0.80", "value: 0.8", "outcomes.1.effect.value"),
        ("p_value: '0.53'", "p_value: <0.53", "outcomes.1.p_value"),
        ("dose_value: 80-120", "dose_value: 80-100", "arms.0.interventions.0.dose_value"),
        ("mean: 52.50", "mean: 52.5", "population.age.mean"),
        ("- Larkspur A\n  - Meadow B", "- Meadow B\n  - Larkspur A", "authors.0"),
        ("doi: 10.5555/invented.1", "doi: 10.5555/invented.2", "doi"),
        ("direction: no difference", "direction: improved", "outcomes.1.direction"),
        ("randomised: true", "randomised: false", "design.randomised"),
        ("time_point: 12 weeks", "time_point: 13 weeks", "outcomes.0.results.0.events"),
    ],
)
def test_a_fact_that_the_graph_tells_otherwise_is_a_gap(pack: Path, toys: Facts, old: str, new: str, path: str) -> None:
    edit(pack / "evidence" / "toy.yaml", old, new)
    assert path in {verdict.path for verdict in run(pack, toys).gaps}


def test_a_key_that_no_rule_knows_is_a_gap(pack: Path, toys: Facts) -> None:
    edit(pack / "evidence" / "toy.yaml", "sort_key: toys", "sort_key: toys\n  shoe_size: '43'")
    assert [verdict.path for verdict in run(pack, toys).gaps] == ["shoe_size"]


def test_a_place_in_the_dictionary_tells_a_key_that_no_rule_knows(pack: Path, toys: Facts) -> None:
    edit(pack / "evidence" / "toy.yaml", "sort_key: toys", "sort_key: toys\n  shoe_size: '7'")
    edit(
        pack / "evidence" / "names.yaml",
        "    outcomes:",
        "    places:\n      shoe_size: {part: target, property: events, outcome: serum-urate}\n    outcomes:",
    )
    assert run(pack, toys).clean
    edit(pack / "evidence" / "names.yaml", "outcome: serum-urate}", "outcome: gout-flare}")
    assert [verdict.path for verdict in run(pack, toys).gaps] == ["shoe_size"]


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("evidence/names.yaml", "entries:", "drugs: {febuxostat: [febuxostat]}\nentries:", "is not needed"),
        (
            "evidence/names.yaml",
            "entries:",
            "drugs: {water: [febuxostat]}\nentries:",
            "no fact of the evidence uses it",
        ),
        ("evidence/names.yaml", "[gout-flare]", "[gout-flares]", "there is no outcome gout-flares"),
        ("evidence/names.yaml", "[ever-febuxostat]", "[never-febuxostat]", "has no part never-febuxostat"),
        (
            "evidence/names.yaml",
            "  Larkspur2019:",
            "  Nobody2019: {groups: {a: [b]}}\n  Larkspur2019:",
            "no entry Nobody2019",
        ),
        ("evidence/records.yaml", "records:", "records:\n  Nobody2019: [studies/nobody]", "no entry Nobody2019"),
        ("evidence/records.yaml", "larkspur-2019", "larkspur-2018", "has no record in the graph"),
        ("left-out.yaml", '"sort_key"', '"sort_keys"', "there is no such fact"),
        ("left-out.yaml", '"sort_key"', '"doi"', "is in the graph after all"),
    ],
)
def test_what_is_wrong_beside_the_evidence_is_told(
    pack: Path, toys: Facts, file: str, old: str, new: str, told: str
) -> None:
    edit(pack / file, old, new)
    done = run(pack, toys)
    assert any(told in fault for fault in done.faults), done.faults
    assert not done.clean


def test_a_number_of_a_result_is_no_stray_key(pack: Path, toys: Facts) -> None:
    edit(pack / "evidence" / "toy.yaml", "events: 7", "events: 8")
    edit(pack / "left-out.yaml", '"sort_key"', '"outcomes.0.results.0.events"')
    assert any("which no stray key is" in fault for fault in run(pack, toys).faults)


def test_a_reason_outside_the_list_is_refused(pack: Path) -> None:
    edit(pack / "left-out.yaml", "stray-key", "too-long")
    with pytest.raises(RecordErrors, match=r"left-out\.yaml:4"):
        read_evidence(pack / "evidence")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("- key: A\n  x: [", "toy.yaml"),
        ("key: A\n", "is a list of entries"),
        ("- title: A\n", "no key and no id"),
        ("- just text\n", "no key and no id"),
    ],
)
def test_a_file_of_another_shape_is_one_sentence(pack: Path, content: str, told: str) -> None:
    (pack / "evidence" / "toy.yaml").write_text(content, "utf-8")
    with pytest.raises(RecordErrors, match=told):
        read_evidence(pack / "evidence")


@pytest.mark.parametrize("wrong", ["outcomes: [text]", "arms: text", "population: {diagnoses: [{n: 3}], age: 3}"])
def test_an_entry_of_another_shape_is_one_sentence_or_gaps(pack: Path, toys: Facts, wrong: str) -> None:
    (pack / "evidence" / "toy.yaml").write_text(f"- key: Larkspur2019\n  {wrong}\n", "utf-8")
    try:
        done = run(pack, toys)
    except UsageError as error:
        assert "Larkspur2019" in str(error)
    else:
        assert done.gaps


def test_the_same_entry_twice_is_told(pack: Path, toys: Facts) -> None:
    text = (pack / "evidence" / "toy.yaml").read_text("utf-8")
    (pack / "evidence" / "toy-again.yaml").write_text(text, "utf-8")
    assert any("the name of two entries" in fault for fault in run(pack, toys).faults)


def test_the_command_ends_with_the_sum(pack: Path, toy_store: Path, command: Callable[..., Ran]) -> None:
    ran = command("audit", pack / "evidence", "--store", toy_store)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[-1] == "0 unexplained of 67 facts"
