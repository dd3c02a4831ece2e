"""Amounts that cannot be are refused."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from .toys import DROP, REVIEW, SERIES, TRIAL, Wrong, assert_caught, change, complaints

DOSE = "uses.use-febuxostat.doses.dose"
USE = "uses.use-febuxostat"
PEOPLE_ = "populations.population"
WRONG = [
    Wrong(TRIAL, {f"{DOSE}.value": 0}, f"{DOSE}.value", "a dose of 0 cannot be"),
    Wrong(TRIAL, {f"{DOSE}.up_to": 80}, f"{DOSE}.up_to", "80 is not above 80"),
    Wrong(TRIAL, {f"{DOSE}.up_to": 12000}, f"{DOSE}.value", "more than anybody is given"),
    Wrong(TRIAL, {f"{DOSE}.unit": "mo"}, f"{DOSE}.unit", "no unit of an amount"),
    Wrong(TRIAL, {f"{DOSE}.per": "course"}, f"{DOSE}.per", "contradicts it"),
    Wrong(TRIAL, {f"{USE}.duration_weeks_up_to": 12}, f"{USE}.duration_weeks_up_to", "is not above duration_weeks"),
    Wrong(TRIAL, {f"{USE}.courses_up_to": 12}, f"{USE}.courses_up_to", "is not above courses (None)"),
    Wrong(TRIAL, {f"{USE}.duration_weeks": 0}, f"{USE}.duration_weeks", "0 cannot be"),
    Wrong(TRIAL, {f"{USE}.repeats_every_days": -7}, f"{USE}.repeats_every_days", "-7 cannot be"),
    Wrong(TRIAL, {f"{USE}.duration_weeks": 12000}, f"{USE}.duration_weeks", "longer than anybody is treated"),
    Wrong(TRIAL, {f"{USE}.days_per_course": 40}, f"{USE}.days_per_course", "40 days for one course"),
    Wrong(TRIAL, {f"{USE}.courses_relation": ">="}, f"{USE}.courses_relation", "stands without courses"),
    Wrong(SERIES, {f"{USE}.duration_relation": ">"}, f"{USE}.duration_relation", "stands without a duration"),
    Wrong(TRIAL, {f"{USE}.percent_relation": ">"}, f"{USE}.percent_relation", "stands without percent"),
    Wrong(TRIAL, {f"{USE}.courses_mean": 0}, f"{USE}.courses_mean", "0 cannot be"),
    Wrong(TRIAL, {f"{PEOPLE_}.participants_over": 19}, f"{PEOPLE_}.participants_over", "beside the exact number, 20"),
    Wrong(TRIAL, {f"{PEOPLE_}.male_percent": 20}, f"{PEOPLE_}.male_percent", "20 % is not 16 of 20"),
    Wrong(TRIAL, {f"{PEOPLE_}.age.spread": 81}, f"{PEOPLE_}.age.spread", "a spread of 81 years"),
    Wrong(TRIAL, {"results.target.at": {"years": 1, "weeks": 52}}, "results.target.at.weeks", "stands beside years"),
    Wrong(REVIEW, {"pooled.flares.at": {"years": -1}}, "pooled.flares.at.years", "-1 is below 0"),
    Wrong(TRIAL, {f"{PEOPLE_}.female_percent": 21}, f"{PEOPLE_}.female_percent", "is not 4 of 20"),
    Wrong(TRIAL, {f"{PEOPLE_}.participants_male": 15}, f"{PEOPLE_}.participants_female", "fewer than 20", "warning"),
    Wrong(TRIAL, {f"{PEOPLE_}.age.maximum": 555}, f"{PEOPLE_}.age.maximum", "an age of 555 years"),
    Wrong(TRIAL, {f"{PEOPLE_}.age.sd": 81}, f"{PEOPLE_}.age.sd", "a spread of 81 years"),
    Wrong(TRIAL, {f"{PEOPLE_}.eligible_age.minimum": 180}, f"{PEOPLE_}.eligible_age.minimum", "an age of 180 years"),
    Wrong(TRIAL, {f"{PEOPLE_}.age.mean": 71}, f"{PEOPLE_}.age.maximum", "maximum (70) is below mean (71)"),
    Wrong(TRIAL, {f"{PEOPLE_}.age.median": 30}, f"{PEOPLE_}.age.median", "median (30) is below minimum (31)"),
    Wrong(TRIAL, {"results.urate.low": Decimal("7.5"), "results.urate.mean": Decimal("5.40"),
                  "results.urate.range_kind": "iqr"}, "results.urate.high", "high (7.3) is below low (7.5)"),
    Wrong(TRIAL, {"results.urate.median": 8}, "results.urate.high", "high (7.3) is below median (8)"),
    Wrong(TRIAL, {"results.urate.mean": Decimal("6.1")}, "results.urate.ci_upper", "ci_upper (6.0) is below mean (6.1)"),
    Wrong(TRIAL, {"results.urate.sd": -1}, "results.urate.sd", "-1 is below 0"),
    Wrong(TRIAL, {"results.urate.ci_level": Decimal("0.95")}, "results.urate.ci_level", "no confidence level"),
    Wrong(TRIAL, {"results.risk.estimate": 2}, "results.risk.ci_upper", "is below estimate (2)"),
    Wrong(TRIAL, {"strata.tophaceous.percent": 26}, "strata.tophaceous.percent", "26 % is not 5 of 20") ,
    Wrong(REVIEW, {"pooled.flares.percent": 60}, "pooled.flares.percent", "60 % is not 13 of 26"),
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_an_amount_that_cannot_be(wrong: Wrong, toy: Path) -> None:
    assert_caught(wrong, toy)


def test_more_women_and_men_than_people(toy: Path) -> None:
    changes = {f"{PEOPLE_}.participants_female": 9, f"{PEOPLE_}.female_percent": 45}
    also = frozenset([f"{PEOPLE_}.participants_male"])
    field = f"{PEOPLE_}.participants_female"
    assert_caught(Wrong(TRIAL, changes, field, "9 women and 16 men are more than 20", also=also), toy)


@pytest.mark.parametrize("end", ["ci_lower", "ci_upper"])
def test_an_interval_has_two_ends(end: str, toy: Path) -> None:
    assert_caught(Wrong(TRIAL, {f"results.risk.{end}": DROP}, f"results.risk.{end}", "has two ends"), toy)


@pytest.mark.parametrize("percent", ["65", "68", "66.5", "66.8", "66.65"])
def test_a_percentage_of_other_numbers(percent: str, toy: Path) -> None:
    changes = {"results.target.events": 2, "results.target.total": 3, "results.target.percent": Decimal(percent)}
    assert_caught(Wrong(TRIAL, changes, "results.target.percent", "is not 2 of 3 (66.67 %)"), toy)


@pytest.mark.parametrize("percent", ["66", "67", "66.6", "66.7", "66.66", "66.67"])
def test_a_percentage_may_be_rounded_either_way(percent: str, toy: Path) -> None:
    changes = {"results.target.events": 2, "results.target.total": 3, "results.target.percent": Decimal(percent)}
    change(toy, TRIAL, changes)
    assert not [one for one in complaints(toy) if one.severity == "error"]


@pytest.mark.parametrize("relation", ["<", "<=", ">=", ">"])
def test_a_percentage_printed_as_a_bound_need_not_fit(relation: str, toy: Path) -> None:
    change(toy, TRIAL, {"strata.tophaceous.percent": 20, "strata.tophaceous.percent_relation": relation})
    assert not [one for one in complaints(toy) if one.severity == "error"]


@pytest.mark.parametrize("value", [400, 2000])
def test_immunoglobulins_are_given_by_the_gram_also_in_milligrams(value: int, toy: Path) -> None:
    change(toy, TRIAL, {DOSE: {"value": value, "unit": "mg/kg", "per": "day"}})
    assert not [one for one in complaints(toy) if one.severity == "error"]


def test_a_percentage_that_does_not_fit_the_source_itself(toy: Path) -> None:
    doubt = {"results.target.certainty": "uncertain", "results.target.note": "The paper prints 77 % beside 7 of 10."}
    change(toy, TRIAL, {"results.target.percent": 77, **doubt})
    assert not [one for one in complaints(toy) if one.severity == "error"]
