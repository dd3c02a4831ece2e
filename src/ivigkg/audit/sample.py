"""Facts drawn at random from the graph, each as a card that a person can hold against the evidence."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ivigkg.audit.evidence import Entry, leaves
from ivigkg.audit.graph import Facts, Thing, record_of
from ivigkg.errors import UsageError
from ivigkg.namespaces import shorten

VALUED = (
    "CountResult",
    "AdverseEventResult",
    "SummaryResult",
    "ChangeResult",
    "EffectResult",
    "NarrativeResult",
    "PooledEstimate",
    "Arm",
    "ExposureGroup",
    "Subgroup",
    "Population",
    "Stratum",
    "Dose",
    "InterventionUse",
    "FlowCount",
    "Registration",
    "Claim",
    "Recommendation",
    "Assessment",
)
"""Classes whose nodes carry a fact of their own."""
FOOTING = ("readAt", "alsoReadAt", "certainty", "derived", "derivation", "note")
HIDDEN = frozenset(["source", "basis", "study", "review", "locator", "recordedIn", *FOOTING])
Line = Callable[[str], str | None]
"""From an IRI to the record file and line that it was made from."""


@dataclass(frozen=True)
class Card:
    """One node: what it is, what it says, and where that was read; never where in the evidence it stands."""

    iri: str
    kind: str
    whole: str
    says: tuple[tuple[str, str], ...]
    footing: tuple[tuple[str, str], ...]
    record: str | None
    entries: tuple[str, ...]


def sample(facts: Facts, number: int, seed: int, entries: Sequence[Entry], line: Line) -> list[Card]:
    """``number`` cards drawn from the graph; the same graph and seed draw the same ones."""
    known = sorted(thing.iri for thing in facts.things.values() if _valued(thing))
    if not known:
        raise UsageError("The graph holds no fact to draw; build it from a pack with studies.")
    drawn = random.Random(seed).sample(known, min(number, len(known)))
    return [_card(facts, facts.thing(iri), entries, line) for iri in drawn]


def _valued(thing: Thing) -> bool:
    return bool(thing.kinds & set(VALUED)) and "#" in thing.iri and bool(_values(thing))


def _values(thing: Thing) -> list[str]:
    return [name for name in thing.values if name not in HIDDEN and name != "label"]


def _card(facts: Facts, thing: Thing, entries: Sequence[Entry], line: Line) -> Card:
    whole = facts.thing(thing.iri.partition("#")[0])
    says = [
        (name, _named(facts, iri)) for name, found in sorted(thing.links.items()) if name not in HIDDEN for iri in found
    ]
    says += [(name, value) for name, found in sorted(thing.values.items()) if name not in HIDDEN for value in found]
    user = _user(facts, thing)
    if user is not None:
        says.insert(0, ("belongs to", f"{_label(user)} ({user.key})"))
    told = thing if "source" in thing.links else (user or thing)
    footing = [("source", _named(facts, iri)) for iri in told.links.get("source", ())]
    footing += [("basis", iri.rpartition("/")[2]) for iri in told.links.get("basis", ())]
    footing += [
        (name, value)
        for name in FOOTING
        for value in (*thing.values.get(name, ()), *(told.values.get(name, ()) if told is not thing else ()))
    ]
    footing += [
        ("quote", value)
        for place in facts.linked([told], "locator")
        for pick in facts.linked([place], "hasSelector")
        for value in pick.values.get("exact", ())
    ]
    kind = min(thing.kinds & set(VALUED), key=VALUED.index)
    return Card(
        thing.iri, kind, _label(whole), tuple(says), tuple(footing), line(thing.iri), _entries(facts, whole, entries)
    )


def _entries(facts: Facts, whole: Thing, entries: Sequence[Entry]) -> tuple[str, ...]:
    """The entries that a record holds; for a study without one, those that tell of it as a related paper."""
    record = record_of(whole)
    own = tuple(e.name for e in entries if record in (e.records or ()) or record.endswith(f"/{e.name}"))
    papers = facts.linked([whole], "primaryReport", "reportedIn")
    readings = [part for part in facts.of_kind(whole.iri, "BibliographicSource") if _of(part, papers)]
    marks = {value for paper in papers for name in ("doi", "hasPubMedId") for value in paper.values.get(name, ())}
    marks |= {page for part in readings for page in part.values.get("readAt", ())}
    return own or tuple(e.name for e in entries if marks & _related(e))


def _of(reading: Thing, papers: Sequence[Thing]) -> bool:
    return any(paper.iri in reading.links.get("describes", ()) for paper in papers)


def _related(entry: Entry) -> set[str]:
    """Identifiers and pages of the papers that an entry names beside its own."""
    told = leaves(entry.content.get("related_publications") or [])
    return {value for path, value in told if value and path.rpartition(".")[2] in ("doi", "pmid", "source")}


def _user(facts: Facts, thing: Thing) -> Thing | None:
    """The regimen that a dose belongs to."""
    if "Dose" not in thing.kinds:
        return None
    owner = thing.iri.partition("#")[0]
    return next((part for part in facts.parts[owner] if thing.iri in part.links.get("dose", ())), None)


def _label(thing: Thing) -> str:
    return thing.value("label") or thing.value("prefLabel") or thing.key


def _named(facts: Facts, iri: str) -> str:
    thing = facts.things.get(iri)
    return f"{_label(thing)} ({shorten(iri)})" if thing is not None else shorten(iri)


def card_lines(number: int, card: Card) -> list[str]:
    """A card for people to read."""
    lines = [f"{number}. {card.iri}", f"   {card.kind} of {card.whole}"]
    lines += [f"   {name:<20} {value}" for name, value in card.says]
    lines += [f"   {name:<20} {value}" for name, value in card.footing]
    if card.record:
        lines.append(f"   {'record':<20} {card.record}")
    lines.append(f"   {'evidence entries':<20} {', '.join(card.entries) or 'none'}")
    return lines
