"""The paper of an entry: title, authors in order, journal, identifiers, and the pages that vouch for them."""

from __future__ import annotations

import re
from typing import Any

from ivigkg.audit.desk import Desk
from ivigkg.audit.footing import provenance
from ivigkg.audit.graph import Thing
from ivigkg.audit.words import loose_numbers, plain

EXACT = {
    "title": ("title",),
    "volume": ("volume",),
    "issue": ("issueIdentifier",),
    "doi": ("doi",),
    "pmid": ("hasPubMedId",),
    "pmcid": ("hasPubMedCentralId",),
    "language": ("language",),
    "copyright": ("rights",),
    "section": ("journalSection",),
    "accessed": ("accessed",),
    "year": ("issued",),
    "published_online": ("issued",),
    "published_issue": ("publicationDate",),
}
DATES = {"year", "published_online", "published_issue"}
PHRASES = (
    "publication_type",
    "acronym",
    "sponsor",
    "publisher",
    "article",
    "description",
    "relation_to_seed",
    "companion_of",
    "month",
    "centre",
    "country_basis",
    "country_note",
    "issue_reason",
)
COUNTRIES = {
    "China": "CN",
    "France": "FR",
    "Japan": "JP",
    "USA": "US",
    "Australia": "AU",
    "Germany": "DE",
    "Italy": "IT",
    "Turkey": "TR",
}


def paper(desk: Desk) -> None:
    """The bibliography of the entry, in either shape."""
    told = desk.content.get("bibliographic")
    head = "bibliographic." if isinstance(told, dict) else ""
    fields: dict[str, Any] = told if isinstance(told, dict) else desk.content
    papers, where = desk.papers, f"publication {desk.papers[0].key}" if desk.papers else "publication"
    about = [thing for p in papers for thing in desk.facts.describing[p.iri]]
    for name, props in EXACT.items():
        if isinstance(fields.get(name), str):
            _exact(desk, f"{head}{name}", name, fields[name], papers, props, where)
    if isinstance(fields.get("pages"), str):
        _pages(desk, f"{head}pages", fields["pages"], papers, where)
    if isinstance(fields.get("journal"), str):
        _journal(desk, f"{head}journal", fields["journal"], papers, where)
    _authors(desk, f"{head}authors", fields.get("authors"), papers, about, where)
    absences = [t for t in about if "Absence" in t.kinds] + desk.parts("Absence")
    if fields.get("title_seen") == "false":
        held = [t for t in absences if any(iri.endswith("/title") for iri in t.links.get("aspect", ()))]
        desk.judge("title_seen", "false", held, where, "no absence of the title", [(t.iri, "aspect") for t in held])
    everything = [
        *papers,
        *about,
        *desk.wholes,
        *desk.parts("StudyDesign", "Registration", "BibliographicSource", "Absence"),
        *desk.facts.linked(desk.wholes, "funder"),
        *desk.facts.linked(papers, "partOf"),
    ]
    authorships = [t for t in about if "Authorship" in t.kinds]
    everything += desk.facts.linked(authorships, "affiliation") + desk.facts.linked(
        desk.facts.linked(authorships, "affiliation"), "unitOf"
    )
    _dated_after(desk, fields, papers, where)
    for name in PHRASES:
        if isinstance(fields.get(name), str) and f"{head}{name}" not in desk.verdicts:
            desk.tell(
                f"{head}{name}",
                fields[name],
                everything,
                where,
                phrase=name not in ("relation_to_seed", "issue_reason", "publication_type"),
            )
    for index, word in enumerate(fields.get("keywords") or ()):
        desk.look(f"{head}keywords.{index}", word, papers, ("keyword",), where)
    for index, number in enumerate(fields.get("registry") or ()):
        desk.look(
            f"registry.{index}", number, desk.parts("Registration"), ("registryId",), f"{desk.label}, registration"
        )
    if isinstance(fields.get("country"), str):
        code = COUNTRIES.get(fields["country"], fields["country"])
        designs = desk.parts("StudyDesign")
        placed = [(t.iri, "country") for t in designs if code in t.values.get("country", ())]
        desk.held(
            f"{head}country",
            fields["country"],
            placed,
            f"{desk.label}, country {code}",
            ", ".join(v for t in designs for v in t.values.get("country", ())) or "no country",
        )
    if isinstance(fields.get("pubmed_url"), dict):
        pmid = re.search(r"(\d+)/?$", fields["pubmed_url"]["value"])
        ok = pmid is not None and any(pmid[1] in p.values.get("hasPubMedId", ()) for p in papers)
        for name in ("value", "derived"):
            desk.judge(
                f"{head}pubmed_url.{name}",
                fields["pubmed_url"].get(name),
                ok,
                where,
                "another PubMed number",
                [(p.iri, "hasPubMedId") for p in papers],
            )
    _certain(desk, head, fields, everything, where)
    _vouchers(desk, fields, papers, about, where)


