"""Sections of the 2012 evidence that tell of one kind of result each: lung, skin, deaths and the like."""

from __future__ import annotations

from typing import Any

from ivigkg.audit.desk import Desk
from ivigkg.audit.footing import provenance
from ivigkg.audit.graph import Thing
from ivigkg.audit.values import PROPS, RESULTS, p_values
from ivigkg.audit.wording import around

SECTIONS = ("steroid_sparing", "lung", "oesophageal", "skin", "relapse", "follow_up", "mortality")


def sections(desk: Desk) -> None:
    """Every such section of the entry, at the outcomes that its name means."""
    for name in SECTIONS:
        told = desk.content.get(name)
        if isinstance(told, dict):
            _section(desk, name, told)


def _section(desk: Desk, name: str, told: dict[str, Any]) -> None:
    item = desk.names.outcomes.get(name)
    place = ("entries", desk.entry.name, "outcomes", name)
    if item is not None and item.parts:
        desk.used.add(place)
        here = desk.keys(item.parts, place)
    else:
        terms = desk.terms("outcome", name, "outcomes")
        here = [p for p in desk.parts(*RESULTS, "Claim") if terms & set(p.links.get("outcome", ()))]
    groups = {
        group.iri
        for group in (desk.keys(item.groups, place) if item is not None and item.groups else desk.groups(None))
    }
    here = [thing for thing in here if not groups or set(thing.links.get("group", groups)) & groups]
    where = f"{desk.label}, {name}"
    counts = {"deaths": ("events",), "survivors": ("events",), "n": ("total", "participants"), "percent": ("percent",)}
    for key, props in counts.items():
        if isinstance(told.get(key), str):
            desk.look(f"{name}.{key}", told[key], [t for t in here if t.kinds & set(RESULTS)] or here, props, where)
    if isinstance(told.get("p_value"), str):
        p_values(desk, f"{name}.p_value", told["p_value"], here, where)
    if isinstance(told.get("direction"), str):
        meant = desk.direction(told["direction"])
        if meant:
            desk.link(f"{name}.direction", told["direction"], here, ("direction",), meant, where)
        else:
            desk.tell(f"{name}.direction", told["direction"], here, where, phrase=True)
    wider = [*around(desk, here), *desk.parts("StudyDesign", "Absence", "Population")]
    for key in (
        "scope",
        "detail",
        "indication",
        "note",
        "assessment",
        "instrument",
        "time_point",
        "aim",
        "length",
        "check",
        "before",
        "certainty",
        "result",
    ):
        if isinstance(told.get(key), str):
            desk.tell(
                f"{name}.{key}",
                told[key],
                wider,
                where,
                phrase=key in ("scope", "assessment", "aim", "instrument", "before"),
            )
    for key in ("derived", "percent_derived", "deaths_derived"):
        if told.get(key) == "true":
            held = [
                t
                for t in here
                if t.values.get("derived") or any(b.endswith("/inferred") for b in t.links.get("basis", ()))
            ]
            desk.judge(
                f"{name}.{key}",
                "true",
                held,
                f"{where}, derived",
                "nothing there is marked as derived",
                [(t.iri, "derived") for t in held],
            )
    _causes(desk, name, told, where)
    designs: list[Thing] = [d for d in desk.parts("StudyDesign") if told.get("source") in d.values.get("readAt", ())]
    read = [t for t in here if told.get("source") in t.values.get("readAt", ())]
    provenance(desk, name, told, read or here or designs, where)


def _causes(desk: Desk, name: str, told: dict[str, Any], where: str) -> None:
    for index, cause in enumerate(told.get("causes") or ()):
        terms = desk.terms("outcome", cause["cause"], "outcomes")
        fits = [t for t in desk.parts(*RESULTS) if terms & set(t.links.get("outcome", ()))]
        desk.look(f"{name}.causes.{index}.count", cause["count"], fits, PROPS["count"], f"{where}, {cause['cause']}")
        desk.tell(
            f"{name}.causes.{index}.cause",
            cause["cause"],
            [*fits, *desk.facts.linked(fits, "outcome")],
            where,
            phrase=True,
        )
