"""What is said about the graphs themselves: where each comes from, when it was curated, under which licence."""

from __future__ import annotations

from pyoxigraph import NamedNode, Quad

from ivigkg import formats, iris
from ivigkg.graph.emit import Node, Page
from ivigkg.graph.publication import timestamp
from ivigkg.namespaces import BASE, DCAT, DCTERMS, EV, PAV, PROV, RDFS, SKOS, VOID
from ivigkg.records.loader import Library, Shelf
from ivigkg.records.review import Review
from ivigkg.records.study import Study
from ivigkg.records.term import Pack

DESCRIPTION = (
    "Studies, populations, interventions, outcomes, results and claims of a topic, each fact with its source, the page "
    "that was read and how much of it was seen. One named graph for each record; what follows from them is in a graph "
    "of its own."
)


def data_date(library: Library) -> str:
    """The latest day on which a record was curated."""
    days = [shelf.pack.curated for shelf in library.shelves if shelf.pack]
    for shelf in library.shelves:
        days += [study.curated for study in shelf.studies.values()] + [
            review.curated for review in shelf.reviews.values()
        ]
        days += [terms.curated for terms in shelf.terms.values()]
        days += [record.curated for record in (shelf.publications, shelf.people) if record]
    return max(days)


def catalogue_quads(library: Library, version: str) -> list[Quad]:
    """The data set, its packs, and one entry for each graph made from a record file."""
    page = Page(iris.graph("catalogue"))
    dataset = page.node(iris.dataset(), DCAT.Dataset, VOID.Dataset)
    titles = [shelf.pack.title for shelf in library.shelves if shelf.pack is not None]
    dataset.value(DCTERMS.title, f"ivigkg: {'; '.join(titles)}", "en")
    dataset.value(PAV.version, version).date(DCTERMS.modified, data_date(library)).value(VOID.uriSpace, BASE)
    dataset.link(VOID.vocabulary, iris.ontology())
    dataset.value(DCTERMS.description, DESCRIPTION, "en")
    packs = [shelf.pack for shelf in library.shelves if shelf.pack is not None]
    licenses = {pack.license for pack in packs}
    license_ = iris.license_(licenses.pop()) if len(licenses) == 1 else None
    dataset.link(DCTERMS.license, license_)
    dataset.link(PAV.curatedBy, *(iris.record("organization", slug) for pack in packs for slug in pack.curators))
    activity = page.node(iris.part(iris.dataset(), "build"), PROV.Activity).label(f"ivigkg build, version {version}")
    dataset.link(PROV.wasGeneratedBy, activity.subject)
    dataset.link(VOID.exampleResource, *(iris.record("study", slug) for slug in sorted(library.studies)[:1]))
    for format_ in formats.RDF:
        file = page.node(iris.part(iris.dataset(), f"file-{format_.name}"), DCAT.Distribution)
        file.label(f"ivigkg{format_.suffix}", None).value(DCAT.mediaType, format_.media_type)
        dataset.link(DCAT.distribution, file.subject)
    for shelf in library.shelves:
        if shelf.pack is not None:
            _pack(page, shelf, shelf.pack)
    for kind in sorted({t.kind for shelf in library.shelves for t in shelf.terms.values()} - {"scheme"}):
        scheme = page.node(iris.scheme(kind), SKOS.ConceptScheme)  # packs share it, so it stands in none of them
        scheme.value(SKOS.prefLabel, f"{kind.replace('-', ' ')} terms", "en")
    for name in ("ontology", "derived", "catalogue"):
        node = page.node(iris.graph(name), PROV.Entity).value(RDFS.label, f"{name} graph", "en")
        node.link(DCTERMS.isPartOf, iris.dataset()).link(DCTERMS.license, license_)
    return page.quads


def _pack(page: Page, shelf: Shelf, pack: Pack) -> None:
    node = page.node(iris.pack(pack.pack), DCAT.Dataset).link(DCTERMS.isPartOf, iris.dataset())
    node.value(DCTERMS.title, pack.title, "en").value(DCTERMS.description, pack.description, "en")
    node.value(EV.text, pack.question, "en")
    node.link(DCTERMS.license, iris.license_(pack.license))
    node.link(PAV.curatedBy, *(iris.record("organization", slug) for slug in pack.curators))
    for name, record in (("publications", shelf.publications), ("people", shelf.people)):
        if record:
            _graph(page, pack, iris.graph(pack.pack, name), record.curated)
    if shelf.terms:
        _graph(page, pack, iris.graph(pack.pack, "terms"), max(terms.curated for terms in shelf.terms.values()))
    if shelf.mappings:
        _graph(page, pack, iris.graph(pack.pack, "mappings"), pack.curated)
    for study in shelf.studies.values():
        _record(page, pack, iris.graph("study", study.study), study)
    for review in shelf.reviews.values():
        _record(page, pack, iris.graph("review", review.review), review)


def _record(page: Page, pack: Pack, graph: NamedNode, record: Study | Review) -> None:
    node = _graph(page, pack, graph, record.curated)
    sources = {reading.source for reading in record.readings.values()} | {record.primary_report, *record.reports}
    node.link(PROV.hadPrimarySource, *(iris.record("publication", slug) for slug in sorted(sources)))


def _graph(page: Page, pack: Pack, graph: NamedNode, curated: str) -> Node:
    node = page.node(graph, PROV.Entity).link(DCTERMS.isPartOf, iris.pack(pack.pack))
    node.link(DCTERMS.license, iris.license_(pack.license))
    page.add(graph, PAV.curatedOn, timestamp(curated))
    return node
