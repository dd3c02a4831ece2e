"""The design of an entry: its facets, its setting and period, what a review searched, and levels given to it."""

from __future__ import annotations

from typing import Any

from ivigkg.audit.desk import Desk
from ivigkg.audit.footing import provenance
from ivigkg.audit.graph import Thing
from ivigkg.audit.wording import around
from ivigkg.audit.words import plain

TRUE = {
    "randomised": "randomised-controlled-trial",
    "randomized": "randomised-controlled-trial",
    "controlled": "controlled",
    "prospective": "prospective-study",
}
FALSE = {
    "randomised": "non-randomised",
    "randomized": "non-randomised",
    "controlled": "uncontrolled",
    "prospective": "retrospective-study",
}
PHRASES = (
    "comparator_type",
    "setting",
    "period",
    "blinded_phase",
    "extension_phase",
    "crossover_rule",
    "status",
    "comparator",
    "crossover",
    "statistics",
    "eligibility",
    "evidence_grading",
)
PROSE = ("note", "allocation_ratio", "type_reason", "type_note")


def design(desk: Desk) -> None:
    """The design of the entry."""
    told = desk.content.get("design")
    if not isinstance(told, dict):
        return
    designs = desk.parts("StudyDesign")
    here = [d for d in designs if told.get("source") in d.values.get("readAt", ())] or designs
    where = f"{desk.label}, design"
    for name in ("randomised", "randomized", "controlled", "prospective"):
        if isinstance(told.get(name), str):
            _yes_no(desk, f"design.{name}", name, told[name], designs, where)
    for name in ("type", "blinding"):
        if isinstance(told.get(name), str):
            _facets(desk, f"design.{name}", told[name], designs, where)
    everything = [
        *designs,
        *desk.wholes,
        *desk.parts(
            "FlowCount",
            "Registration",
            "Search",
            "Question",
            "Absence",
            "InterventionUse",
            "Population",
            "BibliographicSource",
            "Group",
            "Arm",
        ),
        *around(desk, desk.parts("Comparison")),
    ]
    for name in PHRASES:
        if isinstance(told.get(name), str):
            desk.tell(f"design.{name}", told[name], everything, where, phrase=True)
    for name in PROSE:
        if isinstance(told.get(name), str):
            desk.tell(f"design.{name}", told[name], everything, where)
    _certain(desk, told, designs, where)
    _searched(desk, told, where)
    _levels(desk, told, where)
    provenance(desk, "design", told, here, where, further=designs)


def _yes_no(desk: Desk, path: str, name: str, value: str, designs: list[Thing], where: str) -> None:
    """True and false have a facet each; a design that has the other one is a gap."""
    yes, no = TRUE[name], FALSE[name]
    slug, other = (yes, no) if value == "true" else (no, yes)
    facets = {iri.rpartition("/")[2]: d for d in designs for iri in d.links.get("facet", ())}
    if name == "prospective" and value == "true":
        held = [f for f in facets if f.startswith("prospective")]
    elif name == "prospective":
        held = [f for f in facets if f.startswith("retrospective")]
    elif slug in ("controlled",):
        held = [f for f in facets if f == "controlled" or f.endswith("-controlled")]
    else:
        held = [f for f in facets if f == slug]
    desk.judge(
        path,
        value,
        held and other not in facets,
        f"{where}, facet {slug}",
        ", ".join(facets) or "no facet",
        [(facets[f].iri, "facet") for f in held],
    )


def _facets(desk: Desk, path: str, value: str, designs: list[Thing], where: str) -> None:
    """A type or a blinding in words: every facet they name is on a design; their numbers are told there."""
    meant = desk.terms("design", value, "designs")
    facets = {iri for d in designs for iri in d.links.get("facet", ())}
    if meant and meant <= facets:
        if not desk.tell(
            path,
            value,
            [*designs, *desk.wholes, *desk.parts("FlowCount", "Population", "BibliographicSource", "PooledEstimate")],
            where,
        ):
            return
        desk.say(
            path,
            value,
            "graph",
            where,
            witnesses=[(d.iri, "facet") for d in designs if meant & set(d.links.get("facet", ()))],
        )
    elif meant:
        lacking = ", ".join(sorted(iri.rpartition("/")[2] for iri in meant - facets))
        desk.say(
            path,
            value,
            "missing",
            f"{where}, facet {lacking}",
            ", ".join(sorted(iri.rpartition("/")[2] for iri in facets)),
        )
    else:
        desk.tell(path, value, [*designs, *desk.wholes], where, phrase=True)


def _certain(desk: Desk, told: dict[str, Any], designs: list[Thing], where: str) -> None:
    for name in told:
        if name.endswith("_certainty") and isinstance(told[name], str):
            held = [
                d
                for d in designs
                if told[name] in d.values.get("certainty", ())
                or any(b.endswith(f"/{told[name]}") for b in d.links.get("basis", ()))
            ]
            desk.judge(
                f"design.{name}",
                told[name],
                held,
                f"{where}, certainty",
                "no design has that certainty",
                [(d.iri, "certainty") for d in held],
            )


