"""From a node of the graph back to the file and line that it was made from."""

from __future__ import annotations

import re
from pathlib import Path

from ivigkg.errors import Complaint
from ivigkg.namespaces import BASE, INSTANCES, TOPIC_KINDS
from ivigkg.records.loader import Library, Origin
from ivigkg.records.yaml_text import Place


class SourceMap:
    """Finds the record, the section and the line behind an IRI."""

    def __init__(self, library: Library):
        self._library = library

    def complain(self, iri: str, path: str | None, message: str, severity: str = "error") -> Complaint:
        """A complaint about the node ``iri`` (and its property ``path``), placed in the file it came from."""
        found = self.find(iri)
        if found is None:
            return Complaint(Path("ontology"), 1, iri, message, severity)
        origin, place = found
        field = snake(path.rpartition("#")[2].rpartition("/")[2]) if path else ""
        if field and (*place, field) in origin.document.lines:
            place = (*place, field)
        return origin.complain(place, message, severity)

    def find(self, iri: str) -> tuple[Origin, Place] | None:
        """The file and the place in it that ``iri`` was made from; ``None`` for what no record makes."""
        if not iri.startswith(BASE):
            return None
        whole, _, key = iri[len(BASE) :].partition("#")
        area, _, rest = whole.partition("/")
        kind, _, slug = rest.partition("/")
        for shelf in self._library.shelves:
            if area == "id" and kind in {"study", "review"} and f"{kind}/{slug}" in shelf.origins:
                origin = shelf.origins[f"{kind}/{slug}"]
                return origin, _part(origin, key)
            found = _listed(shelf.origins, area, kind, slug, key)
            if found:
                return found
        return None


def _part(origin: Origin, key: str) -> Place:
    """The section that holds a part; nodes made beside it (doses, quotes) fall back to the part they belong to."""
    while key:
        for place in origin.document.lines:
            if len(place) in {2, 4} and place[-1] == key and (len(place) == 2 or place[2] == "evidence"):
                return place
        key = key.removeprefix("reading-") if key.startswith("reading-") else key.rpartition("-")[0]
    return ()


def _listed(origins: dict[str, Origin], area: str, kind: str, slug: str, key: str) -> tuple[Origin, Place] | None:
    sections = {
        "publication": "publications",
        "journal": "journals",
        "person": "people",
        "organization": "organizations",
    }
    if area == "id" and kind in INSTANCES and kind in sections:
        for name in ("publications", "people"):
            origin = origins.get(name)
            if origin and (sections[kind], slug) in origin.document.lines:
                place: Place = (sections[kind], slug)
                for section in ("sources", "absences"):
                    if (*place, section, key) in origin.document.lines:
                        return origin, (*place, section, key)
                return origin, place
    if area == "term" and kind in TOPIC_KINDS:
        for name, origin in origins.items():
            if (
                name.startswith("terms/")
                and ("terms", slug) in origin.document.lines
                and origin.document.value.get("kind") == kind
            ):
                return origin, ("terms", slug)
    return None


def snake(name: str) -> str:
    """The record field of a property: ``ciLower`` is ``ci_lower``."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda match: "_" + match[1].lower(), name)
