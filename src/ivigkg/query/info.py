"""What is in a store: counts per class, pack and basis, and the versions behind it."""

from __future__ import annotations

from dataclasses import dataclass

from ivigkg.namespaces import shorten
from ivigkg.query.ask import rows
from ivigkg.store.base import Store


@dataclass(frozen=True)
class Info:
    """Counts, each as ``(name, number)``; ``date`` is the latest day of curation."""

    version: str
    date: str
    triples: int
    graphs: int
    classes: tuple[tuple[str, int], ...]
    packs: tuple[tuple[str, int], ...]
    basis: tuple[tuple[str, int], ...]
    certainty: tuple[tuple[str, int], ...]


def info(store: Store) -> Info:
    """Counts over the whole store."""
    about = rows(
        store,
        "SELECT ?v ?d WHERE { <https://w3id.org/ivigkg/dataset> pav:version ?v ; dcterms:modified ?d }",
    )
    version, date = (str(cell) for cell in about[0]) if about else ("unknown", "unknown")
    graphs = rows(store, "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    classes = rows(
        store,
        "SELECT ?c (COUNT(DISTINCT ?x) AS ?n) WHERE { ?x a ?c . "
        'FILTER(REGEX(STR(?c), "^(https://w3id.org/ivigkg/ontology#|http://purl.org/spar/|http://xmlns.com/foaf/)")) } '
        "GROUP BY ?c ORDER BY DESC(?n) ?c",
    )
    packs = rows(
        store,
        "SELECT ?p (COUNT(?g) AS ?n) WHERE { ?g dcterms:isPartOf ?p . "
        "?p dcterms:isPartOf <https://w3id.org/ivigkg/dataset> } GROUP BY ?p ORDER BY ?p",
    )
    return Info(
        version=version,
        date=date,
        triples=sum(int(str(row[1])) for row in graphs),
        graphs=len(graphs),
        classes=tuple((shorten(str(kind)), int(str(count))) for kind, count in classes),
        packs=tuple((str(pack).rpartition("/")[2], int(str(count))) for pack, count in packs),
        basis=_per(store, "ev:basis"),
        certainty=_per(store, "ev:certainty"),
    )


def _per(store: Store, predicate: str) -> tuple[tuple[str, int], ...]:
    found = rows(
        store, f"SELECT ?v (COUNT(DISTINCT ?x) AS ?n) WHERE {{ ?x {predicate} ?v }} GROUP BY ?v ORDER BY DESC(?n) ?v"
    )
    return tuple((str(value).rpartition("/")[2], int(str(count))) for value, count in found)
