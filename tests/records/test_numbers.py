"""Numbers that contradict each other are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from .toys import DROP, REVIEW, SERIES, TRIAL, Wrong, assert_caught

TARGET = "results.target"
RISK = "results.risk"
WRONG = [
    Wrong(TRIAL, {f"{TARGET}.events": DROP, f"{TARGET}.percent": DROP}, TARGET, "kind is count, which needs events"),
    Wrong(SERIES, {"results.liver.reporting": "counted"}, "results.liver", "or reporting: none-seen or described"),
    Wrong(SERIES, {"results.liver.events": 2}, "results.liver.reporting", "none-seen beside a number of events"),
    Wrong(SERIES, {"results.flares.rate_per": DROP}, "results.flares.rate_per", "missing beside the rate"),
    Wrong(SERIES, {"results.flares.rate": -1}, "results.flares.rate", "a rate of -1 cannot be"),
    Wrong(TRIAL, {f"{TARGET}.events": 11, f"{TARGET}.percent": DROP}, f"{TARGET}.events", "11 of 10 cannot be"),
    Wrong(TRIAL, {f"{TARGET}.total": 11, f"{TARGET}.percent": DROP}, f"{TARGET}.total", "11 is more than the 10"),
    Wrong(TRIAL, {f"{TARGET}.total": DROP, f"{TARGET}.events": 11}, f"{TARGET}.events", "11 is more than the 10"),
    Wrong(TRIAL, {"results.urate.total": 11}, "results.urate.total", "11 is more than the 10 participants of arm-"),
    Wrong(TRIAL, {f"{RISK}.total": 21}, f"{RISK}.total", "21 is more than the 20 participants of febuxostat-v-"),
    Wrong(
        TRIAL,
        {"groups.arm-febuxostat.participants": DROP, f"{TARGET}.total": 21, f"{TARGET}.percent": DROP},
        f"{TARGET}.total",
        "21 is more than the 20 participants of the study",
    ),
    Wrong(
        TRIAL,
        {f"{RISK}.comparison": DROP, f"{RISK}.group": "arm-febuxostat", f"{RISK}.direction": "improved",
         f"{RISK}.test_scope": "within-group", f"{RISK}.total": 10},
        f"{RISK}.factor", "an effect needs a comparison", also=frozenset(["results.risk-in-review.variant_of"]),
    ),
    Wrong(
        TRIAL,
        {f"{RISK}.estimate": DROP, f"{RISK}.p": DROP, f"{RISK}.ci_lower": DROP, f"{RISK}.ci_upper": DROP},
        f"{RISK}.estimate",
        "an estimate, an interval or a p-value",
    ),
    Wrong(TRIAL, {f"{RISK}.ci_lower": -1}, f"{RISK}.ci_lower", "ratios are above 0"),
    Wrong(TRIAL, {"groups.with-tophi.participants": 11}, "groups.with-tophi.participants", "more than the 10 it is"),
    Wrong(
        TRIAL,
        {"groups.ever-febuxostat.participants": 21},
        "groups.ever-febuxostat.participants",
        "21 is more than the 20",
    ),
    Wrong(TRIAL, {"flow.completed.count": 11}, "flow.completed.count", "11 is more than the 10 of arm-febuxostat"),
    Wrong(
        TRIAL,
        {"strata.tophaceous.participants": 21, "strata.tophaceous.percent": DROP},
        "strata.tophaceous.participants",
        "21 is more than the 20 of population",
    ),
    Wrong(REVIEW, {"stated_participants": 25}, "stated_participants", "is 25, but the population has 26"),
    Wrong(REVIEW, {"searches.search.to_date": 1999}, "searches.search.to_date", "1999 is before 2000"),
    Wrong(REVIEW, {"searches.search.to_date": 2031}, "searches.search.to_date", "2031 is later than the record"),
    Wrong(REVIEW, {"searches.search.to_date": "2000-13"}, "searches.search.to_date", "is not a date"),
    Wrong(REVIEW, {"flow.included.count": DROP}, "flow.included", "needs a count or percent"),
    Wrong(TRIAL, {"flow.completed.percent": 80}, "flow.completed.percent", "80 % is not 9 of 10"),
    Wrong(TRIAL, {f"{RISK}.measure": DROP}, f"{RISK}.measure", "say what the estimate is"),
    Wrong(REVIEW, {"pooled.flares.measure": DROP}, "pooled.flares.measure", "say what the estimate is"),
    Wrong(
        REVIEW,
        {f"pooled.flares.{name}": DROP for name in ("estimate", "ci_lower", "ci_upper", "events", "percent")},
        "pooled.flares",
        "needs an estimate, an interval, p, events or percent",
    ),
    Wrong(REVIEW, {"flow.included.count": 3}, "flow.included.count", "is 3, but stated_studies is 2"),
    Wrong(REVIEW, {"pooled.flares.ci_lower": 0}, "pooled.flares.ci_lower", "a risk ratio of 0 cannot be"),
    Wrong(
        REVIEW, {"pooled.flares.events": 27, "pooled.flares.percent": DROP}, "pooled.flares.events", "27 of 26 cannot be"
    ),
    Wrong(
        REVIEW,
        {"inclusions.inc-larkspur.counted_participants": 27},
        "inclusions.inc-larkspur.counted_participants",
        "27 is more than the 26 of all studies",
    ),
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_numbers_that_contradict_each_other(wrong: Wrong, toy: Path) -> None:
    assert_caught(wrong, toy)