def _dated_after(desk: Desk, fields: dict[str, Any], papers: list[Thing], where: str) -> None:
    """``published after 2011`` holds where the date of issue is later; a month where the date has it."""
    dates = [(p.iri, v) for p in papers for v in (*p.values.get("issued", ()), *p.values.get("publicationDate", ()))]
    after = re.match(r"published (?:online )?(?:\w+ )?after (\d{4})", fields.get("relation_to_seed") or "")
    if after and any(v[:4] > after[1] for _, v in dates):
        desk.say(
            "relation_to_seed",
            fields["relation_to_seed"],
            "graph",
            where,
            witnesses=[(iri, "issued") for iri, _ in dates],
        )
    month = next(iter(loose_numbers(fields.get("month") or "")), None)
    if month and any(v[5:7] == month.zfill(2) for _, v in dates):
        desk.say("month", fields["month"], "graph", where, witnesses=[(iri, "issued") for iri, _ in dates])


def _exact(
    desk: Desk, path: str, name: str, value: str, papers: list[Thing], props: tuple[str, ...], where: str
) -> None:
    if name in DATES:
        held = [
            (p.iri, prop)
            for p in papers
            for prop in ("issued", "publicationDate")
            for v in p.values.get(prop, ())
            if v.startswith(value)
        ]
        other = ", ".join(v for p in papers for prop in ("issued", "publicationDate") for v in p.values.get(prop, ()))
        desk.held(path, value, held, f"{where}, issued", other or "no date")
    else:
        desk.look(
            path, value, papers, props, where, words=name not in ("doi", "pmid", "pmcid", "title", "volume", "issue")
        )


def _pages(desk: Desk, path: str, value: str, papers: list[Thing], where: str) -> None:
    first, _, last = value.partition("-")
    held = [
        (p.iri, "startingPage")
        for p in papers
        if first in p.values.get("startingPage", ()) and p.value("endingPage") in (last or None, last)
    ]
    if held:
        desk.say(path, value, "graph", where, witnesses=[*held, *((iri, "endingPage") for iri, _ in held)])
    else:
        have = ", ".join(f"{p.value('startingPage')}-{p.value('endingPage')}" for p in papers)
        if any(p.value("startingPage") for p in papers) and "(" in value:
            desk.tell(path, value, papers, where)
        else:
            desk.say(path, value, "missing", f"{where}, pages", have or "no pages")


def _journal(desk: Desk, path: str, value: str, papers: list[Thing], where: str) -> None:
    journals = desk.facts.linked(papers, "partOf")
    listed = desk.evidence.names.journals.get(value)
    if listed:
        desk.used.add(("journals", value))
    names = {plain(value), *(plain(name) for name in listed or ())}
    held = [
        (j.iri, "title")
        for j in journals
        for v in (*j.values.get("title", ()), *j.values.get("label", ()))
        if plain(v) in names or j.key in (listed or ())
    ]
    have = ", ".join(j.value("title") or j.key for j in journals)
    if not held and not journals:
        desk.tell(path, value, papers, where, phrase=True)
    else:
        desk.held(path, value, held, f"{where}, journal", have)


