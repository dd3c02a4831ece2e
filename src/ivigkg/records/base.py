"""What every record has in common: strict frozen models, texts and numbers as typed, facts with a reading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from ivigkg.records.countries import COUNTRIES
from ivigkg.records.yaml_text import UNSEEN

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
_REPORTED = re.compile(r" *([<>=])? *([0-9]+(?:\.[0-9]+)?) *")
_REF = re.compile(r"([a-z0-9]+(-[a-z0-9]+)*)?(#[a-z0-9]+(-[a-z0-9]+)*)?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_HOST = re.compile(r"https?://[\w-]+(\.[\w-]+)+(:[0-9]+)?([/?#].*)?")


def _text(value: Any) -> Any:
    """Text as typed; a bare number becomes the digits that stand in the file."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (int, Decimal)):
        value = format(value, "f") if isinstance(value, Decimal) else str(value)
    if not isinstance(value, str):
        return value
    if not value.strip():
        raise ValueError("is empty; leave the line out where nothing was seen")
    unseen = UNSEEN.search(value)
    if unseen:
        raise ValueError(f"holds the invisible character U+{ord(unseen[0]):04X}; remove it")
    return value


def _number(value: Any) -> Any:
    """A decimal with the digits typed: 2 stays 2, 2.0 keeps its zero."""
    if isinstance(value, bool):
        raise ValueError("is true or false where a number belongs")
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, str):
        raise ValueError(f"{value!r} is not a plain number; write digits, such as 2 or 0.5")
    return value


def _count(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"{_show(value)} is not a whole number")
    return value


def _show(value: Any) -> str:
    return format(value, "f") if isinstance(value, Decimal) else repr(value)


def _slug(value: Any) -> Any:
    value = _text(value)
    if isinstance(value, str) and not SLUG.fullmatch(value):
        raise ValueError(f"{value!r} is not a name: use lower-case letters, digits and single hyphens")
    return value


def _date(value: Any) -> Any:
    value = _text(value)
    if isinstance(value, str) and not _DATE.fullmatch(value):
        raise ValueError(f"{value!r} is not a date; write YYYY, YYYY-MM or YYYY-MM-DD")
    if isinstance(value, str) and len(value) == 10:
        from datetime import date

        try:
            date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"{value!r} is not a day of the calendar") from None
    return value


def _day(value: Any) -> Any:
    value = _date(value)
    if isinstance(value, str) and len(value) != 10:
        raise ValueError(f"{value!r} is not a day; write YYYY-MM-DD")
    return value


def _language(value: Any) -> Any:
    value = _text(value)
    if isinstance(value, str) and not _LANGUAGE.fullmatch(value):
        raise ValueError(f"{value!r} is not a language code; write two or three letters, such as en or fr")
    return value


def _country(value: Any) -> Any:
    value = _text(value)
    if isinstance(value, str) and value not in COUNTRIES:
        near = {"UK": "; the United Kingdom is GB", "EL": "; Greece is GR"}.get(value, "")
        raise ValueError(f"{value!r} is no country code of ISO 3166; write two capital letters, such as FR{near}")
    return value


def _url(value: Any) -> Any:
    value = _text(value)
    if isinstance(value, str):
        if not value.startswith(("http://", "https://")):
            raise ValueError(f"{value!r} is not a web address; it must begin with http:// or https://")
        if re.search(r"[\s<>\"{}|\\^`]", value):
            raise ValueError(f"{value!r} holds a character that no web address may have")
        if not _HOST.fullmatch(value):
            raise ValueError(f"{value!r} names no site after http:// or https://")
    return value


def _ref(value: Any) -> Any:
    value = _text(value)
    if isinstance(value, str) and not _REF.fullmatch(value):
        raise ValueError(f"{value!r} is not a reference; write a study or review, slug#part, or #part of this file")
    return value


def _many(value: Any) -> Any:
    """A single value may stand without brackets."""
    if isinstance(value, (list, tuple)):
        return tuple(value)
    return value if value is None else (value,)


Text = Annotated[str, BeforeValidator(_text)]
Number = Annotated[Decimal, BeforeValidator(_number)]
Percent = Annotated[Number, Field(ge=0, le=100)]
Count = Annotated[int, BeforeValidator(_count), Field(ge=0)]
Year = Annotated[int, BeforeValidator(_count), Field(ge=1500, le=2100)]
Slug = Annotated[str, BeforeValidator(_slug)]
Key = Slug
"""A short name inside one file; it becomes the part after ``#`` of the node's IRI."""


