"""What the builder writes and what the ontology declares are the same."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from ivigkg import resources
from ivigkg.namespaces import EV, FABIO, FOAF, FRBR, ORG, OWL, PRO, RDF, RDFS, SKOS
from ivigkg.query.declared import declared_iris
from ivigkg.store import open_store

from ..conftest import ROOT


@pytest.fixture(scope="module")
def quads(store: Path) -> list[ox.Quad]:
    with open_store(store) as opened:
        return list(opened.quads())


def test_every_property_and_class_in_use_is_declared(quads: list[ox.Quad]) -> None:
    used = {quad.predicate.value for quad in quads}
    used |= {
        quad.object.value for quad in quads if quad.predicate == RDF.type and isinstance(quad.object, ox.NamedNode)
    }
    built_in = ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2000/01/rdf-schema#", OWL.iri)
    assert not {iri for iri in used if not iri.startswith(built_in)} - declared_iris()


def test_every_node_of_ours_that_is_pointed_to_exists(quads: list[ox.Quad]) -> None:
    described = {str(quad.subject) for quad in quads}
    pointed = {
        str(quad.object)
        for quad in quads
        if isinstance(quad.object, ox.NamedNode) and re.match(r"https://w3id.org/ivigkg/(id|term)/", quad.object.value)
    }
    assert not pointed - described


@pytest.mark.parametrize(
    ("link", "kinds"),
    [
        (FRBR.partOf, {FABIO.Journal}),
        (EV.funder, {ORG.Organization, ORG.OrganizationalUnit}),
        (EV.affiliation, {ORG.Organization, ORG.OrganizationalUnit}),
        (EV.assessor, {ORG.Organization, ORG.OrganizationalUnit}),
        (PRO.isHeldBy, {FOAF.Person, ORG.Organization, ORG.OrganizationalUnit}),
        (EV.registry, {EV.RegistryTerm}),
        (EV.reason, {EV.ReasonTerm}),
        (EV.publicationStatus, {EV.StatusTerm}),
    ],
    ids=lambda value: value.value.rpartition("/")[2].rpartition("#")[2] if isinstance(value, ox.NamedNode) else "",
)
def test_whoever_is_behind_a_paper_or_study_has_a_class_and_a_name(
    link: ox.NamedNode, kinds: set[ox.NamedNode], quads: list[ox.Quad]
) -> None:
    pointed = {quad.object for quad in quads if quad.predicate == link}
    assert pointed
    assert pointed <= {quad.subject for quad in quads if quad.predicate == RDF.type and quad.object in kinds}
    assert pointed <= {quad.subject for quad in quads if quad.predicate in (RDFS.label, SKOS.prefLabel)}


def test_every_registration_is_in_a_registry(quads: list[ox.Quad]) -> None:
    entries = {quad.subject for quad in quads if quad.predicate == RDF.type and quad.object == EV.Registration}
    assert entries and entries == {quad.subject for quad in quads if quad.predicate == EV.registry}


def test_every_fact_has_source_and_basis(quads: list[ox.Quad]) -> None:
    facts = {quad.subject for quad in quads if quad.predicate == RDF.type and quad.object == EV.FactBearing}
    assert len(facts) > 700
    for needed in (EV.source, EV.basis):
        assert not facts - {quad.subject for quad in quads if quad.predicate == needed}


def test_every_declared_name_is_in_the_shapes_or_the_reference() -> None:
    text = (resources.ontology_folder() / "shapes.ttl").read_text("utf-8")
    text += (ROOT / "docs" / "reference" / "ontology.md").read_text("utf-8")
    named = set(re.findall(r"\bev:(\w+)", text))
    declared = {iri.removeprefix(EV.iri) for iri in declared_iris() if iri.startswith(EV.iri)}
    assert declared <= named
