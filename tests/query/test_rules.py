"""Each rule, on the smallest graph that shows what it adds and what it leaves alone."""

from __future__ import annotations

from decimal import Decimal

import pyoxigraph as ox
import pytest

from ivigkg import resources
from ivigkg.graph.derive import derived_quads
from ivigkg.namespaces import EV, PREFIXES
from ivigkg.query.catalogue import load_query
from ivigkg.query.check import check
from tests.query.conftest import Rules

FOLDER = resources.queries_folder() / "rules"
HEAD = (
    "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    + "@prefix : <http://example.org/> .\n"
)

CASES = {
    "superclasses": (
        "ev:Arm rdfs:subClassOf ev:Group . ev:Group rdfs:subClassOf ev:FactBearing , pico:InterventionGroup ."
        "ev:FactBearing rdfs:subClassOf prov:Entity . :a a ev:Arm . :b a ev:Group , ev:FactBearing .",
        ":a a ev:Group , ev:FactBearing .",
    ),
    "superproperties": (
        "ev:primaryReport rdfs:subPropertyOf ev:reportedIn . ev:source rdfs:subPropertyOf prov:hadPrimarySource ."
        ":s ev:primaryReport :p ; ev:source :p . :t ev:primaryReport :q ; ev:reportedIn :q .",
        ":s ev:reportedIn :p .",
    ),
    "symmetric": (
        "ev:mayShareParticipantsWith a owl:SymmetricProperty . ev:study a owl:ObjectProperty ."
        ":s ev:mayShareParticipantsWith :t ; ev:study :u .",
        ":t ev:mayShareParticipantsWith :s .",
    ),
    "may-share-participants": (
        ":c a ev:OverlapCheck ; ev:possible true ; ev:concerns :s , :t ."
        ":d a ev:OverlapCheck ; ev:possible false ; ev:concerns :s , :u .",
        ":s ev:mayShareParticipantsWith :t . :t ev:mayShareParticipantsWith :s .",
    ),
    "investigates": (
        ":s a ev:Study ; ev:population :p . :p pico:condition :dm . :stratum ev:study :s ; pico:condition :cancer ."
        ":a ev:study :s ; pico:intervention :give , :back . :b ev:study :s ; pico:intervention :sham , :back ."
        ":e ev:study :s ; pico:intervention :give , :sham ."
        ":give pico:appliedIntervention :ivig . :sham pico:appliedIntervention :placebo ."
        ":back pico:appliedIntervention :prednisone ; ev:background true ."
        ":prior ev:study :s ; pico:appliedIntervention :methotrexate ."
        ":c pico:interventionGroup :a ; pico:comparatorGroup :b ."
        ":r a ev:SystematicReview ; ev:population :q . :q pico:condition :pm .",
        ":s ev:investigates :dm , :ivig .",
    ),
    "co-authors": (
        ":1 a ev:Authorship ; pro:isHeldBy :a ; pro:relatesToDocument :p ."
        ":2 a ev:Authorship ; pro:isHeldBy :b ; pro:relatesToDocument :p ."
        ":3 a ev:Authorship ; pro:isHeldBy :c ; pro:relatesToDocument :q ."
        ":4 a ev:Authorship ; pro:isHeldBy :group ; pro:relatesToDocument :p ."
        ":a a foaf:Person . :b a foaf:Person . :c a foaf:Person . :group a orgn:Organization .",
        ":a ev:coAuthor :b . :b ev:coAuthor :a .",
    ),
    "supported-by-study": (
        ":c ev:evidenceLine :for , :against ."
        ":for ev:stance stance:supports ; ev:evidenceItem :result , :t , :review ."
        ":against ev:stance stance:disputes ; ev:evidenceItem :other ."
        ":result ev:study :s . :other ev:study :u . :t a ev:Study . :review a ev:SystematicReview .",
        ":c ev:supportedByStudy :s , :t .",
    ),
    "cites-as-evidence": (
        ":i a ev:Inclusion ; ev:review :r ; ev:includedReport :p . :r ev:primaryReport :review ."
        ":x a ev:Exclusion ; ev:review :r ; ev:excludedReport :q . :j a ev:Inclusion ; ev:review :r .",
        ":review cito:citesAsEvidence :p .",
    ),
    "cites": (
        ":c a cito:Citation ; cito:hasCitingEntity :p ; cito:hasCitedEntity :q .",
        ":p cito:cites :q .",
    ),
    "top-concepts": (
        ":a skos:inScheme :l ; skos:topConceptOf :l . :b skos:inScheme :l ; skos:broader :a . :c skos:inScheme :m ."
        ":e skos:inScheme :n ; skos:topConceptOf :n ; skos:broader :a .",
        ":l skos:hasTopConcept :a . :c skos:topConceptOf :m . :m skos:hasTopConcept :c . :n skos:hasTopConcept :e .",
    ),
    "retracted-source": (
        ":check ev:describes :p ; ev:publicationStatus pstat:retracted ; ev:source :list ."
        ":p ev:publicationStatus pstat:retracted . :q ev:publicationStatus pstat:erratum ."
        ":other ev:describes :q ; ev:publicationStatus pstat:erratum ."
        ":s ev:primaryReport :p . :r ev:primaryReport :p . :t ev:primaryReport :q ; ev:reportedIn :p ."
        ":a ev:study :s ; ev:source :digest . :b ev:review :r ; ev:source :digest . :dose ev:study :s ."
        ":c ev:study :t ; ev:source :p . :d ev:study :t ; ev:source :q .",
        ":s ev:retractedSource :p . :r ev:retractedSource :p . :a ev:retractedSource :p ."
        ":b ev:retractedSource :p . :c ev:retractedSource :p .",
    ),
    "timepoint-order": (
        ":y ev:timepointYears 1.5 . :m ev:timepointMonths 3.0 . :w ev:timepointWeeks 16 . :d ev:timepointDays 10 ."
        ":n ev:timepointAsPrinted 'end' .",
        ":y ev:timepointOrder 18.0 . :m ev:timepointOrder 3.0 . :w ev:timepointOrder 3.68 . :d ev:timepointOrder 0.33 .",
    ),
}  # fmt: skip


