"""What an item says beside its values: instrument, direction, kind, time and notes."""

from __future__ import annotations

import re
from typing import Any

from ivigkg.audit.desk import Desk
from ivigkg.audit.graph import Thing
from ivigkg.audit.times import NAMES, times_of
from ivigkg.audit.words import numbers, plain, spans, telling

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


def about(desk: Desk, path: str, item: dict[str, Any], nodes: list[Thing], here: list[Thing], where: str) -> None:
    """The other fields of an item: its name, instrument, time, direction, kind and notes."""
    for key in NAMES:
        if isinstance(item.get(key), str) and nodes:
            if desk.tell(f"{path}.{key}", item[key], [*around(desk, nodes), *here], where):
                there(desk, f"{path}.{key}", item[key], nodes, where)
        elif isinstance(item.get(key), str):
            there(desk, f"{path}.{key}", item[key], nodes, where)
    for key in ("time_point", "period"):
        if isinstance(item.get(key), str):
            _time(desk, f"{path}.{key}", item[key], nodes, where)
    if isinstance(item.get("instrument"), str):
        _instrument(desk, f"{path}.instrument", item["instrument"], nodes, where)
    if isinstance(item.get("direction"), str):
        direction_of(desk, f"{path}.direction", item["direction"], nodes, here, where)
    if isinstance(item.get("primary"), str):
        primary = [n for n in nodes if n.value("primaryEndpoint") == "true"]
        good = bool(primary) if item["primary"] == "true" else not primary
        desk.judge(
            f"{path}.primary",
            item["primary"],
            good and nodes,
            f"{where}, primaryEndpoint",
            "" if good else ", ".join(n.key for n in nodes),
            [(n.iri, "primaryEndpoint") for n in primary],
        )
    if isinstance(item.get("measure_type"), str):
        fits = [n for n in nodes if n.kinds & KINDS.get(item["measure_type"], set())]
        desk.judge(
            f"{path}.measure_type",
            item["measure_type"],
            fits,
            where,
            ", ".join(f"{n.key} {min(n.kinds)}" for n in nodes[:3]) or "nothing at that place",
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
    desk.judge(
        path,
        "true",
        held or inferred,
        f"{where}, derived",
        "no value there is marked as derived",
        [(n.iri, "derived") for n in held],
    )


def around(desk: Desk, nodes: list[Thing]) -> list[Thing]:
    """Nodes with what they point to in the same study, the pages they were read on, and the study itself."""
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


def direction_of(desk: Desk, path: str, value: str, nodes: list[Thing], here: list[Thing], where: str) -> None:
    """Which way an item points, or which side it favours; else in words."""
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


def there(desk: Desk, path: str, value: str, nodes: list[Thing], place: str) -> None:
    """Keeps found where anything stands at the place that a name, a group or a time makes."""
    if nodes:
        desk.say(path, value, "graph", place, witnesses=[(n.iri, "place") for n in nodes])
    else:
        desk.say(path, value, "missing", place, "nothing at that place")
