"""People whose names are alike are one person or two, and somebody says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivigkg.records.alike import alike
from ivigkg.records.publication import Person

from .toys import DROP, PAPERS, PEOPLE, Wrong, assert_caught, change, complaints

ALIKE = [
    (("Gordon", "P"), ("Gordon", "PA")),
    (("Gordon", "P"), ("Gordon", "Patrick")),
    (("Danko", "K"), ("Dankó", "K")),
    (("Vencovsky", None), ("Vencovský", "J")),
    (("Müller", "J"), ("Mueller", "J")),
    (("Soelberg Sørensen", "P"), ("Soelberg-Sorensen", "P")),
    (("Wang", "DX"), ("Wang", "Dong Xue")),
    (("Li", "F"), ("Li", "TF")),
]
DIFFERENT = [
    (("Wang", "DX"), ("Wang", "GC")),
    (("Johnson", "C"), ("Johnson", "SR")),
    (("Hanna", "M"), ("Khanna", "M")),
    (("Zhang", "PP"), ("Zhang", "X")),
]
TRIAL = "publications.larkspur-2019"
LETTER = "publications.meadow-2021"
TWIN = {"name": "B Meadow", "family": "Meadow", "given": "B"}


def person(name: tuple[str, str | None]) -> Person:
    return Person(name=" ".join(word for word in reversed(name) if word), family=name[0], given=name[1])


@pytest.mark.parametrize("names", ALIKE, ids=str)
def test_names_that_may_be_those_of_one_person(names: tuple[tuple[str, str], tuple[str, str]]) -> None:
    first, second = map(person, names)
    assert alike(first, second) and alike(second, first)


@pytest.mark.parametrize("names", DIFFERENT, ids=str)
def test_names_that_are_those_of_two(names: tuple[tuple[str, str], tuple[str, str]]) -> None:
    first, second = map(person, names)
    assert not alike(first, second) and not alike(second, first)


def test_the_author_of_two_papers_needs_a_reason_to_be_one_person(toy: Path) -> None:
    change(toy, PEOPLE, {"people.meadow-b.merged_because": DROP})
    (found,) = [one for one in complaints(toy) if "merged_because" in one.message]
    assert (found.field, found.severity) == ("people.meadow-b", "warning")
    change(toy, PAPERS, {f"{TRIAL}.authors.1": DROP})
    assert not [one for one in complaints(toy) if "merged_because" in one.message]


def test_people_who_look_alike_need_a_decision(toy: Path) -> None:
    change(toy, PEOPLE, {"people.meadow-b-2": TWIN})
    change(toy, PAPERS, {f"{TRIAL}.authors.1.person": "meadow-b-2"})
    (found,) = [one for one in complaints(toy) if "look_alikes" in one.message]
    assert (found.field, found.severity) == ("people.meadow-b", "warning") and "may be meadow-b-2" in found.message
    change(toy, PEOPLE, {"people.meadow-b-2.look_alikes": [{"person": "meadow-b", "because": "Another town."}]})
    assert not [one for one in complaints(toy) if "look_alikes" in one.message or one.severity == "error"]


def test_authors_of_one_paper_are_two_people(toy: Path) -> None:
    change(toy, PEOPLE, {"people.meadow-b-2": TWIN})
    change(toy, PAPERS, {f"{LETTER}.authors.1": {"person": "meadow-b-2", "printed": "Meadow B"}})
    assert not [one for one in complaints(toy) if "look_alikes" in one.message]


@pytest.mark.parametrize("other", ["meadow-b", "thistle-c"])
def test_a_decision_is_written_once_and_about_somebody_else(other: str, toy: Path) -> None:
    entry = [{"person": other, "because": "Invented."}]
    changes = {
        "people.meadow-b.look_alikes": entry,
        "people.thistle-c.look_alikes": [{"person": "meadow-b", "because": "."}],
    }
    field = "people.thistle-c.look_alikes" if other == "thistle-c" else "people.meadow-b.look_alikes"
    assert_caught(Wrong(PEOPLE, changes, field, "remove this entry"), toy)


def test_a_look_alike_is_somebody_with_an_entry(toy: Path) -> None:
    changes = {"people.meadow-b.look_alikes": [{"person": "medow-b", "because": "Invented."}]}
    assert_caught(Wrong(PEOPLE, changes, "people.meadow-b.look_alikes.0.person", "there is no person medow-b"), toy)
