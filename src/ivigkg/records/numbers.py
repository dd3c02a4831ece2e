"""Numbers that cannot all be true together, within one study or review."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

from ivigkg.records.base import Dose
from ivigkg.records.names import walk
from ivigkg.records.problem import Problem
from ivigkg.records.review import Review
from ivigkg.records.study import (
    AdverseEventResult,
    CountResult,
    EffectResult,
    InterventionUse,
    Population,
    Stratum,
    Study,
)
from ivigkg.records.yaml_text import Place

RATIOS = {"risk-ratio", "odds-ratio", "hazard-ratio", "incidence-rate-ratio"}
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


def problems(study: Study) -> Iterator[Problem]:
    """Everything in ``study`` whose numbers contradict each other; doubtful sums are warnings."""
    for part, place in walk(study):
        yield from _part_problems(part, place)
    for key, result in study.results.items():
        place = ("results", key)
        if isinstance(result, CountResult):
            yield from _count_problems(result, place, study)
        total = getattr(result, "total", None)
        if not isinstance(result, CountResult) and total is not None:
            yield from _too_many(total, result.group, study, (*place, "total"))
        if isinstance(result, EffectResult):
            yield from _effect_problems(result, place)
    yield from _group_sums(study)
    yield from _strata_sums(study)


def review_problems(review: Review) -> Iterator[Problem]:
    """Everything in ``review`` whose numbers contradict each other."""
    for part, place in walk(review):
        yield from _part_problems(part, place)
    main = review.populations.get("population")
    if main and review.stated_participants is not None and main.participants not in (None, review.stated_participants):
        yield ("stated_participants",), f"is {review.stated_participants}, but the population has {main.participants}"
    for key, search in review.searches.items():
        if search.from_year and search.to_year and search.from_year > search.to_year:
            yield ("searches", key, "to_year"), f"{search.to_year} is before {search.from_year}"
    for key, flow in review.flow.items():
        if flow.stage == "included" and flow.classified_as is None and review.stated_studies not in (None, flow.count):
            yield ("flow", key, "count"), f"is {flow.count}, but stated_studies is {review.stated_studies}"
    for key, pooled in review.pooled.items():
        if pooled.measure in RATIOS:
            yield from _positive(pooled, ("pooled", key))


def _part_problems(part: Any, place: Place) -> Iterator[Problem]:
    yield from _order_problems(part, place)
    if isinstance(part, Dose):
        if part.value <= 0:
            yield (*place, "value"), f"a dose of {part.value:f} cannot be"
        if part.up_to is not None and part.up_to <= part.value:
            yield (*place, "up_to"), f"{part.up_to:f} is not above {part.value:f}"
        yield from _dose_problems(part, place)
    if isinstance(part, InterventionUse):
        yield from _use_problems(part, place)
    if isinstance(part, Population):
        yield from _population_problems(part, place)


MOST = {"g/kg": Decimal(10), "mg/kg": Decimal(200), "mg/d": Decimal(5000), "g": Decimal(500), "mg": Decimal(100000)}


def _dose_problems(dose: Dose, place: Place) -> Iterator[Problem]:
    most = MOST.get(dose.unit)
    if most is not None and max(dose.value, dose.up_to or dose.value) > most:
        yield (*place, "value"), f"{dose.value:f} {dose.unit} is more than anybody is given; is the unit right?"


def _use_problems(use: InterventionUse, place: Place) -> Iterator[Problem]:
    for name in type(use).model_fields:
        upper = getattr(use, f"{name}_up_to", None)
        lower = getattr(use, name)
        if upper is not None and (lower is None or upper <= lower):
            yield (*place, f"{name}_up_to"), f"{upper} is not above {name} ({lower})"
    for unit, most in (("months", 600), ("weeks", 2600), ("days", 18250)):
        value = getattr(use, f"duration_{unit}")
        if value is not None and value > most:
            yield (
                (*place, f"duration_{unit}"),
                f"{value:f} {unit} is longer than anybody is treated; is the unit right?",
            )
    if use.days_per_course is not None and not 1 <= use.days_per_course <= 31:
        yield (*place, "days_per_course"), f"{use.days_per_course} days for one course cannot be"


def _population_problems(part: Population, place: Place) -> Iterator[Problem]:
    women, men, everyone = part.participants_female, part.participants_male, part.participants
    if everyone is not None and (women or 0) + (men or 0) > everyone:
        yield (
            (*place, "participants_female"),
            f"{women or 0} women and {men or 0} men are more than {everyone} participants",
        )
    if everyone is not None and women is not None and men is not None and women + men < everyone and not part.note:
        yield (
            (*place, "participants_female"),
            f"{women} women and {men} men are fewer than {everyone} participants",
            "warning",
        )
    for group in (part.age, part.eligible_age):
        for name in type(group).model_fields if group else ():
            value = getattr(group, name)
            if value is not None and name != "sd" and not 0 <= value <= 120:
                yield (*place, "age", name), f"an age of {value:f} years cannot be"


def _order_problems(part: Any, place: Place) -> Iterator[Problem]:
    fields = type(part).model_fields
    for low, middle, high in ORDERED:
        if low not in fields or high not in fields:
            continue
        if middle == "mean" and low == "low" and getattr(part, "range_kind", None) not in {"range", "ci95"}:
            continue
        values = [(name, getattr(part, name)) for name in (low, middle, high) if name in fields]
        known = [(name, value) for name, value in values if isinstance(value, Decimal)]
        for (first, a), (second, b) in pairwise(known):
            if a > b:
                yield (*place, second), f"{second} ({b:f}) is below {first} ({a:f})"
                break
    for name in ("sd", "se", "spread"):
        value = getattr(part, name, None)
        if isinstance(value, Decimal) and value < 0:
            yield (*place, name), f"{value:f} is below 0, which no spread can be"
    if "ci_lower" in fields and (part.ci_lower is None) != (part.ci_upper is None):
        yield (*place, "ci_upper" if part.ci_upper is None else "ci_lower"), "is missing: an interval has two ends"
    level = getattr(part, "ci_level", None)
    if isinstance(level, Decimal) and not 50 <= level < 100:
        yield (*place, "ci_level"), f"{level:f} is no confidence level; write percent, such as 95"


def _count_problems(result: CountResult, place: Place, study: Study) -> Iterator[Problem]:
    harm = isinstance(result, AdverseEventResult)
    told = result.events is not None or result.percent is not None or result.rate is not None
    if not told and not (harm and getattr(result, "reporting", "") in {"none-seen", "described"}):
        yield place, "needs events, percent or rate" + (", or reporting: none-seen or described" if harm else "")
    if harm and getattr(result, "reporting", "") == "none-seen" and (result.events or result.percent):
        yield (*place, "reporting"), "says none-seen beside a number of events"
    if result.rate is not None and not result.rate_per:
        yield (*place, "rate_per"), "is missing beside the rate"
    if result.events is not None and result.total is not None and result.counted_unit != "events":
        if result.events > result.total:
            yield (*place, "events"), f"{result.events} of {result.total} cannot be"
        yield from _percent_problems(result, place)
    if result.counted_unit == "participants" and result.total is not None:
        yield from _too_many(result.total, result.group, study, (*place, "total"))
    if result.counted_unit == "participants" and result.total is None and result.events is not None:
        yield from _too_many(result.events, result.group, study, (*place, "events"))


def _percent_problems(result: CountResult, place: Place) -> Iterator[Problem]:
    if result.percent is None or not result.total or result.certainty == "uncertain":
        return
    exact = Decimal(100 * (result.events or 0)) / Decimal(result.total)
    exponent = result.percent.as_tuple().exponent
    unit = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    if abs(exact - result.percent) > unit:
        yield (
            (*place, "percent"),
            f"{result.percent:f} % is not {result.events} of {result.total} ({exact:.2f} %); "
            "where the source itself does not fit, write certainty: uncertain and a note",
        )


def _too_many(count: int, name: str | None, study: Study, place: Place) -> Iterator[Problem]:
    group = study.groups.get(name or "")
    if group and group.participants is not None and count > group.participants:
        yield place, f"{count} is more than the {group.participants} participants of {name}"
    elif (not group or group.participants is None) and study.participants is not None and count > study.participants:
        yield place, f"{count} is more than the {study.participants} participants of the study"


def _effect_problems(result: EffectResult, place: Place) -> Iterator[Problem]:
    if result.comparison is None and not result.factor:
        yield (*place, "factor"), "is missing: an effect needs a comparison, or a group and the factor it varies with"
    if result.estimate is None and result.p is None and result.ci_lower is None:
        yield (*place, "estimate"), "is missing: an effect has an estimate, an interval or a p-value"
    if result.measure in RATIOS:
        yield from _positive(result, place)


def _positive(part: Any, place: Place) -> Iterator[Problem]:
    for name in ("estimate", "ci_lower", "ci_upper"):
        value = getattr(part, name)
        if value is not None and value <= 0:
            yield (*place, name), f"a {part.measure.replace('-', ' ')} of {value:f} cannot be; ratios are above 0"


def _group_sums(study: Study) -> Iterator[Problem]:
    for key, group in study.groups.items():
        drawn = [study.groups[name].participants for name in group.drawn_from if name in study.groups]
        if group.participants is not None and drawn and all(number is not None for number in drawn):
            most = sum(number for number in drawn if number is not None)
            if group.participants > most:
                yield ("groups", key, "participants"), f"{group.participants} is more than the {most} it is drawn from"
        if (
            group.participants is not None
            and study.participants is not None
            and group.participants > study.participants
        ):
            yield (
                ("groups", key, "participants"),
                f"{group.participants} is more than the {study.participants} of the study",
            )
    arms = [group.participants for group in study.groups.values() if group.kind == "arm"]
    if study.participants is not None and arms and all(number is not None for number in arms):
        total = sum(number for number in arms if number is not None)
        if total != study.participants:
            yield ("groups",), f"the arms have {total} participants together, the study {study.participants}", "warning"


def _strata_sums(study: Study) -> Iterator[Problem]:
    for key, stratum in study.strata.items():
        whole: Population | Stratum | None = study.populations.get(stratum.of) or study.strata.get(stratum.of)
        if whole is None or whole.participants is None:
            continue
        if stratum.participants is not None and stratum.participants > whole.participants:
            yield (
                ("strata", key, "participants"),
                f"{stratum.participants} is more than the {whole.participants} of {stratum.of}",
            )
        if stratum.participants is not None and stratum.percent is not None and whole.participants:
            exact = Decimal(100 * stratum.participants) / Decimal(whole.participants)
            exponent = stratum.percent.as_tuple().exponent
            if abs(exact - stratum.percent) > Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0):
                yield (
                    ("strata", key, "percent"),
                    f"{stratum.percent:f} % is not {stratum.participants} of {whole.participants}",
                )
