"""Outcomes and harms of an entry: each result at its group, outcome and time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ivigkg.audit.desk import Desk
from ivigkg.audit.graph import Thing
from ivigkg.audit.names import Item
from ivigkg.audit.words import bare, contains, numbers, plain, spans, telling

RESULTS = ("CountResult", "AdverseEventResult", "SummaryResult", "ChangeResult", "EffectResult", "NarrativeResult")
SPOKEN = (*RESULTS, "PooledEstimate", "Claim", "Recommendation")
NAMES = ("name", "outcome", "event")
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
PLACE = ("arm", "organ", "subgroup", "measure", "time_point", "period", "comparator")
PROSE = (
    "note",
    "detail",
    "derivation",
    "certainty",
    "denominator",
    "significance",
    "scope",
    "summary",
    "check",
    "indication",
)
MARKS = ("derived", "percent_derived", "n_derived", "deaths_derived", "truncated")
KINDS = {
    "binary": {"CountResult", "AdverseEventResult", "EffectResult", "NarrativeResult", "Claim"},
    "continuous": {"SummaryResult", "ChangeResult", "EffectResult", "NarrativeResult"},
    "time-to-event": {"SummaryResult", "EffectResult", "NarrativeResult"},
    "association": {"EffectResult", "NarrativeResult", "ChangeResult"},
    "narrative": {"NarrativeResult", "Claim", "Recommendation"},
    "ordinal": {"EffectResult", "NarrativeResult", "SummaryResult"},
    "pooled-proportion": {"PooledEstimate"},
    "pooled-mean": {"PooledEstimate"},
    "pooled-smd": {"PooledEstimate"},
}
_P = re.compile(r"([<>=])?\s*(0?\.\d+|[01](?![\d.]))")
_PRINTED = re.compile(r"\(printed as ([^)]+)\)")
_THRESHOLD = re.compile(r"(>=|<=|>|<)\s*(\d+(?:\.\d+)?)")


def outcomes(desk: Desk) -> None:
    """All outcomes and harms of the entry."""
    for index, item in enumerate(_list(desk.content.get("outcomes"))):
        _item(desk, f"outcomes.{index}", item, "outcomes")
    harms = desk.content.get("adverse_events")
    if isinstance(harms, dict):
        _harm_summary(desk, harms)
    else:
        for index, item in enumerate(_list(harms)):
            _item(desk, f"adverse_events.{index}", item, "harms")


def _list(value: Any) -> list[dict[str, Any]]:
    return value if isinstance(value, list) else []


def _harm_summary(desk: Desk, harms: dict[str, Any]) -> None:
    shared: dict[str, Any] = {name: harms[name] for name in ("source", "basis") if name in harms}
    met: list[Thing] = []
    for index, item in enumerate(_list(harms.get("events"))):
        met += _item(desk, f"adverse_events.events.{index}", {**shared, **item}, "harms", skip=tuple(shared))
    if not met:
        met = desk.parts("AdverseEventResult") or [
            p for p in desk.parts("Claim", "Absence") if "adverse" in " ".join(desk.spoken(p))
        ]
    desk.provenance("adverse_events", harms, met, f"{desk.label}, harms")
    everything = [*desk.parts("AdverseEventResult", "Claim", "NarrativeResult", "Absence", "CountResult"), *desk.wholes]
    for name in ("summary",):
        if name in harms:
            desk.tell(f"adverse_events.{name}", harms[name], everything, f"{desk.label}, harms")


def item_name(item: dict[str, Any]) -> str:
    """What the evidence calls an outcome or harm."""
    return next((item[name] for name in NAMES if isinstance(item.get(name), str)), "")


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
    here = [part for part in here if _timely(part, item) and _fits_threshold(part, item)]
    met: list[Thing] = []
    taken: set[str] = set()
    results = [(f"{path}.results.{i}", r) for i, r in enumerate(_list(item.get("results")))] or [(path, item)]
    for at, result in results:
        met += _result(desk, at, result, item, here, where, taken, told)
    if "effect" in item:
        met += _effect(desk, f"{path}.effect", item["effect"], _between(desk, item, here, told), where)
    if isinstance(item.get("p_value"), str) and results[0][0] != path:
        own = any("p_value" in result for _, result in results)
        met += p_values(desk, f"{path}.p_value", item["p_value"], _between(desk, item, here, told), where, not own)
    if "i_squared" in item:
        desk.look(f"{path}.i_squared", item["i_squared"], met, ("iSquared",), where)
    nodes = list({thing.iri: thing for thing in (met or here)}.values())
    _about(desk, path, item, nodes, here, where)
    if elsewhere:
        keys = ", ".join(iri.rpartition("#")[2] for iri in elsewhere)
        name_path = next(f"{path}.{key}" for key in NAMES if key in item)
        desk.verdicts.pop(name_path, None)
        desk.say(name_path, name, "missing", where, f"{keys} has another outcome")
    desk.provenance(path, {k: v for k, v in item.items() if k not in skip}, nodes, where)
    return nodes


def _terms(desk: Desk, name: str, section: str, told: Item | None) -> set[str]:
    if told is not None and told.terms:
        return desk.terms("outcome", name, section)
    return desk.terms("outcome", name, "outcomes")


def _times(item: dict[str, Any]) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for value in _strings(item):
        found |= spans(value)
    return found


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, item in value.items():
            if name not in ("source", "further_sources", "basis"):
                yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, str):
        yield value


def times_of(thing: Thing) -> set[tuple[str, str]]:
    """The time points of a result as (number, unit)."""
    return {
        (bare(value), unit)
        for unit in ("month", "week", "day")
        for value in thing.values.get(f"timepoint{unit.capitalize()}s", ())
    }


def _timely(thing: Thing, item: dict[str, Any]) -> bool:
    """Whether a result's time point is one that the item names."""
    given = times_of(thing)
    own = item.get("time_point") or item.get("period")
    if not given:
        words = thing.value("timepointAsPrinted")
        if not isinstance(own, str) or words is None or set(plain(words).split()) & EARLY:
            return True
        return bool(telling(words) & telling(own) or spans(words) & spans(own) or numbers(words) & numbers(own))
    named = _times(item)
    named |= {(_twelvefold(n), "month") for n, unit in named if unit == "year"}
    words = " ".join(_strings(item))
    return bool(given & named) or ((given == {("0", "week")} or given == {("0", "month")}) and "b" in words)


