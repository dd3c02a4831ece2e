"""Numbers that cannot all be true together, within one study or review."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ivigkg.records.amounts import share_problems
from ivigkg.records.problem import Problem
from ivigkg.records.review import PooledEstimate, Review
from ivigkg.records.study import (
    AdverseEventResult,
    AnyResult,
    CountResult,
    EffectResult,
    Population,
    Stratum,
    Study,
)
from ivigkg.records.yaml_text import Place

RATIOS = {"risk-ratio", "odds-ratio", "hazard-ratio", "incidence-rate-ratio"}


def problems(study: Study) -> Iterator[Problem]:
    """Everything in ``study`` whose numbers contradict each other; doubtful sums are warnings."""
    for key, result in study.results.items():
        place = ("results", key)
        if isinstance(result, CountResult):
            yield from _count_problems(result, place, study)
        total = getattr(result, "total", None)
        if not isinstance(result, CountResult) and total is not None:
            yield from _too_many(total, result, study, (*place, "total"))
        if isinstance(result, EffectResult):
            yield from _effect_problems(result, place)
    for key, flow in study.flow.items():
        group = study.groups.get(flow.group or "")
        if group and group.participants is not None and flow.count is not None:
            if flow.count > group.participants:
                yield ("flow", key, "count"), f"{flow.count} is more than the {group.participants} of {flow.group}"
            yield from share_problems(flow, "percent", flow.count, group.participants, ("flow", key))
    yield from _group_sums(study)
    yield from _strata_sums(study)


def review_problems(review: Review) -> Iterator[Problem]:
    """Everything in ``review`` whose numbers contradict each other."""
    main = review.populations.get("population")
    if main and review.stated_participants is not None and main.participants not in (None, review.stated_participants):
        yield ("stated_participants",), f"is {review.stated_participants}, but the population has {main.participants}"
    for key, search in review.searches.items():
        if search.from_date and search.to_date and _before(search.to_date, search.from_date):
            yield ("searches", key, "to_date"), f"{search.to_date} is before {search.from_date}"
        if search.to_date and _before(review.curated, search.to_date):
            yield ("searches", key, "to_date"), f"{search.to_date} is later than the record, {review.curated}"
    for key, flow in review.flow.items():
        stated = None if flow.classified_as else review.stated_studies
        if flow.stage == "included" and None not in (stated, flow.count) and stated != flow.count:
            yield ("flow", key, "count"), f"is {flow.count}, but stated_studies is {review.stated_studies}"
    for key, pooled in review.pooled.items():
        yield from _pooled_problems(pooled, ("pooled", key))
        if pooled.events is not None and pooled.total is not None and pooled.events > pooled.total:
            yield ("pooled", key, "events"), f"{pooled.events} of {pooled.total} cannot be"
        elif pooled.events is not None:
            yield from share_problems(pooled, "percent", pooled.events, pooled.total, ("pooled", key))
    for key, inclusion in review.inclusions.items():
        counted, stated = inclusion.counted_participants, review.stated_participants
        if counted is not None and stated is not None and counted > stated:
            yield ("inclusions", key, "counted_participants"), f"{counted} is more than the {stated} of all studies"


def _before(first: str, second: str) -> bool:
    """Whether a date lies before another one, as far as both are precise."""
    common = min(len(first), len(second))
    return first[:common] < second[:common]


def _pooled_problems(pooled: PooledEstimate, place: Place) -> Iterator[Problem]:
    if pooled.measure in RATIOS:
        yield from _positive(pooled, place)
    yield from _unmeasured(pooled, place)
    if all(getattr(pooled, name) is None for name in ("estimate", "ci_lower", "p", "events", "percent")):
        yield place, "needs an estimate, an interval, p, events or percent"


def _count_problems(result: CountResult, place: Place, study: Study) -> Iterator[Problem]:
    harm = isinstance(result, AdverseEventResult)
    told = result.events is not None or result.percent is not None or result.rate is not None
    if not told and not (harm and getattr(result, "reporting", "") in {"none-seen", "described"}):
        rest = ", or reporting: none-seen or described" if harm else ""
        yield place, f"kind is {result.kind}, which needs events, percent or rate{rest}"
    if harm and getattr(result, "reporting", "") == "none-seen" and (result.events or result.percent):
        yield (*place, "reporting"), "says none-seen beside a number of events"
    if result.rate is not None and not result.rate_per:
        yield (*place, "rate_per"), "is missing beside the rate"
    if result.events is not None and result.total is not None and result.counted_unit != "events":
        if result.events > result.total:
            yield (*place, "events"), f"{result.events} of {result.total} cannot be"
        yield from share_problems(result, "percent", result.events, result.total, place)
    if result.rate is not None and result.rate < 0:
        yield (*place, "rate"), f"a rate of {result.rate:f} cannot be"
    if result.counted_unit == "participants" and result.total is not None:
        yield from _too_many(result.total, result, study, (*place, "total"))
    if result.counted_unit == "participants" and result.total is None and result.events is not None:
        yield from _too_many(result.events, result, study, (*place, "events"))


def _too_many(count: int, result: AnyResult, study: Study, place: Place) -> Iterator[Problem]:
    """More people than the group has, or the two sides of the comparison together; else more than the study has."""
    comparison = study.comparisons.get(result.comparison or "")
    names = (*comparison.intervention, *comparison.comparator) if comparison else (result.group or "",)
    sizes = [study.groups[name].participants for name in names if name in study.groups]
    known = [size for size in sizes if size is not None]
    if known and len(known) == len(names):
        if count > sum(known):
            yield place, f"{count} is more than the {sum(known)} participants of {result.group or result.comparison}"
    elif study.participants is not None and count > study.participants:
        yield place, f"{count} is more than the {study.participants} participants of the study"


def _effect_problems(result: EffectResult, place: Place) -> Iterator[Problem]:
    if result.comparison is None and not result.factor:
        yield (*place, "factor"), "is missing: an effect needs a comparison, or a group and the factor it varies with"
    if result.estimate is None and result.p is None and result.ci_lower is None:
        yield (*place, "estimate"), "is missing: an effect has an estimate, an interval or a p-value"
    yield from _unmeasured(result, place)
    if result.measure in RATIOS:
        yield from _positive(result, place)


def _unmeasured(part: EffectResult | PooledEstimate, place: Place) -> Iterator[Problem]:
    if part.measure is None and (part.estimate is not None or part.ci_lower is not None):
        yield (*place, "measure"), "is missing: say what the estimate is, such as risk-ratio or mean-difference"


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
        if stratum.participants is not None:
            yield from share_problems(stratum, "percent", stratum.participants, whole.participants, ("strata", key))
