"""Arms of an entry: each group with its size, and what it was given at which dose; advice of a guideline likewise."""

from __future__ import annotations

import re
from typing import Any

from ivigkg.audit.desk import Desk
from ivigkg.audit.footing import provenance
from ivigkg.audit.graph import Thing
from ivigkg.audit.values import unit
from ivigkg.audit.words import numbers, plain, telling

_RANGE = re.compile(r"(\d+(?:\.\d+)?)\s*-\s*(\d+(?:\.\d+)?)")
_COURSES = re.compile(r"\d+(-\d+)?")
SIZES = {"n": "participants", "n_derived": "participants", "n_randomized": "participants"}
SPANS = {
    "duration_weeks": ("durationWeeks",),
    "duration_months_min": ("durationMonths",),
    "duration_months_max": ("durationMonthsUpTo", "durationMonths"),
    "days": ("daysPerCourse",),
    "days_min": ("daysPerCourse",),
    "days_max": ("daysPerCourseUpTo", "daysPerCourse"),
    "n_infusions": ("infusions", "infusionsTotal"),
    "n_courses_total": ("coursesTotal",),
}


def arms(desk: Desk) -> None:
    """All arms of the entry."""
    for index, arm in enumerate(desk.content.get("arms") or ()):
        _arm(desk, f"arms.{index}", arm)


def _arm(desk: Desk, path: str, arm: dict[str, Any]) -> None:
    label = arm.get("arm") or arm.get("label") or ""
    key = "arm" if "arm" in arm else "label"
    groups = desk.groups(label)
    where = f"{desk.label}, group {label}"
    synthesis = not any("Study" in whole.kinds for whole in desk.wholes)
    for name, prop in SIZES.items():
        if isinstance(arm.get(name), str):
            desk.look(f"{path}.{name}", arm[name], groups, (prop,), where)
    uses = desk.parts("InterventionUse") if synthesis else desk.facts.linked(groups, "intervention")
    met: list[Thing] = []
    for index, item in enumerate(arm.get("interventions") or ()):
        met += _use(desk, f"{path}.interventions.{index}", item, uses, where, synthesis)
    if isinstance(arm.get("intervention"), str):
        met += _use(desk, path, arm, uses, where, synthesis)
    named = groups or (met if synthesis else [])
    desk.judge(f"{path}.{key}", label, named, where, "no group of that name", [(g.iri, "label") for g in named])
    about = [*groups, *uses, *desk.facts.linked(uses, "dose"), *desk.wholes, *desk.parts("FlowCount")]
    for name in ("note", "co_intervention_note", "dose_note"):
        if isinstance(arm.get(name), str):
            desk.tell(f"{path}.{name}", arm[name], about, where, phrase=name != "note")
    _beside(desk, f"{path}.co_interventions", arm.get("co_interventions"), uses, groups, where)
    read = [thing for thing in met if arm.get("source") in thing.values.get("readAt", ())]
    provenance(desk, path, arm, groups or read or met, where)


def _beside(desk: Desk, path: str, value: Any, uses: list[Thing], groups: list[Thing], where: str) -> None:
    """Drugs given beside: a use of each, with its dose; a sentence is told by the uses together."""
    if isinstance(value, str):
        value = {"": value}
    items = value.items() if isinstance(value, dict) else enumerate(value or ())
    for index, item in items:
        at = f"{path}.{index}" if index != "" else path
        things = [*uses, *groups, *desk.facts.linked(groups, "priorUse"), *desk.parts("Population")]
        things += desk.facts.linked(desk.parts("Population"), "priorUse")
        if isinstance(item, str):
            desk.tell(at, item, [*things, *desk.facts.linked(uses, "dose")], where, phrase=True)
            continue
        meant = desk.terms("intervention", item.get("drug", ""), "drugs")
        own = [use for use in things if meant & set(use.links.get("appliedIntervention", ()))]
        desk.link(f"{at}.drug", item["drug"], own or uses, ("appliedIntervention",), meant, where)
        for name in ("dose", "mean_dose"):
            if isinstance(item.get(name), dict):
                _dose(desk, f"{at}.{name}", item[name], desk.facts.linked(own, "dose"), where)
        if isinstance(item.get("note"), str):
            desk.tell(f"{at}.note", item["note"], own, where)