EARLY = {"baseline", "before", "start", "entry", "onset", "pre"}


def _twelvefold(number: str) -> str:
    try:
        return str(int(number) * 12)
    except ValueError:
        return number


def _fits_threshold(thing: Thing, item: dict[str, Any]) -> bool:
    """Whether a result's threshold is one that the item names."""
    given = thing.values.get("threshold")
    named = {
        number for text in (item_name(item), item.get("instrument") or "") for _, number in _THRESHOLD.findall(text)
    }
    if given and named:
        return bool(set(given) & named)
    return not given or bool(set(given) & {n for text in _strings(item) for n in numbers(text)})


def at_groups(desk: Desk, groups: list[Thing], things: list[Thing]) -> list[Thing]:
    """The results of some groups."""
    wanted = {group.iri for group in groups}
    return [thing for thing in things if set(thing.links.get("group", ())) & wanted]


def _between_all(desk: Desk, groups: list[Thing], things: list[Thing]) -> list[Thing]:
    """The results of comparisons that have groups of a list alone on both sides."""
    wanted = {group.iri for group in groups}
    found = []
    for thing in things:
        sides = desk.facts.linked([thing], "comparison")
        inside = {
            iri
            for side in sides
            for name in ("interventionGroup", "comparatorGroup")
            for iri in side.links.get(name, ())
        }
        if inside and inside <= wanted:
            found.append(thing)
    return found


def _groups(desk: Desk, item: dict[str, Any], label: str | None, told: Item | None) -> list[Thing]:
    """The groups that a line of an item means: those of its entry in the dictionary, else those of the label."""
    place = ("entries", desk.entry.name, "outcomes", item_name(item))
    if told is not None and label is not None and label in told.arms:
        return desk.keys(told.arms[label], place)
    if told is not None and told.groups and (label is None or not told.arms):
        return desk.keys(told.groups, place)
    groups = desk.groups(label)
    return [group for group in groups if len(groups) > 1 and _in_period(group, item)] or groups


def _in_period(group: Thing, item: dict[str, Any]) -> bool:
    """Whether the period of a group is that of the item, such as the first weeks of a trial."""
    own, period = item.get("period") or item.get("time_point"), group.value("period")
    if not isinstance(own, str) or period is None:
        return False
    return bool(spans(own) & spans(period) or (not spans(own) and telling(own) & telling(period)))


