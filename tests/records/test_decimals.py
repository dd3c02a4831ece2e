"""Digits stay as typed from the text to the graph."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest

from ivigkg import iris
from ivigkg.graph.builder import record_quads
from ivigkg.namespaces import EV, QUDT
from ivigkg.records.loader import read_library

from .toys import TRIAL, change

PLACES = [
    ("results.urate.mean", EV.mean, "urate", ["5.40", "5.4", "5", "0.0000001", "123456789012345678901234567890.50"]),
    ("results.urate-change.mean_change", EV.meanChange, "urate-change", ["-3.10", "-0.0", "0.00"]),
    ("results.target.percent", EV.percent, "target", ["70", "70.0", "70.00"]),
    ("uses.use-febuxostat.doses.dose.value", QUDT.numericValue, "use-febuxostat-dose", ["80", "80.0", "0.5"]),
    ("populations.population.age.mean", EV.ageMean, "population", ["52.50", "52"]),
    ("uses.use-febuxostat.duration_weeks", EV.durationWeeks, "use-febuxostat", ["12", "12.0"]),
]


@pytest.mark.parametrize(
    ("place", "prop", "part", "digits"), [(*row[:3], digits) for row in PLACES for digits in row[3]]
)
def test_digits_stay_as_typed(place: str, prop: ox.NamedNode, part: str, digits: str, toy: Path) -> None:
    change(toy, TRIAL, {place: Decimal(digits)})
    library = read_library([toy])
    assert not library.complaints
    node = iris.part(iris.record("study", "larkspur-2019"), part)
    (value,) = [
        quad.object.value
        for quad in record_quads(library)
        if quad.subject == node and quad.predicate == prop and isinstance(quad.object, ox.Literal)
    ]
    assert value == digits


def test_every_number_of_the_real_records_is_typed_somewhere() -> None:
    """No digit in the graph that nobody typed, and none lost on the way: text, record and graph agree."""
    import re

    from .toys import MYOSITIS

    typed = {
        number
        for path in MYOSITIS.rglob("*.yaml")
        for number in re.findall(r"-?\d+(?:\.\d+)?", path.read_text("utf-8"))
    }
    written = {
        quad.object.value
        for quad in record_quads(read_library([MYOSITIS]))
        if isinstance(quad.object, ox.Literal) and quad.object.datatype.value.endswith("#decimal")
    }
    assert written and written <= typed
