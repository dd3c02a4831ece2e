"""The closed lists and units of the ontology, read from ``ontology/terms`` once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from functools import cache

import pyoxigraph as ox

from ivigkg import resources
from ivigkg.namespaces import BASE, CLOSED_LISTS, SKOS, UNIT


@cache
def _terms() -> tuple[tuple[str, ox.NamedNode, str], ...]:
    files = sorted((resources.ontology_folder() / "terms").glob("*.ttl"))
    return tuple(
        (quad.subject.value, quad.predicate, quad.object.value)
        for path in files
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, (ox.NamedNode, ox.Literal))
    )


@cache
def closed_list(kind: str) -> dict[str, str]:
    """Codes of a closed list with their English labels."""
    if kind not in CLOSED_LISTS:
        raise KeyError(kind)
    prefix = f"{BASE}term/{kind}/"
    return {
        subject[len(prefix) :]: label
        for subject, predicate, label in _terms()
        if predicate == SKOS.prefLabel and subject.startswith(prefix)
    }


@cache
def units() -> dict[str, str]:
    """Unit codes as typed in records (UCUM) with the IRIs of the QUDT units."""
    return {
        code: subject
        for subject, predicate, code in _terms()
        if predicate == SKOS.notation and subject.startswith(UNIT.iri)
    }


@cache
def unit_codes() -> dict[str, str]:
    """IRIs of units with the code that a reader knows."""
    return {iri: code for code, iri in reversed(units().items())}


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like ``name``, or ``None`` where nothing is near."""
    match = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return match[0] if match else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A closing sentence with the nearest known name; empty where nothing is near."""
    match = nearest(name, known)
    return f"; did you mean {match}?" if match else ""
