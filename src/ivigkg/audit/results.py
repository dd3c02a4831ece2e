"""Outcomes and harms of an entry: each result at its group, outcome and time."""

from __future__ import annotations

from typing import Any

from ivigkg.audit.belonging import at_groups, between, between_all, groups_of, named_so
from ivigkg.audit.desk import Desk
from ivigkg.audit.footing import provenance
from ivigkg.audit.graph import Thing
from ivigkg.audit.names import Item
from ivigkg.audit.times import NAMES, at_time, fits_threshold, item_name, items, timely
from ivigkg.audit.values import PROPS, RESULTS, effect, jointly, p_values
from ivigkg.audit.wording import about, there

SPOKEN = (*RESULTS, "PooledEstimate", "Claim", "Recommendation")
PLACE = ("arm", "organ", "subgroup", "measure", "time_point", "period", "comparator")


def outcomes(desk: Desk) -> None:
    """All outcomes and harms of the entry."""
    for index, item in enumerate(items(desk.content.get("outcomes"))):
        _item(desk, f"outcomes.{index}", item, "outcomes")
    harms = desk.content.get("adverse_events")
    if isinstance(harms, dict):
        _harm_summary(desk, harms)
    else:
        for index, item in enumerate(items(harms)):
            _item(desk, f"adverse_events.{index}", item, "harms")


def _harm_summary(desk: Desk, harms: dict[str, Any]) -> None:
    shared: dict[str, Any] = {name: harms[name] for name in ("source", "basis") if name in harms}
    met: list[Thing] = []
    for index, item in enumerate(items(harms.get("events"))):
        met += _item(desk, f"adverse_events.events.{index}", {**shared, **item}, "harms", skip=tuple(shared))
    if not met:
        met = desk.parts("AdverseEventResult") or [
            p for p in desk.parts("Claim", "Absence") if "adverse" in " ".join(desk.spoken(p))
        ]
    provenance(desk, "adverse_events", harms, met, f"{desk.label}, harms")
    everything = [*desk.parts("AdverseEventResult", "Claim", "NarrativeResult", "Absence", "CountResult"), *desk.wholes]
    for name in ("summary",):
        if name in harms:
            desk.tell(f"adverse_events.{name}", harms[name], everything, f"{desk.label}, harms")


def _item(desk: Desk, path: str, item: dict[str, Any], section: str, skip: tuple[str, ...] = ()) -> list[Thing]:
    """One outcome or harm with its results; gives the nodes that tell it."""
    name = item_name(item)
    told = getattr(desk.names, section).get(name)
    place = ("entries", desk.entry.name, section, name)
    terms = _terms(desk, name, section, told)
    listed_alone = told is not None and told.parts and not told.terms
    here = [
        part
        for part in desk.parts(*SPOKEN)
        if terms & set(part.links.get("outcome", ())) or (listed_alone and "outcome" not in part.links)
    ]
    listed: list[str] = []
    if told is not None and told.parts:
        listed = [thing.iri for thing in desk.keys(told.parts, place)]
        here = [part for part in here if part.iri in listed]
    if any(part.kinds & set(RESULTS) for part in here):
        here = [part for part in here if part.kinds & {*RESULTS, "PooledEstimate"}]
    if told is not None:
        desk.used.add(place)
    where = f"{desk.label}, {name}"
    at_outcome = {part.iri for part in here}
    elsewhere = [iri for iri in listed if iri not in at_outcome]
    here = [part for part in here if timely(part, item) and fits_threshold(part, item)]
    met: list[Thing] = []
    taken: set[str] = set()
    results = [(f"{path}.results.{i}", r) for i, r in enumerate(items(item.get("results")))] or [(path, item)]
    for at, result in results:
        met += _result(desk, at, result, item, here, where, taken, told)
    if "effect" in item:
        met += effect(desk, f"{path}.effect", item["effect"], between(desk, item, here, told), where)
    if isinstance(item.get("p_value"), str) and results[0][0] != path:
        own = any("p_value" in result for _, result in results)
        met += p_values(desk, f"{path}.p_value", item["p_value"], between(desk, item, here, told), where, not own)
    if "i_squared" in item:
        desk.look(f"{path}.i_squared", item["i_squared"], met, ("iSquared",), where)
    nodes = list({thing.iri: thing for thing in (met or here)}.values())
    about(desk, path, item, nodes, here, where)
    if elsewhere:
        keys = ", ".join(iri.rpartition("#")[2] for iri in elsewhere)
        name_path = next(f"{path}.{key}" for key in NAMES if key in item)
        desk.verdicts.pop(name_path, None)
        desk.say(name_path, name, "missing", where, f"{keys} has another outcome")
    provenance(desk, path, {k: v for k, v in item.items() if k not in skip}, nodes, where)
    return nodes


