"""What an entry says in sentences: conclusion, claims, notes, what was not found, and papers related to it."""

from __future__ import annotations

from typing import Any

from ivigkg.audit.desk import Desk
from ivigkg.audit.graph import Thing

SECTIONS = ("steroid_sparing", "lung", "oesophageal", "skin", "relapse", "follow_up", "mortality")


def remarks(desk: Desk) -> None:
    """Conclusion, claims, notes, absences and related papers of the entry."""
    _conclusion(desk)
    everything = desk.all_parts()
    for index, text in enumerate(desk.content.get("notes") or ()):
        desk.tell(f"notes.{index}", text, everything, desk.label)
    if isinstance(desk.content.get("caution"), str):
        desk.tell("caution", desk.content["caution"], everything, desk.label)
    _absences(desk)
    _claims(desk)
    _related(desk, everything)
    _role(desk)


def _conclusion(desk: Desk) -> None:
    told = desk.content.get("conclusion")
    if told is None:
        return
    said = desk.parts("Claim", "Recommendation")
    claims = [c for c in said if c.value("kind") == "conclusion"]
    claims = claims or [c for c in said if c.value("kind") == "curators-reading"]  # a study without results
    papers = {paper.iri for paper in desk.papers}
    own = [c for c in claims if papers & set(c.links.get("source", ()))] or claims
    where = f"{desk.label}, claim of kind conclusion"
    if not own:
        for path, value in (
            (("conclusion", told),) if isinstance(told, str) else ((f"conclusion.{k}", v) for k, v in told.items())
        ):
            desk.say(path, value, "missing", where, "no such claim")
        return
    around = [
        *own,
        *desk.facts.linked(own, "evidenceLine", "appliesTo", "outcome"),
        *desk.facts.linked(desk.facts.linked(own, "evidenceLine"), "evidenceItem"),
        *desk.wholes,
    ]
    if isinstance(told, str):
        desk.tell("conclusion", told, around, where)
        return
    desk.tell("conclusion.text", told["text"], around, where)
    for name in ("derived", "truncated", "truncated_note"):
        if isinstance(told.get(name), str):
            words = ("cut", "last words", "tail", "not seen", "first half", "curator", "drawn", "inferred", "wording")
            held = [
                c
                for c in (*own, *_readings(desk, own))
                if any(w in " ".join(c.texts) for w in words)
                or any(b.endswith("/inferred") for b in c.links.get("basis", ()))
            ]
            desk.say(
                f"conclusion.{name}",
                told[name],
                "words" if held else "missing",
                where,
                "" if held else "no note on it",
                [(c.iri, "note") for c in held],
            )
    desk.provenance("conclusion", told, own, where)


def _readings(desk: Desk, things: list[Thing]) -> list[Thing]:
    pages = {a for t in things for a in t.values.get("readAt", ())}
    return [r for r in desk.parts("BibliographicSource") if pages & set(r.values.get("readAt", ()))]


def _absences(desk: Desk) -> None:
    """What was looked for and not found: an absence with the aspect that the words mean, or their words."""
    absences = [
        a
        for a in (*desk.parts("Absence"), *(t for p in desk.papers for t in desk.facts.describing[p.iri]))
        if "Absence" in a.kinds
    ]
    for index, text in enumerate(desk.content.get("not_found") or ()):
        path = f"not_found.{index}"
        meant = desk.terms("aspect", text, "absences")
        fits = [a for a in absences if meant & set(a.links.get("aspect", ()))]
        if fits:
            desk.link(path, text, fits, ("aspect",), meant, f"{desk.label}, absence")
        else:
            desk.tell(path, text, absences, f"{desk.label}, absence", phrase=True)


def _claims(desk: Desk) -> None:
    claims = [c for c in desk.parts("Claim", "Recommendation") if c.key.startswith("claim-")]
    by_number = {c.key.removeprefix("claim-").lstrip("0"): c for c in claims}
    for index, item in enumerate(desk.content.get("claims") or ()):
        path = f"claims.{index}"
        claim = by_number.get(str(item.get("n", index + 1)))
        where = f"{desk.label}, claim {item.get('n', index + 1)}"
        if claim is None:
            continue
        if isinstance(item.get("n"), str):
            desk.say(f"{path}.n", item["n"], "graph", where, witnesses=[(claim.iri, "key")])
        _claim(desk, path, item, claim, where)
    told = desk.content.get("claims_source")
    if isinstance(told, dict):
        desk.provenance("claims_source", told, claims, f"{desk.label}, claims")


