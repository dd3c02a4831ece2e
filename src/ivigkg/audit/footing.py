"""Where a fact was read: source, further sources, basis, and how firmly it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ivigkg.audit.desk import Desk
from ivigkg.audit.graph import Thing

FOOTING = frozenset(["source", "basis", "secondary_source", "certainty", "derived"])


def provenance(
    desk: Desk, path: str, item: dict[str, Any], things: Iterable[Thing], where: str, further: Iterable[Thing] = ()
) -> None:
    """Source, further sources and basis of an item: every node at its place was read there.

    ``further`` are nodes any of which may have a further source in place of all ``things``.
    """
    things = list({thing.iri: thing for thing in things}.values())
    source = item.get("source")
    if isinstance(source, str):
        read_at(desk, f"{path}.source", source, things, ("readAt", "alsoReadAt"), where)
    for name in ("more_source", "days_source", "n_courses_source"):
        if isinstance(item.get(name), str):
            read_at(desk, f"{path}.{name}", item[name], things, ("readAt", "alsoReadAt"), where, every=False)
    for index, address in enumerate(item.get("further_sources") or ()):
        others = list(further)
        read_at(
            desk,
            f"{path}.further_sources.{index}",
            address,
            others or things,
            ("alsoReadAt", "readAt"),
            where,
            every=not others,
        )
    if isinstance(item.get("basis"), str):
        _basis(desk, f"{path}.basis", item["basis"], source, things, where)
    if isinstance(item.get("secondary_source"), str):
        papers = desk.facts.linked(things, "source")
        desk.tell(f"{path}.secondary_source", item["secondary_source"], [*papers, *things], where)
    for name in ("source", "basis", "secondary_source"):
        if name in item and item[name] is None:
            desk.say(f"{path}.{name}", None, "silent")


def read_at(
    desk: Desk, path: str, address: str, things: list[Thing], props: Sequence[str], where: str, every: bool = True
) -> None:
    """Looks for the address of a page on every node, or on any of them."""
    held = [(t.iri, p) for t in things for p in props if address in t.values.get(p, ())]
    without = [t for t in things if not any(address in t.values.get(p, ()) for p in props)]
    if held and not (every and without):
        desk.say(path, address, "graph", where, witnesses=held)
    else:
        lacking = f"not on {desk.some(without)}" if things else "nothing at that place"
        desk.say(path, address, "missing", f"{where}, {' or '.join(props)}", lacking)


def _basis(desk: Desk, path: str, basis: str, source: str | None, things: list[Thing], where: str) -> None:
    wanted = {"secondary-table": "secondary"}.get(basis, basis)
    for thing in things:
        bases = {iri.rpartition("/")[2] for iri in thing.links.get("basis", ())}
        if wanted in bases:
            continue
        readings = [
            part
            for owner in (
                *thing.links.get("study", ()),
                *thing.links.get("review", ()),
                *thing.links.get("describes", ()),
            )
            for part in (*desk.facts.of_kind(owner, "BibliographicSource"), *desk.facts.describing[owner])
            if source in part.values.get("readAt", ())
        ]
        if not any(iri.endswith(f"/{wanted}") for part in readings for iri in part.links.get("basis", ())):
            desk.say(
                path, basis, "missing", f"{where}, basis", f"{thing.key} basis {', '.join(sorted(bases)) or 'none'}"
            )
            return
    if things:
        desk.say(path, basis, "graph", where, witnesses=[(t.iri, "basis") for t in things])
    else:
        desk.say(path, basis, "missing", f"{where}, basis", "nothing at that place")


def beside(desk: Desk, path: str, value: str, below: dict[str, str | None], things: list[Thing], where: str) -> None:
    """Source, basis, certainty, unit and marks beside a fact that has a place of its own."""
    head, _, name = path.rpartition(".")
    if name == "source":
        read_at(desk, path, value, things, ("readAt", "alsoReadAt"), where)
    elif name == "basis":
        _basis(desk, path, value, below.get(f"{head}.source"), things, where)
    elif name == "secondary_source":
        desk.tell(path, value, [*things, *desk.facts.linked(things, "source")], where)
    elif name == "derived":
        held = [t for t in things if t.values.get("derived") or inferred(t)]
        desk.judge(path, value, held, f"{where}, derived", "", [(t.iri, "derived") for t in held])
    else:
        held = [t for t in things if value in t.values.get("certainty", ()) or (value == "inferred" and inferred(t))]
        desk.judge(path, value, held, f"{where}, certainty", "", [(t.iri, "certainty") for t in held])


def inferred(thing: Thing) -> bool:
    """Whether a node rests on reasoning."""
    return thing.value("certainty") == "inferred" or any(b.endswith("/inferred") for b in thing.links.get("basis", ()))