def _between(desk: Desk, item: dict[str, Any], here: list[Thing], told: Item | None) -> list[Thing]:
    """The results at an item's place that belong to the groups it names, or compare these with each other."""
    labels = [r.get("arm") for r in _list(item.get("results"))] or [item.get("arm")]
    groups = {group.iri for label in labels if label for group in _groups(desk, item, label, told)}
    if told is not None and told.groups:
        groups |= {group.iri for group in _groups(desk, item, None, told)}
    if not groups:
        alone = {group.iri for group in desk.groups(None)}
        return [thing for thing in here if not alone or set(thing.links.get("group", alone)) & alone]
    found = []
    for thing in here:
        sides = desk.facts.linked([thing], "comparison")
        inside = {
            iri
            for side in sides
            for name in ("interventionGroup", "comparatorGroup")
            for iri in side.links.get(name, ())
        }
        if inside & groups or set(thing.links.get("group", ())) & groups or "PooledEstimate" in thing.kinds:
            found.append(thing)
    return found


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
    groups = _groups(desk, item, label, told)
    things = here
    if groups:
        things = at_groups(desk, groups, here) or _between_all(desk, groups, here)
    elif label is not None and not any("PooledEstimate" in t.kinds or "Claim" in t.kinds for t in here):
        things = []
    for key in ("organ", "subgroup", "measure"):
        if isinstance(result.get(key), str):
            things = _named_so(desk, result[key], things)
    own = result.get("time_point") if result is not item else None
    if isinstance(own, str):
        things = [thing for thing in things if _at_time(thing, own)]
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
        met += _jointly(desk, path, main, result, things, place, taken, own)
    if counts:
        units = [thing for thing in things if thing.value("countedUnit") == "events"]
        met += _jointly(desk, path, counts, {}, units, f"{place}, events", taken, own)
    if isinstance(result.get("p_value"), str):
        met += p_values(
            desk,
            f"{path}.p_value",
            result["p_value"],
            things if result is not item else _between(desk, item, here, told),
            place,
            result is item,
        )
    nodes = met or things
    if result is item:
        if label is not None:
            _there(desk, f"{path}.arm", label, nodes, place)
        _values(desk, path, result, nodes, place)
        return met or (things if label is not None else [])
    for key in PLACE:
        if isinstance(result.get(key), str):
            if key in ("organ", "subgroup", "measure"):
                desk.tell(f"{path}.{key}", result[key], nodes, place, phrase=True)
            else:
                _there(desk, f"{path}.{key}", result[key], nodes, place)
    if isinstance(result.get("note"), str):
        desk.tell(f"{path}.note", result["note"], nodes, place)
    return nodes


def _named_so(desk: Desk, words: str, things: list[Thing]) -> list[Thing]:
    """The results whose labels share most words with a name of an organ, a part of the people or a measure."""
    wanted = telling(words)
    exact = [thing for thing in things if contains(plain(words), plain(thing.value("label") or ""))]
    if exact:
        return exact

    def shared(thing: Thing) -> int:
        near = [thing, *desk.facts.linked([thing], "outcome", "instrument", "group")]
        return len(wanted & frozenset(word for t in near for text in desk.spoken(t) for word in telling(text)))

    most = max((shared(thing) for thing in things), default=0)
    return [thing for thing in things if most and shared(thing) == most]


def _values(desk: Desk, path: str, result: dict[str, Any], nodes: list[Thing], place: str) -> None:
    for index, value in enumerate(_list(result.get("values"))):
        at = f"{path}.values.{index}"
        if isinstance(value, dict):
            fits = [n for n in nodes if value.get("value") in n.values.get("value", ())]
            desk.look(f"{at}.value", value.get("value"), nodes, ("value", "baselineValue", "followUpValue"), place)
            desk.tell(f"{at}.time", value.get("time"), fits, place, phrase=True)
        else:
            desk.tell(at, value, nodes, place, phrase=True)


def _there(desk: Desk, path: str, value: str, nodes: list[Thing], place: str) -> None:
    if nodes:
        desk.say(path, value, "graph", place, witnesses=[(n.iri, "place") for n in nodes])
    else:
        desk.say(path, value, "missing", place, "nothing at that place")


BEFORE = {"before", "baseline", "start"}
AFTER = {"after", "end"}


def _at_time(thing: Thing, own: str) -> bool:
    """Whether a result stands at the time point of one line: before, after, or a number of weeks."""
    named = spans(own)
    given = times_of(thing)
    if "ChangeResult" in thing.kinds:
        return not given or not named or bool(given & named) or plain(own) in BEFORE
    words = plain(thing.value("timepointAsPrinted") or "")
    if named:
        return bool(given & named)
    if plain(own) in BEFORE:
        return (
            bool(set(words.split()) & (BEFORE | {"pre", "entry"})) or ("0", "week") in given or ("0", "month") in given
        )
    if plain(own) in AFTER:
        return bool(given or words) and not set(words.split()) & BEFORE
    return True


