"""The values of one result, held by one node together, digit for digit."""

from __future__ import annotations

import re
from typing import Any

from ivigkg.audit.desk import Desk
from ivigkg.audit.graph import Thing
from ivigkg.audit.times import BEFORE
from ivigkg.audit.words import numbers, plain

RESULTS = ("CountResult", "AdverseEventResult", "SummaryResult", "ChangeResult", "EffectResult", "NarrativeResult")
PROPS: dict[str, tuple[str, ...]] = {
    "events": ("events",),
    "events_derived": ("events",),
    "n_responders": ("events",),
    "count": ("events",),
    "deaths": ("events",),
    "survivors": ("events",),
    "event_count": ("events",),
    "percent": ("percent", "estimate"),
    "n": ("total", "participants"),
    "n_derived": ("total",),
    "n_assessed": ("total",),
    "mean": ("mean", "baselineMean", "followUpMean", "estimate"),
    "sd": ("sd",),
    "se": ("se",),
    "spread": ("spread",),
    "median": ("median",),
    "mean_change": ("meanChange",),
    "percent_change": ("percentChange",),
    "percent_decrease": ("percentChange",),
    "ci_low": ("ciLower",),
    "ci_high": ("ciUpper",),
    "ci_level": ("ciLevel",),
    "value": ("estimate",),
    "baseline": ("baselineMean", "baselineValue", "mean", "value"),
    "final": ("followUpMean", "followUpValue", "mean", "value"),
}
"""The keys of a result in the evidence and the properties under which they stand."""
_P = re.compile(r"([<>=])?\s*(0?\.\d+|[01](?![\d.]))")
_PRINTED = re.compile(r"\(printed as ([^)]+)\)")


def jointly(
    desk: Desk,
    path: str,
    wanted: dict[str, str],
    result: dict[str, Any],
    things: list[Thing],
    place: str,
    taken: set[str],
    own: str | None,
) -> list[Thing]:
    """The one node that holds all values of a result; values that it lacks are gaps."""
    things = [t for t in things if t.kinds & {*RESULTS, "PooledEstimate"}]
    if "event_count" not in wanted:
        things = [
            t for t in things if t.value("countedUnit") in (None, "participants", "not-stated", "courses")
        ] or things

    def meaning(key: str) -> str:  # n beside n_assessed is a count: of nine assessed, three
        return "count" if key == "n" and "n_assessed" in wanted else key

    def hits(thing: Thing) -> int:
        return sum(_holds(desk, thing, meaning(key), value, own) is not None for key, value in wanted.items())

    if not things:
        for key, value in wanted.items():
            desk.say(
                f"{path}.{key}", value, "missing", f"{place}, {' or '.join(PROPS[key])}", _elsewhere(desk, key, value)
            )
        if isinstance(result.get("unit"), str):
            desk.say(f"{path}.unit", result["unit"], "missing", place, "nothing at that place")
        return []
    best = max(things, key=lambda thing: (hits(thing), thing.iri not in taken))
    taken.add(best.iri)
    for key, value in wanted.items():
        if key in ("baseline", "final") and not numbers(value):
            desk.tell(f"{path}.{key}", value, things, place, phrase=True)
            continue
        prop = _holds(desk, best, meaning(key), value, own)
        if prop is not None:
            contrary = _contrary(desk, best, things, key, value, own) if not result or "arm" in result else []
            if contrary:
                desk.say(f"{path}.{key}", value, "missing", f"{place}, {' or '.join(PROPS[key])}", contrary[0])
            else:
                desk.say(f"{path}.{key}", value, "graph", place, witnesses=[prop])
            continue
        props = props_of(meaning(key), own)
        other = [f"{best.key} {p} {v}" for p in props for v in best.values.get(p, ())]
        nearest = ", ".join(other) or f"{best.key} has none" + _elsewhere(desk, key, value, "; ")
        desk.say(f"{path}.{key}", value, "missing", f"{place}, {' or '.join(props)}", nearest)
    if isinstance(result.get("unit"), str):
        unit(desk, f"{path}.unit", result["unit"], [best], place)
    return [best]


def _contrary(desk: Desk, best: Thing, things: list[Thing], key: str, value: str, own: str | None) -> list[str]:
    """Results of other outcomes at the same place that hold another number of people than the one found."""
    if key != "n_assessed":
        return []
    others = [t for t in things if t.links.get("outcome") != best.links.get("outcome")]
    return [
        f"{t.key} {p} {t.value(p)}"
        for t in others
        for p in props_of(key, own)
        if p in t.values and value not in t.values[p]
    ]


def props_of(key: str, own: str | None) -> tuple[str, ...]:
    """The properties under which a key may stand; before and after have one each in a pair."""
    props = PROPS[key]
    if key in ("mean", "median") and own is not None:
        early = plain(own) in BEFORE
        return tuple(p for p in props if not p.startswith("followUp" if early else "baseline"))
    return props


