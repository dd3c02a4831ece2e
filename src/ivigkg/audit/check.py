"""The whole comparison: every fact of the evidence, and everything wrong with what stands beside it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ivigkg.audit.arms import arms
from ivigkg.audit.design import design
from ivigkg.audit.desk import Desk, Verdict
from ivigkg.audit.evidence import Entry, Evidence
from ivigkg.audit.graph import Facts
from ivigkg.audit.paper import paper
from ivigkg.audit.people import involved, people
from ivigkg.audit.placing import finish
from ivigkg.audit.remarks import remarks
from ivigkg.audit.results import outcomes
from ivigkg.audit.sections import sections
from ivigkg.audit.shelves import NUMBERED, section
from ivigkg.audit.words import numbers
from ivigkg.errors import UsageError


@dataclass(frozen=True)
class Left:
    """A fact that was left out, and why."""

    verdict: Verdict
    reason: str
    note: str


@dataclass(frozen=True)
class Audit:
    """The verdict on every fact of a folder of evidence, by entry and path, and faults of the files beside it."""

    verdicts: tuple[Verdict, ...]
    left: tuple[Left, ...]
    faults: tuple[str, ...]
    files: dict[str, str]

    @property
    def gaps(self) -> tuple[Verdict, ...]:
        """Facts that are not in the graph and were not left out."""
        return tuple(verdict for verdict in self.verdicts if verdict.how == "missing")

    @property
    def clean(self) -> bool:
        """Whether nothing is unexplained and nothing beside the evidence is wrong."""
        return not self.gaps and not self.faults


def audit(evidence: Evidence, facts: Facts, only: Collection[str] | None = None) -> Audit:
    """Compares the evidence with a graph; ``only`` names entries to look at, and then the dictionary is not judged."""
    faults: list[str] = [] if only is not None else list(evidence.complaints)
    used: set[tuple[str, ...]] = set()
    verdicts: list[Verdict] = []
    for entry in evidence.entries:
        if only is None or entry.name in only:
            verdicts += _entry(evidence, facts, entry, used, faults)
    verdicts, left = _left_out(evidence, verdicts, faults, only)
    if only is None:
        faults += _unused(evidence, used)
    files = {entry.name: entry.file for entry in evidence.entries}
    return Audit(tuple(verdicts), left, tuple(dict.fromkeys(faults)), files)


def _entry(
    evidence: Evidence, facts: Facts, entry: Entry, used: set[tuple[str, ...]], faults: list[str]
) -> list[Verdict]:
    desk = Desk(evidence, facts, entry, used, faults)
    if not desk.wholes and not desk.papers:
        faults.append(
            f"{entry.file}: {entry.name} has no record in the graph; name it in records.yaml, and build again"
        )
    name = "key" if "key" in entry.content else "id"
    if desk.wholes or desk.papers:
        desk.say(name, entry.name, "graph", witnesses=[(t.iri, "iri") for t in (*desk.wholes, *desk.papers)])
    for look in (paper, design, people, involved, arms, outcomes, sections, remarks):
        try:
            look(desk)
        except (AttributeError, KeyError, TypeError) as error:
            raise UsageError(
                f"{entry.file}: entry {entry.name} has not the shape of an evidence file: its {look.__name__} cannot "
                f"be read ({error}). docs/audit.md says what stands where."
            ) from error
    verdicts = finish(desk)
    return [verdicts[path] for path, _ in entry.facts()]


def _left_out(
    evidence: Evidence, verdicts: list[Verdict], faults: list[str], only: Collection[str] | None
) -> tuple[list[Verdict], tuple[Left, ...]]:
    left: list[Left] = []
    by_fact = {(v.entry, v.path): i for i, v in enumerate(verdicts)}
    for item in evidence.left_out:
        if only is not None and item.record not in only:
            continue
        below = [
            i
            for (entry, path), i in by_fact.items()
            if entry == item.record and (path == item.path or path.startswith(f"{item.path}."))
        ]
        if not below:
            faults.append(f"left-out.yaml: {item.record} {item.path}: there is no such fact in the evidence")
        for index in below:
            verdict = verdicts[index]
            if item.reason == "stray-key" and section(verdict.path) in NUMBERED and numbers(verdict.value or ""):
                faults.append(
                    f"left-out.yaml: {item.record} {verdict.path}: {verdict.value} is a number of the "
                    f"{section(verdict.path)}, which no stray key is; give it a place, or another reason"
                )
            if verdict.how == "missing":
                verdicts[index] = Verdict(
                    verdict.entry, verdict.path, verdict.value, "left-out", verdict.where, verdict.nearest
                )
                left.append(Left(verdicts[index], item.reason, item.note))
        if below and all(verdicts[i].how in ("graph", "words") for i in below):
            faults.append(
                f"left-out.yaml: {item.record} {item.path}: is in the graph after all "
                f"({verdicts[below[0]].where}); take the line out"
            )
    return verdicts, tuple(left)


def _unused(evidence: Evidence, used: set[tuple[str, ...]]) -> list[str]:
    names = evidence.names
    found = []
    for shelf in type(names).model_fields:
        if shelf == "entries":
            continue
        found += [
            f"names.yaml: {shelf}.{word}: no fact of the evidence uses it"
            for word in getattr(names, shelf)
            if (shelf, word) not in used
        ]
    for entry, own in names.entries.items():
        for shelf in type(own).model_fields:
            found += [
                f"names.yaml: entries.{entry}.{shelf}.{word}: no fact of the entry uses it"
                for word in getattr(own, shelf)
                if ("entries", entry, shelf, word) not in used
            ]
    return found
