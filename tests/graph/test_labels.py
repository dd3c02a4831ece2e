"""Every fact has a short name, made from what it says where its record gives none."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from ivigkg.graph import labels
from ivigkg.namespaces import EV, RDF, RDFS
from ivigkg.records.base import Absence, Dose, EvidenceLine
from ivigkg.records.review import Search
from ivigkg.records.study import InterventionUse, Population
from ivigkg.store import open_store

SENTENCE = "In most people the strength came back within half a year of monthly courses, and it stayed for years after."


@pytest.fixture(scope="module")
def named(store: Path) -> dict[str, set[str]]:
    """Facts with their names."""
    found: dict[str, set[str]] = defaultdict(set)
    with open_store(store) as opened:
        quads = list(opened.quads())
    facts = {quad.subject.value for quad in quads if quad.predicate == RDF.type and quad.object == EV.FactBearing}  # type: ignore[union-attr]
    for quad in quads:
        if quad.predicate == RDFS.label and isinstance(quad.subject, ox.NamedNode) and quad.subject.value in facts:
            found[quad.subject.value].add(quad.object.value)  # type: ignore[union-attr]
    return {fact: found[fact] for fact in facts}


def test_every_fact_has_one_name(named: dict[str, set[str]]) -> None:
    assert len(named) > 2000
    assert not [fact for fact, names in named.items() if len(names) != 1 or not all(names)]


def test_a_long_sentence_is_cut_at_a_word() -> None:
    assert labels.short(SENTENCE) == "In most people the strength came back within half a year of monthly courses …"
    assert labels.short("It helped.") == "It helped."
    assert len(labels.short("word " * 100)) <= labels.LONGEST + 2


def test_a_word_without_end_is_cut_anywhere() -> None:
    assert labels.short("a" * 100) == "a" * labels.LONGEST + " …"


@pytest.mark.parametrize(
    ("fact", "name"),
    [
        (Absence(aspect="sex", reason="not-seen", reading=("a",)), "sex: not seen"),
        (EvidenceLine(stance="supports", items=("#urate",), reading=("a",)), "supports: #urate"),
        (
            Search(databases=("MEDLINE",), from_date="1985", to_date="2011-06", reading=("a",)),
            "search of MEDLINE 1985 to 2011-06",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_a_fact_is_called_by_what_it_says(fact: labels.Fact, name: str) -> None:
    assert labels.name(fact) == name


def test_a_dose_is_called_by_its_amount() -> None:
    assert labels.dose(Dose(value=Decimal("2.0"), unit="g/kg", per="month")) == "2.0 g/kg per month"


@pytest.mark.parametrize(
    ("statistic", "relation", "name"),
    [
        ("maximum", None, "at most 1 g"),
        ("minimum", None, "at least 1 g"),
        ("mean", None, "mean 1 g"),
        ("median", None, "median 1 g"),
        (None, "<", "less than 1 g"),
        ("mean", ">", "mean more than 1 g"),
    ],
)
def test_a_dose_says_what_kind_of_figure_it_is(statistic: Any, relation: Any, name: str) -> None:
    assert labels.dose(Dose(value=Decimal(1), unit="g", statistic=statistic, relation=relation)) == name


def test_a_regimen_says_that_it_is_background() -> None:
    cap = Dose(value=Decimal(1), unit="g", per="infusion", statistic="maximum")
    use = InterventionUse(agent="toy", doses={"cap": cap}, reading=("a",))
    assert labels.use("Toy drug", use) == "Toy drug, at most 1 g per infusion"
    beside = use.model_copy(update={"background": True})
    assert labels.use("Toy drug", beside) == "Toy drug (background), at most 1 g per infusion"


def test_people_are_called_by_the_printed_names_of_their_conditions() -> None:
    one = Population(participants=1, conditions=("anti-x-disease",), reading=("a",))
    assert labels.people(one, ["anti-X disease"]) == "1 person with anti-X disease"
    assert labels.people(Population(reading=("a",)), []) == "people"
