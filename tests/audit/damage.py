"""Ways to damage one fact of a graph, so that the audit must miss it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ivigkg.audit.check import Audit, audit
from ivigkg.audit.desk import Verdict
from ivigkg.audit.evidence import Evidence
from ivigkg.audit.graph import Facts, Thing
from ivigkg.audit.shelves import section

NUMERIC = frozenset(
    [
        "events",
        "total",
        "percent",
        "mean",
        "sd",
        "se",
        "spread",
        "median",
        "meanChange",
        "percentChange",
        "ciLower",
        "ciUpper",
        "ciLevel",
        "estimate",
        "pValue",
        "participants",
        "participantsFemale",
        "participantsMale",
        "femalePercent",
        "count",
        "numericValue",
        "upTo",
        "ageMean",
        "ageSd",
        "ageMedian",
        "ageMinimum",
        "ageMaximum",
        "eligibleAgeMinimum",
        "eligibleAgeMaximum",
        "baselineMean",
        "followUpMean",
        "baselineValue",
        "followUpValue",
        "value",
        "durationWeeks",
        "durationMonths",
        "daysPerCourse",
        "iSquared",
    ]
)
SECTIONS = frozenset(["results", "harms", "population", "groups and doses"])


@dataclass(frozen=True)
class Damage:
    """What was done to which fact, and what the audit says of it afterwards."""

    kind: str
    verdict: Verdict
    done: str
    seen: bool
    others: tuple[str, ...]


@contextmanager
def changed(*things: Thing) -> Iterator[None]:
    """Whatever is done to some nodes inside the block is undone at its end."""
    kept = [({k: list(v) for k, v in t.values.items()}, {k: list(v) for k, v in t.links.items()}) for t in things]
    _forget(things)
    try:
        yield
    finally:
        for thing, (values, links) in zip(things, kept, strict=True):
            thing.values, thing.links = values, links
        _forget(things)


def _forget(things: tuple[Thing, ...]) -> None:
    for thing in things:
        for name in ("texts", "numbers"):
            thing.__dict__.pop(name, None)


def numeric_facts(done: Audit) -> list[Verdict]:
    """The facts of results, groups, populations and harms that are held as a value by one node alone."""
    return [
        verdict
        for verdict in done.verdicts
        if verdict.how == "graph"
        and section(verdict.path) in SECTIONS
        and len({node for node, _ in verdict.witnesses}) == 1
        and verdict.witnesses[0][1] in NUMERIC
    ]


class Bench:
    """Damages facts of one graph and asks the audit of the entry again."""

    def __init__(self, evidence: Evidence, facts: Facts, seed: int):
        self.evidence, self.facts = evidence, facts
        self.random = random.Random(seed)
        self.whole = audit(evidence, facts)
        self.before = {(v.entry, v.path) for v in self.whole.gaps}

    def ask(self, kind: str, verdict: Verdict, done: str, things: tuple[Thing, ...], act: Callable[[], None]) -> Damage:
        """Damages ``things`` by ``act`` and looks whether the fact is a gap then; everything is as before afterwards."""
        with changed(*things):
            act()
            _forget(things)
            after = audit(self.evidence, self.facts, only={verdict.entry})
        gaps = {(v.entry, v.path) for v in after.gaps} - self.before
        others = tuple(sorted(path for entry, path in gaps if path != verdict.path))
        return Damage(kind, verdict, done, (verdict.entry, verdict.path) in gaps, others)

    def node(self, verdict: Verdict) -> tuple[Thing, str]:
        """The node and property that hold a fact."""
        iri, prop = verdict.witnesses[0]
        return self.facts.things[iri], prop

    def written(self, kind: str, verdict: Verdict, write: Callable[[str], str | None]) -> Damage | None:
        """A value written otherwise."""
        thing, prop = self.node(verdict)
        old = thing.values[prop][0]
        new = write(old)
        if new is None or new == old:
            return None
        return self.ask(
            kind, verdict, f"{thing.key} {prop} {old} -> {new}", (thing,), lambda: thing.values.update({prop: [new]})
        )

    def linked(self, kind: str, verdict: Verdict, name: str, new: str) -> Damage | None:
        """A node that points elsewhere."""
        thing, _ = self.node(verdict)
        old = thing.links.get(name)
        if not old or old == [new]:
            return None
        return self.ask(
            kind, verdict, f"{thing.key} {name} {old} -> {new}", (thing,), lambda: thing.links.update({name: [new]})
        )

    def swapped(self, kind: str, verdict: Verdict, other: Thing, props: list[str]) -> Damage | None:
        """Values of two nodes exchanged."""
        thing, _ = self.node(verdict)

        def act() -> None:
            for prop in props:
                mine, theirs = thing.values.pop(prop, None), other.values.pop(prop, None)
                if theirs is not None:
                    thing.values[prop] = theirs
                if mine is not None:
                    other.values[prop] = mine

        return self.ask(kind, verdict, f"{thing.key} <-> {other.key} {', '.join(props)}", (thing, other), act)


def last_digit(value: str) -> str | None:
    """The last digit one higher: 75.0 is 75.1, 9 is 8."""
    if not value[-1].isdigit():
        return None
    return value[:-1] + ("8" if value[-1] == "9" else str(int(value[-1]) + 1))


def zero(value: str) -> str | None:
    """The same number written with another number of zeros at its end."""
    if "." not in value:
        return f"{value}.0"
    return value.rstrip("0").rstrip(".") if value.endswith("0") else f"{value}0"


def no_point(value: str) -> str | None:
    """A number that lost its decimals."""
    return value.partition(".")[0] if "." in value else None