def _searched(desk: Desk, told: dict[str, Any], where: str) -> None:
    searches = desk.parts("Search")
    for index, name in enumerate(told.get("databases") or ()):
        desk.look(f"design.databases.{index}", name, searches, ("database",), f"{where}, search")
    if isinstance(told.get("search_from"), str):
        desk.look("design.search_from", told["search_from"], searches, ("fromDate",), f"{where}, search")
    if isinstance(told.get("search_to"), str):
        desk.tell("design.search_to", told["search_to"], searches, f"{where}, search")
    if isinstance(told.get("registration"), str):
        desk.tell(
            "design.registration",
            told["registration"],
            [*desk.wholes, *desk.parts("Registration", "StudyDesign", "Search")],
            where,
            phrase=True,
        )
    flows = [
        f for f in desk.parts("FlowCount") if any(iri.endswith("/included") for iri in f.links.get("flowStage", ()))
    ]
    for name in ("articles_selected", "papers_used"):
        if isinstance(told.get(name), str):
            desk.look(
                f"design.{name}",
                told[name],
                [f for f in flows if "classifiedAs" not in f.links],
                ("count",),
                f"{where}, included",
            )
    for name, value in (told.get("selection_by_design") or {}).items():
        wanted = {
            "randomized_controlled_trial": "randomised-controlled-trial",
            "prospective_open": "prospective-open-study",
            "retrospective": "retrospective-study",
        }.get(name, name)
        fits = [f for f in flows if any(iri.endswith(f"/{wanted}") for iri in f.links.get("classifiedAs", ()))]
        desk.look(f"design.selection_by_design.{name}", value, fits, ("count",), f"{where}, included as {wanted}")


def _levels(desk: Desk, told: dict[str, Any], where: str) -> None:
    """Levels and grades: the curators' own, and the letter of a guideline."""
    owned = {part.iri for whole in desk.wholes for part in desk.facts.parts[whole.iri]} | {w.iri for w in desk.wholes}
    given = [
        t for t in desk.facts.things.values() if "Assessment" in t.kinds and set(t.links.get("assesses", ())) & owned
    ]
    level = told.get("oxford_cebm_level")
    if isinstance(level, dict):
        own = [a for a in given if any(iri.endswith("/ocebm-2009") for iri in a.links.get("scheme", ()))]
        desk.link(
            "design.oxford_cebm_level.level",
            level["level"],
            own,
            ("level",),
            {iri for a in own for iri in a.links.get("level", ()) if iri.endswith(f"/{level['level']}")},
            f"{where}, level",
        )
        if level.get("derived") == "true":
            held = [a for a in own if any(b.endswith("/inferred") for b in a.links.get("basis", ()))]
            desk.judge(
                "design.oxford_cebm_level.derived",
                "true",
                held,
                where,
                "the level is not marked as inferred",
                [(a.iri, "basis") for a in held],
            )
        for name in ("note", "alternative", "reason", "certainty"):
            if isinstance(level.get(name), str):
                desk.tell(
                    f"design.oxford_cebm_level.{name}",
                    level[name],
                    own,
                    where,
                    phrase=name in ("alternative", "certainty"),
                )
    grade = told.get("guideline_grade")
    if isinstance(grade, dict):
        graded = [a for a in given if grade["grade"] in a.values.get("levelAsPrinted", ())]
        desk.look("design.guideline_grade.grade", grade["grade"], given, ("levelAsPrinted",), f"{where}, grade")
        desk.tell("design.guideline_grade.statement", grade.get("statement"), graded, where, phrase=True)
        desk.tell("design.guideline_grade.note", grade.get("note"), [*graded, *desk.wholes], where)
        provenance(desk, "design.guideline_grade", grade, graded, where)
    rating = told.get("quality_rating")
    if isinstance(rating, dict):
        rated = [a for a in given if plain(rating["value"]) == plain(a.value("levelAsPrinted") or "")]
        desk.tell("design.quality_rating.value", rating["value"], rated, where, phrase=True)
        desk.tell(
            "design.quality_rating.rater",
            rating["rater"],
            [*rated, *desk.facts.linked(rated, "assessor", "source")],
            where,
            phrase=True,
        )
        provenance(desk, "design.quality_rating", rating, rated, where)
    entry = told.get("registration")
    if isinstance(entry, dict):
        fits = [r for r in desk.parts("Registration") if entry["id"] in r.values.get("registryId", ())]
        desk.look(
            "design.registration.id",
            entry["id"],
            fits or desk.parts("Registration"),
            ("registryId",),
            f"{where}, registration",
        )
        desk.look("design.registration.certainty", entry.get("certainty"), fits, ("certainty",), where)
        desk.tell("design.registration.note", entry.get("note"), fits, where)
        provenance(desk, "design.registration", entry, fits, where)
