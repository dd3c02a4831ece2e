"""How a study divides its people: groups, comparisons, strata, and which of them a result belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ivigkg.records.names import walk
from ivigkg.records.problem import Problem
from ivigkg.records.study import Registration, Study
from ivigkg.records.yaml_text import Place

_REGISTRY = re.compile(
    r"^(NCT\d{8}|EudraCT \d{4}-\d{6}-\d{2}|ISRCTN\d{8}|UMIN\d{9}|jRCT[s]?\d{9,10}|JapicCTI-\d{6}|ACTRN\d{14}"
    r"|ChiCTR[\w-]+|CTRI/[\d/]+)$"
)


def study_problems(study: Study) -> Iterator[Problem]:
    """What a study lacks, and parts of it that do not fit together."""
    aspects = {absence.aspect for absence in study.absences.values()}
    if not study.facets and "design" not in aspects:
        yield ("designs",), "no facet of the design is given; give one, or an absence with aspect design"
    if not study.groups and "groups" not in aspects:
        yield ("groups",), "no group is given; give one, or an absence with aspect groups"
    if "population" not in study.populations and study.populations:
        yield ("populations",), "the main population must be called population"
    yield from _result_problems(study)
    yield from _group_problems(study)
    yield from _comparison_problems(study)
    yield from _stratum_problems(study)
    for part, place in walk(study):
        if isinstance(part, Registration) and not _REGISTRY.match(part.registry_id):
            yield (
                (*place, "registry_id"),
                f"{part.registry_id} does not look like a registry number, such as NCT01234567",
            )


def _result_problems(study: Study) -> Iterator[Problem]:
    for key, result in study.results.items():
        place: Place = ("results", key)
        if (result.group is None) == (result.comparison is None):
            yield place, "needs a group or a comparison, and not both"
        if result.threshold is not None and result.threshold_relation is None:
            yield (*place, "threshold_relation"), "is missing beside the threshold"
        if result.p is not None and result.kind == "change" and result.test_scope is None:
            yield (*place, "test_scope"), "is missing beside p: within-group, between-groups or not-stated"


def _group_problems(study: Study) -> Iterator[Problem]:
    for key, group in study.groups.items():
        place: Place = ("groups", key, "drawn_from")
        known = [study.groups[name] for name in group.drawn_from if name in study.groups]
        if group.kind != "arm" and not group.drawn_from:
            yield place, f"is missing: a {group.kind} is drawn from other groups"
        if group.kind == "arm" and group.drawn_from:
            yield place, "an arm is not drawn from other groups; is it a subgroup?"
        if group.kind == "exposure-group" and any(other.kind != "arm" for other in known):
            yield place, "an exposure group is drawn from arms only"
        if key in group.drawn_from:
            yield place, "a group is not drawn from itself"


def _comparison_problems(study: Study) -> Iterator[Problem]:
    for key, comparison in study.comparisons.items():
        both = set(comparison.intervention) & set(comparison.comparator)
        if both:
            yield ("comparisons", key), f"{', '.join(sorted(both))} stands on both sides"


def _stratum_problems(study: Study) -> Iterator[Problem]:
    for key, stratum in study.strata.items():
        if stratum.of == key:
            yield ("strata", key, "of"), "a stratum is not a part of itself"
        if stratum.participants is None and stratum.percent is None and not stratum.note:
            yield ("strata", key), "needs participants or percent; a part without a number needs a note"
