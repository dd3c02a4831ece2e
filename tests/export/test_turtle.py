"""Turtle that a person likes to read."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad

from ivigkg.export import order
from ivigkg.export.arrange import Arrangement
from ivigkg.export.order import natural
from ivigkg.export.rdf import Release, serialize
from ivigkg.export.turtle import bare, trig, turtle
from ivigkg.formats import TRIG, TURTLE, Format
from ivigkg.namespaces import BASE, DCTERMS, EV, FOAF, OWL, PICO, PREFIXES, RDF, RDFS, SKOS
from tests.export.support import digits_as_they_are, quad, read_pyoxigraph, read_rdflib, typed

STUDY, OTHER = NamedNode(f"{BASE}id/study/a-1990"), NamedNode(f"{BASE}id/study/b-1991")


def part(name: str, of: NamedNode = STUDY) -> NamedNode:
    return NamedNode(f"{of.value}#{name}")


def text(*quads: Quad) -> str:
    return turtle(Arrangement(quads).union)


def body(*quads: Quad) -> str:
    return re.sub(r"^(@prefix .*|# ---.*)?\n", "", text(*quads), flags=re.MULTILINE)


def subjects(content: str) -> list[str]:
    return re.findall(r"^([^\s#@][^\s]*) ", content, flags=re.MULTILINE)


def test_one_study_reads_like_its_record(study: list[Quad], golden: Path) -> None:
    header = Release("0.1.0", "2026-11-22", "0" * 64, title="One study, as an example of what the files look like")
    content = b"".join(serialize(study, TURTLE, header))
    path = golden / "example.ttl"
    if os.environ.get("IVIGKG_REWRITE_EXPECTED") == "1":
        path.write_bytes(content)
    assert content.decode() == path.read_text("utf-8")


@pytest.mark.parametrize(
    ("literal", "expected"),
    [
        (typed("2.0", "decimal"), "2.0"),
        (typed("-0.50", "decimal"), "-0.50"),
        (typed("0.000001", "decimal"), "0.000001"),
        (typed("2", "decimal"), '"2"^^xsd:decimal'),
        (typed("0.0000001", "decimal"), '"0.0000001"^^xsd:decimal'),
        (typed("0.0000000", "decimal"), '"0.0000000"^^xsd:decimal'),
        (typed("-0.0000001", "decimal"), '"-0.0000001"^^xsd:decimal'),
        (typed(".5", "decimal"), '".5"^^xsd:decimal'),
        (typed("5.", "decimal"), '"5."^^xsd:decimal'),
        (typed("+1.5", "decimal"), '"+1.5"^^xsd:decimal'),
        (typed("01.50", "decimal"), '"01.50"^^xsd:decimal'),
        (typed("1e-7", "decimal"), '"1e-7"^^xsd:decimal'),
        (typed("15", "integer"), "15"),
        (typed("-15", "integer"), "-15"),
        (typed("007", "integer"), '"007"^^xsd:integer'),
        (typed("-0", "integer"), '"-0"^^xsd:integer'),
        (typed("15", "nonNegativeInteger"), '"15"^^xsd:nonNegativeInteger'),
        (typed("1.0E0", "double"), '"1.0E0"^^xsd:double'),
        (typed("true", "boolean"), "true"),
        (typed("1", "boolean"), '"1"^^xsd:boolean'),
        (typed("1993", "gYear"), '"1993"^^xsd:gYear'),
        (Literal("2.0"), '"2.0"'),
        (Literal("fr", language="fr"), '"fr"@fr'),
        (Literal('a "b"\n\\'), '"a \\"b\\"\\n\\\\"'),
    ],
    ids=str,
)
def test_literal_is_as_short_as_its_digits_allow(literal: Literal, expected: str) -> None:
    one = quad(STUDY, EV.value, literal)
    assert body(one).strip() == f"study:a-1990 ev:value {expected} ."
    assert read_pyoxigraph(text(one).encode(), TURTLE) == read_rdflib(text(one).encode(), TURTLE) == {str(one.triple)}


def test_bare_decimals_are_those_that_python_prints_alike() -> None:
    assert bare('"0.10"^^<http://www.w3.org/2001/XMLSchema#decimal>') == "0.10"
    assert bare('"0.10"^^<http://www.w3.org/2001/XMLSchema#double>') is None


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        (f"{BASE}id/study/dalakas-1993", "study:dalakas-1993"),
        (f"{BASE}term/ocebm-2009/1b", "loe:1b"),
        ("http://purl.obolibrary.org/obo/MONDO_0016367", "obo:MONDO_0016367"),
        (f"{EV.iri}a.b", "ev:a.b"),
        *((iri, f"<{iri}>") for iri in (f"{BASE}id/study/dalakas-1993#strength", f"{EV.iri}a.", f"{EV.iri}-a")),
        *((iri, f"<{iri}>") for iri in (f"{EV.iri}a(b)", f"{EV.iri}é", f"{EV.iri}a%20b", EV.iri, "urn:a:b")),
        ("http://www.w3.org/2002/07/owl", "<http://www.w3.org/2002/07/owl>"),
    ],
)
def test_names_are_short_only_where_they_need_no_escape(iri: str, expected: str) -> None:
    one = quad(EV.term("x"), EV.term("y"), NamedNode(iri))
    assert body(one).strip() == f"ev:x ev:y {expected} ."


def test_only_used_prefixes_stand_at_the_head_in_their_fixed_order(study: list[Quad]) -> None:
    content = text(*study)
    declared = re.findall(r"^@prefix ([a-z]*):", content, flags=re.MULTILINE)
    assert declared[0] == ""
    assert declared[1:] == [prefix for prefix in PREFIXES if prefix in declared]
    rest = re.sub(r'^@prefix .*|"(?:[^"\\]|\\.)*"', "", content, flags=re.MULTILINE)
    assert all(f" {prefix}:" in rest or f"\n{prefix}:" in rest or f"^^{prefix}:" in rest for prefix in declared)


def test_an_answer_of_nothing_has_no_prefixes() -> None:
    assert text() == ""


def test_no_name_needs_a_backslash(real_quads: list[Quad]) -> None:
    content = re.sub(r'"(?:[^"\\]|\\.)*"', "", text(*real_quads))
    assert "\\" not in content


def test_types_and_labels_come_first_and_sources_last() -> None:
    facts = {EV.note: Literal("n"), EV.participants: typed("3", "integer"), RDFS.label: Literal("l"), RDF.type: EV.Arm}
    facts |= {EV.study: STUDY, EV.source: EV.s, NamedNode("http://e/unlisted"): EV.s, EV.basis: EV.s}
    lines = body(*(quad(part("x"), predicate, target) for predicate, target in facts.items())).splitlines()
    names = [line.split()[0 if line[0] == " " else 1] for line in lines]
    assert names == [
        *("a", "rdfs:label", "ev:study", "ev:participants", "<http://e/unlisted>", "ev:source", "ev:basis", "ev:note")
    ]


def test_long_lists_of_objects_are_broken_up_and_short_ones_are_not() -> None:
    short = [quad(STUDY, EV.design, EV.term(f"t{n}")) for n in (10, 2, 1)]
    assert body(*short) == "study:a-1990 ev:design ev:t1 , ev:t2 , ev:t10 .\n"
    long = [quad(STUDY, EV.note, Literal(letter * 60)) for letter in "ba"]
    assert body(*long) == f'study:a-1990 ev:note\n        "{"a" * 60}" ,\n        "{"b" * 60}" .\n'


def test_parts_follow_their_record_in_a_telling_order() -> None:
    kinds = {"r": EV.CountResult, "d": EV.StudyDesign, "g": EV.Arm, "n": EV.Absence, "c": EV.Claim, "p": EV.Population}
    quads = [quad(part(name), RDF.type, kind) for name, kind in kinds.items()]
    quads += [quad(part(f"g{n}"), RDF.type, EV.Arm) for n in (10, 9)]
    quads += [quad(node, RDF.type, EV.Study) for node in (OTHER, STUDY)]
    assert subjects(text(*quads)) == ["study:a-1990", ":d", ":p", ":g", ":g9", ":g10", ":r", ":c", ":n", "study:b-1991"]


def test_contained_parts_stand_right_below_what_contains_them() -> None:
    quads = [
        quad(part("use-b"), RDF.type, EV.InterventionUse),
        quad(part("use-a"), RDF.type, EV.InterventionUse),
        quad(part("use-a"), PICO.dose, part("z-dose")),
        quad(part("z-dose"), RDF.type, EV.Dose),
        quad(part("claim"), RDF.type, EV.Claim),
        quad(part("claim"), EV.evidenceLine, part("a-line")),
        quad(part("a-line"), RDF.type, EV.EvidenceLine),
    ]
    assert subjects(text(*quads)) == [":use-a", ":z-dose", ":use-b", ":claim", ":a-line"]


def test_parts_that_contain_each_other_are_written_all_the_same() -> None:
    quads = [quad(part("a"), PICO.dose, part("b")), quad(part("b"), PICO.dose, part("a"))]
    assert len(read_pyoxigraph(text(*quads).encode(), TURTLE)) == 2


def test_super_classes_do_not_move_a_part() -> None:
    quads = [quad(part("x"), RDF.type, EV.Arm), quad(part("x"), RDF.type, EV.FactBearing, "derived")]
    quads += [quad(part("a"), RDF.type, kind) for kind in (EV.Population, EV.Stratum, EV.FactBearing)]
    quads += [quad(part("y"), RDF.type, EV.Claim), quad(part("p"), RDF.type, EV.Population)]
    quads += [quad(part("r"), RDF.type, kind) for kind in (EV.Result, EV.SummaryResult, EV.FactBearing)]
    content = text(*quads)
    assert "a ev:Arm , ev:FactBearing" in content
    assert "a ev:Stratum , ev:Population , ev:FactBearing" in content
    assert "a ev:SummaryResult , ev:FactBearing , ev:Result" in content
    assert subjects(content) == [":p", ":a", ":x", ":r", ":y"]


def test_sections_come_in_reading_order() -> None:
    nodes = {
        f"{BASE}dataset": "data set and packs",
        f"{BASE}id/review/r": "reviews",
        f"{BASE}id/study/s": "studies",
        f"{BASE}id/publication/p": "publications",
        f"{BASE}id/person/q": "people",
        f"{BASE}id/organization/o": "organizations",
        f"{BASE}id/journal/j": "journals",
        f"{BASE}term/condition/c": "terms: condition",
        f"{BASE}term/design": "terms: design",
        f"{BASE}term/some-grades": "further schemes",
        f"{BASE}graph/catalogue": "graphs",
        f"{EV.iri}Study": "ontology",
        OWL.Thing.value: "borrowed terms and other things",
    }
    content = text(*(quad(NamedNode(iri), RDFS.label, Literal("x")) for iri in reversed(nodes)))
    assert re.findall(r"^# --- (.*?) -+$", content, flags=re.MULTILINE) == list(nodes.values())


def test_the_ontology_lists_classes_before_properties() -> None:
    kinds = {"b": OWL.Class, "a": OWL.DatatypeProperty, "c": OWL.ObjectProperty, "d": OWL.Class}
    quads = [quad(EV.term(name), RDF.type, kind) for name, kind in kinds.items()]
    assert subjects(text(*quads)) == ["ev:b", "ev:d", "ev:c", "ev:a"]


def test_mappings_stand_with_their_term() -> None:
    term = NamedNode(f"{BASE}term/condition/x")
    content = text(
        quad(term, SKOS.exactMatch, NamedNode("http://id.nlm.nih.gov/mesh/D1"), "p/mappings"),
        quad(term, SKOS.prefLabel, Literal("x", language="en"), "p/terms"),
    )
    assert 'cond:x skos:prefLabel "x"@en ;\n    skos:exactMatch <http://id.nlm.nih.gov/mesh/D1> .' in content


def test_a_colon_stands_for_one_record_at_a_time() -> None:
    quads = [quad(part("x", of), EV.note, Literal(of.value)) for of in (STUDY, OTHER)]
    quads += [quad(part("y", OTHER), EV.evidenceItem, part("x", STUDY)), quad(DCTERMS.x, FOAF.y, part("x", OTHER))]
    content = text(*quads)
    assert content.count("@prefix :") == 2
    assert f":y ev:evidenceItem <{STUDY.value}#x> ." in content
    assert f"dcterms:x foaf:y <{OTHER.value}#x> ." in content
    assert read_pyoxigraph(content.encode(), TURTLE) == read_rdflib(content.encode(), TURTLE)


def test_a_file_about_one_record_declares_the_colon_at_its_head(study: list[Quad]) -> None:
    content = text(*study)
    assert content.startswith(f"@prefix :       <{BASE}id/study/dalakas-1993#> .\n@prefix ev:")
    assert "# ---" not in content


def test_trig_declares_the_colon_for_graphs_of_one_record() -> None:
    paper = NamedNode(f"{BASE}id/publication/p")
    quads = [quad(part("x"), EV.note, Literal("n"), "study/a-1990"), quad(STUDY, EV.note, Literal("n"), "study/a-1990")]
    quads += [quad(part("a", of), EV.note, Literal("n"), "p/publications") for of in (paper, OTHER)]
    content = trig(Arrangement(quads).graphs)
    assert content.count("@prefix :") == 1
    assert f"@prefix : <{STUDY.value}#> .\n<{BASE}graph/study/a-1990> {{\n" in content
    assert f"  <{paper.value}#a> ev:note" in content


def test_trig_keeps_bare_triples_in_the_unnamed_graph() -> None:
    from pyoxigraph import Triple

    content = b"".join(serialize([Triple(EV.a, EV.b, EV.c)], TRIG))
    assert b"\n{\n  ev:a ev:b ev:c .\n}\n" in content


@pytest.mark.parametrize("format_", [TURTLE, TRIG], ids=str)
def test_every_blank_line_and_line_end_is_plain(real_quads: list[Quad], format_: Format) -> None:
    content = b"".join(serialize(real_quads, format_)).decode()
    assert "\r" not in content and "\n\n\n" not in content and " \n" not in content
    assert content.endswith("\n") and not content.endswith("\n\n")


def test_rdflib_keeps_our_prefixes_after_reading(real_quads: list[Quad]) -> None:
    with digits_as_they_are():
        graph = rdflib.Graph().parse(data=text(*real_quads), format="turtle")
    bound = {prefix: str(iri) for prefix, iri in graph.namespaces()}
    assert {prefix: bound[prefix] for prefix in ("ev", "study", "pico", "skos")} == {
        prefix: PREFIXES[prefix] for prefix in ("ev", "study", "pico", "skos")
    }


def test_properties_of_the_reading_order_are_declared(real_quads: list[Quad]) -> None:
    declared = {str(quad.subject) for quad in real_quads}
    ours = {name for name in order._PLACES if name.startswith(f"<{EV.iri}")}
    assert ours - declared == set()


def test_natural_order_takes_digits_as_numbers() -> None:
    names = ["author-10", "author-2", "author-2-note", "author", "٣", "9" * 30]
    assert sorted(names, key=natural)[:5] == ["9" * 30, "author", "author-2", "author-2-note", "author-10"]
