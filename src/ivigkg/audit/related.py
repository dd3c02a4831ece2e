"""Papers named beside an entry, by identifier or by the pages read, and what the graph says from them."""

from __future__ import annotations

from ivigkg.audit.desk import Desk
from ivigkg.audit.graph import Thing


def related(desk: Desk, everything: list[Thing]) -> None:
    """Papers named beside the entry: by identifier or label; their facts wherever the graph speaks from that paper."""
    papers = [t for t in desk.facts.things.values() if "hasPubMedId" in t.values or "doi" in t.values]
    for index, item in enumerate(desk.content.get("related_publications") or ()):
        path = f"related_publications.{index}"
        ids = {item.get("doi"), item.get("pmid")} - {None}
        named = [p for p in papers if ids & {*p.values.get("doi", ()), *p.values.get("hasPubMedId", ())}]
        pages = {item.get("source"), *(s["source"] for s in item.get("sources") or ())} - {None}
        readers = [t for t in desk.facts.things.values() if pages & set(t.values.get("readAt", ()))]
        named = named or desk.facts.linked(readers, "describes", "source")
        spoken = [t for p in named for t in (*desk.facts.sourced[p.iri], *desk.facts.describing[p.iri])]
        homes = desk.facts.linked(spoken, "study", "review")
        around = [
            *named,
            *spoken,
            *homes,
            *readers,
            *everything,
            *desk.facts.linked(spoken, "dose"),
            *desk.facts.linked(spoken, "group"),
        ]
        where = f"{desk.label}, related paper"
        for name, props in (("doi", ("doi",)), ("pmid", ("hasPubMedId",))):
            if isinstance(item.get(name), str):
                desk.look(f"{path}.{name}", item[name], named, props, where)
        for name in ("relation", "citation", "fact", "certainty", "overlap_with_this_study", "registration", "derived"):
            if isinstance(item.get(name), str):
                desk.tell(f"{path}.{name}", item[name] if name != "derived" else "", around, where)
        for number, fact in enumerate(item.get("facts") or ()):
            desk.tell(f"{path}.facts.{number}", fact, around, where)
        for name in ("source", "more_source"):
            if isinstance(item.get(name), str):
                desk.look(
                    f"{path}.{name}",
                    item[name],
                    readers
                    + [
                        t
                        for t in desk.facts.things.values()
                        if item[name] in (*t.values.get("readAt", ()), *t.values.get("alsoReadAt", ()))
                    ],
                    ("readAt", "alsoReadAt"),
                    where,
                )
        if isinstance(item.get("basis"), str):
            _basis(desk, f"{path}.basis", item["basis"], item.get("source"), where)
        for number, source in enumerate(item.get("sources") or ()):
            desk.look(f"{path}.sources.{number}.source", source["source"], readers, ("readAt",), where)
            _basis(desk, f"{path}.sources.{number}.basis", source["basis"], source["source"], where)


def _basis(desk: Desk, path: str, basis: str, page: str | None, where: str) -> None:
    wanted = {"secondary-table": "secondary"}.get(basis, basis)
    readers = [t for t in desk.facts.things.values() if page in t.values.get("readAt", ())]
    held = [
        (t.iri, "basis")
        for t in readers
        if any(b.endswith((f"/{wanted}", "/secondary")) for b in t.links.get("basis", ()))
    ]
    desk.held(path, basis, held, where, "no node was read there on that basis")