def _use(desk: Desk, path: str, item: dict[str, Any], uses: list[Thing], where: str, synthesis: bool) -> list[Thing]:
    key = "drug" if "drug" in item else "intervention"
    drug = item[key]
    meant = desk.terms("intervention", drug, "drugs")
    own = [use for use in uses if meant & set(use.links.get("appliedIntervention", ()))]
    where = f"{where}, {drug}"
    if synthesis and isinstance(item.get("population"), str):
        own = _advised(desk, path, item, own, where)
    if not own and synthesis:
        claims = [
            t
            for t in desk.parts("Claim", "Recommendation", "Question")
            if meant <= set(t.links.get("about", ())) and meant
        ]
        desk.link(f"{path}.{key}", drug, claims, ("about",), meant, where)
        return claims
    desk.link(f"{path}.{key}", drug, own or uses, ("appliedIntervention",), meant, where)
    lasting = [use for use in own if item.get("duration_weeks") in use.values.get("durationWeeks", ())]
    doses = desk.facts.linked(lasting or own, "dose")
    if isinstance(item.get("dose_value"), str):
        _amount(desk, f"{path}.dose_value", item["dose_value"], doses, where)
    if isinstance(item.get("dose_unit"), str):
        fits = [d for d in doses if _holds_amount(d, item.get("dose_value", ""))]
        unit(desk, f"{path}.dose_unit", item["dose_unit"], fits, where)
    for name in ("dose", "daily_dose", "daily_dose_derived", "total_per_course", "total_dose"):
        if isinstance(item.get(name), dict):
            _dose(desk, f"{path}.{name}", item[name], doses, where)
        elif isinstance(item.get(name), str):
            desk.tell(f"{path}.{name}", item[name], [*own, *doses], where, phrase=name == "dose")
    for name, props in SPANS.items():
        if isinstance(item.get(name), str):
            desk.look(f"{path}.{name}", item[name], own, props, where)
    _schedule(desk, path, item, own, doses, where)
    if isinstance(item.get("route"), str):
        desk.link(f"{path}.route", item["route"], own, ("route",), desk.terms("route", item["route"], "routes"), where)
    return own


def _schedule(desk: Desk, path: str, item: dict[str, Any], own: list[Thing], doses: list[Thing], where: str) -> None:
    for name, prop in (("courses_mean", "coursesMean"), ("product", "product")):
        if isinstance(item.get(name), str):
            desk.look(f"{path}.{name}", item[name], own, (prop,), where)
    for name in ("courses_range", "n_courses"):
        if isinstance(item.get(name), str) and _COURSES.fullmatch(item[name]):
            _courses(desk, f"{path}.{name}", item[name], own, where)
    for name in ("schedule", "frequency", "n_courses", "note"):
        if isinstance(item.get(name), str) and f"{path}.{name}" not in desk.verdicts:
            _frequent(desk, f"{path}.{name}", item[name], own, doses, where)
    for name in ("duration", "interval"):
        value = item.get(name)
        if isinstance(value, dict):
            for key in ("value", "mean"):
                if isinstance(value.get(key), str):
                    props = (
                        ("durationMonths", "durationWeeks", "durationDays")
                        if name == "duration"
                        else ("repeatsEveryWeeks", "repeatsEveryMonths", "repeatsEveryDays")
                    )
                    desk.look(
                        f"{path}.{name}.{key}",
                        value[key],
                        own,
                        tuple(p for p in props if p.endswith(_capital(value.get("unit", "")))),
                        where,
                    )
            if isinstance(value.get("unit"), str):
                fits = [u for u in own if any(p.endswith(_capital(value["unit"])) for p in u.values)]
                desk.judge(
                    f"{path}.{name}.unit",
                    value["unit"],
                    fits,
                    where,
                    "no time in that unit",
                    [(u.iri, name) for u in fits],
                )
        elif isinstance(value, str):
            desk.tell(f"{path}.{name}", value, [*own, *doses], where)


def _courses(desk: Desk, path: str, value: str, own: list[Thing], where: str) -> None:
    """A number of courses, or from how many to how many."""
    low, _, high = value.partition("-")
    held = [
        (use.iri, prop)
        for use in own
        if low in use.values.get("courses", ()) and (not high or high in use.values.get("coursesUpTo", ()))
        for prop in ("courses", *(["coursesUpTo"] if high else []))
    ]
    have = ", ".join(f"{use.key} {use.value('courses')}-{use.value('coursesUpTo')}" for use in own)
    desk.held(path, value, held, f"{where}, courses", have)


def _capital(unit_name: str) -> str:
    return unit_name.rstrip("s").capitalize() + "s"


EVERY = {
    "weekly": ("repeatsEveryWeeks", "1"),
    "monthly": ("repeatsEveryMonths", "1"),
    "daily": ("repeatsEveryDays", "1"),
}


