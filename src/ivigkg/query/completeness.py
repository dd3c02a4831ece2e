"""How each study was read, and what is known of it, aspect by aspect."""

from __future__ import annotations

from dataclasses import dataclass

from ivigkg import resources
from ivigkg.query.catalogue import load_query
from ivigkg.results import Table
from ivigkg.store.base import Store

ASPECTS = {
    "design": "De",
    "groups": "Gr",
    "participants": "Pe",
    "diagnoses": "Di",
    "age": "Ag",
    "sex": "Sx",
    "dose": "Do",
    "schedule": "Sc",
    "results": "Re",
    "denominator": "Dn",
    "spread": "Sp",
    "adverse-events": "Ha",
    "follow-up": "Fo",
    "identifier": "Id",
}
"""The aspects in the order in which a report tells them, each with two letters for a narrow table."""

READINGS = ("full-text", "table", "figure", "abstract", "registry", "secondary", "title", "author", "inferred")
"""What was read, the most telling first."""


@dataclass(frozen=True)
class Aspect:
    """One aspect of one study: its status, how many facts tell of it, how many parts of it are listed as missing."""

    name: str
    status: str
    facts: int
    absences: int


@dataclass(frozen=True)
class Completeness:
    """One study: what was read for it, the most telling first, and its aspects in the order of :data:`ASPECTS`."""

    study: str
    readings: tuple[str, ...]
    aspects: tuple[Aspect, ...]


def completeness(store: Store) -> tuple[Completeness, ...]:
    """Every study in the order of its name."""
    aspects: dict[str, dict[str, Aspect]] = {}
    for study, aspect, status, facts, absences in _rows(store, "completeness"):
        found = Aspect(_last(aspect), str(status), int(str(facts)), int(str(absences)))
        aspects.setdefault(_last(study), {})[found.name] = found
    readings: dict[str, set[str]] = {}
    for study, basis, _ in _rows(store, "how-studies-were-read"):
        readings.setdefault(_last(study), set()).add(_last(basis))
    return tuple(
        Completeness(
            study,
            tuple(sorted(readings.get(study, ()), key=READINGS.index)),
            tuple(found[name] for name in ASPECTS),
        )
        for study, found in sorted(aspects.items())
    )


def _rows(store: Store, question: str) -> list[tuple[object, ...]]:
    answer = store.query(load_query(resources.queries_folder() / f"{question}.rq").text)
    assert isinstance(answer, Table)
    return [tuple(row) for row in answer.values()]


def _last(iri: object) -> str:
    return str(iri).rpartition("/")[2]