def _authors(desk: Desk, path: str, authors: Any, papers: list[Thing], about: list[Thing], where: str) -> None:
    """Each author at the same position under the same printed name; a cut list is marked as such."""
    signed = sorted((t for t in about if "Authorship" in t.kinds), key=lambda t: int(t.value("position") or 0))
    position = 0
    for index, item in enumerate(authors or ()):
        name = item if isinstance(item, str) else item["listed"]
        at = f"{path}.{index}" if isinstance(item, str) else f"{path}.{index}.listed"
        if name.startswith("et al."):
            cut = [p for p in papers if p.value("authorListComplete") == "false"]
            desk.judge(
                at, name, cut, where, "the list is not marked as cut", [(p.iri, "authorListComplete") for p in cut]
            )
            continue
        here = signed[position] if position < len(signed) else None
        position += 1
        people = desk.facts.linked([here], "isHeldBy") if here else []
        said = [v for t in ([here] if here else []) for v in t.values.get("printedName", ())]
        said += [v for t in people for n in ("name", "label", "familyName") for v in t.values.get(n, ())]
        good = here is not None and any(plain(name) == plain(v) for v in said)
        group = here is not None and any(plain(v) and plain(v) in plain(name) for v in said)
        desk.judge(
            at,
            name,
            good or group,
            f"{where}, author {position}",
            ", ".join(said[:1]) or "no author at that position",
            [(here.iri, "printedName")] if here else (),
        )
        if isinstance(item, dict):
            for field in ("full", "note", "full_name_certainty"):
                if isinstance(item.get(field), str):
                    things = [*people, *([here] if here else [])]
                    desk.tell(f"{path}.{index}.{field}", item[field], things, where, phrase=field == "full")


def _certain(desk: Desk, head: str, fields: dict[str, Any], things: list[Thing], where: str) -> None:
    for name in ("issue_certainty", "publication_type_certainty", "country_certainty"):
        if isinstance(fields.get(name), str):
            held = [
                t
                for t in things
                if fields[name] in t.values.get("certainty", ())
                or any(b.endswith(f"/{fields[name]}") for b in t.links.get("basis", ()))
            ]
            desk.judge(
                f"{head}{name}",
                fields[name],
                held,
                f"{where}, certainty",
                "nothing there has that certainty",
                [(t.iri, "certainty") for t in held],
            )
    for name in ("issue_source", "centre_source"):
        if isinstance(fields.get(name), dict):
            provenance(
                desk,
                f"{head}{name}",
                fields[name],
                [t for t in things if fields[name]["source"] in t.values.get("readAt", ())],
                where,
            )


def _vouchers(desk: Desk, fields: dict[str, Any], papers: list[Thing], about: list[Thing], where: str) -> None:
    """The pages on which the paper's own data were seen, and what each gave."""
    sources = [t for t in (*about, *desk.parts("BibliographicSource")) if "BibliographicSource" in t.kinds]
    for name in ("bibliography", "sources"):
        prefix = "bibliographic.sources" if name == "sources" else "bibliography"
        for index, item in enumerate(fields.get(name) or ()):
            path = f"{prefix}.{index}"
            fits = [
                s for s in sources if item["source"] in (*s.values.get("readAt", ()), *s.values.get("alsoReadAt", ()))
            ]
            desk.look(
                f"{path}.source",
                item["source"],
                fits or sources,
                ("readAt", "alsoReadAt"),
                f"{where}, where it was read",
            )
            basis = {"secondary-table": "secondary"}.get(item["basis"], item["basis"])
            held = [(s.iri, "basis") for s in fits if any(b.endswith(f"/{basis}") for b in s.links.get("basis", ()))]
            have = ", ".join(sorted({b.rpartition("/")[2] for s in fits for b in s.links.get("basis", ())}))
            desk.held(
                f"{path}.basis",
                item["basis"],
                held,
                f"{where}, {item['source'][:60]}",
                have or "that page was not read",
            )
            wider = [
                *fits,
                *papers,
                *desk.wholes,
                *[t for t in about if "Absence" in t.kinds],
                *desk.parts("Absence"),
                *desk.facts.linked(fits, "source"),
            ]
            for field in ("covers", "note", "secondary_source"):
                if isinstance(item.get(field), str):
                    desk.tell(f"{path}.{field}", item[field], wider, where)
            for place, given in enumerate(item.get("gives") or ()):
                desk.tell(f"{path}.gives.{place}", given, [*fits, *papers], where, phrase=False)
