"""Topic terms: all defined, all below the head of a family, all with the matches that were verified."""

from __future__ import annotations

from collections import defaultdict

import pyoxigraph as ox
import pytest

from ivigkg import iris, resources
from ivigkg.graph.builder import surroundings
from ivigkg.graph.terms import CLASSES, mapping_quads, term_quads
from ivigkg.namespaces import RDF, RDFS, SKOS
from ivigkg.records.loader import Library, read_library, require

Index = dict[ox.NamedNode, dict[ox.NamedNode, set[ox.NamedNode]]]
FAMILIES = {
    "corticosteroid-dose-reduction": "drug-sparing",
    "creatine-kinase": "muscle-enzymes",
    "death-from-cancer": "survival-and-mortality",
    "forced-vital-capacity": "lung-involvement",
    "oesophageal-manometry": "swallowing-and-oesophagus",
    "relapse": "disease-course",
    "skin-rash-activity": "skin-disease",
    "total-improvement-score": "global-response",
    "walking-time": "physical-function",
}


@pytest.fixture(scope="module")
def library() -> Library:
    return require(read_library(resources.default_packs()))


@pytest.fixture(scope="module")
def terms(library: Library) -> Index:
    found: Index = defaultdict(lambda: defaultdict(set))
    for shelf in library.shelves:
        for quad in term_quads(shelf.slug, shelf.terms.values(), surroundings(library)):
            found[quad.subject][quad.predicate].add(quad.object)  # type: ignore[index, arg-type]
    return found


def above(terms: Index, term: ox.NamedNode) -> set[ox.NamedNode]:
    """The term and everything broader."""
    found, todo = set(), [term]
    while todo:
        if (one := todo.pop()) not in found:
            found.add(one)
            todo.extend(terms[one][SKOS.broader])
    return found


def test_every_term_leads_up_to_the_head_of_a_family_of_its_own_list(terms: Index) -> None:
    topical = [term for term in terms if SKOS.Concept in terms[term][RDF.type]]
    assert len(topical) > 200
    for term in topical:
        lists = {lst for one in above(terms, term) for lst in terms[one][SKOS.topConceptOf]}
        assert terms[term][SKOS.inScheme] <= lists, term


def test_every_term_says_what_it_means_and_which_pack_it_is_of(terms: Index) -> None:
    for term in list(terms):
        assert terms[term][SKOS.definition] and terms[term][RDFS.isDefinedBy], term


@pytest.mark.parametrize(("outcome", "family"), FAMILIES.items())
def test_an_outcome_is_found_by_its_family(outcome: str, family: str, terms: Index) -> None:
    assert iris.term("outcome", family) in above(terms, iris.term("outcome", outcome))


def test_every_harm_is_found_under_safety(terms: Index) -> None:
    harms = [term for term in terms if CLASSES["adverse-event"] in terms[term][RDF.type]]
    assert harms and all(iris.term("outcome", "safety") in above(terms, harm) for harm in harms)


def test_every_verified_match_of_a_term_reaches_the_graph(library: Library, terms: Index) -> None:
    for shelf in library.shelves:
        quads = mapping_quads(shelf.slug, shelf.mappings, shelf.curie_map)
        assert len(quads) == len(shelf.mappings) > 250
        ours = {
            quad.subject for quad in quads if not str(quad.subject).startswith("<https://w3id.org/ivigkg/term/design/")
        }
        assert ours <= terms.keys()
