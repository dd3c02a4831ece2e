"""The dictionary beside the evidence: how its words are called in the graph, where the names alone do not tell."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ivigkg.records.base import Many, Record, Text

Words = Annotated[str, Field(min_length=1)]


class Item(Record):
    """An outcome or harm of the evidence: the terms that name it, and parts of the record where terms are not enough.

    ``parts`` tells results apart that share group, outcome and time, such as two levels of response; ``groups`` and
    ``arms`` name the groups of this item, for results without an arm and for those of an arm.
    """

    terms: Many[Text] = ()
    parts: Many[Text] = ()
    groups: Many[Text] = ()
    arms: dict[Words, Many[Text]] = {}


class Place(Record):
    """Where a fact stands that no rule finds: part and property; ``value`` is the graph's word for the fact.

    ``outcome`` and ``group`` are what a part that is a result must point to.
    """

    part: Many[Text]
    outcome: Text | None = None
    group: Text | None = None
    property: Many[Text] = ()
    value: Text | None = None


class EntryNames(Record):
    """The words of one entry of the evidence."""

    groups: dict[Words, Many[Text]] = {}
    outcomes: dict[Words, Item] = {}
    harms: dict[Words, Item] = {}
    drugs: dict[Words, Many[Text]] = {}
    diagnoses: dict[Words, Many[Text]] = {}
    places: dict[Words, Place] = {}


class Names(Record):
    """The file ``evidence/names.yaml``: words shared by all entries, and those of each entry."""

    drugs: dict[Words, Many[Text]] = {}
    diagnoses: dict[Words, Many[Text]] = {}
    stages: dict[Words, Many[Text]] = {}
    outcomes: dict[Words, Many[Text]] = {}
    instruments: dict[Words, Many[Text]] = {}
    designs: dict[Words, Many[Text]] = {}
    directions: dict[Words, Many[Text]] = {}
    measures: dict[Words, Many[Text]] = {}
    units: dict[Words, Many[Text]] = {}
    journals: dict[Words, Many[Text]] = {}
    absences: dict[Words, Many[Text]] = {}
    entries: dict[Words, EntryNames] = {}
