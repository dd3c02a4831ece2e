"""The population of an entry: its size, diagnoses, ages and sexes, and who was screened, completed or lost."""

from __future__ import annotations

import re
from typing import Any

from ivigkg.audit.desk import Desk
from ivigkg.audit.footing import provenance
from ivigkg.audit.graph import Thing
from ivigkg.audit.words import plain, telling

_RANGE = re.compile(r"(\d+(?:\.\d+)?)\s*-\s*(\d+(?:\.\d+)?)")
SIZES = {"n": ("participants",), "n_total": ("participants",)}
STAGES = {
    "n_planned": "planned",
    "n_screened": "screened",
    "n_completed": "completed",
    "n_analysed": "analysed",
    "lost_to_follow_up": "lost",
    "discontinued": "discontinued",
}
AGES = {
    "mean": ("ageMean",),
    "sd": ("ageSd",),
    "median": ("ageMedian",),
    "min": ("ageMinimum", "eligibleAgeMinimum"),
    "max": ("ageMaximum", "eligibleAgeMaximum"),
    "minimum": ("ageMinimum", "eligibleAgeMinimum"),
    "maximum": ("ageMaximum", "eligibleAgeMaximum"),
    "value": ("ageValue",),
}
SEXES = {"female": "participantsFemale", "male": "participantsMale", "female_percent": "femalePercent"}
COUNTED = {"n_pm": "polymyositis", "n_dm": "dermatomyositis"}


def people(desk: Desk) -> None:
    """The population of the entry."""
    told = desk.content.get("population")
    if not isinstance(told, dict):
        return
    every = desk.parts("Population")
    source = told.get("source")
    main = [p for p in every if source in p.values.get("readAt", ()) and "Stratum" not in p.kinds] or [
        p for p in every if p.key == "population"
    ]
    where = f"{desk.label}, population"
    _sizes(desk, told, main, where)
    _diagnoses(desk, told, main, every, where)
    if isinstance(told.get("age"), dict):
        _ages(desk, told["age"], [*main, *(p for p in every if p not in main)], where)
    for name, prop in SEXES.items():
        value = (told.get("sex") or {}).get(name) if isinstance(told.get("sex"), dict) else None
        if isinstance(value, str):
            desk.look(f"population.sex.{name}", value, main, (prop,), where)
    _status(desk, told.get("condition_status"), main, every, where)
    about = [
        *every,
        *desk.facts.linked(every, "priorUse"),
        *desk.wholes,
        *desk.parts("StudyDesign", "FlowCount", "OverlapCheck", "Absence", "Search", "BibliographicSource"),
        *desk.facts.linked(desk.wholes, "reportedIn"),
    ]
    for name in (
        "note",
        "ethnicity",
        "n_dm_note",
        "n_text",
        "indication_note",
        "condition_status_note",
        "juvenile_dm_note",
        "age_note",
        "n_other_detail",
    ):
        if isinstance(told.get(name), str):
            desk.tell(f"population.{name}", told[name], about, where, phrase=name in ("ethnicity", "n_text"))
    if told.get("adults") == "true":
        grown = [
            p
            for p in every
            if "adult" in " ".join([*p.texts, *desk.spoken(p)]).casefold()
            or any(_adult(p, prop) for prop in ("ageMinimum", "eligibleAgeMinimum", "ageMean", "ageValue"))
        ]
        desk.judge(
            "population.adults", "true", grown, where, "nobody is called adult", [(p.iri, "criterion") for p in grown]
        )
    _prior(desk, told, every, where)
    first = [p for p in (every if desk.is_primary() else main) if p.key == "population"]
    provenance(desk, "population", told, first or main, where)


def _adult(thing: Thing, prop: str) -> bool:
    return any(float(value) >= 17 for value in thing.values.get(prop, ()))