def _frequent(desk: Desk, path: str, value: str, own: list[Thing], doses: list[Thing], where: str) -> None:
    """A schedule: ``monthly`` is a number in the graph; else its numbers and words."""
    word = plain(value).split()[0] if plain(value) else ""
    per = {"weekly": "week", "monthly": "month", "daily": "day"}
    if word in EVERY:
        prop, number = EVERY[word]
        held = [(u.iri, prop) for u in own if number in u.values.get(prop, ())]
        held += [(d.iri, "per") for d in doses if per[word] in d.values.get("per", ())]
        if held and numbers(value) <= frozenset(n for t in (*own, *doses) for n in t.numbers):
            desk.say(path, value, "graph", where, witnesses=held)
            return
    desk.tell(path, value, [*own, *doses], where, phrase=not numbers(value))


def _holds_amount(dose: Thing, value: str) -> bool:
    match = _RANGE.fullmatch(value)
    low, high = (match[1], match[2]) if match else (value, None)
    return low in dose.values.get("numericValue", ()) and (high is None or high in dose.values.get("upTo", ()))


def _amount(desk: Desk, path: str, value: str, doses: list[Thing], where: str) -> None:
    held = [(d.iri, "numericValue") for d in doses if _holds_amount(d, value)]
    others = ", ".join(f"{d.key} {d.value('numericValue')}" for d in doses[:4])
    desk.held(path, value, held, f"{where}, dose", others or "no dose at that place")


def _dose(desk: Desk, path: str, dose: dict[str, Any], doses: list[Thing], where: str) -> None:
    low = dose.get("value") or dose.get("min") or dose.get("from")
    high = dose.get("max") or dose.get("to")
    fits = [
        d
        for d in doses
        if low in d.values.get("numericValue", ()) and (high is None or high in d.values.get("upTo", ()))
    ]
    for name in ("value", "min", "from", "max", "to"):
        if isinstance(dose.get(name), str):
            desk.look(
                f"{path}.{name}",
                dose[name],
                fits or doses,
                ("numericValue",) if name in ("value", "min", "from") else ("upTo",),
                f"{where}, dose",
            )
    code = dose.get("unit", "")
    if code:
        unit(desk, f"{path}.unit", code, fits, where)
    if isinstance(dose.get("per"), str):
        desk.look(f"{path}.per", dose["per"], fits, ("per",), where)
    if dose.get("derived") == "true":
        held = [d for d in fits if d.values.get("derived")]
        desk.judge(
            f"{path}.derived",
            "true",
            held,
            f"{where}, dose, derived",
            "no dose there is marked as derived",
            [(d.iri, "derived") for d in held],
        )


def _advised(desk: Desk, path: str, item: dict[str, Any], own: list[Thing], where: str) -> list[Thing]:
    """The recommendation for the people named: its uses; population, grade and agreement are looked for on it."""
    people = item["population"]
    advice = [t for t in desk.parts("Recommendation", "Claim") if _uses_of(t) & {u.iri for u in own} or not own]
    meant = desk.terms("intervention", item["drug"], "drugs")
    advice = [t for t in advice if meant & set(t.links.get("about", ())) or _uses_of(t) & {u.iri for u in own}]
    best = max(advice, key=lambda t: _shared(desk, t, people), default=None)
    fits = [best] if best is not None and _shared(desk, best, people) else []
    uses = [use for use in own if fits and use.iri in _uses_of(fits[0])] or own
    for name in ("population",):
        desk.tell(
            f"{path}.{name}",
            item[name],
            [*fits, *desk.facts.linked(fits, "appliesTo", "recommendedUse"), *desk.facts.linked(uses, "dose")],
            where,
            phrase=True,
        )
    if isinstance(item.get("agreement_percent"), str):
        desk.look(f"{path}.agreement_percent", item["agreement_percent"], fits, ("agreementPercent",), where)
    if isinstance(item.get("grade"), str):
        grades = [a for a in desk.parts("Assessment") if fits and fits[0].iri in a.links.get("assesses", ())]
        desk.tell(f"{path}.grade", item["grade"], [*grades, *fits], where, phrase=True)
        exact = [a for a in grades if plain(a.value("levelAsPrinted") or "") == plain(item["grade"])]
        if exact:
            desk.say(
                f"{path}.grade", item["grade"], "graph", where, witnesses=[(a.iri, "levelAsPrinted") for a in exact]
            )
    return uses


def _uses_of(claim: Thing) -> set[str]:
    return {*claim.links.get("recommendedUse", ()), *claim.links.get("about", ())}


def _shared(desk: Desk, claim: Thing, people: str) -> int:
    said: set[str] = set()
    for thing in (claim, *desk.facts.linked([claim], "appliesTo", "recommendedUse")):
        for text in desk.spoken(thing):
            said |= telling(text)
    return len(telling(people) & said)