def _claim(desk: Desk, path: str, item: dict[str, Any], claim: Thing, where: str) -> None:
    uses = desk.facts.linked([claim], "about", "recommendedUse", "comparedWith")
    agents = [*uses, *desk.facts.linked(uses, "appliedIntervention")]
    spoken = [
        claim,
        *agents,
        *desk.facts.linked([claim], "appliesTo", "outcome", "direction", "evidenceLine"),
        *desk.facts.linked(desk.facts.linked([claim], "evidenceLine"), "evidenceItem"),
        *desk.facts.linked(desk.facts.linked([claim], "recommendedUse"), "dose"),
    ]
    meant = desk.terms("intervention", item.get("subject", ""), "drugs") if item.get("subject") else set()
    if meant:
        about = {
            iri for t in (claim, *uses) for iri in (*t.links.get("about", ()), *t.links.get("appliedIntervention", ()))
        } | {t.iri for t in agents}
        held = meant <= about
        desk.say(
            f"{path}.subject",
            item["subject"],
            "graph" if held else "missing",
            f"{where}, about",
            "" if held else ", ".join(sorted(iri.rpartition("/")[2] for iri in about)),
            [(claim.iri, "about")],
        )
    elif item.get("subject"):
        desk.tell(f"{path}.subject", item["subject"], spoken, where, phrase=True)
    terms = desk.terms("outcome", item.get("outcome", ""), "outcomes")
    if terms & set(claim.links.get("outcome", ())):
        desk.link(f"{path}.outcome", item["outcome"], [claim], ("outcome",), terms, where)
    elif item.get("outcome"):
        desk.tell(f"{path}.outcome", item["outcome"], spoken, where, phrase=True)
    for name in ("population", "comparator", "value", "certainty_wording", "evidence", "significance", "caution"):
        if isinstance(item.get(name), str):
            desk.tell(f"{path}.{name}", item[name], spoken, where, phrase=name not in ("caution",))
    if isinstance(item.get("direction"), str):
        ways = desk.direction(item["direction"])
        if ways:
            desk.link(f"{path}.direction", item["direction"], [claim], ("direction",), ways, where)
        else:
            desk.tell(f"{path}.direction", item["direction"], spoken, where, phrase=True)
    if isinstance(item.get("likely_ref"), str):
        items = desk.facts.linked(desk.facts.linked([claim], "evidenceLine"), "evidenceItem")
        wholes = {iri for t in items for iri in t.links.get("study", ())} | {t.iri for t in items}
        cited = {
            iri
            for i in desk.parts("Inclusion", "Exclusion")
            if item["likely_ref"] in i.values.get("referenceNumber", ())
            for iri in (*i.links.get("includedStudy", ()), *i.links.get("excludedStudy", ()))
        }
        lines = desk.facts.linked([claim], "evidenceLine")
        desk.say(
            f"{path}.likely_ref",
            item["likely_ref"],
            "graph" if wholes & cited else "missing",
            where,
            "" if wholes & cited else ", ".join(t.key for t in items),
            [(line.iri, "evidenceItem") for line in lines],
        )
        held = [
            line
            for line in lines
            if line.value("certainty") == item.get("likely_ref_certainty")
            or any(b.endswith(f"/{item.get('likely_ref_certainty')}") for b in line.links.get("basis", ()))
        ]
        desk.say(
            f"{path}.likely_ref_certainty",
            item.get("likely_ref_certainty"),
            "graph" if held else "missing",
            where,
            "" if held else "no evidence line is inferred",
            [(line.iri, "certainty") for line in held],
        )


def _related(desk: Desk, everything: list[Thing]) -> None:
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
    desk.say(
        path, basis, "graph" if held else "missing", where, "" if held else "no node was read there on that basis", held
    )


def _role(desk: Desk) -> None:
    """What the seed review made of the entry: its reference number, and whether and how it was counted."""
    named = {w.iri for w in desk.wholes} | {p.iri for p in desk.papers}
    links = ("includedStudy", "includedReport", "excludedStudy", "excludedReport")
    about = [
        t
        for t in desk.facts.things.values()
        if t.kinds & {"Inclusion", "Exclusion"} and any(named & set(t.links.get(n, ())) for n in links)
    ]
    where = f"{desk.label}, inclusion or exclusion"
    if isinstance(desk.content.get("seed_ref"), str):
        desk.look("seed_ref", desk.content["seed_ref"], about, ("referenceNumber",), where)
    if isinstance(desk.content.get("role"), str):
        good = bool(about or desk.wholes)
        desk.say(
            "role",
            desk.content["role"],
            "graph" if good else "missing",
            where,
            "" if good else "no record",
            [(t.iri, "type") for t in about],
        )
    told = desk.content.get("included_in_review")
    if not isinstance(told, dict):
        return
    if told.get("status") == "not-applicable":
        desk.say(
            "included_in_review.status",
            "not-applicable",
            "graph" if not about else "missing",
            where,
            "" if not about else about[0].key,
        )
    elif isinstance(told.get("status"), str):
        kind = "Inclusion" if told["status"] == "likely" else "Exclusion"
        held = [t for t in about if kind in t.kinds]
        desk.say(
            "included_in_review.status",
            told["status"],
            "graph" if held else "missing",
            f"{where}, {kind}",
            "" if held else ", ".join(t.key for t in about),
            [(t.iri, "type") for t in held],
        )
    for name in ("certainty", "counted_as_certainty"):
        if isinstance(told.get(name), str):
            held = [t for t in about if t.value("certainty") in (told[name], "uncertain")]
            desk.say(
                f"included_in_review.{name}",
                told[name],
                "graph" if held else "missing",
                where,
                "" if held else "no such certainty",
                [(t.iri, "certainty") for t in held],
            )
    if isinstance(told.get("counted_as"), str):
        slug = {
            "retrospective": "retrospective-study",
            "RCT": "randomised-controlled-trial",
            "prospective open": "prospective-open-study",
        }.get(told["counted_as"], told["counted_as"])
        held = [t for t in about if any(iri.endswith(f"/{slug}") for iri in t.links.get("classifiedAs", ()))]
        desk.say(
            "included_in_review.counted_as",
            told["counted_as"],
            "graph" if held else "missing",
            f"{where}, classifiedAs {slug}",
            "" if held else ", ".join(iri.rpartition("/")[2] for t in about for iri in t.links.get("classifiedAs", ())),
            [(t.iri, "classifiedAs") for t in held],
        )
    if isinstance(told.get("reason"), str):
        desk.tell("included_in_review.reason", told["reason"], about, where, phrase=True)
