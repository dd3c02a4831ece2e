"""The shapes speak of what there is: their codes are those of the records, their names those of the ontology."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Literal, get_args, get_origin

import pyoxigraph as ox
import pytest
from pydantic import BaseModel
from rdflib import OWL, RDF, SH, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.collection import Collection

from ivigkg import resources
from ivigkg.graph.builder import ontology_quads
from ivigkg.graph.interop import to_graph
from ivigkg.records import base, review, study, term
from ivigkg.records.vocabulary import closed_list, units

from .graphs import EVSH

EV = "https://w3id.org/ivigkg/ontology#"
TERM = "https://w3id.org/ivigkg/term/"
CODES: dict[str, list[tuple[type[BaseModel], str]]] = {
    "certainty": [(base.Fact, "certainty")],
    "relation": [(base.Dose, "relation")],
    "per": [(base.Dose, "per")],
    "statistic": [(base.Dose, "statistic")],
    "line": [(study.InterventionUse, "line")],
    "durationStatistic": [(study.InterventionUse, "duration_statistic")],
    "durationRelation": [(study.InterventionUse, "duration_relation")],
    "coursesRelation": [(study.InterventionUse, "courses_relation")],
    "percentRelation": [
        (model, "percent_relation") for model in (study.Stratum, study.InterventionUse, study.CountResult)
    ],
    "thresholdRelation": [(study.Result, "threshold_relation")],
    "pRelation": [(base.Reported, "relation")],
    "testScope": [(study.Result, "test_scope"), (review.PooledEstimate, "test_scope")],
    "countedUnit": [(study.CountResult, "counted_unit")],
    "reporting": [(study.AdverseEventResult, "reporting")],
    "rangeKind": [(base.Spread, "range_kind")],
    "kind": [(base.Claim, "kind")],
    "judges": [(term.Term, "judges")],
}
DERIVED = {"investigates", "coAuthor", "supportedByStudy", "timepointOrder", "retractedSource"}
WITHOUT_SHAPE = {*DERIVED, "statisticType", "design"}
"""Made by rules, an annotation, and the design of a study, which is ruled by that of its parts."""
ABSTRACT = {"Investigation", "Synthesis", "FactBearing", "Group", "Result", "Term"}


@pytest.fixture(scope="module")
def shapes() -> Graph:
    path = resources.ontology_folder() / "shapes.ttl"
    return to_graph(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return to_graph(ontology_quads())


def members(shapes: Graph, name: str) -> list[Any]:
    """What stands in the ``sh:in`` list of a shape."""
    head = shapes.value(URIRef(EVSH.term(name).value), SH["in"])
    return [] if head is None else list(Collection(shapes, head))


def literals(annotation: Any) -> Iterator[str]:
    """The codes that a field of a record may hold."""
    if get_origin(annotation) is Literal:
        yield from get_args(annotation)
    else:
        for part in get_args(annotation):
            yield from literals(part)


@pytest.mark.parametrize("name", CODES)
def test_codes_are_those_of_the_records(name: str, shapes: Graph) -> None:
    for model, field in CODES[name]:
        assert [str(code) for code in members(shapes, name)] == list(literals(model.model_fields[field].annotation))


def test_every_list_of_codes_is_compared(shapes: Graph) -> None:
    coded = {
        str(shape).removeprefix(EVSH.iri)
        for shape in shapes.subjects(SH["in"], None)
        if isinstance(shape, URIRef)
        and all(isinstance(code, RdfLiteral) for code in members(shapes, shape[len(EVSH.iri) :]))
    }
    assert coded == set(CODES)


def test_every_code_of_the_records_is_in_a_shape() -> None:
    compared = {(model, field) for pairs in CODES.values() for model, field in pairs}
    classes = {"kind"}  # what a group, a result or a review is, is told by the class of its node
    for module in (base, study, review):
        for model in vars(module).values():
            if not (isinstance(model, type) and issubclass(model, BaseModel)):
                continue
            for field, info in model.model_fields.items():
                if list(literals(info.annotation)) and field not in classes:
                    assert any(issubclass(model, one) and name == field for one, name in compared), (model, field)


def test_units_are_those_of_the_ontology(shapes: Graph) -> None:
    assert sorted(map(str, members(shapes, "hasUnit"))) == sorted(units().values())


def test_patterns_name_lists_that_exist(shapes: Graph) -> None:
    kinds = {"condition", "intervention", "outcome", "instrument", "adverse-event"}
    named = [str(pattern) for pattern in shapes.objects(None, SH.pattern)]
    for pattern in named:
        for group in re.findall(r"/term/\(?([a-z0-9-]+(?:\|[a-z0-9-]+)*)\)?/", pattern):
            for kind in group.split("|"):
                assert kind in kinds or closed_list(kind), pattern


def test_every_name_is_declared(shapes: Graph, ontology: Graph) -> None:
    named = {str(term) for triple in shapes for term in triple if isinstance(term, URIRef)}
    declared = {str(term) for term in ontology.subjects()}
    elsewhere = (
        EVSH.iri.rstrip("#"),
        "http://www.w3.org/ns/shacl#",
        "http://www.w3.org/1999/",
        "http://www.w3.org/2000/01/rdf-schema#",
        "http://www.w3.org/2001/",
        "http://www.w3.org/2002/07/owl#",
        "https://creativecommons.org/",
    )
    assert [term for term in named - declared if not term.startswith(elsewhere)] == []


def test_names_inside_queries_are_declared(shapes: Graph, ontology: Graph) -> None:
    declared = set(ontology.subjects())
    prefixes = {str(shapes.value(one, SH.prefix)): str(shapes.value(one, SH.namespace)) for one in declarations(shapes)}
    for text in shapes.objects(None, SH.select):
        for prefix, local in re.findall(r"\b([a-z]+):([A-Za-z-]+)", re.sub(r'"[^"]*"', "", str(text))):
            if prefix not in {"rdf", "rdfs", "xsd"}:
                assert URIRef(prefixes[prefix] + local) in declared, (prefix, local)


def declarations(shapes: Graph) -> Iterable[Any]:
    """The prefixes that queries may use."""
    return shapes.objects(URIRef("https://w3id.org/ivigkg/shapes"), SH.declare)


def test_every_word_of_shacl_is_one(shapes: Graph) -> None:
    words = {term for triple in shapes for term in triple if isinstance(term, URIRef) and term.startswith(str(SH))}
    assert all(word in SH for word in words)


def test_every_property_has_a_shape(shapes: Graph, ontology: Graph) -> None:
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    properties = {
        str(one)[len(EV) :] for kind in kinds for one in ontology.subjects(RDF.type, kind) if str(one).startswith(EV)
    }
    shaped = {str(path)[len(EV) :] for path in shapes.objects(None, SH.path) if str(path).startswith(EV)}
    named = {str(shape)[len(EVSH.iri) :] for shape in shapes.subjects(SH.path, None) if str(shape).startswith(EVSH.iri)}
    assert properties - WITHOUT_SHAPE <= shaped & named
    assert not shaped & DERIVED


def test_every_class_has_a_closed_shape(shapes: Graph, ontology: Graph) -> None:
    classes = {str(one)[len(EV) :] for one in ontology.subjects(RDF.type, OWL.Class) if str(one).startswith(EV)}
    closed = {
        str(target)[len(EV) :]
        for shape in shapes.subjects(SH.closed, None)
        for target in shapes.objects(shape, SH.targetClass)
        if str(target).startswith(EV)
    }
    assert classes - ABSTRACT == closed
