"""Whose results an item of the evidence tells: its groups, comparisons between them, and names of their parts."""

from __future__ import annotations

from typing import Any

from ivigkg.audit.desk import Desk
from ivigkg.audit.graph import Thing
from ivigkg.audit.names import Item
from ivigkg.audit.times import item_name, items
from ivigkg.audit.words import contains, plain, spans, telling


def at_groups(desk: Desk, groups: list[Thing], things: list[Thing]) -> list[Thing]:
    """The results of some groups."""
    wanted = {group.iri for group in groups}
    return [thing for thing in things if set(thing.links.get("group", ())) & wanted]


def between_all(desk: Desk, groups: list[Thing], things: list[Thing]) -> list[Thing]:
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


def groups_of(desk: Desk, item: dict[str, Any], label: str | None, told: Item | None) -> list[Thing]:
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


def between(desk: Desk, item: dict[str, Any], here: list[Thing], told: Item | None) -> list[Thing]:
    """The results at an item's place that belong to the groups it names, or compare these with each other."""
    labels = [r.get("arm") for r in items(item.get("results"))] or [item.get("arm")]
    groups = {group.iri for label in labels if label for group in groups_of(desk, item, label, told)}
    if told is not None and told.groups:
        groups |= {group.iri for group in groups_of(desk, item, None, told)}
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


def named_so(desk: Desk, words: str, things: list[Thing]) -> list[Thing]:
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