def _sizes(desk: Desk, told: dict[str, Any], main: list[Thing], where: str) -> None:
    for name, props in SIZES.items():
        if isinstance(told.get(name), str):
            desk.look(f"population.{name}", told[name], main, props, where)
    whole = desk.wholes
    for name, props in (("studies", ("statedStudies",)), ("participants", ("statedParticipants",))):
        if isinstance(told.get(name), str):
            desk.look(f"population.{name}", told[name], whole, props, where)
    for name, stage in STAGES.items():
        if isinstance(told.get(name), str):
            flows = [
                f
                for f in desk.parts("FlowCount")
                if any(iri.endswith(f"/{stage}") for iri in f.links.get("flowStage", ()))
            ]
            desk.look(f"population.{name}", told[name], flows, ("count",), f"{where}, {stage}")


def _diagnoses(desk: Desk, told: dict[str, Any], main: list[Thing], every: list[Thing], where: str) -> None:
    strata = desk.parts("Stratum")
    homes = {p.iri for p in main}
    own = [s for s in strata if set(s.links.get("stratumOf", ())) & homes] or strata
    items = told.get("diagnoses")
    for index, item in enumerate(items if isinstance(items, list) else ()):
        path = f"population.diagnoses.{index}"
        text = item if isinstance(item, str) else item.get("diagnosis", "")
        meant = desk.terms("condition", text, "diagnoses")
        fits = [p for p in (*own, *main) if meant and meant & set(p.links.get("condition", ()))]
        exact = [
            p for p in fits if meant <= set(p.links.get("condition", ())) and len(p.links["condition"]) <= len(meant)
        ] or fits
        if isinstance(item, str):
            desk.link(path, text, fits, ("condition",), meant, where)
            continue
        desk.link(f"{path}.diagnosis", text, fits or main, ("condition",), meant, where)
        for name in ("n", "n_derived"):
            if isinstance(item.get(name), str):
                desk.look(f"{path}.{name}", item[name], exact, ("participants",), f"{where}, {text}")
    named = told.get("diagnosis")
    for path, text in (
        [("population.diagnosis", named)]
        if isinstance(named, str)
        else [(f"population.diagnosis.{i}", t) for i, t in enumerate(named or ())]
    ):
        desk.link(path, text, [*main, *own], ("condition",), desk.terms("condition", text, "diagnoses"), where)
    for name, slug in COUNTED.items():
        if isinstance(told.get(name), str):
            iri = desk.facts.term("condition", slug)
            fits = [s for s in own if s.links.get("condition") == [iri]] or [s for s in own if iri in _wider(desk, s)]
            _zero_or(desk, f"population.{name}", told[name], fits, main, iri, f"{where}, {slug}")
    if isinstance(told.get("n_other"), str):
        fits = [s for s in own if any(w in plain(" ".join(desk.spoken(s))) for w in ("other", "than"))]
        _zero_or(desk, "population.n_other", told["n_other"], fits, main, None, f"{where}, other diagnoses")


def _wider(desk: Desk, thing: Thing) -> set[str]:
    """The conditions of a population or part of it, and the terms next above them."""
    own = thing.links.get("condition", [])
    return {*own, *(iri for term in own for iri in desk.facts.thing(term).links.get("broader", ()))}


def _zero_or(
    desk: Desk, path: str, value: str, fits: list[Thing], main: list[Thing], iri: str | None, where: str
) -> None:
    """A counted part; none of a kind may be told by a population that has another diagnosis alone."""
    only = [p for p in main if p.links.get("condition") and iri not in p.links["condition"]]
    alone = [p for p in main if p.links.get("condition") == [iri]]
    if not fits and value == "0" and (only or (iri is None and main)):
        desk.say(path, value, "graph", where, witnesses=[(p.iri, "condition") for p in only or main])
    else:
        desk.look(path, value, fits or alone, ("participants",), where)


