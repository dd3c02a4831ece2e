"""VoID: the data set, its size, and which classes have which properties."""

from __future__ import annotations

from urllib.parse import quote

from pyoxigraph import NamedNode, Triple

from ivigkg.namespaces import BASE, DATASET, DCAT, DCTERMS, FOAF, ONTOLOGY, PAV, VOID, shorten
from ivigkg.serve.describe.sheet import VOID_EXT, Sheet, english
from ivigkg.serve.describe.statistics import Statistics
from ivigkg.store.embedded import Manifest

EXAMPLES = ("study", "review", "publication", "person")
"""Kinds of records of which one is named as an example."""


def void(base: str, found: Statistics, manifest: Manifest, dumps: list[str]) -> list[Triple]:
    """The description of the data set behind the server at ``base``; ``dumps`` are the names of the release files."""
    sheet = Sheet()
    home = f"{base}/.well-known/void"
    document = sheet.node(home, VOID.DatasetDescription)
    document.say(DCTERMS.title, english("Description of the data set")).say(FOAF.primaryTopic, NamedNode(DATASET))
    data = sheet.node(DATASET, VOID.Dataset, DCAT.Dataset)
    data.say(DCTERMS.title, english("ivigkg")).say(PAV.version, manifest.version)
    data.say(VOID.sparqlEndpoint, NamedNode(f"{base}/sparql"))
    data.say(VOID.uriSpace, BASE).say(VOID.vocabulary, NamedNode(ONTOLOGY))
    data.say(VOID.dataDump, *(NamedNode(f"{base}/download/{name}") for name in dumps))
    data.say(VOID.triples, found.triples).say(VOID.entities, found.subjects)
    data.say(VOID.distinctSubjects, found.subjects).say(VOID.distinctObjects, found.objects)
    data.say(VOID.classes, len(found.classes)).say(VOID.properties, len(found.predicates))
    data.say(VOID.exampleResource, *_examples(found))
    for property_, number in found.predicates:
        part = sheet.node(f"{home}#{_slug(property_)}", VOID.Dataset)
        part.say(VOID.property, NamedNode(property_)).say(VOID.triples, number)
        data.say(VOID.propertyPartition, part.node)
    for kind, number, _ in found.classes:
        part = sheet.node(_class(home, kind), VOID.Dataset).say(VOID.term("class"), NamedNode(kind))
        part.say(VOID.entities, number)
        data.say(VOID.classPartition, part.node)
    _partitions(sheet, home, found)
    return sheet.triples


def _partitions(sheet: Sheet, home: str, found: Statistics) -> None:
    """Which properties the nodes of each class have, and what the properties lead to."""
    for kind, property_, number in found.properties:
        part = sheet.node(_property(home, kind, property_), VOID.Dataset)
        part.say(VOID.property, NamedNode(property_)).say(VOID.triples, number)
        sheet.node(_class(home, kind)).say(VOID.propertyPartition, part.node)
    for kind, property_, target, number in found.targets:
        above = _property(home, kind, property_)
        part = sheet.node(f"{above}--{_slug(target)}", VOID.Dataset)
        part.say(VOID.term("class"), NamedNode(target)).say(VOID.triples, number)
        sheet.node(above).say(VOID.classPartition, part.node)
    for kind, property_, datatype, number in found.datatypes:
        above = _property(home, kind, property_)
        part = sheet.node(f"{above}--{_slug(datatype)}", VOID.Dataset)
        part.say(VOID_EXT.datatype, NamedNode(datatype)).say(VOID.triples, number)
        sheet.node(above).say(VOID_EXT.datatypePartition, part.node)


def _examples(found: Statistics) -> list[NamedNode]:
    nodes = sorted({first for _, _, first in found.classes})
    firsts = (next((node for node in nodes if node.startswith(f"{BASE}id/{kind}/")), None) for kind in EXAMPLES)
    return [NamedNode(node.partition("#")[0]) for node in firsts if node]


def _class(home: str, kind: str) -> str:
    return f"{home}#class-{_slug(kind)}"


def _property(home: str, kind: str, property_: str) -> str:
    return f"{_class(home, kind)}--{_slug(property_)}"


def _slug(iri: str) -> str:
    """A name that an IRI has in the fragment of another, such as ``ev:Study``."""
    return quote(shorten(iri), safe=":")