def _terms(desk: Desk, name: str, section: str, told: Item | None) -> set[str]:
    if told is not None and told.terms:
        return desk.terms("outcome", name, section)
    return desk.terms("outcome", name, "outcomes")


def _result(
    desk: Desk,
    path: str,
    result: dict[str, Any],
    item: dict[str, Any],
    here: list[Thing],
    where: str,
    taken: set[str],
    told: Item | None,
) -> list[Thing]:
    label = result.get("arm") if isinstance(result.get("arm"), str) else None
    groups = groups_of(desk, item, label, told)
    things = here
    if groups:
        things = at_groups(desk, groups, here) or between_all(desk, groups, here)
    elif label is not None and not any("PooledEstimate" in t.kinds or "Claim" in t.kinds for t in here):
        things = []
    for key in ("organ", "subgroup", "measure"):
        if isinstance(result.get(key), str):
            things = named_so(desk, result[key], things)
    own = result.get("time_point") if result is not item else None
    if isinstance(own, str):
        things = [thing for thing in things if at_time(thing, own)]
    place = f"{where}, {label or 'no arm'}" + (f", {own}" if own else "")
    wanted = {
        key: result[key]
        for key in PROPS
        if isinstance(result.get(key), str) and not (key == "n_derived" and result[key] == "true")
    }
    counts = {key: value for key, value in wanted.items() if key == "event_count"}
    main = {key: value for key, value in wanted.items() if key != "event_count"}
    met: list[Thing] = []
    if main:
        met += jointly(desk, path, main, result, things, place, taken, own)
    if counts:
        units = [thing for thing in things if thing.value("countedUnit") == "events"]
        met += jointly(desk, path, counts, {}, units, f"{place}, events", taken, own)
    if isinstance(result.get("p_value"), str):
        met += p_values(
            desk,
            f"{path}.p_value",
            result["p_value"],
            things if result is not item else between(desk, item, here, told),
            place,
            result is item,
        )
    nodes = met or things
    if result is item:
        if label is not None:
            there(desk, f"{path}.arm", label, nodes, place)
        _values(desk, path, result, nodes, place)
        return met or (things if label is not None else [])
    for key in PLACE:
        if isinstance(result.get(key), str):
            if key in ("organ", "subgroup", "measure"):
                desk.tell(f"{path}.{key}", result[key], nodes, place, phrase=True)
            else:
                there(desk, f"{path}.{key}", result[key], nodes, place)
    if isinstance(result.get("note"), str):
        desk.tell(f"{path}.note", result["note"], nodes, place)
    return nodes


def _values(desk: Desk, path: str, result: dict[str, Any], nodes: list[Thing], place: str) -> None:
    for index, value in enumerate(items(result.get("values"))):
        at = f"{path}.values.{index}"
        if isinstance(value, dict):
            fits = [n for n in nodes if value.get("value") in n.values.get("value", ())]
            desk.look(f"{at}.value", value.get("value"), nodes, ("value", "baselineValue", "followUpValue"), place)
            desk.tell(f"{at}.time", value.get("time"), fits, place, phrase=True)
        else:
            desk.tell(at, value, nodes, place, phrase=True)
