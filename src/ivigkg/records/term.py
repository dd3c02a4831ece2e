"""The topic words of a pack: conditions, interventions, outcomes, instruments, adverse events."""

from __future__ import annotations

from typing import Literal

from ivigkg.records.base import Day, Key, Language, Many, OrganizationSlug, Record, Slug, Text

Judged = Literal["level-of-evidence", "quality", "risk-of-bias", "strength-of-recommendation"]
"""What a level or grade of a scheme is a judgement of."""


class Term(Record):
    """One word of a topic: a label per language (English always), other names, what it means, what is broader.

    ``top`` marks the head of a family: nothing of its list is broader, and that is meant. An adverse event may stand
    under an outcome.
    """

    labels: dict[Language, Text]
    alt: dict[Language, Many[Text]] = {}
    definition: Text | None = None
    top: bool = False
    broader: Many[Slug] = ()
    judges: Many[Judged] = ()
    note: Text | None = None


class Terms(Record):
    """The terms of one kind; only schemes say what they judge."""

    kind: Literal["condition", "intervention", "outcome", "instrument", "adverse-event", "scheme"]
    curated: Day
    terms: dict[Key, Term]


class Pack(Record):
    """What a topic pack is about: its title, its question, its licence."""

    pack: Slug
    title: Text
    question: Text
    description: Text
    languages: Many[Language]
    license: Text
    curators: Many[OrganizationSlug] = ()
    curated: Day
