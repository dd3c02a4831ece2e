"""Closed lists and units come from the ontology; a near miss brings the nearest name."""

from __future__ import annotations

import pytest

from ivigkg.namespaces import CLOSED_LISTS
from ivigkg.records.amounts import MOST, NO_AMOUNT
from ivigkg.records.numbers import RATIOS
from ivigkg.records.vocabulary import closed_list, did_you_mean, nearest, unit_codes, units


@pytest.mark.parametrize("kind", sorted(CLOSED_LISTS))
def test_every_closed_list_has_codes_with_labels(kind: str) -> None:
    found = closed_list(kind)
    assert found and all(label and code == code.lower() for code, label in found.items())


def test_there_is_no_other_list() -> None:
    with pytest.raises(KeyError):
        closed_list("condition")


def test_units_lead_there_and_back() -> None:
    assert unit_codes()[units()["g/kg"]] == "g/kg"
    assert len(unit_codes()) == len(units())


def test_units_and_measures_that_the_checks_name_exist() -> None:
    assert set(MOST) | NO_AMOUNT <= set(units())
    assert set(closed_list("measure")) >= RATIOS


@pytest.mark.parametrize(
    ("name", "near"), [("abstrct", "abstract"), ("improvd", "improved"), ("zzz", None), ("", None), ("ABSTRACT", None)]
)
def test_the_nearest_name(name: str, near: str | None) -> None:
    known = [*closed_list("basis"), *closed_list("direction")]
    assert nearest(name, known) == near
    assert did_you_mean(name, known) == (f"; did you mean {near}?" if near else "")
