"""All records in, all asserted graphs out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox
from pyoxigraph import Quad

from ivigkg import iris, resources
from ivigkg.errors import IvigkgError
from ivigkg.graph.catalogue import catalogue_quads
from ivigkg.graph.parts import Surroundings
from ivigkg.graph.publication import people_quads, publication_quads
from ivigkg.graph.review import review_quads
from ivigkg.graph.rows import Row, rows_by_graph
from ivigkg.graph.study import study_quads
from ivigkg.graph.terms import mapping_quads, term_quads
from ivigkg.records.loader import Library, Shelf


def asserted_quads(library: Library, version: str) -> list[Quad]:
    """The quads of every record file, of the ontology and of the catalogue; nothing in the unnamed graph.

    ``version`` is that of the release and goes into the catalogue.
    """
    quads = list(record_quads(library))
    quads.extend(ontology_quads())
    quads.extend(catalogue_quads(library, version))
    return quads


def record_quads(library: Library) -> Iterator[Quad]:
    """The quads of the record files, file by file."""
    around = surroundings(library)
    for shelf in library.shelves:
        yield from _shelf_quads(shelf, around)


def surroundings(library: Library) -> Surroundings:
    """What each file must know of the others."""
    kinds = {slug: kind for kind in ("adverse-event", "outcome") for slug in library.terms(kind)}
    labels = {
        (kind, slug): term.labels["en"]
        for kind in ("condition", "intervention", "outcome", "adverse-event")
        for slug, term in library.terms(kind).items()
    }
    return Surroundings(kinds, labels, frozenset(library.reviews))


def _shelf_quads(shelf: Shelf, around: Surroundings) -> Iterator[Quad]:
    yield from term_quads(shelf.slug, shelf.terms.values(), around)
    yield from mapping_quads(shelf.slug, shelf.mappings, shelf.curie_map)
    if shelf.publications:
        yield from publication_quads(shelf.slug, shelf.publications)
    if shelf.people:
        yield from people_quads(shelf.slug, shelf.people)
    for study in shelf.studies.values():
        yield from study_quads(study, around)
    for review in shelf.reviews.values():
        yield from review_quads(review, around)


def ontology_quads() -> list[Quad]:
    """Core, alignments and closed lists, in the graph of the ontology."""
    graph = iris.graph("ontology")
    triples = (
        triple for path in resources.ontology_files() for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
    )
    return list(dict.fromkeys(Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples))


def rows_of(quads: Iterable[Quad]) -> dict[str, list[Row]]:
    """The rows of each graph of an asserted data set, by its name in N-Triples form.

    A triple in two graphs is counted twice by some engines; it is a mistake of the builder, so it stops here.
    """
    rows = rows_by_graph(quads)
    seen: dict[Row, str] = {}
    for graph, own in rows.items():
        for row in own:
            first = seen.setdefault(row, graph)
            if first != graph:
                raise IvigkgError(f"A triple stands in two graphs, {first} and {graph}: {' '.join(row)}")
    return rows
