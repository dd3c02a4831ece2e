"""DCAT: the catalogue with the data set, its files and the endpoint."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from ivigkg.export.rdf import CC0
from ivigkg.namespaces import DATASET, DCAT, DCTERMS, XSD
from ivigkg.serve.describe.sheet import SPDX, Sheet, english
from ivigkg.store.embedded import Manifest

_IANA = "https://www.iana.org/assignments/media-types/"


@dataclass(frozen=True)
class File:
    """A file of the release: its name, its media type, its length in bytes and its SHA-256."""

    name: str
    media_type: str
    size: int
    sha256: str


def dcat(base: str, manifest: Manifest, files: list[File]) -> list[Triple]:
    """The catalogue of the server at ``base``."""
    sheet = Sheet()
    catalogue = sheet.node(f"{base}/dcat", DCAT.Catalog).say(DCTERMS.title, english("ivigkg"))
    catalogue.say(DCAT.dataset, NamedNode(DATASET)).say(DCAT.service, NamedNode(f"{base}/sparql"))
    data = sheet.node(DATASET, DCAT.Dataset).say(DCTERMS.title, english("ivigkg: clinical evidence as a graph"))
    data.say(DCAT.version, manifest.version).say(DCTERMS.license, NamedNode(CC0))
    data.say(DCTERMS.modified, Literal(manifest.date, datatype=XSD.date)).say(DCTERMS.identifier, manifest.digest)
    for file in files:
        place = f"{base}/download/{file.name}"
        entry = sheet.node(f"{base}/dcat#{file.name}", DCAT.Distribution).say(DCTERMS.title, file.name)
        entry.say(DCAT.downloadURL, NamedNode(place)).say(DCAT.accessURL, NamedNode(place))
        entry.say(DCAT.mediaType, NamedNode(_IANA + file.media_type)).say(DCAT.byteSize, file.size)
        checksum = sheet.node(f"{base}/dcat#{file.name}-sha256", SPDX.Checksum)
        checksum.say(SPDX.algorithm, SPDX.checksumAlgorithm_sha256)
        checksum.say(SPDX.checksumValue, Literal(file.sha256, datatype=XSD.hexBinary))
        entry.say(SPDX.checksum, checksum.node).say(DCTERMS.license, NamedNode(CC0))
        data.say(DCAT.distribution, entry.node)
    service = sheet.node(f"{base}/sparql", DCAT.DataService).say(DCTERMS.title, english("SPARQL endpoint"))
    service.say(DCAT.endpointURL, NamedNode(f"{base}/sparql")).say(DCAT.servesDataset, NamedNode(DATASET))
    service.say(DCAT.endpointDescription, NamedNode(f"{base}/sparql"))
    return sheet.triples
