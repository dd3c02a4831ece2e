"""What an entry says in sentences: its conclusion, its notes, and what was not found."""

from __future__ import annotations

from ivigkg.audit.claims import claims
from ivigkg.audit.desk import Desk
from ivigkg.audit.footing import provenance
from ivigkg.audit.graph import Thing
from ivigkg.audit.related import related
from ivigkg.audit.role import role


def remarks(desk: Desk) -> None:
    """Conclusion, claims, notes, absences and related papers of the entry."""
    _conclusion(desk)
    everything = desk.all_parts()
    for index, text in enumerate(desk.content.get("notes") or ()):
        desk.tell(f"notes.{index}", text, everything, desk.label)
    if isinstance(desk.content.get("caution"), str):
        desk.tell("caution", desk.content["caution"], everything, desk.label)
    _absences(desk)
    claims(desk)
    related(desk, everything)
    role(desk)


def _conclusion(desk: Desk) -> None:
    told = desk.content.get("conclusion")
    if told is None:
        return
    said = desk.parts("Claim", "Recommendation")
    drawn = [c for c in said if c.value("kind") == "conclusion"]
    drawn = drawn or [c for c in said if c.value("kind") == "curators-reading"]  # a study without results
    papers = {paper.iri for paper in desk.papers}
    own = [c for c in drawn if papers & set(c.links.get("source", ()))] or drawn
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
    provenance(desk, "conclusion", told, own, where)


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
