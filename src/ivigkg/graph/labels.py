"""Short names for facts that have none of their own, made from what they say, so that any browser shows something."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from ivigkg.records.base import (
    Absence,
    Assessment,
    Claim,
    Dose,
    EvidenceLine,
    Fact,
    FlowCount,
    OverlapCheck,
    Reading,
    Registration,
)
from ivigkg.records.publication import BibliographicSource, StatusCheck
from ivigkg.records.review import Exclusion, Inclusion, PooledEstimate, Question, Search
from ivigkg.records.study import InterventionUse, Population, Stratum, StudyDesign

LONGEST = 80
"""Signs after which a sentence is cut off at a word."""
STATISTICS = {
    "maximum": "at most",
    "minimum": "at least",
    "mean": "mean",
    "median": "median",
    "start": "at the start",
    "end": "at the end",
    "total": "in total",
}
"""What kind of figure an amount is, in words that stand before it."""
BOUNDS = {"<": "less than", "<=": "up to", ">=": "no less than", ">": "more than"}
"""How the true amount stands to the one printed."""


def short(text: str) -> str:
    """The sentence, or its first words where it is longer than ``LONGEST``."""
    if len(text) <= LONGEST:
        return text
    head = text[:LONGEST].rpartition(" ")[0] or text[:LONGEST]
    return f"{head.rstrip(',;:')} …"


def name(record: Fact) -> str | None:
    """What to call a fact by what it says, or ``None`` for kinds that are named elsewhere."""
    maker = _MAKERS.get(type(record))
    return None if maker is None else short(maker(record))


def dose(record: Dose) -> str:
    """An amount with its unit, such as ``at most 2 g/kg per month``: what kind of figure it is comes first."""
    what = (STATISTICS.get(record.statistic or ""), BOUNDS.get(record.relation or ""))
    upper = f" to {record.up_to:f}" if record.up_to is not None else ""
    per = f" per {record.per}" if record.per and not record.unit.endswith("/d") else ""
    return " ".join([*(word for word in what if word), f"{record.value:f}{upper} {record.unit}{per}"])


def use(agent: str, record: InterventionUse) -> str:
    """A regimen by its agent and its doses; ``(background)`` where it went on beside what was studied."""
    background = " (background)" if record.background else ""
    return ", ".join([agent + background, *map(dose, record.doses.values())])


def people(record: Population | Stratum, conditions: Iterable[str]) -> str:
    """How many people with which conditions, as those are called."""
    many = "" if record.participants is None else f"{record.participants} "
    who = "1 person" if record.participants == 1 else f"{many}people"
    named = ", ".join(conditions)
    return short(f"{who} with {named}" if named else who)


def reading(record: Reading) -> str:
    """A page that was opened: what it speaks for and how much was seen."""
    return f"{record.source} ({_words(record.basis)})"


def _words(*slugs: str) -> str:
    return ", ".join(slug.replace("-", " ") for slug in slugs)


def _evidence_line(record: EvidenceLine) -> str:
    return f"{_words(record.stance)}: {', '.join(record.items)}"


def _assessment(record: Assessment) -> str:
    return f"{record.level or record.level_as_printed} ({_words(record.scheme)})"


def _search(record: Search) -> str:
    dates = " to ".join(date for date in (record.from_date, record.to_date) if date is not None)
    return " ".join(word for word in ("search of", ", ".join(record.databases) or "unnamed sources", dates) if word)


def _registration(record: Registration) -> str:
    return f"{record.registry_id}, {record.status}" if record.status else record.registry_id


_MAKERS: dict[type[Fact], Callable[[Any], str]] = {
    Absence: lambda record: f"{_words(record.aspect)}: {_words(record.reason)}",
    Assessment: _assessment,
    BibliographicSource: lambda record: record.gives,
    Claim: lambda record: record.text,
    EvidenceLine: _evidence_line,
    Exclusion: lambda record: f"leaves out {record.study or record.report or record.reason}",
    FlowCount: lambda record: f"{_words(record.stage)}: {record.count}",
    Inclusion: lambda record: f"includes {record.study}",
    OverlapCheck: lambda record: f"{', '.join(record.concerns)}: overlap {'' if record.possible else 'not '}possible",
    PooledEstimate: lambda record: f"pooled {_words(record.outcome)}",
    Question: lambda record: record.text,
    Registration: _registration,
    Search: _search,
    StatusCheck: lambda record: f"standing: {_words(record.status)}",
    StudyDesign: lambda record: _words(*record.facets) or record.setting or ", ".join(record.countries) or "design",
}
