"""Everything the ontology names is labelled, defined, placed and free of any topic."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef

EV = Namespace("https://w3id.org/ivigkg/ontology#")
ONTOLOGY = URIRef("https://w3id.org/ivigkg/ontology")
TERM = "https://w3id.org/ivigkg/term/"
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
LISTS = {
    "absence-reason": EV.ReasonTerm,
    "aspect": EV.AspectTerm,
    "basis": EV.BasisTerm,
    "design": EV.DesignTerm,
    "direction": EV.DirectionTerm,
    "disease-stage": EV.StageTerm,
    "flow-stage": EV.FlowStageTerm,
    "measure": EV.MeasureTerm,
    "ocebm-2009": EV.LevelTerm,
    "publication-status": EV.StatusTerm,
    "registry": EV.RegistryTerm,
    "response": EV.ResponseTerm,
    "route": EV.RouteTerm,
    "severity": EV.SeverityTerm,
    "stance": EV.StanceTerm,
}
AMERICAN = re.compile(
    r"\b(\w*randomiz\w*|\w*centers?|tumors?|analyz\w*|favors?|standardiz\w*|organiz\w*|hemo\w*|esophag\w*|labeled)\b",
    re.IGNORECASE,
)
TOPIC = re.compile(
    r"\b(ivig|scig|immunoglobulins?|myositis|\w+myositis|\w+myopathy|prednis\w+|corticosteroids?|rituximab"
    r"|methotrexate|azathioprine|albumin|dysphagia|pregnan\w+|rash|cancer)\b",
    re.IGNORECASE,
)


def own(graph: Graph) -> list[URIRef]:
    """Classes and properties of our own namespace."""
    found = {s for kind in KINDS for s in graph.subjects(RDF.type, kind)}
    return sorted(s for s in found if isinstance(s, URIRef) and s.startswith(EV))


def english(graph: Graph, subject: URIRef, predicate: URIRef) -> list[str]:
    """English texts of one predicate."""
    values = graph.objects(subject, predicate)
    return [str(value) for value in values if isinstance(value, Literal) and value.language == "en"]


def terms_of(graph: Graph) -> list[URIRef]:
    """Concepts of a closed list."""
    return sorted(s for s in graph.subjects(RDF.type, SKOS.Concept) if isinstance(s, URIRef))


def topic_labels(packs: Path) -> set[str]:
    """Labels and slugs of the conditions and interventions in the packs, placebo apart."""
    found = set()
    for path in packs.glob("*/terms/*.yaml"):
        record = yaml.safe_load(path.read_text("utf-8"))
        if record["kind"] in {"condition", "intervention"}:
            for slug, term in record["terms"].items():
                found |= {slug.replace("-", " "), term["labels"]["en"]}
    return {label.lower() for label in found} - {"placebo"}


@pytest.mark.parametrize("predicate", [RDFS.label, SKOS.definition], ids=["label", "definition"])
def test_each_own_term_has_one_english_text(core: Graph, predicate: URIRef) -> None:
    assert own(core)
    assert [term for term in own(core) if len(english(core, term, predicate)) != 1] == []


def test_each_own_term_is_defined_by_the_ontology(core: Graph) -> None:
    assert [term for term in own(core) if (term, RDFS.isDefinedBy, ONTOLOGY) not in core] == []


def test_definitions_are_sentences_and_labels_are_not(core: Graph) -> None:
    for term in own(core):
        (definition,), (label,) = english(core, term, SKOS.definition), english(core, term, RDFS.label)
        assert re.match(r"^[A-Z].*[^.]\.$", definition), term
        assert not label.endswith("."), term


def test_no_two_classes_or_properties_share_a_label(core: Graph) -> None:
    classes = [english(core, t, RDFS.label)[0] for t in own(core) if (t, RDF.type, OWL.Class) in core]
    others = [english(core, t, RDFS.label)[0] for t in own(core) if (t, RDF.type, OWL.Class) not in core]
    assert len(classes) == len(set(classes))
    assert len(others) == len(set(others))


def test_header_names_title_licence_and_version(core: Graph) -> None:
    header = {str(p).rsplit("/", 1)[-1].rsplit("#", 1)[-1]: o for p, o in core.predicate_objects(ONTOLOGY)}
    assert header["versionIRI"] == URIRef(f"{ONTOLOGY}/{header['versionInfo']}")
    assert header["license"] == URIRef("https://creativecommons.org/publicdomain/zero/1.0/")
    assert header["preferredNamespacePrefix"] == Literal("ev")
    assert header["preferredNamespaceUri"] == Literal(str(EV))
    assert {"title", "description", "creator"} <= header.keys()


def test_every_closed_list_has_its_file(lists: dict[str, Graph]) -> None:
    assert lists.keys() == LISTS.keys()


@pytest.mark.parametrize("name", LISTS)
def test_terms_of_a_list_are_typed_worded_and_in_their_scheme(lists: dict[str, Graph], name: str) -> None:
    graph, scheme = lists[name], URIRef(TERM + name)
    assert (scheme, RDF.type, SKOS.ConceptScheme) in graph
    assert english(graph, scheme, SKOS.prefLabel)
    assert english(graph, scheme, SKOS.definition)
    for term in terms_of(graph):
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", term.removeprefix(f"{scheme}/")), term
        assert set(graph.objects(term, RDF.type)) == {LISTS[name], SKOS.Concept}, term
        assert len(english(graph, term, SKOS.prefLabel)) == 1, term
        assert len(english(graph, term, SKOS.definition)) == 1, term
        assert set(graph.objects(term, SKOS.inScheme)) == {scheme}, term
        assert (term, RDFS.isDefinedBy, ONTOLOGY) in graph, term


@pytest.mark.parametrize("name", LISTS)
def test_labels_of_a_list_are_unambiguous(lists: dict[str, Graph], name: str) -> None:
    graph = lists[name]
    labels = [label for term in terms_of(graph) for label in english(graph, term, SKOS.prefLabel)]
    labels += [label for term in terms_of(graph) for label in english(graph, term, SKOS.altLabel)]
    assert len(labels) == len({label.lower() for label in labels})


def test_broader_terms_and_facets_stand_in_the_same_list(lists: dict[str, Graph]) -> None:
    for graph in lists.values():
        known = set(terms_of(graph))
        assert set(graph.objects(None, SKOS.broader)) <= known
        assert set(graph.objects(None, EV.facet)) <= known


def test_a_composite_class_of_design_names_its_facets(lists: dict[str, Graph]) -> None:
    composite = URIRef(TERM + "design/prospective-open-study")
    facets = {str(facet).rsplit("/", 1)[-1] for facet in lists["design"].objects(composite, EV.facet)}
    assert facets == {"prospective-study", "open-label"}


def test_levels_carry_the_code_readers_know(lists: dict[str, Graph]) -> None:
    graph = lists["ocebm-2009"]
    codes = {str(code) for code in graph.objects(None, SKOS.notation)}
    assert codes == {"1a", "1b", "1c", "2a", "2b", "2c", "3a", "3b", "4", "5"}
    assert all(str(term).endswith(f"/{graph.value(term, SKOS.notation)}") for term in terms_of(graph))


def test_each_unit_has_one_code_and_each_code_one_unit(files: dict[str, Graph]) -> None:
    graph = files["units"]
    pairs = list(graph.subject_objects(SKOS.notation))
    assert len({unit for unit, _ in pairs}) == len({code for _, code in pairs}) == len(pairs)
    assert {unit for unit, _ in pairs} == set(graph.subjects(RDF.type, None))
    assert all(str(unit).startswith("http://qudt.org/vocab/unit/") for unit, _ in pairs)


def test_borrowed_terms_name_their_publisher_and_copy_no_text(alignments: Graph) -> None:
    borrowed = {s for s in alignments.subjects(RDF.type, None) if not str(s).startswith(EV)}
    assert {s for s in borrowed if not list(alignments.objects(s, RDFS.isDefinedBy))} == set()
    opaque = {s for s in borrowed if "SEPIO_" in str(s)}
    assert set(alignments.subjects(RDFS.label, None)) == opaque
    assert set(alignments.subjects(SKOS.definition, None)) == set()


def test_own_wording_is_british_but_for_alternative_labels(files: dict[str, Graph]) -> None:
    for graph in files.values():
        for subject, predicate, value in graph:
            if isinstance(value, Literal) and predicate != SKOS.altLabel:
                assert not AMERICAN.search(str(value)), subject


def test_no_file_names_a_drug_or_a_disease(folder: Path) -> None:
    labels = topic_labels(folder.parent / "data" / "packs")
    names = "|".join(map(re.escape, sorted(labels)))
    words = re.compile(rf"\b({names})\b", re.IGNORECASE) if names else TOPIC
    for path in folder.rglob("*.*"):
        text = path.read_text("utf-8")
        assert not TOPIC.findall(text), path
        assert not words.findall(text), path
