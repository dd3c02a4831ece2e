"""A synthesis: what a review or guideline asked, searched, included and claims."""

from __future__ import annotations

from typing import Literal

from ivigkg.records.base import (
    Absence,
    Assessment,
    Claim,
    Count,
    Date,
    Day,
    Direction,
    Facet,
    Fact,
    FlowCount,
    Instrument,
    Interval,
    Intervention,
    Key,
    Many,
    Measure,
    Number,
    Outcome,
    OverlapCheck,
    Percent,
    PopulationKey,
    PublicationSlug,
    PValue,
    Reading,
    Record,
    Ref,
    Registration,
    Slug,
    Span,
    StudySlug,
    Text,
    Unit,
    UseKey,
)
from ivigkg.records.study import InterventionUse, Population, Stratum, StudyDesign


class Question(Fact):
    """What the review set out to answer: which people, which interventions, which comparators."""

    text: Text
    population: PopulationKey = "population"
    interventions: Many[Intervention] = ()
    comparators: Many[Intervention] = ()
    eligibility: Text | None = None


class Search(Fact):
    """Where the review looked, and from which year, month or day to which; each date as precise as seen."""

    databases: Many[Text] = ()
    from_date: Date | None = None
    to_date: Date | None = None
    languages: Many[Text] = ()


class Inclusion(Fact):
    """How the review counted and classed one study; the study's own facts stay in its own file.

    ``eligible_population`` is the population or stratum of the study (``slug#key``) that falls under the question;
    ``counted_participants`` is a number only where the review itself prints one.
    """

    study: StudySlug
    report: PublicationSlug | None = None
    classified_as: Facet
    eligible_population: Ref | None = None
    counted_participants: Count | None = None
    reference_number: Count | None = None


class Exclusion(Fact):
    """A study or paper that is not among those counted, and why."""

    study: StudySlug | None = None
    report: PublicationSlug | None = None
    reason: Text
    reference_number: Count | None = None


class Citation(Record):
    """One entry of the numbered reference list."""

    number: Count
    publication: PublicationSlug


class PooledEstimate(Interval, Fact):
    """A figure that the review pooled over studies; it is a result of none of them.

    ``about`` and ``compared_with`` name what was pooled; a comparison with the same people before has neither
    ``compared_with`` nor a group, and ``test_scope: within-group``.
    """

    outcome: Outcome
    measure: Measure | None = None
    label: Text | None = None
    about: Many[Intervention] = ()
    about_uses: Many[UseKey] = ()
    compared_with: Many[Intervention] = ()
    population: Many[PopulationKey] = ()
    instrument: Instrument | None = None
    direction: Direction | None = None
    at: Span | None = None
    estimate: Number | None = None
    unit: Unit | None = None
    p: PValue | None = None
    test_scope: Literal["within-group", "between-groups", "not-stated"] | None = None
    events: Count | None = None
    total: Count | None = None
    percent: Percent | None = None
    i_squared: Percent | None = None
    studies_pooled: Count | None = None
    participants: Count | None = None
    as_printed: Text | None = None


class Review(Record):
    """A systematic review, narrative review or guideline: it speaks about studies and is never one."""

    review: Slug
    kind: Literal["systematic-review", "narrative-review", "guideline"]
    label: Text
    curated: Day
    primary_report: PublicationSlug
    reports: Many[PublicationSlug] = ()
    notes: Many[Text] = ()
    stated_studies: Count | None = None
    stated_participants: Count | None = None
    readings: dict[Key, Reading]
    designs: dict[Key, StudyDesign] = {}
    populations: dict[Key, Population] = {}
    strata: dict[Key, Stratum] = {}
    uses: dict[Key, InterventionUse] = {}
    questions: dict[Key, Question] = {}
    searches: dict[Key, Search] = {}
    flow: dict[Key, FlowCount] = {}
    inclusions: dict[Key, Inclusion] = {}
    exclusions: dict[Key, Exclusion] = {}
    references: Many[Citation] = ()
    claims: dict[Key, Claim] = {}
    pooled: dict[Key, PooledEstimate] = {}
    registrations: dict[Key, Registration] = {}
    assessments: dict[Key, Assessment] = {}
    overlaps: dict[Key, OverlapCheck] = {}
    absences: dict[Key, Absence] = {}

    @property
    def facets(self) -> tuple[str, ...]:
        """The design terms that any of its sources states, each once, in the order written."""
        return tuple(dict.fromkeys(facet for design in self.designs.values() for facet in design.facets))
