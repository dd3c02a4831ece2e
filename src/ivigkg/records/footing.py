"""What every fact stands on: its name, its readings and basis, its doubts, what it derives, which value it varies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ivigkg.records.base import Claim, Dose, Fact, Reading, Record
from ivigkg.records.names import Step, nodes
from ivigkg.records.problem import Problem
from ivigkg.records.vocabulary import did_you_mean
from ivigkg.records.yaml_text import Place, dotted

CONCLUSION = (
    "the sentence of a conclusion is the curators' own: write derived: [text] and a derivation, "
    "or give the quote that it stands on"
)


def key_problems(record: Record, steps: Iterable[Step]) -> Iterator[Problem]:
    """Names that two parts of one record share, or that are kept for the nodes which the graph adds."""
    places: dict[str, list[Place]] = defaultdict(list)
    for name, place in nodes(record, steps):
        places[name].append(place)
        if place[0] != "readings" and len(place) == 2 and str(place[1]).startswith("reading-"):
            yield place, "names that begin with reading- are kept for the readings"
    for name, found in places.items():
        if len(found) < 2 or all(place[0] == "references" for place in found):
            continue
        for place in found:
            others = ", ".join(dotted(other) for other in found if other != place)
            yield place, f"the name {name} is taken by {others} as well; each part needs a name of its own"


def reading_problems(readings: Mapping[str, Reading], place: Place) -> Iterator[Problem]:
    """Readings without the address of the page that was opened."""
    for key, reading in readings.items():
        if not reading.read_at and reading.basis not in {"inferred", "author"}:
            yield (*place, key), "read_at is missing: give the address of the page that was opened"


def fact_problems(fact: Fact, place: Place, record: Any) -> Iterator[Problem]:
    """What is wrong with the footing of one fact of ``record``, which stands at ``place``."""
    bases = {record.readings[key].basis for key in fact.reading if key in record.readings}
    if fact.basis is None and len(bases) > 1:
        yield (
            (*place, "reading"),
            f"its readings have different bases ({', '.join(sorted(bases))}); say with basis: which holds",
        )
    basis = fact.basis or next(iter(bases), None)
    if basis == "inferred" and not fact.note:
        yield (*place, "note"), "is missing: what is inferred needs a note with the reasoning"
    if fact.certainty and not fact.note:
        yield (*place, "note"), f"is missing: what is {fact.certainty} needs a note that says why"
    if fact.basis is not None and fact.basis in bases and len(bases) == 1:
        yield (*place, "basis"), "repeats the basis of its reading; leave it out", "warning"
    yield from derived_problems(fact, place)
    if isinstance(fact, Claim) and fact.kind == "conclusion" and "text" not in fact.derived and not fact.quote:
        yield place, CONCLUSION, "warning"
    if fact.variant_of is not None:
        yield from _variant_problems(fact, fact.variant_of, place, record)


def derived_problems(part: Fact | Dose, place: Place) -> Iterator[Problem]:
    """Names under ``derived`` without a field or a derivation, and the other way round."""
    for name in part.derived:
        if name not in vars(part):
            yield (*place, "derived"), f"there is no field {name} here{did_you_mean(name, vars(part))}"
        elif getattr(part, name) in (None, ()):
            yield (*place, "derived"), f"names {name}, which is not given here"
    if part.derived and not part.derivation:
        yield (*place, "derivation"), f"is missing: say how {', '.join(part.derived)} was worked out"
    if part.derivation and not part.derived:
        yield (*place, "derived"), "is missing: say which fields the derivation speaks of"


def _variant_problems(fact: Fact, name: str, place: Place, record: Any) -> Iterator[Problem]:
    section, key = str(place[0]), str(place[1])
    others = getattr(record, section)
    other = others.get(name)
    here = (*place, "variant_of")
    if other is None:
        yield here, f"there is no {name} among the {section} of this file{did_you_mean(name, others)}"
    elif name == key:
        yield here, "a fact is no variant of itself"
    elif other.variant_of is not None:
        yield here, f"{name} is itself a variant; name the preferred value"
    elif getattr(other, "outcome", None) != getattr(fact, "outcome", None):
        yield here, f"{name} speaks of another outcome"
    elif not fact.note:
        yield (*place, "note"), "is missing: say why this value is not the preferred one"
