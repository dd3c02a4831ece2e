"""A sheet on which a description is written, triple by triple, and the words used for it."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Triple

from ivigkg.formats import JSONLD, NQUADS, NTRIPLES, RDFXML, TRIG, TURTLE, Format
from ivigkg.namespaces import BASE, PREFIXES, RDF, VOID, XSD, Namespace

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
SH = Namespace("http://www.w3.org/ns/shacl#")
ENTAILMENT = Namespace("http://www.w3.org/ns/entailment/")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
VOID_EXT = Namespace("http://ldf.fi/void-ext#")
SPDX = Namespace("http://spdx.org/rdf/terms#")

SERVICE_GRAPH = NamedNode(f"{BASE}graph/service")
"""The graph that holds the description of a running service; it is no part of the data."""

_OWN_NAMESPACES = (SH.iri, SD.iri, VOID_EXT.iri, SPDX.iri)
_OWN_TERMS = frozenset([SERVICE_GRAPH.value, VOID.propertyPartition.value, VOID.property.value])
HINTS = (*_OWN_NAMESPACES, VOID.iri, "void:", SERVICE_GRAPH.value)
"""A query without any of these is about the data."""


def is_of_service(iri: str) -> bool:
    """Whether a name is used in the description of the service alone, and nowhere in the data."""
    return iri.startswith(_OWN_NAMESPACES) or iri in _OWN_TERMS


_PREFIXES = PREFIXES | {"sd": SD.iri, "sh": SH.iri, "formats": FORMATS.iri, "void-ext": VOID_EXT.iri, "spdx": SPDX.iri}
_WRITERS = {
    TURTLE: ox.RdfFormat.TURTLE,
    NTRIPLES: ox.RdfFormat.N_TRIPLES,
    JSONLD: ox.RdfFormat.JSON_LD,
    RDFXML: ox.RdfFormat.RDF_XML,
    TRIG: ox.RdfFormat.TRIG,
    NQUADS: ox.RdfFormat.N_QUADS,
}

Value = NamedNode | Literal | str | int


class Sheet:
    """Triples in the making."""

    def __init__(self) -> None:
        self.triples: list[Triple] = []

    def node(self, subject: NamedNode | str, *kinds: NamedNode) -> Subject:
        """A subject to be described, of the given classes."""
        found = Subject(self, subject if isinstance(subject, NamedNode) else NamedNode(subject))
        return found.say(RDF.type, *kinds)


class Subject:
    """One node on a sheet."""

    def __init__(self, sheet: Sheet, node: NamedNode):
        self._sheet, self.node = sheet, node

    def say(self, predicate: NamedNode, *values: Value | None) -> Subject:
        """States values; text becomes a plain literal, whole numbers ``xsd:integer``; ``None`` is left out."""
        for value in values:
            if isinstance(value, int):
                value = Literal(str(value), datatype=XSD.integer)
            elif isinstance(value, str):
                value = Literal(value)
            if value is not None:
                self._sheet.triples.append(Triple(self.node, predicate, value))
        return self


def english(text: str) -> Literal:
    """A text in English."""
    return Literal(text, language="en")


def written(triples: Iterable[Triple], format_: Format) -> bytes:
    """Triples in one of the RDF formats, each once, in a lasting order."""
    found = sorted(set(triples), key=str)
    content = ox.serialize(found, format=_WRITERS[format_], prefixes=_PREFIXES)
    assert content is not None
    return content
