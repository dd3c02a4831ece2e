"""JSON-LD that is short where the context gives back exactly the same term, and spelt out everywhere else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from ivigkg import resources
from ivigkg.errors import UsageError
from ivigkg.export.rdf import Release, serialize
from ivigkg.formats import JSONLD
from ivigkg.namespaces import BASE, DCTERMS, EV, FABIO, PREFIXES, RDF, RDFS, SKOS
from tests.export.support import lines, quad, read_pyoxigraph, read_rdflib, typed

STUDY = NamedNode(f"{BASE}id/study/a-1990")
CONTEXT = {
    "@context": {
        "@version": 1.1,
        "id": "@id",
        "type": "@type",
        **{prefix: PREFIXES[prefix] for prefix in ("ev", "study", "skos", "dcterms", "rdfs", "xsd")},
        "Study": "ev:Study",
        "ofStudy": {"@id": "ev:study", "@type": "@id"},
        "percent": {"@id": "ev:percent", "@type": "xsd:decimal"},
        "participants": {"@id": "ev:participants", "@type": "xsd:integer"},
        "possible": {"@id": "ev:possible", "@type": "xsd:boolean"},
        "readAt": {"@id": "ev:readAt", "@type": "xsd:anyURI"},
        "asPrinted": "ev:asPrinted",
        "note": {"@id": "ev:note", "@language": "en"},
        "prefLabel": {"@id": "skos:prefLabel", "@container": "@language"},
        "altLabel": {"@id": "skos:altLabel", "@container": ["@language", "@set"]},
        "parts": {"@reverse": "ev:study", "@type": "@id"},
    }
}


def document(*quads: Quad, release: Release | None = None) -> dict[str, Any]:
    content = b"".join(serialize(quads, JSONLD, release, context=CONTEXT))
    assert read_pyoxigraph(content, JSONLD) == lines(quads, JSONLD)
    assert read_rdflib(content, JSONLD) == lines(quads, JSONLD)
    found: dict[str, Any] = json.loads(content)
    return found


def node(*quads: Quad) -> dict[str, Any]:
    found: dict[str, Any] = document(*quads)["@graph"][0]["@graph"][0]
    return found


@pytest.mark.parametrize(
    ("predicate", "value", "key", "expected"),
    [
        (RDF.type, EV.Study, "type", "Study"),
        (RDF.type, EV.Arm, "type", "ev:Arm"),
        (RDF.type, FABIO.Entry, "type", FABIO.Entry.value),
        (EV.study, STUDY, "ofStudy", "study:a-1990"),
        (EV.study, NamedNode(f"{STUDY.value}#x"), "ofStudy", "study:a-1990#x"),
        (EV.study, NamedNode("urn:x:y"), "ofStudy", "urn:x:y"),
        (EV.study, Literal("x"), "ofStudy", {"@value": "x"}),
        (EV.percent, typed("75.0", "decimal"), "percent", "75.0"),
        (EV.percent, typed("75", "integer"), "percent", {"@value": "75", "@type": "xsd:integer"}),
        (EV.percent, Literal("75"), "percent", {"@value": "75"}),
        (EV.participants, typed("15", "integer"), "participants", 15),
        (EV.participants, typed("015", "integer"), "participants", "015"),
        (EV.participants, typed("1" * 16, "integer"), "participants", "1" * 16),
        (EV.possible, typed("true", "boolean"), "possible", True),
        (EV.possible, typed("1", "boolean"), "possible", "1"),
        (EV.readAt, typed("http://e/a?b", "anyURI"), "readAt", "http://e/a?b"),
        (EV.asPrinted, Literal("P<0.018"), "asPrinted", "P<0.018"),
        (EV.asPrinted, typed("3", "integer"), "asPrinted", 3),
        (EV.asPrinted, typed("2.0", "decimal"), "asPrinted", {"@value": "2.0", "@type": "xsd:decimal"}),
        (EV.asPrinted, Literal("x", language="fr"), "asPrinted", {"@value": "x", "@language": "fr"}),
        (EV.asPrinted, STUDY, "asPrinted", {"id": "study:a-1990"}),
        (EV.note, Literal("x", language="en"), "note", "x"),
        (EV.note, Literal("x", language="fr"), "note", {"@value": "x", "@language": "fr"}),
        (EV.note, Literal("x"), "note", {"@value": "x"}),
        (EV.note, typed("true", "boolean"), "note", True),
        (SKOS.prefLabel, Literal("x", language="de"), "prefLabel", {"de": "x"}),
        (SKOS.prefLabel, Literal("x"), "skos:prefLabel", "x"),
        (SKOS.altLabel, Literal("x", language="de"), "altLabel", {"de": ["x"]}),
        (EV.unknown, Literal("x"), "ev:unknown", "x"),
        (NamedNode("http://e/p"), STUDY, "http://e/p", {"id": "study:a-1990"}),
        (RDF.type, Literal("x"), RDF.type.value, "x"),
    ],
    ids=str,
)
def test_value_is_written_as_the_context_allows(
    predicate: NamedNode, value: NamedNode | Literal, key: str, expected: object
) -> None:
    assert node(quad(STUDY, predicate, value)) == {"id": "study:a-1990", key: expected}


def test_several_values_are_a_list_and_languages_a_map() -> None:
    labels = [Literal(text, language=tag) for text, tag in (("b", "en"), ("a", "en"), ("c", "de"))]
    found = node(*(quad(STUDY, SKOS.altLabel, label) for label in labels), quad(STUDY, EV.study, EV.a))
    assert found["altLabel"] == {"en": ["a", "b"], "de": ["c"]}
    assert node(*(quad(STUDY, EV.note, label) for label in labels))["note"] == [
        *("a", "b", {"@value": "c", "@language": "de"})
    ]


def test_each_graph_is_a_member_with_its_nodes_in_order() -> None:
    first, second = quad(STUDY, EV.note, EV.a, "study/a-1990"), quad(EV.b, EV.note, EV.a, "catalogue")
    part = quad(NamedNode(f"{STUDY.value}#x"), EV.note, EV.a, "study/a-1990")
    found = document(part, first, second)["@graph"]
    assert [graph["id"] for graph in found] == [f"{BASE}graph/catalogue", f"{BASE}graph/study/a-1990"]
    assert [item["id"] for item in found[1]["@graph"]] == ["study:a-1990", "study:a-1990#x"]


def test_each_node_stands_on_a_line_of_its_own(study: list[Quad]) -> None:
    content = b"".join(serialize(study, JSONLD)).decode()
    written = [line.strip(" ,\n") for line in content.splitlines() if line.startswith('      {"id"')]
    assert len(written) == len({quad.subject for quad in study})
    assert all(json.loads(line)["id"] for line in written)


def test_release_is_told_but_is_no_triple() -> None:
    release = Release("1.0", "2026-11-22", "abc")
    found = document(quad(STUDY, EV.note, EV.a), release=release)
    told = found["@context"]["release"]
    assert "version=1.0" in told and "date=2026-11-22" in told and "sha256=abc" in told
    assert "release" not in found
    assert "release" not in document(quad(STUDY, EV.note, EV.a))["@context"]


def test_the_context_of_the_ontology_stands_in_the_file(study: list[Quad]) -> None:
    content = json.loads(b"".join(serialize(study, JSONLD)))
    ours = json.loads((resources.ontology_folder() / "context.jsonld").read_text("utf-8"))
    assert content["@context"] == ours["@context"]
    assert [graph["id"] for graph in content["@graph"]] == [f"{BASE}graph/study/dalakas-1993"]


def test_decimals_are_strings_so_that_no_reader_rounds_them(real_quads: list[Quad]) -> None:
    def no_float(text: str) -> None:
        raise AssertionError(text)

    content = b"".join(serialize(real_quads, JSONLD)).decode()
    body = content[content.index('"@graph"') :]
    json.loads("{" + body, parse_float=no_float)


@pytest.mark.parametrize("iri", ["study:x", "ev:a/b"])
def test_an_iri_that_would_be_read_with_a_prefix_is_refused(iri: str) -> None:
    with pytest.raises(UsageError, match="would be read with our prefix"):
        document(quad(STUDY, EV.note, NamedNode(iri)))


def test_an_iri_that_only_looks_like_a_prefix_is_kept() -> None:
    assert node(quad(STUDY, EV.study, NamedNode("study://x")))["ofStudy"] == "study://x"
    assert node(quad(STUDY, EV.study, NamedNode("asPrinted:x")))["ofStudy"] == "asPrinted:x"


@pytest.mark.parametrize(
    "more", [{"@vocab": "http://e/"}, {"@language": "en"}, {"x": {"@id": "ev:x", "@nest": "y"}}, {"@base": "http://e/"}]
)
def test_a_context_that_says_more_than_we_know_is_refused(more: dict[str, object]) -> None:
    context = {"@context": {**CONTEXT["@context"], **more}}
    with pytest.raises(UsageError, match="says more than ivigkg can write"):
        b"".join(serialize([quad(STUDY, DCTERMS.title, RDFS.label)], JSONLD, context=context))