def _holds(desk: Desk, thing: Thing, key: str, value: str, own: str | None) -> tuple[str, str] | None:
    """The node and property under which a result holds a value; the size of a group may stand on the group."""
    if key == "percent_decrease":
        value = f"-{value}"
    for prop in props_of(key, own):
        if value in thing.values.get(prop, ()):
            return (thing.iri, prop)
    if key in ("n", "n_assessed", "n_derived") and "total" not in thing.values:
        for group in desk.facts.linked([thing], "group"):
            if value in group.values.get("participants", ()):
                return (group.iri, "participants")
    return None


def _elsewhere(desk: Desk, key: str, value: str, lead: str = "") -> str:
    found = [
        f"{t.key} {p} {value}"
        for t in desk.parts(*RESULTS, "PooledEstimate")
        for p in PROPS[key]
        if value in t.values.get(p, ())
    ]
    if found:
        return f"{lead}{found[0]}, which stands elsewhere"
    return "" if lead else "nothing at that place"


def unit(desk: Desk, path: str, value: str, things: list[Thing], place: str) -> None:
    """Looks for a unit, by its code or by the dictionary."""
    from ivigkg.records.vocabulary import units

    listed = desk.evidence.names.units.get(value)
    if listed is not None:
        desk.used.add(("units", value))
        if value in units():
            desk.faults.append(f"names.yaml: units.{value}: is not needed, it is a code already")
    meant = {units()[code] for code in (listed or (value,)) if code in units()}
    for suffix, per in (("/day", "day"), ("/week", "week"), ("/month", "month")):
        code = value.removesuffix(suffix)
        if code != value and code in units() and not any(meant & set(t.links.get("hasUnit", ())) for t in things):
            things = [t for t in things if per in t.values.get("per", ())]
            meant = {units()[code]}
    if not any("hasUnit" in t.links for t in things) and desk.tell(path, value, things, place, phrase=True):
        return
    desk.link(path, value, things, ("hasUnit",), meant, place)


def effect(desk: Desk, path: str, effect: dict[str, Any], here: list[Thing], where: str) -> list[Thing]:
    """An estimate with its interval, on one effect or pooled figure at the place."""
    things = [t for t in here if t.kinds & {"EffectResult", "PooledEstimate"}]
    wanted = {
        key: effect[key] for key in ("value", "ci_low", "ci_high", "ci_level") if isinstance(effect.get(key), str)
    }
    met = jointly(desk, path, wanted, {}, things, f"{where}, effect", set(), None)
    if isinstance(effect.get("measure"), str):
        desk.link(
            f"{path}.measure",
            effect["measure"],
            met,
            ("measure",),
            desk.terms("measure", effect["measure"], "measures"),
            where,
        )
    if isinstance(effect.get("note"), str):
        desk.tell(f"{path}.note", effect["note"], met, where)
    return met


def _p_of(thing: Thing) -> tuple[str, str] | None:
    value = thing.value("pValue")
    return (thing.value("pRelation") or "=", value) if value is not None else None


def p_values(desk: Desk, path: str, text: str, things: list[Thing], where: str, strict: bool = False) -> list[Thing]:
    """The nodes that hold the p-values of a text, relation and digits; in words where it was printed so."""
    met: list[Thing] = []
    printed = _PRINTED.search(text)
    found = _P.findall(printed[1] if printed else text.partition("(")[0])
    witnesses = []
    if len(found) == 1:
        only = (found[0][0] or "=", found[0][1] if found[0][1][0] != "." else f"0{found[0][1]}")
        other = [t for t in things if _p_of(t) not in (None, only) and "variantOf" not in t.links]
        if other and strict:
            desk.say(path, text, "missing", f"{where}, pRelation and pValue", f"{other[0].key} p {_p_of(other[0])}")
            return []
    for relation, digits in found:
        wanted = digits if digits.startswith(("0.", "1")) else f"0{digits}"
        node = next(
            (
                t
                for t in things
                if wanted in t.values.get("pValue", ()) and (relation or "=") in t.values.get("pRelation", ())
            ),
            None,
        )
        if node is None:
            node = next(
                (
                    t
                    for t in things
                    if "pValue" not in t.values
                    and any(
                        f"p {relation or '='}{wanted}".replace("=", "") in v.replace("=", "").replace("P", "p")
                        for v in t.values.get("asPrinted", ())
                    )
                ),
                None,
            )
            if node is None:
                held = [f"{t.key} p {t.value('pRelation')}{t.value('pValue')}" for t in things if "pValue" in t.values]
                desk.say(
                    path, text, "missing", f"{where}, pRelation and pValue", ", ".join(held[:4]) or "no p at that place"
                )
                return met
            witnesses.append((node.iri, "asPrinted"))
        else:
            witnesses.append((node.iri, "pValue"))
        met.append(node)
    desk.say(
        path, text, "words" if all(p == "asPrinted" for _, p in witnesses) else "graph", where, witnesses=witnesses
    )
    return met
