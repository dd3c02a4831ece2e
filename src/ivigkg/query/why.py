"""Where a node's content comes from: sources, basis, reasoning, and the parts that speak of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from ivigkg.errors import UsageError
from ivigkg.namespaces import shorten
from ivigkg.query.ask import name, rows
from ivigkg.query.known import suggestion
from ivigkg.store.base import Store

FOOTING = (
    "source",
    "basis",
    "readAt",
    "alsoReadAt",
    "certainty",
    "derived",
    "derivation",
    "note",
    "locator",
    "variantOf",
)
"""Properties that tell where a statement comes from, apart from what it states."""


@dataclass(frozen=True)
class Paper:
    """A document that states something: its node, how people name it, and its public numbers."""

    iri: str
    label: str
    title: str | None
    issued: str | None
    doi: str | None
    pmid: str | None


@dataclass(frozen=True)
class Footing:
    """On what one node stands: which papers, which pages, how much was read, how firmly."""

    iri: str
    label: str
    sources: tuple[Paper, ...]
    basis: tuple[str, ...]
    read_at: tuple[str, ...]
    also_read_at: tuple[str, ...]
    certainty: str | None = None
    derived: tuple[str, ...] = ()
    derivation: str | None = None
    note: tuple[str, ...] = ()
    quote: str | None = None


@dataclass(frozen=True)
class Explanation:
    """A node, what it says, and on what that stands.

    ``footings`` is the node's own where it states facts, otherwise that of the nodes that speak of it;
    ``own`` tells which.
    """

    iri: str
    label: str
    kinds: tuple[str, ...]
    whole: str | None
    graph: str | None
    curated: str | None
    statements: tuple[tuple[str, str], ...]
    own: bool
    footings: tuple[Footing, ...]
    counts: tuple[tuple[str, int], ...] = field(default=())


def why(store: Store, iri: str) -> Explanation:
    """The explanation of the node ``iri``; ``UsageError`` when the graph says nothing of it."""
    try:
        node = NamedNode(iri)
    except ValueError:
        raise UsageError(f"{iri} is not an IRI; copy one from an answer, or write study:dalakas-1993.") from None
    statements = _statements(store, node)
    if not statements:
        raise UsageError(f"The graph says nothing of {iri}{suggestion(store, iri)}")
    kinds = _texts(statements, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    own = bool(_texts(statements, _ev("source")))
    whole = next(iter(_texts(statements, _ev("study")) + _texts(statements, _ev("review"))), None)
    graph, curated = _record(store, whole or iri.partition("#")[0])
    speakers = (iri,) if own else _speakers(store, node, kinds)
    return Explanation(
        iri=iri,
        label=name(store, iri),
        kinds=_most_specific(store, kinds),
        whole=whole,
        graph=graph,
        curated=curated,
        statements=tuple(pair for pair in statements if not _is_footing(pair[0])),
        own=own,
        footings=tuple(footing(store, speaker) for speaker in speakers),
        counts=() if own else _counts(store, node),
    )


def footing(store: Store, iri: str) -> Footing:
    """Sources, pages, basis and doubts of one node."""
    node = NamedNode(iri)
    pairs = _statements(store, node)
    quote = rows(store, f"SELECT ?q WHERE {{ {node} ev:locator/oa:hasSelector/oa:exact ?q }}")
    return Footing(
        iri=iri,
        label=name(store, iri),
        sources=tuple(paper(store, source) for source in _texts(pairs, _ev("source"))),
        basis=tuple(basis.rpartition("/")[2] for basis in _texts(pairs, _ev("basis"))),
        read_at=_texts(pairs, _ev("readAt")),
        also_read_at=_texts(pairs, _ev("alsoReadAt")),
        certainty=next(iter(_texts(pairs, _ev("certainty"))), None),
        derived=_texts(pairs, _ev("derived")),
        derivation=next(iter(_texts(pairs, _ev("derivation"))), None),
        note=_texts(pairs, _ev("note")),
        quote=str(quote[0][0]) if quote else None,
    )


def paper(store: Store, iri: str) -> Paper:
    """A document by its node."""
    node = NamedNode(iri)
    found = rows(
        store,
        f"SELECT ?t ?i ?d ?m WHERE {{ OPTIONAL {{ {node} dcterms:title ?t }} OPTIONAL {{ {node} dcterms:issued ?i }} "
        f"OPTIONAL {{ {node} prism:doi ?d }} OPTIONAL {{ {node} fabio:hasPubMedId ?m }} }}",
    )
    title, issued, doi, pmid = (None if cell is None else str(cell) for cell in found[0])
    return Paper(iri, name(store, iri), title, issued, doi, pmid)


def _statements(store: Store, node: NamedNode) -> tuple[tuple[str, str], ...]:
    """What is said of a node, as texts, with the digits that were typed."""
    return tuple(sorted((quad.predicate.value, _text(quad.object)) for quad in store.about(node)))


def _text(term: object) -> str:
    return term.value if isinstance(term, (NamedNode, Literal)) else str(term)


def _ev(local: str) -> str:
    return f"https://w3id.org/ivigkg/ontology#{local}"


def _is_footing(predicate: str) -> bool:
    return predicate in {_ev(local) for local in FOOTING}


def _texts(pairs: tuple[tuple[str, str], ...], predicate: str) -> tuple[str, ...]:
    return tuple(target for p, target in pairs if p == predicate)


def _most_specific(store: Store, kinds: tuple[str, ...]) -> tuple[str, ...]:
    """The kinds without those that another of them already implies."""
    found = rows(store, "SELECT ?a ?b WHERE { ?a rdfs:subClassOf+ ?b }") if kinds else []
    above = {str(b) for a, b in found if str(a) in kinds}
    return tuple(shorten(kind) for kind in kinds if kind not in above)


def _record(store: Store, whole: str) -> tuple[str | None, str | None]:
    found = rows(store, f"SELECT ?g ?d WHERE {{ <{whole}> ev:recordedIn ?g OPTIONAL {{ ?g pav:curatedOn ?d }} }}")
    return (str(found[0][0]), str(found[0][1])[:10] if found[0][1] else None) if found else (None, None)


def _speakers(store: Store, node: NamedNode, kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Fact-bearing nodes that speak of a node without a footing of its own: readings of a study, users of a dose."""
    if {_ev("Study"), _ev("SystematicReview"), _ev("NarrativeReview"), _ev("Guideline")} & set(kinds):
        text = f"SELECT DISTINCT ?n WHERE {{ ?n a ev:BibliographicSource ; ev:study|ev:review {node} }} ORDER BY ?n"
    elif rows(store, f"SELECT ?n WHERE {{ ?n ev:describes {node} }} LIMIT 1"):
        text = (
            f"SELECT DISTINCT ?n WHERE {{ ?n ev:describes {node} ; a ev:BibliographicSource . "
            "FILTER NOT EXISTS { ?n ev:study ?s } FILTER NOT EXISTS { ?n ev:review ?r } } ORDER BY ?n"
        )
    else:
        text = (
            f"SELECT DISTINCT ?n WHERE {{ {{ ?n ?p {node} }} UNION "
            f"{{ {node} ?q ?n . FILTER(?q NOT IN (ev:study, ev:review)) }} "
            "?n ev:source ?s } ORDER BY ?n LIMIT 20"
        )
    return tuple(str(row[0]) for row in rows(store, text))


def _counts(store: Store, node: NamedNode) -> tuple[tuple[str, int], ...]:
    found = rows(
        store,
        f"SELECT ?b (COUNT(DISTINCT ?n) AS ?c) WHERE {{ ?n ev:study|ev:review {node} ; ev:basis ?b }} "
        "GROUP BY ?b ORDER BY DESC(?c) ?b",
    )
    return tuple((str(basis).rpartition("/")[2], int(str(count))) for basis, count in found)
