"""How a study divides its people: groups, comparisons, strata, and which of them a result belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ivigkg.records.loader import Library
from ivigkg.records.problem import Problem
from ivigkg.records.study import AnyResult, ChangeResult, CountResult, NarrativeResult, Study, SummaryResult, numbers
from ivigkg.records.yaml_text import Place

BETWEEN = frozenset(["favours-intervention", "favours-comparator", "no-difference"])
WITHIN = frozenset(["improved", "worsened", "unchanged"])
ADVICE = frozenset(["for", "against"])


def study_problems(study: Study, library: Library) -> Iterator[Problem]:
    """What a study lacks, and parts of it that do not fit together."""
    aspects = {absence.aspect for absence in study.absences.values()}
    if not study.facets and "design" not in aspects:
        yield ("designs",), "no facet of the design is given; give one, or an absence with aspect design"
    if not study.groups and "groups" not in aspects:
        yield ("groups",), "no group is given; give one, or an absence with aspect groups"
    if "population" not in study.populations and study.populations:
        yield ("populations",), "the main population must be called population"
    if study.extends == study.study:
        yield ("extends",), "a study does not extend itself"
    yield from _result_problems(study, set(library.terms("adverse-event")))
    if "response-definition" not in aspects:
        yield from _undefined_responses(study)
    yield from _group_problems(study)
    yield from _comparison_problems(study)
    yield from _stratum_problems(study)


def _result_problems(study: Study, harms: set[str]) -> Iterator[Problem]:
    for key, result in study.results.items():
        place: Place = ("results", key)
        if (result.group is None) == (result.comparison is None):
            yield place, "needs a group or a comparison, and not both"
        if result.threshold is not None and result.threshold_relation is None:
            yield (*place, "threshold_relation"), "is missing beside the threshold"
        scoped = result.kind == "change" or result.group is not None
        if result.p is not None and scoped and result.test_scope is None:
            yield (*place, "test_scope"), "is missing beside p: within-group, between-groups or not-stated"
        if result.comparison is not None and result.test_scope == "within-group":
            yield (*place, "test_scope"), "says within-group of a comparison; name the group instead"
        if result.kind == "adverse-event" and harms and result.outcome not in harms:
            yield (*place, "outcome"), f"{result.outcome} is no adverse event; take a term of the adverse events"
        yield from _direction_problems(result, place)
        yield from _hollow(result, place)


def _undefined_responses(study: Study) -> Iterator[Problem]:
    """Responses of which nothing says what was counted; they compare with no other."""
    for key, result in study.results.items():
        if not isinstance(result, CountResult) or result.response in {None, "event-free"}:
            continue
        if result.definition is None and result.instrument is None and result.threshold is None:
            message = (
                "counts a response without definition, instrument or threshold; give one, or an absence with aspect"
            )
            yield ("results", key), f"{message} response-definition", "warning"


def _direction_problems(result: AnyResult, place: Place) -> Iterator[Problem]:
    """Words for the two sides of a comparison and words for one group are not the same."""
    here = (*place, "direction")
    if result.group is not None and result.direction in BETWEEN:
        yield here, f"{result.direction} is said of a comparison; of one group say improved, worsened or unchanged"
    if result.comparison is not None and result.direction in WITHIN:
        yield here, f"{result.direction} is said of one group; of a comparison say which side it favours"
    if result.direction in ADVICE:
        yield here, f"{result.direction} is said of recommendations; a result has none"


def _hollow(result: AnyResult, place: Place) -> Iterator[Problem]:
    """A result that says nothing."""
    told = set(numbers(result)) - {"total", "threshold", "ci_level"}
    if isinstance(result, SummaryResult) and not told:
        yield place, "kind is summary, which needs mean, median, value or low and high; words alone are narrative"
    if isinstance(result, ChangeResult) and not told and result.p is None:
        yield place, "kind is change, which needs a number or p; words alone are narrative"
    if isinstance(result, NarrativeResult) and not (result.text or result.as_printed or result.direction):
        yield place, "kind is narrative, which needs text, as_printed or direction"


def _group_problems(study: Study) -> Iterator[Problem]:
    for key, group in study.groups.items():
        place: Place = ("groups", key)
        known = [study.groups[name] for name in group.drawn_from if name in study.groups]
        if group.kind != "arm" and not group.drawn_from:
            yield (*place, "drawn_from"), f"is missing: kind is {group.kind}, which is drawn from other groups"
        if group.kind == "arm" and group.drawn_from:
            yield (*place, "kind"), "is arm, yet drawn_from names other groups; is it a subgroup?"
        if group.kind == "exposure-group" and any(other.kind != "arm" for other in known):
            yield (*place, "drawn_from"), "an exposure group is drawn from arms only"
    for key in _in_circles({key: group.drawn_from for key, group in study.groups.items()}):
        yield ("groups", key, "drawn_from"), "a group is not drawn from itself, nor by way of others"


def _comparison_problems(study: Study) -> Iterator[Problem]:
    for key, comparison in study.comparisons.items():
        both = set(comparison.intervention) & set(comparison.comparator)
        if both:
            yield ("comparisons", key), f"{', '.join(sorted(both))} stands on both sides"


def _stratum_problems(study: Study) -> Iterator[Problem]:
    for key, stratum in study.strata.items():
        if stratum.participants is None and stratum.percent is None and not stratum.note:
            yield ("strata", key), "needs participants or percent; a part without a number needs a note"
    for key in _in_circles({key: (stratum.of,) for key, stratum in study.strata.items()}):
        yield ("strata", key, "of"), "a stratum is not a part of itself, nor by way of others"


def _in_circles(steps: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Names from which the steps lead back to themselves."""
    for start in steps:
        seen: set[str] = set()
        todo = list(steps[start])
        while todo:
            name = todo.pop()
            if name not in seen:
                seen.add(name)
                todo.extend(steps.get(name, ()))
        if start in seen:
            yield start