def _jointly(
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
        props = _props(meaning(key), own)
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
        for p in _props(key, own)
        if p in t.values and value not in t.values[p]
    ]


def _props(key: str, own: str | None) -> tuple[str, ...]:
    props = PROPS[key]
    if key in ("mean", "median") and own is not None:
        early = plain(own) in BEFORE
        return tuple(p for p in props if not p.startswith("followUp" if early else "baseline"))
    return props


def _holds(desk: Desk, thing: Thing, key: str, value: str, own: str | None) -> tuple[str, str] | None:
    """The node and property under which a result holds a value; the size of a group may stand on the group."""
    if key == "percent_decrease":
        value = f"-{value}"
    for prop in _props(key, own):
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
    return f"{lead}nearest {found[0]}" if found else f"{lead}nothing at that place" if not lead else ""


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


def _effect(
    desk: Desk, path: str, effect: dict[str, Any], here: list[Thing], where: str
) -> list[Thing]:
    things = [t for t in here if t.kinds & {"EffectResult", "PooledEstimate"}]
    wanted = {
        key: effect[key] for key in ("value", "ci_low", "ci_high", "ci_level") if isinstance(effect.get(key), str)
    }
    met = _jointly(desk, path, wanted, {}, things, f"{where}, effect", set(), None)
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


def p_values(
    desk: Desk, path: str, text: str, things: list[Thing], where: str, strict: bool = False
) -> list[Thing]:
    """The nodes that hold the p-values of a text, relation and digits; in words where it was printed so."""
    met: list[Thing] = []
    printed = _PRINTED.search(text)
    found = _P.findall(printed[1] if printed else text.partition("(")[0])
    witnesses = []
    if len(found) == 1:
        wanted = (found[0][0] or "=", found[0][1] if found[0][1][0] != "." else f"0{found[0][1]}")
        other = [t for t in things if _p_of(t) not in (None, wanted) and "variantOf" not in t.links]
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


def _about(desk: Desk, path: str, item: dict[str, Any], nodes: list[Thing], here: list[Thing], where: str) -> None:
    """The other fields of an item: its name, instrument, time, direction, kind and notes."""
    for key in NAMES:
        if isinstance(item.get(key), str) and nodes:
            if desk.tell(f"{path}.{key}", item[key], [*around(desk, nodes), *here], where):
                _there(desk, f"{path}.{key}", item[key], nodes, where)
        elif isinstance(item.get(key), str):
            _there(desk, f"{path}.{key}", item[key], nodes, where)
    for key in ("time_point", "period"):
        if isinstance(item.get(key), str):
            _time(desk, f"{path}.{key}", item[key], nodes, where)
    if isinstance(item.get("instrument"), str):
        _instrument(desk, f"{path}.instrument", item["instrument"], nodes, where)
    if isinstance(item.get("direction"), str):
        _direction(desk, f"{path}.direction", item["direction"], nodes, here, where)
    if isinstance(item.get("primary"), str):
        primary = [n for n in nodes if n.value("primaryEndpoint") == "true"]
        good = bool(primary) if item["primary"] == "true" else not primary
        desk.say(
            f"{path}.primary",
            item["primary"],
            "graph" if good and nodes else "missing",
            f"{where}, primaryEndpoint",
            "" if good else ", ".join(n.key for n in nodes),
            [(n.iri, "primaryEndpoint") for n in primary],
        )
    if isinstance(item.get("measure_type"), str):
        fits = [n for n in nodes if n.kinds & KINDS.get(item["measure_type"], set())]
        desk.say(
            f"{path}.measure_type",
            item["measure_type"],
            "graph" if fits else "missing",
            where,
            "" if fits else ", ".join(f"{n.key} {min(n.kinds)}" for n in nodes[:3]) or "nothing at that place",
            [(n.iri, "type") for n in fits],
        )
    for key in MARKS:
        if item.get(key) == "true":
            _mark(desk, f"{path}.{key}", key, nodes, where)
    wider = around(desk, nodes)
    for key in PROSE:
        if isinstance(item.get(key), str):
            desk.tell(f"{path}.{key}", item[key], wider, where)
    if isinstance(item.get("severity"), str):
        desk.link(
            f"{path}.severity",
            item["severity"],
            nodes,
            ("severity",),
            desk.terms("severity", item["severity"], "severities"),
            where,
        )
    if isinstance(item.get("comparator"), str):
        desk.tell(
            f"{path}.comparator",
            item["comparator"],
            [*nodes, *desk.facts.linked(nodes, "comparison")],
            where,
            phrase=True,
        )