def _ages(desk: Desk, ages: dict[str, Any], things: list[Thing], where: str) -> None:
    for name, props in AGES.items():
        if isinstance(ages.get(name), str):
            desk.look(f"population.age.{name}", ages[name], things, props, f"{where}, age")
    for name in ("range", "iqr"):
        match = _RANGE.match(ages[name]) if isinstance(ages.get(name), str) else None
        if match:
            low, high = ("ageIqrLow", "ageIqrHigh") if name == "iqr" else ("ageMinimum", "ageMaximum")
            if "eligib" in ages[name]:
                low, high = "eligibleAgeMinimum", "eligibleAgeMaximum"
            both = [t for t in things if match[1] in t.values.get(low, ()) and match[2] in t.values.get(high, ())]
            held = ", ".join(f"{t.key} {t.value(low)}-{t.value(high)}" for t in things if low in t.values)
            desk.judge(
                f"population.age.{name}",
                ages[name],
                both,
                f"{where}, {low} and {high}",
                held or "no such age there",
                [(t.iri, p) for t in both for p in (low, high)],
            )
    if isinstance(ages.get("unit"), str):
        held_any = [
            t for t in things if any(p.casefold().startswith(("age", "eligibleage")) for p in t.values)
        ] or desk.parts("SummaryResult")
        good = ages["unit"] == "years" and held_any
        desk.judge("population.age.unit", ages["unit"], good, where, "no age there", [(t.iri, "age") for t in held_any])


def _status(desk: Desk, status: Any, main: list[Thing], every: list[Thing], where: str) -> None:
    """Disease stages, by term or in the words of a criterion."""
    if isinstance(status, str):
        about = [
            *every,
            *desk.facts.linked(every, "priorUse"),
            *desk.parts(
                "Stratum", "SummaryResult", "FlowCount", "CountResult", "NarrativeResult", "StudyDesign", "Absence"
            ),
            *desk.wholes,
        ]
        desk.tell("population.condition_status", status, about, where, phrase=True)
        return
    for index, text in enumerate(status or ()):
        path = f"population.condition_status.{index}"
        meant = desk.terms("stage", text, "stages") | desk.facts.named("condition", text)
        fits = [p for p in every if meant & {*p.links.get("diseaseStage", ()), *p.links.get("condition", ())}]
        if fits:
            desk.link(path, text, fits, ("diseaseStage", "condition"), meant, where)
        else:
            desk.tell(path, text, [*every, *desk.wholes], where, phrase=True)


def _prior(desk: Desk, told: dict[str, Any], every: list[Thing], where: str) -> None:
    uses = desk.facts.linked(every, "priorUse")
    for index, item in enumerate(told.get("prior_treatments") or ()):
        path = f"population.prior_treatments.{index}"
        meant = desk.terms("intervention", item["treatment"], "drugs")
        own = [use for use in uses if meant & set(use.links.get("appliedIntervention", ()))]
        desk.link(f"{path}.treatment", item["treatment"], own, ("appliedIntervention",), meant, where)
        desk.look(f"{path}.n", item.get("n"), own, ("participants",), f"{where}, earlier {item['treatment']}")
    if isinstance(told.get("prior_treatment"), str):
        desk.tell(
            "population.prior_treatment",
            told["prior_treatment"],
            [*uses, *desk.facts.linked(uses, "dose"), *every],
            where,
            phrase=True,
        )


def involved(desk: Desk) -> None:
    """Parts of the population named by a trait, with a percentage or a number."""
    told = desk.content.get("population")
    if not isinstance(told, dict):
        return
    strata = desk.parts("Stratum")
    for name, value in (told.get("baseline_involvement_percent") or {}).items():
        fits = [s for s in strata if telling(name) & telling(s.value("trait") or "")]
        desk.look(f"population.baseline_involvement_percent.{name}", value, fits, ("percent",), f"{desk.label}, {name}")
    for index, item in enumerate(told.get("presenting_signs") or ()):
        fits = [s for s in strata if telling(item["sign"]) <= telling(s.value("trait") or "")]
        desk.look(
            f"population.presenting_signs.{index}.percent",
            item.get("percent"),
            fits,
            ("percent",),
            f"{desk.label}, {item['sign']}",
        )
        desk.tell(f"population.presenting_signs.{index}.sign", item["sign"], fits, desk.label, phrase=True)
