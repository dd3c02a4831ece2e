"""From a node of the graph back to the line that it was made from."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from ivigkg.graph.builder import record_quads
from ivigkg.namespaces import BASE, EV, PICO, QUDT
from ivigkg.records.loader import read_library
from ivigkg.records.source_map import SourceMap, snake

from .toys import GOUT, MYOSITIS

LIBRARY = read_library([GOUT, MYOSITIS])
PLACES = [
    ("id/study/larkspur-2019", "studies/larkspur-2019.yaml", ""),
    ("id/study/larkspur-2019#target", "studies/larkspur-2019.yaml", "results.target"),
    ("id/study/larkspur-2019#use-febuxostat-dose", "studies/larkspur-2019.yaml", "uses.use-febuxostat.doses.dose"),
    (
        "id/study/larkspur-2019#conclusion-line",
        "studies/larkspur-2019.yaml",
        "claims.conclusion.evidence.conclusion-line",
    ),
    ("id/study/larkspur-2019#reading-abstract", "studies/larkspur-2019.yaml", "readings.abstract"),
    ("id/study/larkspur-2019#urate-change-quote", "studies/larkspur-2019.yaml", "results.urate-change.quote"),
    ("id/review/thistle-2022#inc-meadow", "reviews/thistle-2022.yaml", "inclusions.inc-meadow"),
    ("id/review/thistle-2022#ref-4", "reviews/thistle-2022.yaml", "references.2.number"),
    ("id/publication/larkspur-2019#author-2", "publications.yaml", "publications.larkspur-2019.authors.1"),
    ("id/publication/larkspur-2019", "publications.yaml", "publications.larkspur-2019"),
    ("id/publication/larkspur-2019#from-list", "publications.yaml", "publications.larkspur-2019.sources.from-list"),
    ("id/journal/journal-of-made-up-medicine", "publications.yaml", "journals.journal-of-made-up-medicine"),
    ("id/person/larkspur-a", "people.yaml", "people.larkspur-a"),
    ("id/organization/toy-university", "people.yaml", "organizations.toy-university"),
    ("term/condition/gout", "terms/conditions.yaml", "terms.gout"),
]


@pytest.mark.parametrize(("iri", "file", "field"), PLACES)
def test_a_node_leads_to_its_line(iri: str, file: str, field: str) -> None:
    found = SourceMap(LIBRARY).complain(BASE + iri, None, "is wrong")
    assert found.path == GOUT / file and found.field == field
    row = found.path.read_text("utf-8").split("\n")[found.line - 1]
    assert not field or field.split(".")[-1] in row or row.lstrip().startswith("- ")


@pytest.mark.parametrize(
    ("part", "prop", "field"),
    [
        ("urate", EV.ciLower, "results.urate.ci_lower"),
        ("urate-change", EV.pValue, "results.urate-change.p"),
        ("target", EV.timepointWeeks, "results.target.at.weeks"),
        ("population", EV.ageMean, "populations.population.age.mean"),
        ("population", EV.eligibleAgeMinimum, "populations.population.eligible_age.minimum"),
        ("use-febuxostat-dose", QUDT.numericValue, "uses.use-febuxostat.doses.dose.value"),
        ("use-febuxostat", PICO.appliedIntervention, "uses.use-febuxostat.agent"),
        ("conclusion-line", EV.evidenceItem, "claims.conclusion.evidence.conclusion-line.items"),
        ("target", EV.mean, "results.target"),
    ],
)
def test_a_property_leads_to_its_field(part: str, prop: ox.NamedNode, field: str) -> None:
    found = SourceMap(LIBRARY).complain(f"{BASE}id/study/larkspur-2019#{part}", prop.value, "is wrong", "warning")
    assert (found.field, found.severity) == (field, "warning")


@pytest.mark.parametrize(
    "iri", ["http://example.org/x", f"{BASE}id/study/nobody", f"{BASE}term/aspect/dose", f"{BASE}x"]
)
def test_what_no_record_makes_is_said_of_the_ontology(iri: str) -> None:
    found = SourceMap(LIBRARY).complain(iri, None, "is wrong")
    assert (found.path, found.line, found.field) == (Path("ontology"), 1, iri)


def test_every_node_of_a_study_or_review_is_found_again() -> None:
    places = SourceMap(LIBRARY)
    nodes = {quad.subject.value for quad in record_quads(LIBRARY) if isinstance(quad.subject, ox.NamedNode)}
    parts = {iri for iri in nodes if "#" in iri and ("/study/" in iri or "/review/" in iri)}
    lost = {iri for iri in parts if not (places.find(iri) or (None, ()))[1]}
    assert parts and not lost


@pytest.mark.parametrize(
    ("name", "field"), [("ciLower", "ci_lower"), ("mean", "mean"), ("p", "p"), ("ageIqrLow", "age_iqr_low")]
)
def test_a_property_has_the_name_of_its_field(name: str, field: str) -> None:
    assert snake(name) == field