@dataclass(frozen=True)
class Names:
    """Marks a text field as the name of something else; ``lint`` looks every such name up.

    ``kind`` is a term kind (``condition``), a closed list (``basis``), a kind of record (``publication``) or a part
    of the same file (``group``).
    """

    kind: str


Condition = Annotated[Slug, Names("condition")]
Intervention = Annotated[Slug, Names("intervention")]
Outcome = Annotated[Slug, Names("outcome")]
Instrument = Annotated[Slug, Names("instrument")]
Scheme = Annotated[Slug, Names("scheme")]
Basis = Annotated[Slug, Names("basis")]
Facet = Annotated[Slug, Names("design")]
Stage = Annotated[Slug, Names("disease-stage")]
FlowStage = Annotated[Slug, Names("flow-stage")]
Route = Annotated[Slug, Names("route")]
Measure = Annotated[Slug, Names("measure")]
Severity = Annotated[Slug, Names("severity")]
Response = Annotated[Slug, Names("response")]
Direction = Annotated[Slug, Names("direction")]
Stance = Annotated[Slug, Names("stance")]
Aspect = Annotated[Slug, Names("aspect")]
Reason = Annotated[Slug, Names("absence-reason")]
Status = Annotated[Slug, Names("publication-status")]
PublicationSlug = Annotated[Slug, Names("publication")]
PersonSlug = Annotated[Slug, Names("person")]
OrganizationSlug = Annotated[Slug, Names("organization")]
JournalSlug = Annotated[Slug, Names("journal")]
StudySlug = Annotated[Slug, Names("study")]
ReadingKey = Annotated[Slug, Names("reading")]
UseKey = Annotated[Slug, Names("use")]
GroupKey = Annotated[Slug, Names("group")]
PopulationKey = Annotated[Slug, Names("population")]
ComparisonKey = Annotated[Slug, Names("comparison")]
Unit = Annotated[str, BeforeValidator(_text), Names("unit")]
Ref = Annotated[str, BeforeValidator(_ref), Names("part")]
"""A study or review by its slug, or a part of one as ``slug#key`` (``#key`` within the same file)."""
Date = Annotated[str, BeforeValidator(_date)]
Day = Annotated[str, BeforeValidator(_day)]
Url = Annotated[str, BeforeValidator(_url)]
Language = Annotated[str, BeforeValidator(_language)]
Country = Annotated[str, BeforeValidator(_country)]
_T = TypeVar("_T")
Many = Annotated[tuple[_T, ...], BeforeValidator(_many)]
"""A list; a single entry may stand without brackets."""


