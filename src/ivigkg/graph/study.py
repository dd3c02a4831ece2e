"""The graph of one study."""

from __future__ import annotations

from pyoxigraph import Quad

from ivigkg import iris
from ivigkg.graph import parts
from ivigkg.graph.emit import Node, Page
from ivigkg.identifiers import registry_of
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
COMMON = [
    "as_printed",
    "primary_endpoint",
    "definition",
    "threshold",
    "threshold_relation",
    "test_scope",
    "test_name",
    "events",
    "total",
    "percent",
    "counted_unit",
    "rate",
    "rate_per",
    "reporting",
    "mean",
    "median",
    "value",
    "sd",
    "se",
    "spread",
    "low",
    "high",
    "range_kind",
    "baseline_mean",
    "follow_up_mean",
    "baseline_value",
    "follow_up_value",
    "mean_change",
    "percent_change",
    "estimate",
    "ci_lower",
    "ci_upper",
    "ci_level",
    "adjusted_for",
    "factor",
    "text",
]


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
    _registrations(whole, study)
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
    node.terms(EV.instrument, "instrument", result.instrument).terms(EV.direction, "direction", result.direction)
    for field, prop, kind in (
        ("response", EV.response, "response"),
        ("severity", EV.severity, "severity"),
        ("measure", EV.measure, "measure"),
    ):
        node.terms(prop, kind, getattr(result, field, None))
    _time(node, result)
    node.fields(result, *(name for name in COMMON if name in type(result).model_fields))
    parts.unit(node, getattr(result, "unit", None))
    if result.p:
        node.value(EV.pRelation, result.p.relation).value(EV.pValue, result.p.value)
    node.fact(result, whole.record.readings)


def _time(node: Node, result: AnyResult) -> None:
    if result.at:
        for name in ("months", "weeks", "days"):
            node.value(EV.term(f"timepoint{name.capitalize()}"), getattr(result.at, name))
        node.value(EV.timepointAsPrinted, result.at.as_printed)


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
        for unit in ("months", "weeks", "days"):
            value = getattr(result.at, unit)
            if value is not None:
                words.append(f"{value:f} {unit}")
    return ", ".join(words)


def _registrations(whole: parts.Whole, study: Study) -> None:
    for key, entry in study.registrations.items():
        node = (
            whole.part(key, EV.Registration)
            .fields(entry, "registry_id", "status")
            .date(EV.statusDate, entry.status_date)
        )
        registry = registry_of(entry.registry_id)
        node.link(EV.registry, iris.record("organization", registry.slug) if registry else None)
        node.fact(entry, study.readings)
