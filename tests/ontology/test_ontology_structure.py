"""The files keep to OWL 2 DL and OWL 2 RL: named terms, few constructs, nothing undeclared.

Every axiom is between named terms, so that membership in both profiles comes down to which constructs and
datatypes occur and to each name being used as one kind of thing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

EV = Namespace("https://w3id.org/ivigkg/ontology#")
PROPERTY_KINDS = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
CONSTRUCTS = {RDF.type, RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, OWL.disjointWith}
BUILT_IN_ANNOTATIONS = {RDFS.label, RDFS.isDefinedBy, RDFS.comment, OWL.versionInfo, OWL.versionIRI}
META = {
    OWL.Ontology,
    OWL.Class,
    OWL.NamedIndividual,
    OWL.FunctionalProperty,
    OWL.SymmetricProperty,
    *PROPERTY_KINDS,
}
DATATYPES = {XSD.decimal, XSD.integer, XSD.nonNegativeInteger, XSD.string, XSD.boolean, XSD.anyURI}


def of_type(graph: Graph, kind: URIRef) -> set[Node]:
    """Subjects declared to be of a kind."""
    return set(graph.subjects(RDF.type, kind))


def properties(graph: Graph) -> set[Node]:
    """All declared properties."""
    return set().union(*(of_type(graph, kind) for kind in PROPERTY_KINDS))


def has_cycle(edges: Iterable[tuple[Node, Node]]) -> bool:
    """Whether following the edges can lead back to where one began."""
    after = defaultdict(set)
    for start, end in edges:
        after[start].add(end)
    while after:
        leaves = {node for node in after if not after[node] & after.keys()}
        if not leaves:
            return True
        for node in leaves:
            del after[node]
    return False


def test_there_are_no_blank_nodes(files: dict[str, Graph]) -> None:
    for name, graph in files.items():
        assert not [t for t in graph if any(isinstance(node, BNode) for node in t)], name


def test_no_triple_stands_in_two_files(files: dict[str, Graph]) -> None:
    counts = Counter(triple for graph in files.values() for triple in graph)
    assert [triple for triple, n in counts.items() if n > 1] == []


def test_own_terms_are_declared_in_the_core_alone(files: dict[str, Graph], core: Graph) -> None:
    for name, graph in files.items():
        if graph is not core:
            assert {s for s in graph.subjects(RDF.type, None) if str(s).startswith(EV)} == set(), name


def test_every_own_name_used_anywhere_is_declared(merged: Graph, core: Graph) -> None:
    used = {node for triple in merged for node in triple if isinstance(node, URIRef) and node.startswith(EV)}
    assert used - {URIRef(str(EV))} <= set(core.subjects(RDF.type, None))


def test_every_predicate_is_declared_or_built_in(merged: Graph) -> None:
    assert set(merged.predicates()) <= properties(merged) | CONSTRUCTS | BUILT_IN_ANNOTATIONS


def test_every_type_is_declared_or_built_in(merged: Graph) -> None:
    assert set(merged.objects(None, RDF.type)) <= of_type(merged, OWL.Class) | META


def test_every_term_of_an_axiom_is_declared(merged: Graph) -> None:
    classes = of_type(merged, OWL.Class)
    for predicate in (RDFS.subClassOf, OWL.disjointWith):
        assert {node for pair in merged.subject_objects(predicate) for node in pair} <= classes
    assert set(merged.objects(None, RDFS.domain)) <= classes
    assert set(merged.objects(None, RDFS.range)) <= classes | DATATYPES
    for predicate in (RDFS.domain, RDFS.range):
        assert set(merged.subjects(predicate, None)) <= properties(merged)


def test_no_name_is_two_kinds_of_thing(merged: Graph) -> None:
    classes = of_type(merged, OWL.Class)
    individuals = set(merged.subjects(RDF.type, None)) - classes - properties(merged)
    individuals |= {s for kind in classes for s in merged.subjects(RDF.type, kind)}
    kinds = [classes, individuals, *(of_type(merged, kind) for kind in PROPERTY_KINDS)]
    counts = Counter(node for kind in kinds for node in kind)
    assert [node for node, n in counts.items() if n > 1] == []


def test_annotations_stand_outside_the_axioms(merged: Graph) -> None:
    annotations = of_type(merged, OWL.AnnotationProperty)
    for predicate in (RDFS.domain, RDFS.range, RDFS.subPropertyOf):
        assert not set(merged.subjects(predicate, None)) & annotations


def test_properties_have_ranges_of_their_own_kind(merged: Graph) -> None:
    classes = of_type(merged, OWL.Class)
    for node in of_type(merged, OWL.ObjectProperty):
        assert set(merged.objects(node, RDFS.range)) <= classes, node
    for node in of_type(merged, OWL.DatatypeProperty):
        assert set(merged.objects(node, RDFS.range)) <= DATATYPES, node


def test_a_property_has_at_most_one_domain_and_one_range(merged: Graph) -> None:
    for node in properties(merged):
        assert len(list(merged.objects(node, RDFS.domain))) <= 1, node
        assert len(list(merged.objects(node, RDFS.range))) <= 1, node


def test_sub_properties_are_of_the_kind_of_their_parents(merged: Graph) -> None:
    for child, parent in merged.subject_objects(RDFS.subPropertyOf):
        assert any({child, parent} <= of_type(merged, kind) for kind in PROPERTY_KINDS), child


def test_characteristics_fit_the_kind_of_property(merged: Graph) -> None:
    objects, numbers = of_type(merged, OWL.ObjectProperty), of_type(merged, OWL.DatatypeProperty)
    assert of_type(merged, OWL.FunctionalProperty) <= objects | numbers
    assert of_type(merged, OWL.SymmetricProperty) <= objects


def test_single_numbers_are_functional(core: Graph) -> None:
    numeric = {XSD.decimal, XSD.integer, XSD.nonNegativeInteger, XSD.boolean}
    for node in of_type(core, OWL.DatatypeProperty):
        if set(core.objects(node, RDFS.range)) & numeric:
            assert (node, RDF.type, OWL.FunctionalProperty) in core, node


@pytest.mark.parametrize(
    "predicate", [RDFS.subClassOf, RDFS.subPropertyOf, SKOS.broader, EV.facet], ids=lambda p: p.split("#")[-1]
)
def test_hierarchies_have_no_cycles(merged: Graph, predicate: URIRef) -> None:
    assert not has_cycle(merged.subject_objects(predicate))


def test_a_cycle_would_be_seen() -> None:
    a, b, c = URIRef("urn:a"), URIRef("urn:b"), URIRef("urn:c")
    assert has_cycle([(a, b), (b, c), (c, a)])
    assert not has_cycle([(a, b), (a, c), (b, c)])


def test_only_constructs_of_both_profiles_occur(merged: Graph) -> None:
    owl_terms = {p for p in merged.predicates() if str(p).startswith((str(OWL), str(RDFS), str(RDF)))}
    assert owl_terms <= CONSTRUCTS | BUILT_IN_ANNOTATIONS
    axioms = [t for t in merged if t[1] in CONSTRUCTS]
    assert all(isinstance(node, URIRef) for triple in axioms for node in triple)
    named = {node for triple in axioms for node in triple}
    assert not named & {OWL.Thing, OWL.Nothing, OWL.topObjectProperty, OWL.topDataProperty, RDFS.Resource}


def test_literals_have_datatypes_that_owl_knows(merged: Graph) -> None:
    found = {o.datatype for o in merged.objects() if isinstance(o, Literal) and o.language is None}
    assert found <= DATATYPES | {None}


def test_disjointness_is_said_once_and_reaches_every_pair(merged: Graph) -> None:
    pairs = list(merged.subject_objects(OWL.disjointWith))
    assert len(pairs) == len({frozenset(pair) for pair in pairs})
    fabio = Namespace("http://purl.org/spar/fabio/")
    tops = [EV.Investigation, EV.FactBearing, EV.Term, fabio.Expression, URIRef("http://www.w3.org/ns/prov#Agent")]
    groups = [
        tops,
        [EV.Study, EV.Synthesis],
        [EV.Arm, EV.ExposureGroup, EV.Subgroup],
        [EV.Comparison, EV.Question],
        [EV.CountResult, EV.SummaryResult, EV.ChangeResult, EV.EffectResult, EV.NarrativeResult],
        [EV.Population, EV.Group, EV.InterventionUse, EV.Result, EV.Claim, EV.EvidenceLine],
        [EV.Result, EV.PooledEstimate],
    ]
    wanted = {frozenset((a, b)) for group in groups for a in group for b in group if a != b}
    assert {frozenset(pair) for pair in pairs} == wanted


def test_number_properties_point_at_their_statistic(core: Graph) -> None:
    pointed = dict(core.subject_objects(EV.statisticType))
    obo = Namespace("http://purl.obolibrary.org/obo/")
    assert pointed[EV.mean] == obo.STATO_0000401
    assert pointed[EV.sd] == obo.STATO_0000237
    assert pointed[EV.events] == obo.STATO_0000047
    assert pointed[EV.ciLower] == obo.STATO_0000315
    assert pointed[EV.ciUpper] == obo.STATO_0000314
    assert pointed[EV.pValue] == obo.OBI_0000175
    assert pointed[EV.median] == URIRef("http://semanticscience.org/resource/SIO_001110")
    assert set(pointed) <= of_type(core, OWL.DatatypeProperty)
