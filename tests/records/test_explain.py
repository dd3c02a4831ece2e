"""A model's refusal is said in the curator's words, with the nearest valid name."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivigkg.records.explain import fields_at
from ivigkg.records.study import CountResult, Study
from ivigkg.records.term import Terms

from .toys import TRIAL, change, complaints

SAID = [
    ("results.target.evnts", 7, "results.target.evnts", "there is no field evnts in a result of kind count; did you mean events?"),
    ("results.target.mean", 7, "results.target.mean", "there is no field mean in a result of kind count; known are also_read_at,"),
    ("populaton", {"a": 1}, "populaton", "there is no field populaton here; did you mean populations?"),
    ("groups.arm-febuxostat.particpants", 7, "groups.arm-febuxostat.particpants", "here; did you mean participants?"),
    ("results.urate-change.at", {"month": 3}, "results.urate-change.at.month", "here; did you mean months?"),
    ("results.urate-change.at", {"qqq": 3}, "results.urate-change.at.qqq", "known are as_printed, days, months, weeks"),
    ("results.target.kind", "cuont", "results.target.kind", "kind cuont is not one of count, adverse-event, summary"),
    ("results.target.kind", "cuont", "results.target.kind", "did you mean count?"),
    ("results.target", {"events": 7}, "results.target.kind", "kind is missing; a result is count, adverse-event"),
    ("groups.arm-febuxostat.kind", "arms", "groups.arm-febuxostat.kind", "'arms' is not one of arm, exposure-group, sub"),
    ("groups.arm-febuxostat.kind", "arms", "groups.arm-febuxostat.kind", "did you mean arm?"),
    ("groups.arm-febuxostat", {"kind": "arm", "reading": "abstract"}, "groups.arm-febuxostat.label", "label is missing"),
    ("results.target.events", "7", "results.target.events", "'7' is not a whole number"),
    ("results.target.events", [7], "results.target.events", "is not a whole number"),
    ("results.target.events", -7, "results.target.events", "-7 is below 0, which cannot be"),
    ("results.target.percent", 700, "results.target.percent", "700 is above 100, which cannot be"),
    ("results.urate.mean", "5,4", "results.urate.mean", "'5,4' is not a plain number; write digits, such as 2 or 0.5"),
    ("results.urate.mean", {"value": 5}, "results.urate.mean", "needs a number written plainly"),
    ("results.target.p", "0.0l8", "results.target.p", "'0.0l8' is not a p-value; write it as printed"),
    ("label", ["a"], "label", "needs a text here, not a list"),
    ("label", True, "label", "needs a text here, not true"),
    ("results", ["a"], "results", "needs `name: value` lines here, not a list"),
    ("results.target", "seven of ten", "results.target", "needs `name: value` lines here"),
    ("uses.use-febuxostat.background", "yes", "uses.use-febuxostat.background", "needs true or false here, not 'yes'"),
    ("claims.conclusion.evidence.conclusion-line.items", [], "claims.conclusion.evidence.conclusion-line.items", "is empty"),
    ("overlaps.with-meadow.concerns", ["larkspur-2019"], "overlaps.with-meadow.concerns", "needs at least 2 entries"),
    ("groups.Arm B", {"kind": "arm"}, "groups.Arm B", "'Arm B' is not a name: use lower-case letters"),
    ("designs.design.countries", ["UK"], "designs.design.countries.0", "the United Kingdom is GB"),
    ("readings.abstract.read_at", "example.org", "readings.abstract.read_at", "must begin with http:// or https://"),
    ("label", None, "label", "is empty; leave the line out where nothing was seen"),
    ("funders", None, "funders", "is empty; leave the line out where nothing was seen"),
    ("results.target.note", "x" * 200, None, ""),
    ("curated", "2026-11", "curated", "is not a day; write YYYY-MM-DD"),
]  # fmt: skip


@pytest.mark.parametrize(("place", "value", "field", "says"), SAID, ids=[f"{row[0]}={row[1]!r:.20}" for row in SAID])
def test_what_a_curator_reads(place: str, value: object, field: str | None, says: str, toy: Path) -> None:
    change(toy, TRIAL, {place: value})
    found = [one for one in complaints(toy) if one.path == toy / TRIAL and one.severity == "error"]
    assert [one for one in found if one.field == field and says in one.message] or field is None, found
    assert all(len(one.message) < 700 and "pydantic" not in one.message for one in found)


def test_a_long_value_is_shortened(toy: Path) -> None:
    change(toy, TRIAL, {"results.target.events": "x" * 200})
    (found,) = [one for one in complaints(toy) if one.field == "results.target.events"]
    assert len(found.message) < 300


def test_fields_at_a_place() -> None:
    assert "results" in fields_at(Study, ())
    assert fields_at(Study, ("results", "x", "count")) >= {"events", "total"} and "mean" not in fields_at(
        Study, ("results", "x", "count")
    )
    assert fields_at(Terms, ("terms", "gout")) == {"labels", "alt", "definition", "top", "broader", "judges", "note"}
    assert fields_at(CountResult, ("at",)) == {"years", "months", "weeks", "days", "as_printed"}