def read(text: str) -> list[ox.Quad]:
    return list(ox.parse(HEAD + text, format=ox.RdfFormat.TURTLE))  # type: ignore[arg-type]


def plain(quads: list[ox.Quad]) -> set[tuple[str, str, str | Decimal]]:
    return {(str(quad.subject), str(quad.predicate), plain_object(quad)) for quad in quads}


def plain_object(quad: ox.Quad) -> str | Decimal:
    number = isinstance(quad.object, ox.Literal) and quad.predicate == EV.timepointOrder
    return Decimal(str(quad.object).split('"')[1]) if number else str(quad.object)


@pytest.mark.parametrize("name", CASES)
def test_rule_adds_what_follows_and_nothing_else(name: str) -> None:
    facts, wanted = CASES[name]
    text = (FOLDER / f"{name}.rq").read_text("utf-8")
    assert plain(derived_quads(read(facts), [(name, text)])) == plain(read(wanted))


def test_every_rule_has_a_case(rules: Rules) -> None:
    assert {name for name, _ in rules} == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_rule_is_described_and_constructs_declared_names(name: str, declared: frozenset[str]) -> None:
    rule = load_query(FOLDER / f"{name}.rq")
    assert rule.form == "construct"
    assert check(rule.text, declared).text == rule.text


def test_derived_triples_repeat_nothing_asserted(asserted: list[ox.Quad], quads: list[ox.Quad]) -> None:
    triples = [(quad.subject, quad.predicate, quad.object) for quad in quads]
    assert len(quads) > len(asserted)
    assert len(set(triples)) == len(triples)


def test_orders_of_time_have_at_most_two_decimals(quads: list[ox.Quad]) -> None:
    orders = [plain_object(quad) for quad in quads if quad.predicate == EV.timepointOrder]
    assert orders
    assert all(isinstance(order, Decimal) and order == round(order, 2) for order in orders)
