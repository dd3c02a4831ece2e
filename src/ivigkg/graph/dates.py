"""The first day on which each statement could be known: when the papers behind it were out.

A fact counts from the later of its record's and its source's date, and a statement when both of its ends do. Days are
texts such as ``2012-01-26``, so that they compare as they sort, with ``ALWAYS`` before and ``NEVER`` after all of them.

Statements are read as lines of N-Quads, and nodes are named as they stand there: a tenth of the time that as many
objects would take.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ivigkg import iris
from ivigkg.namespaces import CITO, DCTERMS, EV, FABIO, PICO, PRISM, PRO, RDF

ALWAYS = ""
NEVER = "never"
TIMELESS = frozenset(["ontology", "catalogue", "terms", "mappings"])
"""Last words of the names of graphs that hold words and bookkeeping instead of evidence."""
WHOLE = (str(EV.study), str(EV.review), str(EV.describes))
"""From a part to the study, review or paper that it belongs to."""
SPOKEN_OF = (
    EV.concerns,
    EV.includedStudy,
    EV.excludedStudy,
    EV.excludedReport,
    EV.notice,
    PICO.interventionGroup,
    PICO.comparatorGroup,
    PRO.relatesToDocument,
    CITO.hasCitingEntity,
    CITO.hasCitedEntity,
)
NEEDED = tuple(map(str, SPOKEN_OF))
"""A node with such links says nothing before everything at their other ends can be known."""
SOURCE, BASIS, ITEM, FACET = map(str, (EV.source, EV.basis, EV.evidenceItem, EV.facet))
NOTICE, CHECKED, STANDING, DESCRIBES = map(str, (EV.notice, EV.checkedOn, EV.publicationStatus, EV.describes))
REPORTS = (str(EV.primaryReport), str(EV.reportedIn))
POPULATION, PARTICIPANTS, DESIGN, NOTE = map(str, (EV.population, EV.participants, EV.design, EV.note))
RECORDED, STATUS, TYPE, JOURNAL = map(str, (EV.recordedIn, EV.statusDate, RDF.type, FABIO.Journal))
PRINTED = frozenset(map(str, (DCTERMS.issued, PRISM.publicationDate)))
PAPER = f"<{FABIO.iri}"
INFERRED = str(iris.term("basis", "inferred"))

Days = dict[str, str]
Links = defaultdict[str, list[str]]


class Statement(NamedTuple):
    """One quad, its terms as N-Quads writes them."""

    subject: str
    predicate: str
    target: str
    graph: str


def statement(line: str) -> Statement:
    """One line of N-Quads, without its end, of a quad in a named graph and without blank nodes."""
    subject, predicate, rest = line.split(" ", 2)
    target, _, graph = rest[:-2].rpartition(" ")
    return Statement(subject, predicate, target, graph)


def last_day(date: str) -> str:
    """The last day of a year, a month or a day.

    >>> last_day("2011"), last_day("2012-02"), last_day("2012-01-26")
    ('2011-12-31', '2012-02-29', '2012-01-26')
    """
    if len(date) == 4:
        return f"{date}-12-31"
    if len(date) == 7:
        return f"{date}-{calendar.monthrange(int(date[:4]), int(date[5:]))[1]}"
    return date


@dataclass
class Dates:
    """The day of each node (by its name in N-Quads) and of each statement, in the order of the statements."""

    nodes: Days
    statements: list[str]


def dates(asserted: Sequence[Statement]) -> Dates:
    """From which day on each asserted statement counts; what follows from others is to be derived anew."""
    seen = _read(asserted)
    days = _of_nodes(seen)
    return Dates(days, _of_statements(asserted, seen, days))


@dataclass
class _Seen:
    """What the days hang on: links by property, who points to whom, printed dates, numbers of people."""

    links: dict[str, Links]
    referrers: Links = field(default_factory=lambda: defaultdict(list))
    printed: Days = field(default_factory=dict)
    status: Days = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    papers: set[str] = field(default_factory=set)
    dated: set[str] = field(default_factory=set)
    timeless: set[str] = field(default_factory=set)


def _read(statements: Iterable[Statement]) -> _Seen:
    followed = (*WHOLE, *NEEDED, *REPORTS, SOURCE, BASIS, ITEM, FACET, POPULATION, RECORDED, STANDING)
    links: dict[str, Links] = {predicate: defaultdict(list) for predicate in followed}
    seen = _Seen(links)
    for subject, predicate, target, graph in statements:
        (seen.timeless if graph[1:-1].rpartition("/")[2] in TIMELESS else seen.dated).add(subject)
        if target[0] == "<":
            seen.referrers[target].append(subject)
            if predicate in links:
                links[predicate][subject].append(target)
            elif predicate == TYPE and target.startswith(PAPER) and target != JOURNAL:
                seen.papers.add(subject)
        elif predicate in PRINTED:
            day = last_day(_text(target))
            seen.printed[subject] = min(day, seen.printed.get(subject, day))
        elif predicate in (STATUS, CHECKED):
            seen.status[subject] = last_day(_text(target))
        elif predicate == PARTICIPANTS:
            seen.people[subject] = target
    graphs = {graph for graphs in links[RECORDED].values() for graph in graphs}
    seen.timeless -= graphs
    seen.dated |= graphs
    return seen


def _text(literal: str) -> str:
    return literal.split('"', 2)[1]


def _of_nodes(seen: _Seen) -> Days:
    links = seen.links
    days: Days = dict.fromkeys(seen.timeless, ALWAYS)
    for paper in seen.papers:
        days[paper] = seen.printed.get(paper, NEVER)
    for predicate in REPORTS:
        for whole, reports in links[predicate].items():
            days[whole] = min(days.get(whole, NEVER), _pick(min, days, reports, NEVER))
    for fact, sources in links[SOURCE].items():
        pick = max if INFERRED in links[BASIS][fact] else min  # what was reasoned from several papers takes them all
        own = None if fact in links[NOTICE] else seen.status.get(fact)  # a notice counts from its own day
        days[fact] = own or _pick(pick, days, sources, NEVER)
    for predicate in NEEDED:
        for node in links[predicate]:
            days.setdefault(node, ALWAYS)
    _not_before_the_whole(days, links)
    _not_before_what_is_needed(days, links)
    rest = _from_first_mention(days, seen)
    _not_before_the_whole(rest, links, days)
    return days | rest


def _pick(pick: Callable[[Iterable[str]], str], days: Days, nodes: Iterable[str], missing: str = ALWAYS) -> str:
    return pick([days.get(node, missing) for node in nodes])


def _not_before_the_whole(days: Days, links: dict[str, Links], known: Days | None = None) -> None:
    for predicate in WHOLE:
        for part, wholes in links[predicate].items():
            if part in days:
                days[part] = max(days[part], _pick(max, days if known is None else known, wholes))


def _not_before_what_is_needed(days: Days, links: dict[str, Links]) -> None:
    """Puts nodes off until all that they need counts, and a line of evidence until one of its items does."""
    rules = [(links[predicate], max) for predicate in NEEDED] + [(links[ITEM], min)]
    changed = True
    while changed:
        changed = False
        for wanted, pick in rules:
            for node, targets in wanted.items():
                day = _pick(pick, days, targets)
                if day > days.get(node, ALWAYS):
                    days[node], changed = day, True


def _from_first_mention(days: Days, seen: _Seen) -> Days:
    """All other nodes (doses, quotes, people, journals) count from the first node that points to them.

    A name to which nothing points tells nothing of when it was known; it counts with the last of all days.
    """
    latest = max((day for day in days.values() if day != NEVER), default=NEVER)
    rest = {node: NEVER if seen.referrers[node] else latest for node in seen.dated if node not in days}
    changed = True
    while changed:
        changed = False
        for node, known in rest.items():
            day = min([known, *(rest.get(other) or days.get(other, NEVER) for other in seen.referrers[node])])
            if day < known:
                rest[node], changed = day, True
    return rest


def _of_statements(statements: Sequence[Statement], seen: _Seen, days: Days) -> list[str]:
    designs, standings = _designs(seen, days), _standings(seen, days)
    result = []
    for subject, predicate, target, _ in statements:
        day = days[subject]
        if target[0] == "<":
            day = max(day, days.get(target, ALWAYS))
            if predicate == DESIGN:
                day = max(day, designs.get((subject, target), ALWAYS))
            elif predicate == STANDING and subject in seen.papers:
                day = max(day, standings.get((subject, target), ALWAYS))
        elif predicate == PARTICIPANTS and subject in seen.links[POPULATION]:
            tellers = [node for node in seen.links[POPULATION][subject] if seen.people.get(node) == target]
            day = max(day, _pick(min, days, tellers) if tellers else ALWAYS)
        elif predicate == NOTE and day and subject not in seen.links[SOURCE]:
            day = max([day, *(days[other] for other in seen.referrers[subject] if days[other] != NEVER)])
        result.append(day)
    return result


def _standings(seen: _Seen, days: Days) -> dict[tuple[str, str], str]:
    """When a standing could first be told of a paper: with the first check that shows it."""
    result: dict[tuple[str, str], str] = {}
    for check, standings in seen.links[STANDING].items():
        for paper in seen.links[DESCRIBES][check]:
            for standing in standings:
                result[paper, standing] = min(days[check], result.get((paper, standing), NEVER))
    return result


def _designs(seen: _Seen, days: Days) -> dict[tuple[str, str], str]:
    """When a design could first be told of a study: with the first source that states it."""
    result: dict[tuple[str, str], str] = {}
    for node, facets in seen.links[FACET].items():
        for predicate in WHOLE:
            for whole in seen.links[predicate].get(node, ()):
                for facet in facets:
                    result[whole, facet] = min(days[node], result.get((whole, facet), NEVER))
    return result