class Record(BaseModel):
    """A frozen, strict piece of a record: unknown fields are refused, ``None`` means not seen."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


Bound = Literal["<", "<=", ">=", ">"]
"""How the true number stands to the one printed, where the source prints a bound."""


class Reported(Record):
    """A p-value as printed: its relation (``<``, ``=``, ``>``) and its digits."""

    relation: Literal["<", "=", ">"]
    value: Annotated[Decimal, Field(ge=0, le=1)]


def _reported(value: Any) -> Any:
    if isinstance(value, Reported):
        return value
    text = format(value, "f") if isinstance(value, Decimal) else str(value)
    match = _REPORTED.fullmatch(text)
    if isinstance(value, bool) or not match:
        raise ValueError(f'{text!r} is not a p-value; write it as printed, such as "<0.018" or "=0.03"')
    if Decimal(match[2]) > 1:
        raise ValueError(f"{text!r} is not a p-value: it is above 1")
    if (match[1], Decimal(match[2])) in {("<", Decimal(0)), (">", Decimal(1))}:
        raise ValueError(f"{text!r} is not a p-value: nothing lies there")
    return Reported.model_validate({"relation": match[1] or "=", "value": Decimal(match[2])})


PValue = Annotated[Reported, BeforeValidator(_reported)]


class Reading(Record):
    """One page that was read: which document it speaks for, how much of it was seen, and where.

    ``source`` is the publication that states the facts, ``read_at`` the address of the page that was opened,
    ``also_read_at`` are pages that merely repeat it.
    """

    source: PublicationSlug
    basis: Basis
    read_at: Many[Url] = ()
    also_read_at: Many[Url] = ()
    note: Text | None = None


class Fact(Record):
    """Anything read off a source: which reading it comes from and how firmly it stands.

    ``basis`` is needed only where it differs from that of the reading, as for ``inferred``.
    ``derived`` names the fields worked out rather than printed, and ``derivation`` says how.
    """

    reading: Annotated[Many[ReadingKey], Field(min_length=1)]
    basis: Basis | None = None
    certainty: Literal["inferred", "uncertain"] | None = None
    derived: Many[Text] = ()
    derivation: Text | None = None
    quote: Text | None = None
    also_read_at: Many[Url] = ()
    variant_of: Key | None = None
    note: Text | None = None


class Span(Record):
    """A time after the start, in the one unit the source counts in; else its wording alone."""

    years: Number | None = None
    months: Number | None = None
    weeks: Number | None = None
    days: Number | None = None
    as_printed: Text | None = None


class Dose(Record):
    """An amount with its unit (a UCUM code of the list), ``per`` what it is given, and what kind of figure it is.

    ``relation`` is for an amount printed as a bound, such as less than 2000 mg.
    """

    value: Number
    relation: Bound | None = None
    up_to: Number | None = None
    unit: Unit
    per: Literal["infusion", "course", "day", "week", "month", "person"] | None = None
    statistic: Literal["mean", "median", "maximum", "minimum", "start", "end", "total"] | None = None
    derived: Many[Text] = ()
    derivation: Text | None = None
    note: Text | None = None


class Claim(Fact):
    """One asserted sentence of a review, or the conclusion that a study's authors draw themselves."""

    text: Text
    kind: Literal["finding", "practice", "mechanism", "recommendation", "conclusion", "curators-reading"]
    about: Many[Intervention] = ()
    about_uses: Many[UseKey] = ()
    compared_with: Many[Intervention] = ()
    population: Many[PopulationKey] = ()
    outcome: Many[Outcome] = ()
    direction: Direction
    certainty_wording: Text | None = None
    evidence_wording: Text | None = None
    recommended_use: Many[UseKey] = ()
    agreement_percent: Percent | None = None
    evidence: dict[Key, EvidenceLine] = {}


class EvidenceLine(Fact):
    """What a claim rests on: results or studies, each group of them with one stance towards the claim."""

    stance: Stance
    items: Annotated[Many[Ref], Field(min_length=1)]


class Assessment(Fact):
    """A level or grade under a named scheme, and who gave it; a judgement, not a property of the thing judged."""

    assesses: Ref | None = None
    scheme: Scheme
    level: Key | None = None
    level_as_printed: Text | None = None
    assessor: OrganizationSlug
    alternative: Text | None = None
    graded_statement: Text | None = None


class OverlapCheck(Fact):
    """Two or more studies weighed for shared participants; ``possible`` says whether they may share some."""

    concerns: Annotated[Many[StudySlug], Field(min_length=2)]
    text: Text
    possible: bool


class Absence(Fact):
    """Something looked for and not found: which aspect, and whether it is missing or was not seen."""

    aspect: Aspect
    reason: Reason


class FlowCount(Fact):
    """How many people (of a study) or records (of a review) were counted at a stage.

    ``switched_to`` is the group that those who switched went on in; ``percent`` stands beside or instead of ``count``.
    """

    stage: FlowStage
    count: Count | None = None
    percent: Percent | None = None
    group: GroupKey | None = None
    switched_to: GroupKey | None = None
    period: Text | None = None
    classified_as: Facet | None = None


class Registration(Fact):
    """An entry in a registry of trials or of reviews."""

    registry_id: Text
    status: Text | None = None
    status_date: Day | None = None


class Interval(Record):
    """The confidence interval of a figure, in the unit of the figure; ``ci_level`` in per cent."""

    ci_lower: Number | None = None
    ci_upper: Number | None = None
    ci_level: Number | None = None


class Spread(Interval):
    """How far values lie apart, in their own unit; ``spread`` follows a plus-minus sign and is of unknown kind."""

    sd: Number | None = None
    se: Number | None = None
    spread: Number | None = None
    low: Number | None = None
    high: Number | None = None
    range_kind: Literal["range", "iqr", "ci95", "not-stated"] | None = None


Claim.model_rebuild()
