"""One entry of the evidence on the desk beside its study or review: what is looked for, and what was found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ivigkg import iris
from ivigkg.audit.evidence import Entry, Evidence
from ivigkg.audit.graph import Facts, Thing
from ivigkg.audit.names import EntryNames
from ivigkg.audit.words import loose_numbers, numbers, plain, reference_numbers, telling, without_addresses
from ivigkg.namespaces import expand, shorten

How = Literal["graph", "words", "silent", "left-out", "missing"]
"""In the graph as a value; told in words there; says nothing itself (null); left out with a reason; not found."""
GROUPS = ("Arm", "ExposureGroup", "Subgroup")


@dataclass(frozen=True)
class Verdict:
    """What became of one fact: how it stands, where it was looked for, what came nearest, and which nodes hold it."""

    entry: str
    path: str
    value: str | None
    how: How
    where: str = ""
    nearest: str = ""
    witnesses: tuple[tuple[str, str], ...] = ()


class Desk:
    """Looks for the facts of one entry and keeps a verdict on each."""

    def __init__(self, evidence: Evidence, facts: Facts, entry: Entry, used: set[tuple[str, ...]], faults: list[str]):
        self.evidence, self.facts, self.entry = evidence, facts, entry
        self.content: dict[str, Any] = entry.content
        self.names = evidence.names.entries.get(entry.name, EntryNames())
        self.used, self.faults = used, faults
        self.verdicts: dict[str, Verdict] = {}
        self.wholes = self._wholes()
        self.papers = self._papers()
        self.label = self.wholes[0].key if self.wholes else entry.name

    # --- what the entry is about

    def _wholes(self) -> list[Thing]:
        names = self.entry.records
        if names is None:
            names = (f"studies/{self.entry.name}", f"reviews/{self.entry.name}")
        found = []
        for name in names:
            folder, _, slug = name.partition("/")
            thing = self.facts.things.get(iris.record("study" if folder == "studies" else "review", slug).value)
            if thing is not None:
                found.append(thing)
        return found

    def _papers(self) -> list[Thing]:
        slug = re.sub(r"[^a-z0-9]+", "-", re.sub(r"(?<=[a-z])(?=\d)", "-", self.entry.name.casefold())).strip("-")
        own = self.facts.linked(self.wholes, "reportedIn", "primaryReport")
        named = [paper for paper in own if paper.key == slug]
        if named:
            return named
        if self.wholes:
            return self.facts.linked(self.wholes, "primaryReport")
        paper = self.facts.things.get(iris.record("publication", self.entry.name).value)
        return [paper] if paper else []

    def is_primary(self) -> bool:
        """Whether the entry is on the main report of the study or review, and not on a companion paper."""
        main = {iri for whole in self.wholes for iri in whole.links.get("primaryReport", ())}
        return any(paper.iri in main for paper in self.papers)

    def parts(self, *kinds: str) -> list[Thing]:
        """The parts of the study or review that are of one of some classes."""
        return [part for whole in self.wholes for part in self.facts.of_kind(whole.iri, *kinds)]

    def all_parts(self) -> list[Thing]:
        """The study or review itself, every part of it, its papers, and what is said of these."""
        own = [part for whole in self.wholes for part in self.facts.parts[whole.iri]]
        papers = [*self.facts.linked(self.wholes, "reportedIn", "primaryReport"), *self.papers]
        about = [thing for paper in papers for thing in self.facts.describing[paper.iri]]
        return [*self.wholes, *own, *papers, *about]

    # --- words of the evidence to nodes of the graph

    def terms(self, kind: str, text: str, section: str) -> set[str]:
        """The terms that a word of the evidence means: by name, or by the dictionary."""
        found = self.facts.named(kind, text)
        for place in (("entries", self.entry.name, section, text), (section, text)):
            listed = self._listed(place)
            if listed is None:
                continue
            self.used.add(place)
            meant = set()
            for slug in listed:
                iris = self.facts.called(kind, slug)
                meant |= iris
                if not iris:
                    self.faults.append(f"names.yaml: {'.'.join(place)}: there is no {kind} {slug} in the graph")
            if meant == found:
                self.faults.append(f"names.yaml: {'.'.join(place)}: is not needed, the names alone tell it")
            return meant
        return found

    def direction(self, text: str) -> set[str]:
        """The directions that a text means; ``for`` and ``against`` are too common words to count inside a text."""
        found = self.terms("direction", text, "directions")
        advice = self.facts.called("direction", "for") | self.facts.called("direction", "against")
        return found if found <= advice and plain(text) in ("for", "against") else found - advice

    def _listed(self, place: Sequence[str]) -> Sequence[str] | None:
        holder: Any = self.names if place[0] == "entries" else self.evidence.names
        *_, section, word = place
        listed = getattr(holder, section, {}).get(word)
        return getattr(listed, "terms", listed) or None

    def keys(self, keys: Iterable[str], place: tuple[str, ...]) -> list[Thing]:
        """Parts by their keys; a key that names nothing is a fault of the dictionary."""
        found = []
        for key in keys:
            things = [thing for whole in self.wholes if (thing := self.facts.things.get(f"{whole.iri}#{key}"))]
            if not things and ":" in key:
                prefix, _, slug = key.partition(":")
                thing = self.facts.things.get(iris.scheme(slug).value if prefix == "scheme" else expand(key) or "")
                things = [thing] if thing else []
            if not things and key == "whole":
                things = self.wholes
            if not things and key == "paper":
                things = self.papers
            if not things:
                self.faults.append(f"names.yaml: {'.'.join(place)}: {self.label} has no part {key}")
            found += things
        return found

    def groups(self, label: str | None) -> list[Thing]:
        """The groups that a label of the evidence means."""
        if label is None:
            arms = self.content.get("arms") or []
            listed = self.names.groups.get("no arm")
            if listed is None and len(arms) == 1:
                return self.groups(arms[0].get("arm") or arms[0].get("label"))
            if listed is not None:
                self.used.add(("entries", self.entry.name, "groups", "no arm"))
                return self.keys(listed, ("entries", self.entry.name, "groups", "no arm"))
            return []
        found = [group for group in self.parts(*GROUPS) if plain(group.value("label") or "") == plain(label)]
        listed = self.names.groups.get(label)
        if listed is None:
            return found
        place = ("entries", self.entry.name, "groups", label)
        self.used.add(place)
        meant = self.keys(listed, place)
        if [thing.iri for thing in meant] == [thing.iri for thing in found]:
            self.faults.append(f"names.yaml: {'.'.join(place)}: is not needed, the label alone tells it")
        return meant

    # --- verdicts

    def say(
        self,
        path: str,
        value: str | None,
        how: How,
        where: str = "",
        nearest: str = "",
        witnesses: Iterable[tuple[str, str]] = (),
    ) -> None:
        """Keeps the verdict on one fact; a fact found once stays found."""
        before = self.verdicts.get(path)
        if before is not None and before.how in ("graph", "words") and how == "missing":
            return
        self.verdicts[path] = Verdict(self.entry.name, path, value, how, where, nearest, tuple(witnesses))

    def judge(
        self,
        path: str,
        value: str | None,
        good: object,
        where: str,
        nearest: str = "",
        witnesses: Iterable[tuple[str, str]] = (),
    ) -> None:
        """Keeps found or missing, by whether ``good`` holds anything."""
        if good:
            self.say(path, value, "graph", where, witnesses=witnesses)
        else:
            self.say(path, value, "missing", where, nearest)

    def held(
        self, path: str, value: str | None, witnesses: Sequence[tuple[str, str]], where: str, nearest: str
    ) -> None:
        """Keeps found where any node holds it, else missing."""
        self.judge(path, value, witnesses, where, nearest, witnesses)

    def look(
        self,
        path: str,
        value: str | None,
        things: Iterable[Thing],
        props: Sequence[str],
        where: str,
        words: bool = False,
    ) -> bool:
        """Looks for a value, digit for digit, under some properties of the nodes at its place."""
        if value is None:
            self.say(path, None, "silent")
            return True
        things = list(things)
        held = [(t, p) for t in things for p in props if value in t.values.get(p, ())]
        if held:
            self.say(path, value, "graph", where, witnesses=[(t.iri, p) for t, p in held])
            return True
        others = [f"{t.key} {p} {v}" for t in things for p in props for v in t.values.get(p, ())]
        if words and not others and (told := self._telling(value, things)):
            self.say(path, value, "words", where, witnesses=[(t.iri, "words") for t in told])
            return True
        nearest = ", ".join(others[:4]) or self._nearest(value, things)
        self.say(path, value, "missing", f"{where}, {' or '.join(props)}", nearest)
        return False

    def _telling(self, value: str, things: Iterable[Thing]) -> list[Thing]:
        wanted = loose_numbers(value)
        return [t for t in things if wanted and wanted <= t.numbers]

    def _nearest(self, value: str, things: Sequence[Thing]) -> str:
        if not things:
            return "nothing at that place"
        elsewhere = [
            f"{part.key} {name} {value}"
            for whole in self.wholes
            for part in self.facts.parts[whole.iri]
            for name, found in part.values.items()
            if value in found and name not in ("readAt", "alsoReadAt")
        ]
        at = "; ".join(thing.key for thing in things[:3])
        return f"at {at} nothing of the kind" + (f"; {elsewhere[0]}" if elsewhere else "")

    def link(
        self, path: str, value: str, things: Iterable[Thing], props: Sequence[str], meant: set[str], where: str
    ) -> bool:
        """Looks for a link to one of the terms that a word means."""
        things = list(things)
        held = [(t.iri, p) for t in things for p in props if meant & set(t.links.get(p, ()))]
        if held:
            self.say(path, value, "graph", where, witnesses=held)
            return True
        others = [f"{t.key} {p} {iri.rpartition('/')[2]}" for t in things for p in props for iri in t.links.get(p, ())]
        wanted = ", ".join(sorted(shorten(iri) for iri in meant)) or f"no term is called {value}"
        nearest = ", ".join(others[:4]) or ("nothing at that place" if not things else "no such link there")
        self.say(path, value, "missing", f"{where}, {' or '.join(props)} {wanted}", nearest)
        return False

    def tell(self, path: str, value: str | None, things: Iterable[Thing], where: str, phrase: bool = False) -> bool:
        """Looks for every number of a text, and for a phrase also half of its telling words, among what nodes say."""
        if value is None:
            self.say(path, None, "silent")
            return True
        things = list({thing.iri: thing for thing in things}.values())
        said = frozenset(number for thing in things for number in thing.numbers)
        said |= self.facts.references & reference_numbers(value)
        bare, addresses = without_addresses(value)
        said_at = {a for thing in things for p in ("readAt", "alsoReadAt", "address") for a in thing.values.get(p, ())}
        unread = [a for a in addresses if a not in said_at and not any(a in t for thing in things for t in thing.texts)]
        lacking = sorted(numbers(bare) - said) + unread
        if lacking:
            self.say(path, value, "missing", f"{where}, in words", f"no {', '.join(lacking)} in {self.some(things)}")
            return False
        if phrase and not self._phrase(value, things):
            self.say(path, value, "missing", f"{where}, in words", f"not told in {self.some(things)}")
            return False
        self.say(path, value, "words", where)
        return True

    def some(self, things: Sequence[Thing]) -> str:
        """The first few nodes by their keys."""
        return ", ".join(thing.key for thing in things[:4]) + (" ..." if len(things) > 4 else "") or "nothing"

    def _phrase(self, value: str, things: Sequence[Thing]) -> bool:
        wanted = telling(value)
        if not wanted:
            return bool(things)
        said: set[str] = set()
        for thing in things:
            for text in self.spoken(thing):
                said |= telling(text)
        return len(wanted & said) * 2 >= len(wanted)

    def spoken(self, thing: Thing) -> list[str]:
        """What a node says, and what the terms and groups it points to are called."""
        texts = list(thing.texts)
        for name, targets in thing.links.items():
            if name in ("source", "study", "review", "basis", "stratumOf"):
                continue
            for iri in targets:
                target = self.facts.thing(iri)
                texts += [*target.values.get("prefLabel", ()), *target.values.get("altLabel", ())]
                texts += [*target.values.get("label", ()), iri.rpartition("/")[2].rpartition("#")[2].replace("-", " ")]
        return texts
