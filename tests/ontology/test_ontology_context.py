"""The JSON-LD context says the same as the ontology and misleads no processor."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, RDFS, XSD, Graph, Namespace, URIRef

from ivigkg.namespaces import PREFIXES

EV = Namespace("https://w3id.org/ivigkg/ontology#")
COERCION = {
    XSD.decimal: "xsd:decimal",
    XSD.integer: "xsd:integer",
    XSD.nonNegativeInteger: "xsd:integer",
    XSD.boolean: "xsd:boolean",
    XSD.anyURI: "xsd:anyURI",
    XSD.string: None,
}
"""Counts are written as plain integers in every format, whatever the range says about being negative."""
UNNAMED = ("http://purl.obolibrary.org/obo/", "http://purl.org/vocab/vann/")
"""Opaque or header-only terms, which get no name of their own."""
NOT_PROPERTIES = ("@version", "id", "type")


@pytest.fixture(scope="module")
def text(folder: Path) -> str:
    return (folder / "context.jsonld").read_text("utf-8")


@pytest.fixture(scope="module")
def context(text: str) -> dict[str, Any]:
    return dict(json.loads(text)["@context"])


@pytest.fixture(scope="module")
def named(context: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Forward terms as full definitions, the reverse ones left out."""
    entries = {
        term: value if isinstance(value, dict) else {"@id": value}
        for term, value in context.items()
        if term not in NOT_PROPERTIES and term not in prefixes(context)
    }
    return {term: value for term, value in entries.items() if "@reverse" not in value}


def prefixes(context: dict[str, Any]) -> set[str]:
    """Names that stand for a namespace."""
    return {term for term, value in context.items() if isinstance(value, str) and value.endswith(("/", "#"))}


def expand(context: dict[str, Any], curie: str) -> URIRef:
    prefix, _, local = curie.partition(":")
    return URIRef(context[prefix] + local)


