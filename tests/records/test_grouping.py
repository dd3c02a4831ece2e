"""A study whose parts do not fit together is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from .toys import DROP, SERIES, TRIAL, Wrong, assert_caught

WRONG = [
    Wrong(SERIES, {"designs.design.facets": DROP}, "designs", "no facet of the design is given"),
    Wrong(SERIES, {"groups": DROP, "results": DROP}, "groups", "no group is given"),
    Wrong(
        SERIES,
        {"populations": {"people": {"conditions": ["gout"], "reading": "letter"}}},
        "populations",
        "must be called population",
        also=frozenset(["inclusions.inc-meadow.eligible_population"]),
    ),
    Wrong(SERIES, {"extends": "meadow-2021"}, "extends", "does not extend itself"),
    Wrong(TRIAL, {"results.told.group": DROP}, "results.told", "needs a group or a comparison"),
    Wrong(
        TRIAL, {"results.told.comparison": "febuxostat-v-allopurinol"}, "results.told", "needs a group or a comparison"
    ),
    Wrong(
        TRIAL, {"results.target.threshold_relation": DROP}, "results.target.threshold_relation", "beside the threshold"
    ),
    Wrong(TRIAL, {"results.urate-change.test_scope": DROP}, "results.urate-change.test_scope", "missing beside p"),
    Wrong(TRIAL, {"results.target.p": "<0.05"}, "results.target.test_scope", "missing beside p"),
    Wrong(TRIAL, {"results.risk.test_scope": "within-group"}, "results.risk.test_scope", "of a comparison"),
    Wrong(TRIAL, {"results.liver.outcome": "gout-flare"}, "results.liver.outcome", "is no adverse event"),
    Wrong(TRIAL, {"results.target.at": {"weeks": 12, "months": 3}}, "results.target.at.weeks", "stands beside months"),
    Wrong(TRIAL, {"results.target.at": {"weeks": -1}}, "results.target.at.weeks", "is below 0"),
    Wrong(
        TRIAL,
        {"results.target.direction": "favours-intervention"},
        "results.target.direction",
        "is said of a comparison",
    ),
    Wrong(
        SERIES,
        {"results.flares.response": "improvement"},
        "results.flares",
        "counts a response without definition",
        "warning",
    ),
    Wrong(TRIAL, {"results.risk.direction": "improved"}, "results.risk.direction", "is said of one group"),
    Wrong(TRIAL, {"results.told.direction": "for"}, "results.told.direction", "is said of recommendations"),
    Wrong(
        TRIAL,
        {"results.told": {"kind": "summary", "group": "with-tophi", "outcome": "gout-flare", "reading": "abstract"}},
        "results.told",
        "kind is summary, which needs mean",
    ),
    Wrong(
        TRIAL,
        {"results.urate-change.mean_change": DROP, "results.urate-change.p": DROP},
        "results.urate-change",
        "kind is change, which needs a number or p",
    ),
    Wrong(TRIAL, {"results.told.text": DROP}, "results.told", "kind is narrative, which needs text"),
    Wrong(
        TRIAL,
        {"registrations.registration.registry_id": "NCT1234"},
        "registrations.registration.registry_id",
        "does not look like a registry number",
    ),
    Wrong(
        TRIAL,
        {"registrations.registration.status_date": "2027-01-01"},
        "registrations.registration.status_date",
        "is later than the day of the record",
    ),
    Wrong(TRIAL, {"groups.with-tophi.drawn_from": DROP}, "groups.with-tophi.drawn_from", "kind is subgroup, which"),
    Wrong(
        TRIAL, {"groups.arm-allopurinol.drawn_from": "arm-febuxostat"}, "groups.arm-allopurinol.kind", "is it a subgroup"
    ),
    Wrong(
        TRIAL, {"groups.ever-febuxostat.drawn_from": "with-tophi", "groups.ever-febuxostat.participants": DROP},
        "groups.ever-febuxostat.drawn_from", "drawn from arms only",
    ),
    Wrong(
        TRIAL, {"groups.with-tophi.drawn_from": "with-tophi"}, "groups.with-tophi.drawn_from", "not drawn from itself"
    ),
    Wrong(
        TRIAL,
        {"comparisons.febuxostat-v-allopurinol.comparator": "arm-febuxostat"},
        "comparisons.febuxostat-v-allopurinol",
        "stands on both sides",
    ),
    Wrong(
        TRIAL,
        {"strata.tophaceous.of": "tophaceous", "strata.tophaceous.percent": DROP},
        "strata.tophaceous.of",
        "not a part of itself",
    ),
    Wrong(
        TRIAL,
        {"strata.tophaceous.participants": DROP, "strata.tophaceous.percent": DROP},
        "strata.tophaceous",
        "needs participants or percent",
    ),
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_a_study_that_does_not_fit_together(wrong: Wrong, toy: Path) -> None:
    assert_caught(wrong, toy)


def test_strata_in_a_circle_of_two(toy: Path) -> None:
    other: object = {"trait": "old", "participants": 2, "of": "tophaceous", "reading": "abstract"}
    changes: dict[str, object] = {
        "strata.old": other,
        "strata.tophaceous.of": "old",
        "strata.tophaceous.participants": 1,
    }
    changes["strata.tophaceous.percent"] = DROP
    both = frozenset(["strata.tophaceous.of", "strata.old.of", "strata.old.participants"])
    assert_caught(Wrong(TRIAL, changes, "strata.old.of", "nor by way of others", also=both), toy)
