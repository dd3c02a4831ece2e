"""What follows from the axioms: no contradiction, every class possible, and wrong data noticed."""

from __future__ import annotations

import zlib

import owlrl
import pytest
from owlrl.Namespaces import ERRNS
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef

PREFIXES = """
@prefix ev: <https://w3id.org/ivigkg/ontology#> .
@prefix fabio: <http://purl.org/spar/fabio/> .
@prefix pico: <http://data.cochrane.org/ontologies/pico/> .
@prefix pro: <http://purl.org/spar/pro/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
EV = Namespace("https://w3id.org/ivigkg/ontology#")
TEXTS = {RDFS.label, SKOS.prefLabel, SKOS.altLabel, SKOS.definition, SKOS.notation}
SILENT = {RDFS.isDefinedBy, EV.statisticType, *TEXTS}
"""Annotations and codes, which entail nothing and only cost time."""
NUMERIC = {XSD.decimal, XSD.integer, XSD.nonNegativeInteger}

CONTRADICTIONS = [
    ":paper a fabio:JournalArticle . :result ev:study :paper .",
    ":paper a fabio:JournalArticle ; ev:readAt 'https://example.org/' .",
    ":study a ev:Study ; ev:source :paper .",
    ":study a ev:Study , ev:SystematicReview .",
    ":study a ev:Study ; ev:ageMean 40.5 .",
    ":group a ev:Arm , ev:ExposureGroup .",
    ":group a ev:Arm ; ev:restrictedTo :population .",
    ":result a ev:CountResult , ev:EffectResult .",
    ":result a ev:CountResult ; ev:baselineMean 3.5 .",
    ":pooled a ev:PooledEstimate ; ev:severity :grave .",
    ":claim a ev:Claim ; ev:stance :for .",
    ":study a ev:Study ; ev:design :term . :term a ev:Study .",
    ":result ev:source :term . :term a ev:DesignTerm .",
    ":person a prov:Agent , fabio:Letter .",
]
ALLOWED = [
    ":s a ev:Study ; ev:primaryReport :p ; ev:participants 15 ; ev:design :d . :p a fabio:Letter .",
    ":c a ev:Claim ; ev:study :s . :d a ev:Claim ; ev:review :r .",
    ":f a ev:FlowCount ; ev:study :s ; ev:group :g ; ev:classifiedAs :d ; ev:count 3 .",
    ":q a ev:Question ; ev:about :drug ; ev:comparedWith :other ; ev:source :p ; pico:population :people .",
    ":a a ev:Absence ; ev:describes :p ; ev:aspect :title .",
    ":e a ev:PooledEstimate ; ev:review :r ; ev:events 3 ; ev:total 5 ; ev:percent 60.0 ; ev:response :b .",
    ":d a ev:Dose ; ev:per 'day' ; ev:derived 'value' ; ev:derivation 'two days'@en ; ev:note 'n'@en .",
    ":u a ev:InterventionUse ; pico:dose :d , :e ; ev:source :p ; ev:courses 3 ; ev:participants 8 .",
    ":l a ev:EvidenceLine ; ev:source :p ; ev:stance :for ; ev:evidenceItem :s . :s a ev:Study .",
    ":x a ev:Assessment ; ev:assesses :s ; ev:assessor :r . :s a ev:Study . :r a ev:SystematicReview .",
]
ENTAILMENTS = [
    (":s ev:primaryReport :p .", ":s a ev:Investigation ; ev:reportedIn :p . :p a fabio:Expression ."),
    (":s ev:mayShareParticipantsWith :t .", ":t ev:mayShareParticipantsWith :s . :t a ev:Study ."),
    (":g a ev:Arm .", ":g a ev:Group , ev:FactBearing , pico:InterventionGroup , prov:Entity ."),
    (":r ev:source :p .", ":r a ev:FactBearing ; prov:hadPrimarySource :p ."),
    (":h a ev:AdverseEventResult .", ":h a ev:CountResult , ev:Result ."),
    (":t a ev:AdverseEventTerm .", ":t a ev:OutcomeTerm , ev:Term , skos:Concept ."),
    (":w a ev:Authorship .", ":w a pro:RoleInTime ."),
    (":a ev:coAuthor :b .", ":b ev:coAuthor :a ."),
]


def name(case: str) -> str:
    """How the nodes of one case begin: each has its own namespace, so that one closure serves them all."""
    return f"urn:case:{zlib.crc32(case.encode())}:"


def example(case: str, text: str | None = None) -> Graph:
    """The triples of a case, or of another text about its nodes."""
    prefix = f"@prefix : <{name(case)}> .\n"
    return Graph().parse(data=PREFIXES + prefix + (case if text is None else text), format="turtle")


def closure(*graphs: Graph) -> Graph:
    """Everything that OWL 2 RL entails from the graphs taken together."""
    whole = Graph()
    for graph in graphs:
        for triple in graph:
            if triple[1] not in SILENT:
                whole.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(whole)
    return whole


def errors(graph: Graph) -> list[str]:
    """What the rules complain of."""
    return sorted(str(message) for message in graph.objects(None, ERRNS.error))


@pytest.fixture(scope="module")
def axioms(core: Graph, alignments: Graph) -> Graph:
    """Core and alignments, as they are always read together."""
    return core + alignments


@pytest.fixture(scope="module")
def complaints(axioms: Graph) -> list[str]:
    """What the rules say of all the wrong cases."""
    return errors(closure(axioms, *map(example, CONTRADICTIONS)))


@pytest.fixture(scope="module")
def sound(axioms: Graph) -> Graph:
    """What follows from all the right cases."""
    return closure(axioms, *map(example, ALLOWED), *(example(given) for given, _ in ENTAILMENTS))


def test_the_ontology_with_all_its_terms_is_consistent(merged: Graph) -> None:
    whole = closure(merged)
    assert errors(whole) == []
    assert {c for c in whole.subjects(RDFS.subClassOf, OWL.Nothing) if c != OWL.Nothing} == set()
    assert {c for c in whole.subjects(OWL.equivalentClass, OWL.Nothing) if c != OWL.Nothing} == set()


def test_every_class_can_have_a_member(axioms: Graph) -> None:
    members = Graph()
    for number, kind in enumerate(sorted(axioms.subjects(RDF.type, OWL.Class), key=str)):
        members.add((URIRef(f"urn:member:{number}"), RDF.type, kind))
    assert len(members) > 80
    assert errors(closure(axioms, members)) == []


def test_every_property_can_have_a_value(axioms: Graph) -> None:
    values = Graph()
    for number, role in enumerate(sorted(axioms.subjects(RDF.type, OWL.ObjectProperty), key=str)):
        values.add((URIRef(f"urn:from:{number}"), URIRef(str(role)), URIRef(f"urn:to:{number}")))
    for number, role in enumerate(sorted(axioms.subjects(RDF.type, OWL.DatatypeProperty), key=str)):
        datatype = axioms.value(role, RDFS.range)
        text = "1" if datatype in NUMERIC else "true" if datatype == XSD.boolean else "words"
        literal = Literal(text, datatype=URIRef(str(datatype))) if datatype else Literal(text, lang="en")
        values.add((URIRef(f"urn:has:{number}"), URIRef(str(role)), literal))
    assert errors(closure(axioms, values)) == []


@pytest.mark.parametrize("case", CONTRADICTIONS)
def test_a_wrong_subject_or_value_is_a_contradiction(complaints: list[str], case: str) -> None:
    assert [message for message in complaints if name(case) in message]


@pytest.mark.parametrize("case", ALLOWED)
def test_what_the_model_allows_is_no_contradiction(sound: Graph, case: str) -> None:
    assert set(example(case)) <= set(sound)
    assert [message for message in errors(sound) if name(case) in message] == []


@pytest.mark.parametrize(("case", "follows"), ENTAILMENTS)
def test_what_the_loader_may_count_on_is_entailed(sound: Graph, case: str, follows: str) -> None:
    assert set(example(case, follows)) <= set(sound)


def test_no_right_case_is_complained_of(sound: Graph) -> None:
    assert errors(sound) == []
