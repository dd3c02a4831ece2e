"""Facts with a place of their own in the dictionary, and facts that nobody looked for."""

from __future__ import annotations

from ivigkg.audit.desk import Desk, Verdict
from ivigkg.audit.evidence import leaves
from ivigkg.audit.footing import FOOTING, beside
from ivigkg.audit.graph import Thing
from ivigkg.audit.names import Place
from ivigkg.audit.words import numbers


def finish(desk: Desk) -> dict[str, Verdict]:
    """The verdicts on all facts of the entry; what no rule and no place looks for is missing."""
    for path, place in desk.names.places.items():
        _placed(desk, path, place)
    for path, value in leaves(desk.content):
        if path not in desk.verdicts:
            if value is None:
                desk.say(path, None, "silent")
            else:
                desk.say(
                    path,
                    value,
                    "missing",
                    f"{desk.label}",
                    "no rule looks for this key; give its place in names.yaml",
                )
    return desk.verdicts


def _points(thing: Thing, told: Place) -> bool:
    """Whether a part that is a result points to the outcome and the group that the dictionary names."""
    ends = {"outcome": told.outcome, "group": told.group}
    return all(
        slug is None or any(iri.endswith((f"/{slug}", f"#{slug}")) for iri in thing.links.get(name, ()))
        for name, slug in ends.items()
    )


def _placed(desk: Desk, path: str, told: Place) -> None:
    keys, props, value = told.part, told.property, told.value
    place = ("entries", desk.entry.name, "places", path)
    desk.used.add(place)
    below = {p: v for p, v in leaves(desk.content) if p == path or p.startswith(f"{path}.")}
    if not below:
        desk.faults.append(f"names.yaml: {'.'.join(place)}: {desk.entry.name} has no such path")
    things = [thing for thing in desk.keys(keys, place) if _points(thing, told)]
    for name, typed in below.items():
        before = desk.verdicts.get(name)
        if typed is None:
            desk.say(name, None, "silent")
            continue
        if before is not None and before.how in ("graph", "words"):
            if len(below) == 1:
                desk.faults.append(f"names.yaml: {'.'.join(place)}: is not needed, the fact is found without it")
            continue
        wanted = value if value is not None else typed
        where = f"{desk.label} {', '.join(keys)}"
        if name.rpartition(".")[2] in FOOTING and (not props or len(below) > 1):
            beside(desk, name, typed, below, things, where)
        elif not props:
            desk.tell(name, wanted, things, where, phrase=not numbers(wanted))
        elif any(p in t.links for t in things for p in props):
            meant = {
                iri
                for t in things
                for p in props
                for iri in t.links.get(p, ())
                if iri.endswith((f"/{wanted}", f"#{wanted}"))
            }
            desk.link(name, wanted, things, props, meant, where)
        else:
            desk.look(name, wanted, things, props, where)
