"""A study as its papers describe it: design, people, groups, regimens, results."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from ivigkg.records.base import (
    Absence,
    Assessment,
    Bound,
    Claim,
    ComparisonKey,
    Condition,
    Count,
    Country,
    Day,
    Direction,
    Dose,
    Facet,
    Fact,
    FlowCount,
    GroupKey,
    Instrument,
    Interval,
    Intervention,
    Key,
    Many,
    Measure,
    Number,
    OrganizationSlug,
    Outcome,
    OverlapCheck,
    Percent,
    PopulationKey,
    PublicationSlug,
    PValue,
    Reading,
    Record,
    Registration,
    Response,
    Route,
    Severity,
    Slug,
    Span,
    Spread,
    Stage,
    StudySlug,
    Text,
    Unit,
    UseKey,
)


class StudyDesign(Fact):
    """How a study was done, as one source says it."""

    facets: Many[Facet] = ()
    countries: Many[Country] = ()
    setting: Text | None = None
    period: Text | None = None
    follow_up: Text | None = None
    analysis: Text | None = None
    eligibility: Text | None = None
    as_printed: Text | None = None


class Age(Record):
    """Ages in years of those studied; ``spread`` is a number after a sign of plus-minus of unknown kind."""

    value: Number | None = None
    minimum: Number | None = None
    maximum: Number | None = None
    mean: Number | None = None
    sd: Number | None = None
    spread: Number | None = None
    median: Number | None = None
    iqr_low: Number | None = None
    iqr_high: Number | None = None


class EligibleAge(Record):
    """Ages in years at which people were admitted."""

    minimum: Number | None = None
    maximum: Number | None = None


class Population(Fact):
    """Who was studied, as one source describes them.

    ``participants_over`` is for a number printed as a bound alone, such as more than 400; it enters no sum.
    """

    label: Text | None = None
    conditions: Many[Condition] = ()
    stages: Many[Stage] = ()
    participants: Count | None = None
    participants_over: Count | None = None
    participants_female: Count | None = None
    participants_male: Count | None = None
    female_percent: Percent | None = None
    male_percent: Percent | None = None
    age: Age | None = None
    eligible_age: EligibleAge | None = None
    ethnicity: Text | None = None
    criteria: Many[Text] = ()
    prior_uses: Many[UseKey] = ()


class Stratum(Population):
    """A counted part of a population, by diagnosis or another trait."""

    of: PopulationKey = "population"
    trait: Text | None = None
    percent: Percent | None = None
    percent_relation: Bound | None = None


class InterventionUse(Fact):
    """What was given: one agent with its dose, schedule and duration.

    ``participants`` and ``percent`` say how many of the group had it; the means and medians are over those people.
    """

    agent: Intervention
    label: Text | None = None
    doses: dict[Key, Dose] = {}
    route: Route | None = None
    line: (
        Literal["first-line", "second-line", "add-on", "rescue", "monotherapy", "combination", "maintenance"] | None
    ) = None
    background: bool | None = None
    participants: Count | None = None
    percent: Percent | None = None
    percent_relation: Bound | None = None
    repeats_every_months: Number | None = None
    repeats_every_months_up_to: Number | None = None
    repeats_every_weeks: Number | None = None
    repeats_every_weeks_up_to: Number | None = None
    repeats_every_days: Number | None = None
    repeats_every_days_up_to: Number | None = None
    duration_months: Number | None = None
    duration_months_up_to: Number | None = None
    duration_weeks: Number | None = None
    duration_weeks_up_to: Number | None = None
    duration_days: Number | None = None
    duration_days_up_to: Number | None = None
    duration_statistic: Literal["mean", "median", "maximum", "minimum"] | None = None
    duration_relation: Bound | None = None
    duration_sd: Number | None = None
    duration_spread: Number | None = None
    days_per_course: Count | None = None
    days_per_course_up_to: Count | None = None
    courses: Count | None = None
    courses_up_to: Count | None = None
    courses_relation: Bound | None = None
    courses_mean: Number | None = None
    courses_median: Number | None = None
    courses_sd: Number | None = None
    courses_total: Count | None = None
    infusions: Count | None = None
    infusions_up_to: Count | None = None
    infusions_total: Count | None = None
    product: Text | None = None
    as_printed: Text | None = None


class Group(Fact):
    """People whose results are given together: as allocated, as treated, or a part of such a group."""

    kind: Literal["arm", "exposure-group", "subgroup"]
    label: Text
    participants: Count | None = None
    uses: Many[UseKey] = ()
    drawn_from: Many[GroupKey] = ()
    restricted_to: Many[PopulationKey] = ()
    period: Text | None = None


class Comparison(Record):
    """Which groups are held against which."""

    label: Text | None = None
    population: PopulationKey = "population"
    intervention: Annotated[Many[GroupKey], Field(min_length=1)]
    comparator: Annotated[Many[GroupKey], Field(min_length=1)]


class Result(Fact):
    """A reported value of an outcome, in one group or between the two sides of a comparison."""

    group: GroupKey | None = None
    comparison: ComparisonKey | None = None
    outcome: Outcome
    label: Text | None = None
    instrument: Instrument | None = None
    direction: Direction | None = None
    at: Span | None = None
    as_printed: Text | None = None
    primary_endpoint: bool | None = None
    definition: Text | None = None
    threshold: Number | None = None
    threshold_relation: Literal["<", "<=", "=", ">=", ">"] | None = None
    p: PValue | None = None
    test_scope: Literal["within-group", "between-groups", "not-stated"] | None = None
    test_name: Text | None = None


class CountResult(Result):
    """How many of how many."""

    kind: Literal["count"]
    response: Response | None = None
    events: Count | None = None
    total: Count | None = None
    percent: Percent | None = None
    percent_relation: Bound | None = None
    counted_unit: Literal["participants", "events", "infusions", "courses", "person-years", "not-stated"] = (
        "participants"
    )
    rate: Number | None = None
    rate_per: Text | None = None


class AdverseEventResult(CountResult):
    """A harm: counted, described, or said not to have occurred."""

    kind: Literal["adverse-event"]  # type: ignore[assignment]
    severity: Severity | None = None
    reporting: Literal["counted", "none-seen", "described"] = "counted"


class SummaryResult(Spread, Result):
    """A mean, a median or a single value with its spread."""

    kind: Literal["summary"]
    unit: Unit | None = None
    mean: Number | None = None
    median: Number | None = None
    value: Number | None = None
    total: Count | None = None


class ChangeResult(Spread, Result):
    """Before and after, or the change between, often with a p-value of its own."""

    kind: Literal["change"]
    unit: Unit | None = None
    baseline_mean: Number | None = None
    follow_up_mean: Number | None = None
    baseline_value: Number | None = None
    follow_up_value: Number | None = None
    mean_change: Number | None = None
    percent_change: Number | None = None
    total: Count | None = None


class EffectResult(Interval, Result):
    """An estimate of a contrast, such as a risk ratio, with its interval; a p-value alone needs no measure."""

    kind: Literal["effect"]
    measure: Measure | None = None
    unit: Unit | None = None
    estimate: Number | None = None
    adjusted_for: Many[Text] = ()
    factor: Text | None = None
    total: Count | None = None


class NarrativeResult(Result):
    """A result told in words only."""

    kind: Literal["narrative"]
    text: Text | None = None
    total: Count | None = None


AnyResult = Annotated[
    CountResult | AdverseEventResult | SummaryResult | ChangeResult | EffectResult | NarrativeResult,
    Field(discriminator="kind"),
]


class Study(Record):
    """An investigation of any design, however many papers describe it."""

    study: Slug
    label: Text
    curated: Day
    primary_report: PublicationSlug
    reports: Many[PublicationSlug] = ()
    extends: StudySlug | None = None
    funders: Many[OrganizationSlug] = ()
    notes: Many[Text] = ()
    readings: dict[Key, Reading]
    designs: dict[Key, StudyDesign] = {}
    populations: dict[Key, Population] = {}
    strata: dict[Key, Stratum] = {}
    uses: dict[Key, InterventionUse] = {}
    groups: dict[Key, Group] = {}
    comparisons: dict[Key, Comparison] = {}
    results: dict[Key, AnyResult] = {}
    claims: dict[Key, Claim] = {}
    flow: dict[Key, FlowCount] = {}
    registrations: dict[Key, Registration] = {}
    assessments: dict[Key, Assessment] = {}
    overlaps: dict[Key, OverlapCheck] = {}
    absences: dict[Key, Absence] = {}

    @property
    def facets(self) -> tuple[str, ...]:
        """The design terms that any of its sources states, each once, in the order written."""
        return tuple(dict.fromkeys(facet for design in self.designs.values() for facet in design.facets))

    @property
    def participants(self) -> int | None:
        """The number of people in its main population; ``None`` where no page seen tells it."""
        main = self.populations.get("population")
        return main.participants if main else None


def numbers(record: Record) -> dict[str, Decimal | int]:
    """The numeric fields of a record by name, for checks that compare them."""
    return {
        name: value
        for name, value in vars(record).items()
        if isinstance(value, (int, Decimal)) and not isinstance(value, bool)
    }
