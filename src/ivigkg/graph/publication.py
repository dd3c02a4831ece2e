"""The graphs of papers, journals and people."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Quad

from ivigkg import iris
from ivigkg.graph.emit import Node, Page
from ivigkg.identifiers import Orcid
from ivigkg.namespaces import DCTERMS, EV, FABIO, FOAF, FRBR, ORG, PRISM, PRO, SCHEMA, SKOS, XSD
from ivigkg.records.publication import Author, People, Publication, Publications

KINDS = {
    "journal-article": FABIO.JournalArticle,
    "review-article": FABIO.ReviewArticle,
    "letter": FABIO.Letter,
    "abstract": FABIO.Abstract,
    "book-chapter": FABIO.BookChapter,
    "news-item": FABIO.NewsItem,
    "web-page": FABIO.WebContent,
    "registry-entry": FABIO.Entry,
}
ARTICLES = {"journal-article", "review-article"}


def publication_quads(pack: str, record: Publications) -> list[Quad]:
    """All papers and journals of a pack."""
    page = Page(iris.graph(pack, "publications"))
    for slug, journal in record.journals.items():
        node = page.node(iris.record("journal", slug), FABIO.Journal).label(journal.title)
        node.value(DCTERMS.title, journal.title)
        for name in journal.alt:
            node.value(SKOS.altLabel, name, "en")
    for slug, paper in record.publications.items():
        _paper(page, iris.record("publication", slug), paper)
    return page.quads


def _paper(page: Page, subject: NamedNode, paper: Publication) -> None:
    node = page.node(subject, KINDS[paper.type]).label(paper.label)
    node.value(DCTERMS.title, paper.title, paper.title_language)
    node.date(DCTERMS.issued, paper.issued).date(PRISM.publicationDate, paper.issue_date)
    if paper.journal:
        node.link(FRBR.partOf, iris.record("journal", paper.journal))
    node.value(PRISM.volume, paper.volume).value(PRISM.issueIdentifier, paper.issue)
    _pages(node, paper.pages)
    node.value(PRISM.doi, paper.doi).value(FABIO.hasPubMedId, paper.pmid).value(FABIO.hasPubMedCentralId, paper.pmcid)
    node.value(DCTERMS.language, paper.language).value(DCTERMS.rights, paper.rights)
    node.terms(EV.publicationStatus, "publication-status", paper.statuses)
    node.link(EV.affiliation, *(iris.record("organization", slug) for slug in paper.affiliations))
    node.fields(paper, "article_number", "printed_type", "author_list_complete").value(EV.journalSection, paper.section)
    node.date(EV.accessed, paper.accessed)
    if paper.url:
        node.address(EV.address, (paper.url,))
    for keyword in paper.keywords:
        node.value(EV.keyword, keyword)
    for note in paper.notes:
        node.value(EV.note, note, "en")
    for position, author in enumerate(paper.authors, start=1):
        _author(page, node, position, author)
    for key, source in paper.sources.items():
        part = page.node(iris.part(subject, key), EV.BibliographicSource).link(EV.describes, subject)
        part.value(EV.gives, source.gives, "en").fact(source, paper.readings)
    for key, check in paper.status_checks.items():
        part = page.node(iris.part(subject, key), EV.StatusCheck).link(EV.describes, subject)
        part.terms(EV.publicationStatus, "publication-status", check.status).date(EV.checkedOn, check.checked)
        part.link(EV.notice, iris.record("publication", check.notice) if check.notice else None)
        part.fields(check, "as_printed").fact(check, paper.readings)
    for key, absence in paper.absences.items():
        part = page.node(iris.part(subject, key), EV.Absence).link(EV.describes, subject)
        part.terms(EV.aspect, "aspect", absence.aspect).terms(EV.reason, "absence-reason", absence.reason)
        part.fact(absence, paper.readings)


def _pages(node: Node, pages: str | None) -> None:
    if pages:
        first, _, last = pages.partition("-")
        node.value(PRISM.startingPage, first).value(PRISM.endingPage, last or None)


def _author(page: Page, paper: Node, position: int, author: Author) -> None:
    person = iris.record(*author.name)
    paper.link(DCTERMS.creator, person)
    node = page.node(iris.part(paper.subject, f"author-{position}"), EV.Authorship)
    node.link(PRO.isHeldBy, person).link(PRO.relatesToDocument, paper.subject).link(PRO.withRole, PRO.author)
    node.value(EV.position, position).value(EV.printedName, author.printed).value(EV.note, author.note, "en")
    node.link(EV.affiliation, *(iris.record("organization", slug) for slug in author.affiliations))


def people_quads(pack: str, record: People) -> list[Quad]:
    """All people and organisations of a pack."""
    page = Page(iris.graph(pack, "people"))
    for slug, person in record.people.items():
        node = page.node(iris.record("person", slug), FOAF.Person).label(person.name, None)
        node.value(FOAF.name, person.name).value(FOAF.familyName, person.family).value(FOAF.givenName, person.given)
        node.value(EV.mergedBecause, person.merged_because, "en").value(EV.note, person.note, "en")
        for other in person.look_alikes:
            part = page.node(iris.part(node.subject, f"look-alike-{other.person}"), EV.LookAlike)
            part.label(f"{person.name} and {other.person} kept apart").value(EV.text, other.because, "en")
            part.link(EV.keptApart, node.subject, iris.record("person", other.person))
        if person.orcid:
            node.link(SCHEMA.sameAs, NamedNode(Orcid(person.orcid).url))
    for slug, body in record.organizations.items():
        kind = ORG.OrganizationalUnit if body.unit_of else ORG.Organization
        node = page.node(iris.record("organization", slug), kind).label(body.name, None).value(FOAF.name, body.name)
        node.value(EV.place, body.place).value(EV.note, body.note, "en")
        if body.unit_of:
            node.link(ORG.unitOf, iris.record("organization", body.unit_of))
    return page.quads


def timestamp(day: str) -> Literal:
    """Midnight (UTC) of a day."""
    return Literal(f"{day}T00:00:00Z", datatype=XSD.dateTime)
