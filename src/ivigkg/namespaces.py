"""Every prefix and namespace, once.

``PREFIXES`` is in the order in which they stand at the head of a Turtle file. ``Namespace("…").name`` gives a node;
what is minted for records comes from :mod:`ivigkg.iris` alone.
"""

from __future__ import annotations

from pyoxigraph import NamedNode

BASE = "https://w3id.org/ivigkg/"
ONTOLOGY = f"{BASE}ontology"
DATASET = f"{BASE}dataset"


class Namespace:
    """A namespace whose attributes are its terms: ``EV.group``; ``iri`` is its own address."""

    def __init__(self, iri: str):
        self.iri = iri
        self._known: dict[str, NamedNode] = {}

    def __getattr__(self, name: str) -> NamedNode:
        if name.startswith("__"):
            raise AttributeError(name)
        node = self.__dict__[name] = self.term(name)  # found without a call from now on
        return node

    def term(self, name: str) -> NamedNode:
        """The node called ``name`` in this namespace."""
        node = self._known.get(name)
        if node is None:
            node = self._known[name] = NamedNode(self.iri + name)
        return node


EV = Namespace(f"{ONTOLOGY}#")
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")
OWL = Namespace("http://www.w3.org/2002/07/owl#")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
DCTERMS = Namespace("http://purl.org/dc/terms/")
PRISM = Namespace("http://prismstandard.org/namespaces/basic/2.0/")
FABIO = Namespace("http://purl.org/spar/fabio/")
FRBR = Namespace("http://purl.org/vocab/frbr/core#")
PRO = Namespace("http://purl.org/spar/pro/")
CITO = Namespace("http://purl.org/spar/cito/")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
ORG = Namespace("http://www.w3.org/ns/org#")
SCHEMA = Namespace("https://schema.org/")
PICO = Namespace("http://data.cochrane.org/ontologies/pico/")
QUDT = Namespace("http://qudt.org/schema/qudt/")
UNIT = Namespace("http://qudt.org/vocab/unit/")
PROV = Namespace("http://www.w3.org/ns/prov#")
PAV = Namespace("http://purl.org/pav/")
OA = Namespace("http://www.w3.org/ns/oa#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
VOID = Namespace("http://rdfs.org/ns/void#")
VANN = Namespace("http://purl.org/vocab/vann/")
OBO = Namespace("http://purl.obolibrary.org/obo/")

TOPIC_KINDS = {
    "condition": "cond",
    "intervention": "intv",
    "outcome": "outc",
    "instrument": "inst",
    "adverse-event": "ae",
}
"""Kinds of terms that packs bring, with their prefixes; the IRI holds the kind."""

CLOSED_LISTS = {
    "design": "dsgn",
    "basis": "basis",
    "response": "resp",
    "direction": "dir",
    "stance": "stance",
    "ocebm-2009": "loe",
    "disease-stage": "stage",
    "route": "route",
    "measure": "meas",
    "flow-stage": "flow",
    "severity": "sev",
    "aspect": "asp",
    "absence-reason": "rsn",
    "publication-status": "pstat",
    "registry": "reg",
}
"""Topic-neutral lists that the ontology closes, with their prefixes."""

INSTANCES = {
    "study": "study",
    "review": "review",
    "publication": "pub",
    "person": "person",
    "organization": "org",
    "journal": "journal",
}
"""Kinds of records with pages of their own, and their prefixes."""

PREFIXES: dict[str, str] = {
    "ev": EV.iri,
    **{prefix: f"{BASE}id/{kind}/" for kind, prefix in INSTANCES.items()},
    **{prefix: f"{BASE}term/{kind}/" for kind, prefix in TOPIC_KINDS.items()},
    **{prefix: f"{BASE}term/{kind}/" for kind, prefix in CLOSED_LISTS.items()},
    "pico": PICO.iri,
    "qudt": QUDT.iri,
    "unit": UNIT.iri,
    "fabio": FABIO.iri,
    "frbr": FRBR.iri,
    "prism": PRISM.iri,
    "pro": PRO.iri,
    "cito": CITO.iri,
    "foaf": FOAF.iri,
    "orgn": ORG.iri,
    "prov": PROV.iri,
    "pav": PAV.iri,
    "oa": OA.iri,
    "dcat": DCAT.iri,
    "void": VOID.iri,
    "vann": VANN.iri,
    "dcterms": DCTERMS.iri,
    "skos": SKOS.iri,
    "schema": SCHEMA.iri,
    "obo": OBO.iri,
    "owl": OWL.iri,
    "rdf": RDF.iri,
    "rdfs": RDFS.iri,
    "xsd": XSD.iri,
}


def expand(curie: str) -> str | None:
    """The IRI behind ``prefix:local``, or ``None`` where the prefix is not one of ours."""
    prefix, colon, local = curie.partition(":")
    namespace = PREFIXES.get(prefix) if colon else None
    return None if namespace is None else namespace + local


def shorten(iri: str) -> str:
    """``prefix:local`` for an IRI in a known namespace, else the IRI in angle brackets; for people to read."""
    best = max((p for p, ns in PREFIXES.items() if iri.startswith(ns)), key=lambda p: len(PREFIXES[p]), default=None)
    return f"<{iri}>" if best is None else f"{best}:{iri[len(PREFIXES[best]) :]}"