def parse(document: dict[str, Any]) -> set[tuple[str, ...]]:
    """The triples of a document, each node as N-Triples writes it."""
    quads = ox.parse(json.dumps(document), format=ox.RdfFormat.JSON_LD)
    return {(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads}


def values(context: dict[str, Any], **node: Any) -> set[str]:
    """The objects of what one node says."""
    return {triple[2] for triple in parse({"@context": context, "id": "study:x#a", **node})}


def test_it_is_a_context_and_nothing_else(text: str) -> None:
    assert set(json.loads(text)) == {"@context"}


def test_no_name_is_given_twice(text: str) -> None:
    names: list[str] = []
    json.loads(text, object_pairs_hook=lambda pairs: names.extend(name for name, _ in pairs))
    plain = [name for name in names if not name.startswith("@")]
    assert len(plain) == len(set(plain))


def test_no_term_shares_its_name_with_a_prefix(named: dict[str, dict[str, Any]]) -> None:
    assert set(named) & {*PREFIXES, "evsh"} == set()


def test_prefixes_are_those_of_the_package(context: dict[str, Any]) -> None:
    assert {name: context[name] for name in prefixes(context) - {"evsh"}} == {
        name: str(namespace) for name, namespace in PREFIXES.items()
    }


def test_every_own_class_and_property_has_a_term(
    context: dict[str, Any], named: dict[str, dict[str, Any]], core: Graph
) -> None:
    reached = {expand(context, value["@id"]) for value in named.values()}
    own = {s for s in core.subjects(RDF.type, None) if str(s).startswith(EV)}
    assert own - reached == set()


def test_every_borrowed_property_has_a_term(
    context: dict[str, Any], named: dict[str, dict[str, Any]], alignments: Graph
) -> None:
    reached = {expand(context, value["@id"]) for value in named.values()}
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    borrowed = {s for kind in kinds for s in alignments.subjects(RDF.type, kind)}
    assert {s for s in borrowed - reached if not str(s).startswith(UNNAMED)} == set()


def test_every_term_leads_to_a_declared_name(
    context: dict[str, Any], named: dict[str, dict[str, Any]], merged: Graph
) -> None:
    declared = set(merged.subjects(RDF.type, None))
    reached = {expand(context, value["@id"]) for value in named.values()}
    assert {iri for iri in reached - declared if not iri.startswith(str(RDFS))} == set()


def test_two_terms_never_mean_the_same(context: dict[str, Any], named: dict[str, dict[str, Any]]) -> None:
    reached = [expand(context, value["@id"]) for value in named.values()]
    assert len(reached) == len(set(reached))


def test_values_are_coerced_as_the_ranges_say(
    context: dict[str, Any], named: dict[str, dict[str, Any]], core: Graph
) -> None:
    for term, value in named.items():
        iri = expand(context, value["@id"])
        if (iri, RDF.type, OWL.ObjectProperty) in core:
            assert value["@type"] == "@id", term
        for datatype in core.objects(iri, RDFS.range):
            if isinstance(datatype, URIRef) and datatype in COERCION:
                assert value.get("@type") == COERCION[datatype], term


def test_codes_written_as_curies_expand(context: dict[str, Any]) -> None:
    assert values(context, readBasis="basis:abstract", ofStudy="study:x", withStance="stance:supports") == {
        "<https://w3id.org/ivigkg/term/basis/abstract>",
        "<https://w3id.org/ivigkg/id/study/x>",
        "<https://w3id.org/ivigkg/term/stance/supports>",
    }


def test_decimals_keep_their_digits(context: dict[str, Any]) -> None:
    assert values(context, pValue="0.0180") == {f'"0.0180"^^<{XSD.decimal}>'}


def test_counts_may_be_json_numbers(context: dict[str, Any]) -> None:
    assert values(context, events=9) == {f'"9"^^<{XSD.integer}>'}


def test_curators_words_are_english_and_printed_ones_untagged(context: dict[str, Any]) -> None:
    assert values(context, note="a remark") == {'"a remark"@en'}
    assert values(context, asPrinted="P<0.018") == {'"P<0.018"'}


def test_labels_of_terms_are_keyed_by_language(context: dict[str, Any]) -> None:
    found = values(context, prefLabel={"en": "strength", "de": "Kraft"}, altLabel={"en": ["power", "force"]})
    assert found == {'"strength"@en', '"Kraft"@de', '"power"@en', '"force"@en'}


def nested(context: dict[str, Any]) -> dict[str, Any]:
    """A study that holds an arm and a result, with no address written in full."""
    arm = {"id": "study:x#arm", "type": "Arm", "label": "arm", "participants": 8}
    result = {"id": "study:x#deaths", "type": "CountResult", "group": "study:x#arm", "percent": "12.50"}
    return {"@context": context, "id": "study:x", "type": "Study", "parts": [arm, result]}


def test_parts_may_stand_inside_their_study(context: dict[str, Any]) -> None:
    study = "https://w3id.org/ivigkg/id/study/x"
    a, number = f"<{RDF.type}>", f'"8"^^<{XSD.integer}>'
    assert parse(nested(context)) == {
        (f"<{study}>", a, f"<{EV.Study}>"),
        (f"<{study}#arm>", a, f"<{EV.Arm}>"),
        (f"<{study}#arm>", f"<{RDFS.label}>", '"arm"@en'),
        (f"<{study}#arm>", f"<{EV.participants}>", number),
        (f"<{study}#arm>", f"<{EV.study}>", f"<{study}>"),
        (f"<{study}#deaths>", a, f"<{EV.CountResult}>"),
        (f"<{study}#deaths>", f"<{EV.group}>", f"<{study}#arm>"),
        (f"<{study}#deaths>", f"<{EV.percent}>", f'"12.50"^^<{XSD.decimal}>'),
        (f"<{study}#deaths>", f"<{EV.study}>", f"<{study}>"),
    }


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_a_second_library_reads_the_same(context: dict[str, Any]) -> None:
    document = nested(context)
    theirs = Graph().parse(data=json.dumps(document), format="json-ld")
    lines = "\n".join(f"{' '.join(triple)} ." for triple in sorted(parse(document)))
    assert set(theirs) == set(Graph().parse(data=lines, format="nt"))
