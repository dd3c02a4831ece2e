"""``ivigkg audit`` through the real door, and facts drawn from the graph."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from ivigkg.audit.evidence import Evidence
from ivigkg.audit.graph import Facts
from ivigkg.audit.sample import VALUED, sample

from ..conftest import Ran
from .conftest import TOYS

Command = Callable[..., Ran]


def test_default_is_the_shipped_evidence(command: Command, store: Path) -> None:
    ran = command("audit", "--store", store)
    assert ran.code == 0, ran.out
    last = ran.out.splitlines()[-1]
    assert re.fullmatch(r"0 unexplained of 7,712 facts", last)
    assert "living-review.yaml" in ran.out


def test_left_out_is_named_with_its_reason(within: Command, store: Path) -> None:
    ran = within("audit", "--store", store, "-v")
    assert "priority_group" in ran.out
    assert "stray-key" in ran.out


def test_json_holds_every_fact_with_its_place(within: Command, store: Path) -> None:
    ran = within("audit", "--store", store, "--format", "json")
    content = json.loads(ran.out)
    assert content["unexplained"] == 0
    assert len(content["every fact"]) == content["facts"] == 7712
    fact = next(
        f for f in content["every fact"] if (f["entry"], f["path"]) == ("Aggarwal2022", "outcomes.0.results.0.events")
    )
    assert fact["held by"] == [
        {"node": "https://w3id.org/ivigkg/id/study/aggarwal-2022#response-20-ivig", "property": "events"}
    ]


def test_evidence_of_another_pack_is_exit_code_one(within: Command, store: Path) -> None:
    ran = within("audit", TOYS / "evidence", "--store", store)
    assert ran.code == 1
    assert "has no record in the graph" in ran.out


@pytest.mark.parametrize(("folder", "told"), [("nowhere", "is not a folder"), (".", "holds no evidence file")])
def test_a_folder_without_evidence_is_one_sentence(
    within: Command, store: Path, tmp_path: Path, folder: str, told: str
) -> None:
    ran = within("audit", tmp_path / folder, "--store", store)
    assert ran.code == 2
    assert told in ran.err
    assert ran.err.count("\n") == 1


def test_a_store_that_is_missing_is_exit_code_three(within: Command, tmp_path: Path) -> None:
    assert within("audit", "--store", tmp_path / "none").code == 3


def nothing(iri: str) -> None:
    return None


def test_the_same_seed_draws_the_same_facts(facts: Facts, evidence: Evidence) -> None:
    first, again, other = (sample(facts, 20, seed, evidence.entries, nothing) for seed in (1, 1, 2))
    assert first == again
    assert [card.iri for card in first] != [card.iri for card in other]
    assert len({card.iri for card in first}) == 20


def test_cards_say_values_source_and_entries_but_not_the_path(facts: Facts, evidence: Evidence) -> None:
    for card in sample(facts, 200, 3, evidence.entries, nothing):
        assert card.kind in VALUED
        assert card.says
        names = dict(card.footing)
        assert "source" in names or card.kind == "Dose", card.iri
        assert not any(
            re.search(r"\b(outcomes|arms|adverse_events)\.\d", text) for _, text in (*card.says, *card.footing)
        )


def test_every_card_names_an_entry(facts: Facts, evidence: Evidence) -> None:
    """Studies that the evidence tells of beside another paper, too."""
    cards = sample(facts, 10**6, 1, evidence.entries, nothing)
    assert not sorted({card.whole for card in cards if not card.entries})
    refractory = {card.entries for card in cards if "/danieli-2009-refractory#" in card.iri}
    assert refractory == {("danieli-2009", "danieli-2002")} or refractory == {("danieli-2002", "danieli-2009")}


def test_a_card_has_the_digits_of_the_record_and_its_line(command: Command, store: Path) -> None:
    ran = command("audit", "--store", store, "--sample", "20", "--seed", "1", "--format", "json")
    assert ran.code == 0, ran.err
    for card in json.loads(ran.out):
        home, _, line = card["record"].partition(":")
        assert home.startswith("ivig-myositis/")
        assert int(line) > 1


def test_a_sample_is_drawn_from_all_kinds(facts: Facts, evidence: Evidence) -> None:
    kinds = {card.kind for card in sample(facts, 400, 5, evidence.entries, nothing)}
    assert {"CountResult", "Population", "Dose", "Claim", "InterventionUse", "Arm"} <= kinds
