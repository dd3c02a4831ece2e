"""The graph of one study."""

from __future__ import annotations

from pyoxigraph import Quad

from ivigkg import iris
from ivigkg.graph import parts
from ivigkg.graph.emit import Page
from ivigkg.graph.figures import UNITS, figures
from ivigkg.namespaces import EV, PICO
from ivigkg.records.study import AnyResult, Group, Study

KINDS = {"arm": EV.Arm, "exposure-group": EV.ExposureGroup, "subgroup": EV.Subgroup}
RESULTS = {
    "count": EV.CountResult,
    "adverse-event": EV.AdverseEventResult,
    "summary": EV.SummaryResult,
    "change": EV.ChangeResult,
    "effect": EV.EffectResult,
    "narrative": EV.NarrativeResult,
}


def study_quads(study: Study, around: parts.Surroundings) -> list[Quad]:
    """Everything one study file says, in its own graph."""
    page = Page(iris.graph("study", study.study))
    whole = parts.Whole(page, study, iris.record("study", study.study), EV.study, around)
    node = parts.head(whole, EV.Study)
    node.value(EV.participants, study.participants)
    if study.extends:
        node.link(EV.extendsStudy, iris.record("study", study.extends))
    node.link(EV.funder, *(iris.record("organization", slug) for slug in study.funders))
    parts.readings(whole)
    parts.designs(whole)
    parts.populations(whole)
    parts.uses(whole)
    for key, group in study.groups.items():
        _group(whole, key, group)
    _comparisons(whole, study)
    for key, result in study.results.items():
        _result(whole, key, result)
    parts.claims(whole)
    parts.flow(whole)
    parts.registrations(whole)
    parts.assessments(whole)
    parts.overlaps(whole)
    parts.absences(whole)
    return page.quads


def _group(whole: parts.Whole, key: str, group: Group) -> None:
    node = whole.part(key, KINDS[group.kind]).label(group.label).fields(group, "participants", "period")
    node.link(PICO.intervention, *whole.keys(group.uses)).link(EV.drawnFrom, *whole.keys(group.drawn_from))
    node.link(EV.restrictedTo, *whole.keys(group.restricted_to)).fact(group, whole.record.readings)


def _comparisons(whole: parts.Whole, study: Study) -> None:
    for key, comparison in study.comparisons.items():
        node = whole.part(key, EV.Comparison).label(comparison.label or _versus(study, key))
        if comparison.population in study.populations or comparison.population in study.strata:
            node.link(PICO.population, whole.key(comparison.population))
        node.link(PICO.interventionGroup, *whole.keys(comparison.intervention))
        node.link(PICO.comparatorGroup, *whole.keys(comparison.comparator))


def _versus(study: Study, key: str) -> str:
    comparison = study.comparisons[key]
    sides = (comparison.intervention, comparison.comparator)
    return " v. ".join(", ".join(study.groups[name].label for name in side) for side in sides)


def _result(whole: parts.Whole, key: str, result: AnyResult) -> None:
    node = whole.part(key, RESULTS[result.kind]).label(result.label or _name(whole, result))
    if result.group:
        node.link(EV.group, whole.key(result.group))
    if result.comparison:
        node.link(EV.comparison, whole.key(result.comparison))
    node.link(EV.outcome, whole.around.outcome(result.outcome, harm=result.kind == "adverse-event"))
    for field, prop in (("response", EV.response), ("severity", EV.severity)):
        node.terms(prop, field, getattr(result, field, None))
    figures(node, result)
    node.fact(result, whole.record.readings)


def _name(whole: parts.Whole, result: AnyResult) -> str:
    """A name for a result that has none: its outcome, its group and its time."""
    study = whole.record
    assert isinstance(study, Study)
    who = study.groups[result.group].label if result.group else _versus(study, result.comparison or "")
    words = [whole.around.label(whole.around.kind_of(result.outcome, result.kind == "adverse-event"), result.outcome)]
    response = getattr(result, "response", None)
    if response:
        words[0] += f" ({response.replace('-', ' ')})"
    words.append(who)
    if result.at:
        words += [f"{value:f} {unit}" for unit in UNITS if (value := getattr(result.at, unit)) is not None]
    return ", ".join(words)
