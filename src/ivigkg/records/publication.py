"""Papers and pages, the people and organisations behind them, and the journals they stand in."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator

from ivigkg.identifiers import Doi, Orcid, Pmcid, Pmid
from ivigkg.records.base import (
    Absence,
    Date,
    Day,
    Fact,
    JournalSlug,
    Key,
    Language,
    Many,
    OrganizationSlug,
    PersonSlug,
    PublicationSlug,
    Reading,
    Record,
    Slug,
    Status,
    Text,
    Url,
)

PaperKind = Literal[
    "journal-article", "review-article", "letter", "abstract", "book-chapter", "news-item", "web-page", "registry-entry"
]


class Author(Record):
    """One place in a list of authors: a person or, for a group author, an organization; and the printed name."""

    person: PersonSlug | None = None
    organization: OrganizationSlug | None = None
    printed: Text
    affiliations: Many[OrganizationSlug] = ()
    note: Text | None = None

    @property
    def name(self) -> tuple[str, str]:
        """What kind of author it is, and under which name it has a record."""
        return ("organization", self.organization or "") if self.person is None else ("person", self.person)


class BibliographicSource(Fact):
    """A page that vouches for a paper's identifiers, authors or dates; ``gives`` says which."""

    gives: Text


class StatusCheck(Fact):
    """What a page shows of the standing of a paper: retracted, corrected, questioned, or no such notice.

    ``checked`` is the day on which the page was opened for it, ``as_printed`` where the notice stands, ``notice`` the
    notice itself where it has an entry. A paper without any check is ``not-checked``; that is never typed.
    """

    status: Status
    checked: Day | None = None
    notice: PublicationSlug | None = None
    as_printed: Text | None = None


class Publication(Record):
    """One citable document: a paper, an abstract, a registry entry, a page.

    ``issued`` is the earliest date seen, ``issue_date`` that of the printed issue, each as precise as seen.
    ``authors`` left out means they were not seen; ``author_list_complete`` is false for a list that was cut.
    ``affiliations`` are those of the authors together, where no page told which author belongs to which.
    """

    type: PaperKind
    label: Text
    title: Text | None = None
    title_language: Language = "en"
    journal: JournalSlug | None = None
    issued: Date | None = None
    issue_date: Date | None = None
    volume: Text | None = None
    issue: Text | None = None
    pages: Text | None = None
    article_number: Text | None = None
    doi: Text | None = None
    pmid: Text | None = None
    pmcid: Text | None = None
    url: Url | None = None
    language: Language | None = None
    keywords: Many[Text] = ()
    printed_type: Text | None = None
    section: Text | None = None
    rights: Text | None = None
    accessed: Day | None = None
    authors: Many[Author] = ()
    author_list_complete: bool | None = None
    affiliations: Many[OrganizationSlug] = ()
    notes: Many[Text] = ()
    readings: dict[Key, Reading] = {}
    sources: dict[Key, BibliographicSource] = {}
    status_checks: dict[Key, StatusCheck] = {}
    absences: dict[Key, Absence] = {}

    @property
    def statuses(self) -> tuple[str, ...]:
        """What its checks say, each status once; ``not-checked`` where there is no check."""
        return tuple(dict.fromkeys(check.status for check in self.status_checks.values())) or ("not-checked",)

    @field_validator("doi")
    @classmethod
    def _doi(cls, value: str | None) -> str | None:
        return value if value is None else str(Doi.parse(value))

    @field_validator("pmid")
    @classmethod
    def _pmid(cls, value: str | None) -> str | None:
        return value if value is None else str(Pmid.parse(value))

    @field_validator("pmcid")
    @classmethod
    def _pmcid(cls, value: str | None) -> str | None:
        return value if value is None else str(Pmcid.parse(value))


class Journal(Record):
    """A journal by the fullest name seen; ``alt`` are the shorter ones that papers and lists print."""

    title: Text
    alt: Many[Text] = ()


class Publications(Record):
    """The papers and journals of a pack."""

    curated: Day
    journals: dict[Slug, Journal] = {}
    publications: dict[Slug, Publication]


class LookAlike(Record):
    """Another person of a similar name, and why nobody has made one of the two."""

    person: PersonSlug
    because: Text


class Person(Record):
    """Somebody under the fullest name seen; ``family`` is what a list is sorted by.

    ``merged_because`` says why the author of several papers is taken for one person. A look-alike stands with one of
    the two people, not with both.
    """

    name: Text
    family: Text
    given: Text | None = None
    orcid: Text | None = None
    merged_because: Text | None = None
    look_alikes: Many[LookAlike] = ()
    note: Text | None = None

    @field_validator("orcid")
    @classmethod
    def _orcid(cls, value: str | None) -> str | None:
        return value if value is None else str(Orcid.parse(value))


class Organization(Record):
    """An institution, study group or the curators themselves; ``unit_of`` names the larger one it belongs to."""

    name: Text
    unit_of: OrganizationSlug | None = None
    place: Text | None = None
    note: Text | None = None


class People(Record):
    """The people and organisations of a pack."""

    curated: Day
    people: dict[Slug, Person] = {}
    organizations: dict[Slug, Organization] = Field(default={})
