"""Amounts that cannot be, each seen for itself: doses, durations, ages, ranges turned round, shares that do not fit."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

from ivigkg.records.base import Dose, Span
from ivigkg.records.problem import Problem
from ivigkg.records.study import InterventionUse, Population
from ivigkg.records.yaml_text import Place

ORDERED = (
    ("ci_lower", "estimate", "ci_upper"),
    ("ci_lower", "mean", "ci_upper"),
    ("low", "median", "high"),
    ("low", "mean", "high"),
    ("minimum", "median", "maximum"),
    ("minimum", "mean", "maximum"),
    ("iqr_low", "median", "iqr_high"),
    ("minimum", "iqr_low", "maximum"),
)
MOST = {"g/kg": Decimal(10), "mg/kg": Decimal(10000), "mg/d": Decimal(5000), "g": Decimal(500), "mg": Decimal(100000)}


NO_AMOUNT = frozenset(["min", "h", "d", "wk", "mo", "a", "%", "cm", "mm", "mmHg"])
"""Units of time, share, length and pressure: results have them, doses do not."""


def amount_problems(part: Any, place: Place) -> Iterator[Problem]:
    """Everything in one part of a record that no other part is needed to see."""
    yield from _order_problems(part, place)
    if isinstance(part, Dose):
        if part.value <= 0:
            yield (*place, "value"), f"a dose of {part.value:f} cannot be"
        if part.up_to is not None and part.up_to <= part.value:
            yield (*place, "up_to"), f"{part.up_to:f} is not above {part.value:f}"
        yield from _dose_problems(part, place)
    if isinstance(part, Span):
        yield from _span_problems(part, place)
    if isinstance(part, InterventionUse):
        yield from _use_problems(part, place)
    if isinstance(part, Population):
        yield from _population_problems(part, place)


def _span_problems(span: Span, place: Place) -> Iterator[Problem]:
    given = {name: value for name, value in vars(span).items() if isinstance(value, Decimal)}
    if len(given) > 1:
        yield (*place, list(given)[-1]), f"stands beside {next(iter(given))}; keep the unit that the source counts in"
    for name, value in given.items():
        if value < 0:
            yield (*place, name), f"{value:f} is below 0; write what came before in as_printed"


def _dose_problems(dose: Dose, place: Place) -> Iterator[Problem]:
    if dose.unit in NO_AMOUNT:
        yield (*place, "unit"), f"{dose.unit} is no unit of an amount; a dose is in g/kg, mg/d and the like"
    if dose.unit.endswith("/d") and dose.per not in {None, "day"}:
        yield (*place, "per"), f"{dose.unit} is an amount for a day; per {dose.per} contradicts it"
    most = MOST.get(dose.unit)
    if most is not None and max(dose.value, dose.up_to or dose.value) > most:
        yield (*place, "value"), f"{dose.value:f} {dose.unit} is more than anybody is given; is the unit right?"


def _use_problems(use: InterventionUse, place: Place) -> Iterator[Problem]:
    for name, lower in vars(use).items():
        upper = vars(use).get(f"{name}_up_to")
        if upper is not None and (lower is None or upper <= lower):
            yield (*place, f"{name}_up_to"), f"{upper} is not above {name} ({lower})"
    for name, value in vars(use).items():
        if isinstance(value, Decimal) and value <= 0:
            yield (*place, name), f"{value:f} cannot be; leave the line out where nothing was seen"
    for unit, most in (("months", 600), ("weeks", 2600), ("days", 18250)):
        value = getattr(use, f"duration_{unit}")
        if value is not None and value > most:
            yield (
                (*place, f"duration_{unit}"),
                f"{value:f} {unit} is longer than anybody is treated; is the unit right?",
            )
    if use.duration_relation is not None and all(
        getattr(use, f"duration_{unit}") is None for unit in ("months", "weeks", "days")
    ):
        yield (*place, "duration_relation"), "stands without a duration"
    if use.courses_relation is not None and use.courses is None:
        yield (*place, "courses_relation"), "stands without courses"
    if use.days_per_course is not None and not 1 <= use.days_per_course <= 31:
        yield (*place, "days_per_course"), f"{use.days_per_course} days for one course cannot be"


def _population_problems(part: Population, place: Place) -> Iterator[Problem]:
    women, men, everyone = part.participants_female, part.participants_male, part.participants
    for name in ("participants_female", "participants_male"):
        if everyone is not None and (women or 0) + (men or 0) > everyone and getattr(part, name) is not None:
            yield (*place, name), f"{women or 0} women and {men or 0} men are more than {everyone} participants"
    if women is not None:
        yield from share_problems(part, "female_percent", women, everyone, place)
    if everyone is not None and women is not None and men is not None and women + men < everyone and not part.note:
        yield (
            (*place, "participants_female"),
            f"{women} women and {men} men are fewer than {everyone} participants",
            "warning",
        )
    if men is not None:
        yield from share_problems(part, "male_percent", men, everyone, place)
    if part.participants_over is not None and everyone is not None:
        yield (*place, "participants_over"), f"stands beside the exact number, {everyone}; keep one of them"
    for field in ("age", "eligible_age"):
        group = getattr(part, field)
        for name, value in vars(group).items() if group else ():
            spread = name in {"sd", "spread"}
            if value is not None and not 0 <= value <= (60 if spread else 120):
                what = "a spread" if spread else "an age"
                yield (*place, field, name), f"{what} of {value:f} years cannot be"


def _order_problems(part: Any, place: Place) -> Iterator[Problem]:
    fields = vars(part)
    for low, middle, high in ORDERED:
        if low not in fields or high not in fields:
            continue
        if middle == "mean" and low == "low" and fields.get("range_kind") not in {"range", "ci95"}:
            continue
        values = [(name, fields[name]) for name in (low, middle, high) if name in fields]
        known = [(name, value) for name, value in values if isinstance(value, Decimal)]
        for (first, a), (second, b) in pairwise(known):
            if a > b:
                yield (*place, second), f"{second} ({b:f}) is below {first} ({a:f})"
                break
    if fields.get("percent_relation") and fields.get("percent") is None:
        yield (*place, "percent_relation"), "stands without percent"
    for name in ("sd", "se", "spread"):
        value = fields.get(name)
        if isinstance(value, Decimal) and value < 0:
            yield (*place, name), f"{value:f} is below 0, which no spread can be"
    if "ci_lower" in fields and (part.ci_lower is None) != (part.ci_upper is None):
        yield (*place, "ci_upper" if part.ci_upper is None else "ci_lower"), "is missing: an interval has two ends"
    level = fields.get("ci_level")
    if isinstance(level, Decimal) and not 50 <= level < 100:
        yield (*place, "ci_level"), f"{level:f} is no confidence level; write percent, such as 95"


def share_problems(part: Any, name: str, some: int, everyone: int | None, place: Place) -> Iterator[Problem]:
    """A percentage that is not that of ``some`` of ``everyone``, by one or more of its last printed digit."""
    percent = getattr(part, name)
    if percent is None or not everyone or part.certainty == "uncertain" or getattr(part, f"{name}_relation", None):
        return
    exact = Decimal(100 * some) / Decimal(everyone)
    if abs(exact - percent) >= Decimal(1).scaleb(percent.as_tuple().exponent):
        yield (
            (*place, name),
            f"{percent:f} % is not {some} of {everyone} ({exact:.2f} %); "
            "where the source itself does not fit, write certainty: uncertain and a note",
        )
