"""Papers and people: what an entry lacks, dates and pages that cannot be, identifiers that two papers share."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from ivigkg.errors import Complaint
from ivigkg.identifiers import Doi
from ivigkg.records.footing import fact_problems, key_problems, reading_problems
from ivigkg.records.loader import Library, Shelf
from ivigkg.records.names import Directory, named, walk
from ivigkg.records.problem import Problem, inside
from ivigkg.records.publication import People, Publication, Publications, StatusCheck
from ivigkg.records.yaml_text import Place

_PAGES = re.compile(r"[A-Za-z]*\d+(\.\w+)?(-[A-Za-z]*\d+)?", re.ASCII)


def publication_problems(record: Publications, directory: Directory) -> Iterator[Problem]:
    """Everything wrong with the papers of a pack; names inside a paper are looked up within that paper."""
    for slug, paper in record.publications.items():
        place: Place = ("publications", slug)
        steps = list(walk(paper))
        for kind, name, where in named(steps):
            problem = directory.problem(kind, name, paper)
            if problem:
                yield (*place, *where), problem
        for found in (*_paper_problems(paper, record.curated), *key_problems(paper, steps)):
            yield inside(place, found)


def _paper_problems(paper: Publication, curated: str) -> Iterator[Problem]:
    aspects = {absence.aspect for absence in paper.absences.values()}
    for field, aspect in (("title", "title"), ("issued", "year"), ("authors", "authors")):
        if not getattr(paper, field) and aspect not in aspects:
            yield (field,), f"is missing; give it, or an absence with aspect {aspect}"
    yield from _author_problems(paper)
    yield from _date_problems(paper, curated)
    yield from _page_problems(paper.pages)
    for section in ("sources", "status_checks", "absences"):
        for key, fact in getattr(paper, section).items():
            yield from fact_problems(fact, (section, key), paper)
    for key, check in paper.status_checks.items():
        yield from _check_problems(check, ("status_checks", key), curated)
    yield from reading_problems(paper.readings, ("readings",))


def _page_problems(pages: str | None) -> Iterator[Problem]:
    if pages is None:
        return
    first, _, last = pages.partition("-")
    if not _PAGES.fullmatch(pages):
        yield ("pages",), f"{pages} does not look like pages, such as 801-806"
    elif len(last) == len(first) and last < first:
        yield ("pages",), f"{last} is before {first}"


def _check_problems(check: StatusCheck, place: Place, curated: str) -> Iterator[Problem]:
    if check.status == "not-checked":
        yield (*place, "status"), "not-checked is what is said where no page was looked at; leave the check out"
    if check.status == "nothing-shown" and check.checked is None:
        yield (*place, "checked"), "is missing: that a page shows no notice holds for one day; give it"
    if check.checked is not None and check.checked > curated:
        yield (*place, "checked"), f"{check.checked} is later than the day of the record, {curated}"


def _author_problems(paper: Publication) -> Iterator[Problem]:
    if any(author.printed.lower().rstrip(".") in {"et al", "and others"} for author in paper.authors):
        yield ("authors",), '"et al." is no author; write author_list_complete: false'
    counts = Counter(author.name for author in paper.authors)
    for index, author in enumerate(paper.authors):
        if (author.person is None) == (author.organization is None):
            yield ("authors", index), "needs a person or, for a group author, an organization; and not both"
        elif counts[author.name] > 1:
            field = "organization" if author.person is None else "person"
            yield ("authors", index, field), f"{author.name[1]} stands in the list {counts[author.name]} times"


def _date_problems(paper: Publication, curated: str) -> Iterator[Problem]:
    for field in ("issued", "issue_date", "accessed"):
        value = getattr(paper, field)
        if value and value > curated:
            yield (field,), f"{value} is later than the day of the record, {curated}"
        if value and int(value[:4]) < 1800:
            yield (field,), f"{value} is too early to be right"
    if paper.issued and paper.issue_date and paper.issued[:4] > paper.issue_date[:4]:
        yield ("issued",), f"{paper.issued} is the earliest date seen, yet the issue is of {paper.issue_date}"


def shared_identifiers(library: Library) -> Iterator[Complaint]:
    """A DOI, PMID or PMCID that two papers share makes two papers of one; an ORCID makes one of two people."""
    papers: list[Holder] = []
    people: list[Holder] = []
    for shelf in library.shelves:
        for slug, paper in shelf.publications.publications.items() if shelf.publications else ():
            papers.append((shelf, "publications", slug, "doi", paper.doi and Doi(paper.doi).key))
            papers.append((shelf, "publications", slug, "pmid", paper.pmid))
            papers.append((shelf, "publications", slug, "pmcid", paper.pmcid))
        for slug, person in shelf.people.people.items() if shelf.people else ():
            people.append((shelf, "people", slug, "orcid", person.orcid))
    yield from _shared(papers)
    yield from _shared(people)


Holder = tuple[Shelf, str, str, str, str | None]


def _shared(holders: list[Holder]) -> Iterator[Complaint]:
    owners: dict[tuple[str, str], list[str]] = defaultdict(list)
    for _, _, slug, field, value in holders:
        if value is not None:
            owners[field, value].append(slug)
    for shelf, section, slug, field, value in holders:
        if value is not None and len(owners[field, value]) > 1:
            others = ", ".join(other for other in owners[field, value] if other != slug)
            yield shelf.origins[section].complain((section, slug, field), f"{value} is that of {others}, too")


def people_problems(record: People) -> Iterator[Problem]:
    """Organisations that are units of themselves."""
    for slug in record.organizations:
        seen, above = {slug}, record.organizations[slug].unit_of
        while above in record.organizations and above not in seen:
            seen.add(above)
            above = record.organizations[above].unit_of
        if above == slug:
            yield ("organizations", slug, "unit_of"), f"{slug} is a unit of itself, in a circle"


def unused_people(library: Library) -> Iterator[Complaint]:
    """People whom no paper names are leftovers."""
    people = {author.person for paper in library.publications.values() for author in paper.authors}
    for shelf in library.shelves:
        for slug in shelf.people.people if shelf.people else ():
            if slug not in people:
                yield shelf.origins["people"].complain(("people", slug), "is the author of no paper here", "warning")