def _mark(desk: Desk, path: str, key: str, nodes: list[Thing], where: str) -> None:
    """That a value was worked out, or that a text was cut: a mark on the node, or words."""
    if key == "truncated":
        cut = [
            n
            for n in around(desk, nodes)
            if any(w in " ".join(n.texts) for w in ("cut", "truncated", "not seen", "last words", "tail"))
        ]
        desk.say(
            path, "true", "words" if cut else "missing", where, "" if cut else "no note says that the text was cut"
        )
        return
    prop = {"percent_derived": "percent", "n_derived": None, "deaths_derived": "events"}.get(key)
    held = [n for n in nodes if n.values.get("derived") and (prop is None or prop in n.values["derived"])]
    inferred = [
        n
        for n in nodes
        if n.value("certainty") == "inferred" or any(b.endswith("/inferred") for b in n.links.get("basis", ()))
    ]
    desk.say(
        path,
        "true",
        "graph" if held or inferred else "missing",
        f"{where}, derived",
        "" if held or inferred else "no value there is marked as derived",
        [(n.iri, "derived") for n in held],
    )


def around(desk: Desk, nodes: list[Thing]) -> list[Thing]:
    """Nodes with what they point to in the same study, and the study or review itself with its readings and absences."""
    linked = desk.facts.linked(nodes, "group", "comparison")
    groups = desk.facts.linked(linked, "interventionGroup", "comparatorGroup")
    uses = desk.facts.linked([*linked, *groups], "intervention")
    readings = [
        r
        for r in desk.parts("BibliographicSource")
        if any(set(r.values.get("readAt", ())) & set(n.values.get("readAt", ())) for n in nodes)
    ]
    return [*nodes, *linked, *groups, *uses, *desk.facts.linked(uses, "dose"), *readings, *desk.wholes]


def _time(desk: Desk, path: str, value: str, nodes: list[Thing], where: str) -> None:
    named = spans(value)
    given = [n for n in nodes if named & times_of(n)]
    if given:
        desk.say(path, value, "graph", where, witnesses=[(n.iri, "timepoint") for n in given])
        return
    desk.tell(path, value, [*nodes, *desk.facts.linked(nodes, "group")], where, phrase=not numbers(value))


def _instrument(desk: Desk, path: str, value: str, nodes: list[Thing], where: str) -> None:
    listed = desk.evidence.names.instruments.get(value)
    meant = desk.terms("instrument", value, "instruments")
    if (meant and any(meant & set(n.links.get("instrument", ())) for n in nodes)) or listed:
        desk.link(path, value, nodes, ("instrument",), meant, where)
    else:
        spoken = [*nodes, *desk.facts.linked(nodes, "instrument", "outcome", "hasUnit")]
        desk.tell(path, value, spoken, where, phrase=True)


def _direction(desk: Desk, path: str, value: str, nodes: list[Thing], here: list[Thing], where: str) -> None:
    meant = desk.direction(value)
    everything = list({t.iri: t for t in (*nodes, *here, *_resting(desk, nodes))}.values())
    favoured = re.match(r"favours (?:either |the )?([^(;,]+)", value)
    if not meant and favoured:
        meant = _favoured(desk, favoured[1].strip(), everything)
    if meant:
        desk.link(path, value, everything, ("direction",), meant, where)
    else:
        desk.tell(path, value, everything, where, phrase=True)


def _resting(desk: Desk, nodes: list[Thing]) -> list[Thing]:
    """The claims that rest on some results: of a pooled figure they alone say which way it points."""
    pooled = {n.iri for n in nodes if "PooledEstimate" in n.kinds}
    lines = {p.iri for p in desk.parts("EvidenceLine") if pooled & set(p.links.get("evidenceItem", ()))}
    return [c for c in desk.parts("Claim", "Recommendation") if lines & set(c.links.get("evidenceLine", ()))]


def _favoured(desk: Desk, side: str, things: list[Thing]) -> set[str]:
    """The direction that favours a side of the comparisons at hand."""
    wanted = telling(side) or frozenset([plain(side)])
    found: set[str] = set()
    for comparison in desk.facts.linked(things, "comparison"):
        for prop, slug in (("interventionGroup", "favours-intervention"), ("comparatorGroup", "favours-comparator")):
            groups = desk.facts.linked([comparison], prop)
            agents = desk.facts.linked(desk.facts.linked(groups, "intervention"), "appliedIntervention")
            words = " ".join(text for thing in (*groups, *agents) for text in desk.spoken(thing) + list(thing.texts))
            if wanted & (telling(words) | set(plain(words).split())):
                iri = desk.facts.term("direction", slug)
                if iri and not (slug == "favours-comparator" and found):
                    found.add(iri)
    return found
