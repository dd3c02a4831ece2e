"""From a node of the graph back to the file and line that it was made from."""

from __future__ import annotations

import re
from pathlib import Path

from ivigkg.errors import Complaint
from ivigkg.namespaces import BASE, TOPIC_KINDS
from ivigkg.records.base import Record
from ivigkg.records.loader import Library, Origin, Shelf
from ivigkg.records.names import nodes, walk
from ivigkg.records.yaml_text import Place

SECTIONS = {"publication": "publications", "journal": "publications", "person": "people", "organization": "people"}
"""The file that holds the records of a kind; the section in it is the plural of the kind."""
FIELDS: dict[str, Place] = {
    "facet": ("facets",),
    "country": ("countries",),
    "followUpAsPrinted": ("follow_up",),
    "condition": ("conditions",),
    "diseaseStage": ("stages",),
    "criterion": ("criteria",),
    "priorUse": ("prior_uses",),
    "stratumOf": ("of",),
    "appliedIntervention": ("agent",),
    "dose": ("doses",),
    "numericValue": ("value",),
    "hasUnit": ("unit",),
    "interventionGroup": ("intervention",),
    "comparatorGroup": ("comparator",),
    "pValue": ("p",),
    "pRelation": ("p",),
    "timepointAsPrinted": ("at", "as_printed"),
    "comparedWith": ("compared_with",),
    "appliesTo": ("population",),
    "recommendedUse": ("recommended_use",),
    "evidenceLine": ("evidence",),
    "evidenceItem": ("items",),
    "flowStage": ("stage",),
    "includedStudy": ("study",),
    "includedReport": ("report",),
    "excludedStudy": ("study",),
    "excludedReport": ("report",),
    "exclusionReason": ("reason",),
    "reportedIn": ("reports",),
    "extendsStudy": ("extends",),
    "funder": ("funders",),
    **{f"timepoint{unit.capitalize()}": ("at", unit) for unit in ("months", "weeks", "days")},
    **{
        f"{prefix}{''.join(word.capitalize() for word in name.split('_'))}": (field, name)
        for prefix, field in (("age", "age"), ("eligibleAge", "eligible_age"))
        for name in ("value", "minimum", "maximum", "mean", "sd", "median", "iqr_low", "iqr_high")
    },
}
"""Properties that are not called as the field of the record is."""


class SourceMap:
    """Finds the record, the section and the line behind an IRI."""

    def __init__(self, library: Library):
        self._library = library
        self._parts: dict[int, dict[str, Place]] = {}

    def complain(self, iri: str, path: str | None, message: str, severity: str = "error") -> Complaint:
        """A complaint about the node ``iri`` (and its property ``path``), placed in the file it came from."""
        found = self.find(iri)
        if found is None:
            return Complaint(Path("ontology"), 1, iri, message, severity)
        origin, place = found
        field = field_of(path.rpartition("#")[2].rpartition("/")[2]) if path else ()
        if field and (*place, *field) in origin.document.lines:
            place = (*place, *field)
        return origin.complain(place, message, severity)

    def find(self, iri: str) -> tuple[Origin, Place] | None:
        """The file and the place in it that ``iri`` was made from; ``None`` for what no record makes."""
        if not iri.startswith(BASE):
            return None
        whole, _, key = iri[len(BASE) :].partition("#")
        area, _, rest = whole.partition("/")
        kind, _, slug = rest.partition("/")
        for shelf in self._library.shelves:
            found = self._record(shelf, kind, slug, key) if area == "id" else _term(shelf, kind, slug)
            if found:
                return found
        return None

    def _record(self, shelf: Shelf, kind: str, slug: str, key: str) -> tuple[Origin, Place] | None:
        if kind in {"study", "review"}:
            origin = shelf.origins.get(f"{kind}/{slug}")
            record = shelf.studies.get(slug) if kind == "study" else shelf.reviews.get(slug)
            return (origin, self._part(record, key)) if origin and record else None
        origin = shelf.origins.get(SECTIONS.get(kind, ""))
        section = "people" if kind == "person" else f"{kind}s"
        if origin is None or (section, slug) not in origin.document.lines:
            return None
        paper = shelf.publications.publications.get(slug) if shelf.publications and kind == "publication" else None
        return origin, (section, slug, *(self._part(paper, key) if paper else ()))

    def _part(self, record: Record, key: str) -> Place:
        """The place of the part that a node was made from; of the whole where there is no such part."""
        if id(record) not in self._parts:
            found: dict[str, Place] = {}
            for name, place in nodes(record, list(walk(record))):
                found.setdefault(name, place)
            self._parts[id(record)] = found
        return self._parts[id(record)].get(key, ())


def _term(shelf: Shelf, kind: str, slug: str) -> tuple[Origin, Place] | None:
    for stem, terms in shelf.terms.items():
        if kind in TOPIC_KINDS and terms.kind == kind and slug in terms.terms:
            return shelf.origins[f"terms/{stem}"], ("terms", slug)
    return None


def field_of(name: str) -> Place:
    """The record field of a property: ``ciLower`` is ``ci_lower``."""
    return FIELDS.get(name) or (snake(name),)


def snake(name: str) -> str:
    """The record field of a property: ``ciLower`` is ``ci_lower``."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda match: "_" + match[1].lower(), name)
