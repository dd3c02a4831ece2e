"""Cells of the tables that take more than following one path: main populations, agents, sums of people, time."""

from __future__ import annotations

from collections.abc import Callable

from ivigkg.export.facts import Facts, join, show

Cell = Callable[[Facts, str], str]
"""From a study or result, in its N-Triples form, to the text of a cell; empty when nothing is known."""

BLINDING = ("double-blind", "single-blind", "open-label")
"""The facets of design that tell who knew which treatment was given."""

RESULTS = {
    "AdverseEventResult": "adverse-event",
    "CountResult": "count",
    "SummaryResult": "summary",
    "ChangeResult": "change",
    "EffectResult": "effect",
    "NarrativeResult": "narrative",
}
"""Classes of results, the more special one first, and what the tables call them."""

TIMES = {
    "years": "ev:timepointYears",
    "months": "ev:timepointMonths",
    "weeks": "ev:timepointWeeks",
    "days": "ev:timepointDays",
}


def name(_: Facts, node: str) -> str:
    """The last part of the IRI."""
    return show(node)


def iri(_: Facts, node: str) -> str:
    """The IRI itself."""
    return node[1:-1]


def values(path: str, length: int | None = None) -> Cell:
    """Everything at the end of ``path``, cut to its first ``length`` characters."""
    return lambda facts, node: join(show(value)[:length] for value in facts.follow([node], path))


def of_population(path: str) -> Cell:
    """What the main population of a study says; other populations may be other people."""
    return lambda facts, study: join(map(show, facts.follow(_main_population(facts, study), path)))


def other_populations(facts: Facts, study: str) -> str:
    """The names of a study's further populations with their participants."""
    main = _main_population(facts, study)
    words = []
    for node in facts.follow([study], "ev:population"):
        number = join(map(show, facts.follow([node], "ev:participants")))
        if node not in main:
            words.append(f"{show(node)} ({number})" if number else show(node))
    return join(words)


def _main_population(facts: Facts, study: str) -> list[str]:
    """The one called ``#population``, or the only one there is."""
    nodes = facts.follow([study], "ev:population")
    main = f"{study[:-1]}#population>"
    return [main] if main in nodes else nodes if len(nodes) == 1 else []


def number_of(path: str, *classes: str) -> Cell:
    """How many nodes at the end of ``path`` are of one of the classes."""
    return lambda facts, node: str(len(facts.of_class(facts.follow([node], path), *classes)))


def agents(path: str, *, background: bool) -> Cell:
    """What the groups at the end of ``path`` were given: either what was studied, or what was given besides."""

    def cell(facts: Facts, node: str) -> str:
        uses = _uses(facts, facts.follow([node], path))
        wanted = [use for use in uses if ("true" in map(show, facts.follow([use], "ev:background"))) is background]
        return join(map(show, facts.follow(wanted, "pico:appliedIntervention")))

    return cell


def _uses(facts: Facts, groups: list[str]) -> list[str]:
    """The regimens of groups; a group that names none has those of the one group that it is drawn from."""
    seen: set[str] = set()
    uses = facts.follow(groups, "pico:intervention")
    while not uses and not seen.intersection(groups):
        seen.update(groups)
        groups = facts.follow(groups, "ev:drawnFrom")
        if len(groups) != 1:
            return []
        uses = facts.follow(groups, "pico:intervention")
    return uses


def people(path: str) -> Cell:
    """The participants of all groups at the end of ``path`` together; empty when one of them has no number."""

    def cell(facts: Facts, node: str) -> str:
        groups = facts.follow([node], path)
        numbers = [show(number) for group in groups for number in facts.follow([group], "ev:participants")]
        return str(sum(map(int, numbers))) if numbers and len(numbers) == len(groups) else ""

    return cell


def blinding(facts: Facts, study: str) -> str:
    """The facets of design that tell who knew."""
    return join(facet for facet in map(show, facts.follow([study], "ev:design")) if facet in BLINDING)


def other_papers(facts: Facts, study: str) -> str:
    """Papers on the study besides the main one."""
    main = facts.follow([study], "ev:primaryReport")
    return join(show(paper) for paper in facts.follow([study], "ev:reportedIn") if paper not in main)


def kind(facts: Facts, result: str) -> str:
    """The kind of a result."""
    classes = set(map(show, facts.follow([result], "rdf:type")))
    return next((word for class_, word in RESULTS.items() if class_ in classes), "")


def time_value(facts: Facts, result: str) -> str:
    """The time point, in whichever unit the source counts in."""
    return join(show(value) for path in TIMES.values() for value in facts.follow([result], path))


def time_unit(facts: Facts, result: str) -> str:
    """The unit of the time point."""
    return join(unit for unit, path in TIMES.items() if facts.follow([result], path))
