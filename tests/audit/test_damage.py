"""Whatever is changed in the graph, the audit names the fact that is gone."""

from __future__ import annotations

import re

import pytest

from ivigkg.audit.check import Audit, audit
from ivigkg.audit.desk import Verdict
from ivigkg.audit.evidence import Evidence
from ivigkg.audit.graph import Facts, Thing

from .damage import NUMERIC, Bench, Damage, changed, last_digit, no_point, numeric_facts, zero

RESULTS = {"CountResult", "AdverseEventResult", "SummaryResult", "ChangeResult", "EffectResult", "PooledEstimate"}
MANY = 60
"""Facts drawn for each kind of damage, the same ones in every run."""


@pytest.fixture(scope="module")
def bench(evidence: Evidence, facts: Facts) -> Bench:
    return Bench(evidence, facts, seed=1)


@pytest.fixture(scope="module")
def drawn(bench: Bench) -> list[Verdict]:
    return bench.random.sample(numeric_facts(bench.whole), MANY)


@pytest.fixture(scope="module")
def results(bench: Bench) -> list[Verdict]:
    known = [v for v in numeric_facts(bench.whole) if bench.node(v)[0].kinds & RESULTS]
    return bench.random.sample(known, MANY)


def own(bench: Bench, thing: Thing) -> list[Thing]:
    return bench.facts.parts[thing.iri.partition("#")[0]]


def missed(damages: list[Damage | None]) -> list[str]:
    """Damages that the audit did not see at all; at least a few must have been done."""
    done = [damage for damage in damages if damage is not None]
    assert len(done) >= 5
    return [f"{d.verdict.entry} {d.verdict.path}: {d.done}" for d in done if not d.seen and not d.others]


@pytest.mark.parametrize("write", [last_digit, zero, no_point], ids=["digit", "zero", "decimals"])
def test_a_number_written_otherwise_is_exactly_that_gap(bench: Bench, drawn: list[Verdict], write) -> None:  # type: ignore[no-untyped-def]
    done = [damage for v in drawn if (damage := bench.written("number", v, write)) is not None]
    assert len(done) >= 5
    assert [f"{d.verdict.entry} {d.verdict.path}: {d.done}" for d in done if not d.seen] == []


def test_a_value_that_is_gone_is_a_gap(bench: Bench, drawn: list[Verdict]) -> None:
    done = []
    for verdict in drawn:
        thing, prop = bench.node(verdict)
        if prop not in ("total", "pValue"):  # a size may stand on the group, a p on each of several outcomes
            done.append(
                bench.ask("gone", verdict, f"{thing.key} {prop}", (thing,), lambda t=thing, p=prop: t.values.pop(p))
            )
    assert missed(done) == []


def test_a_result_of_another_outcome_is_a_gap(bench: Bench, results: list[Verdict]) -> None:
    outcomes = sorted(t.iri for t in bench.facts.things.values() if "OutcomeTerm" in t.kinds)
    assert missed([bench.linked("outcome", v, "outcome", bench.random.choice(outcomes)) for v in results]) == []


def test_a_result_of_another_group_is_a_gap(bench: Bench, results: list[Verdict]) -> None:
    done = []
    for verdict in results:
        thing, prop = bench.node(verdict)
        groups = sorted(p.iri for p in own(bench, thing) if p.kinds & {"Arm", "ExposureGroup", "Subgroup"})
        if groups and prop != "pValue":
            done.append(bench.linked("group", verdict, "group", bench.random.choice(groups)))
    assert missed(done) == []


def test_a_result_of_another_week_is_a_gap(bench: Bench, results: list[Verdict]) -> None:
    done = []
    for verdict in results:
        thing, _ = bench.node(verdict)
        for name in ("timepointWeeks", "timepointMonths"):
            if name in thing.values:
                later = {name: [f"{thing.values[name][0]}7"]}
                done.append(
                    bench.ask(
                        "time", verdict, f"{thing.key} {name}", (thing,), lambda t=thing, n=later: t.values.update(n)
                    )
                )
    assert missed(done) == []


def siblings(bench: Bench, verdict: Verdict, same_outcome: bool) -> list[Thing]:
    """Other results of the study that hold another value under the same property."""
    thing, prop = bench.node(verdict)
    return [
        other
        for other in own(bench, thing)
        if other is not thing
        and other.kinds & RESULTS
        and (other.links.get("outcome") == thing.links.get("outcome")) is same_outcome
        and prop in other.values
        and other.values[prop] != thing.values[prop]
    ]


@pytest.mark.parametrize("same_outcome", [True, False], ids=["arms or weeks", "outcomes"])
def test_numbers_swapped_between_two_results_are_gaps(bench: Bench, results: list[Verdict], same_outcome: bool) -> None:
    done = []
    for verdict in results:
        others = siblings(bench, verdict, same_outcome)
        if others:
            done.append(bench.swapped("value", verdict, bench.random.choice(others), [bench.node(verdict)[1]]))
    assert missed(done) == []


@pytest.mark.parametrize("same_outcome", [True, False], ids=["arms or weeks", "outcomes"])
def test_whole_results_swapped_are_gaps(bench: Bench, results: list[Verdict], same_outcome: bool) -> None:
    done = []
    for verdict in results:
        thing, _ = bench.node(verdict)
        others = siblings(bench, verdict, same_outcome)
        if others:
            other = bench.random.choice(others)
            values = sorted((set(thing.values) | set(other.values)) & NUMERIC | {"pRelation"})
            done.append(bench.swapped("result", verdict, other, values))
    assert missed(done) == []


@pytest.mark.parametrize(
    ("kind", "prop"),
    [("Stratum", "participants"), ("Dose", "numericValue"), ("Arm", "participants"), ("FlowCount", "count")],
)
def test_numbers_of_people_and_doses_swapped_are_gaps(bench: Bench, kind: str, prop: str) -> None:
    done = []
    for verdict in numeric_facts(bench.whole):
        thing, held = bench.node(verdict)
        if kind not in thing.kinds or held != prop or len(done) >= MANY:
            continue
        others = [
            o
            for o in own(bench, thing)
            if kind in o.kinds and prop in o.values and o.values[prop] != thing.values[prop]
        ]
        if others:
            done.append(bench.swapped(kind, verdict, bench.random.choice(others), [prop]))
    assert missed(done) == []


@pytest.mark.parametrize("name", ["source", "further_sources"])
def test_a_page_that_is_gone_is_exactly_that_gap(bench: Bench, name: str) -> None:
    known = [v for v in bench.whole.verdicts if v.how == "graph" and re.search(rf"\.{name}(\.|$)", v.path)]
    done = []
    for verdict in bench.random.sample(known, min(40, len(known))):
        nodes = tuple(bench.facts.things[iri] for iri in dict.fromkeys(iri for iri, _ in verdict.witnesses))

        def drop(nodes: tuple[Thing, ...] = nodes, address: str = verdict.value or "") -> None:
            for node in nodes:
                for prop in ("readAt", "alsoReadAt"):
                    node.values[prop] = [a for a in node.values.get(prop, ()) if a != address]

        done.append(bench.ask(name, verdict, "dropped", nodes, drop))
    assert [f"{d.verdict.entry} {d.verdict.path}" for d in done if not d.seen] == []


def test_one_node_without_the_page_is_enough(bench: Bench) -> None:
    verdict = next(
        v for v in bench.whole.verdicts if (v.entry, v.path) == ("Aggarwal2022", "outcomes.0.further_sources.1")
    )
    thing = bench.facts.things[verdict.witnesses[0][0]]
    assert bench.ask("page", verdict, thing.key, (thing,), lambda: thing.values.pop("alsoReadAt")).seen


def test_damage_is_undone(bench: Bench, whole: Audit) -> None:
    thing = bench.facts.things[numeric_facts(whole)[0].witnesses[0][0]]
    before = dict(thing.values)
    with changed(thing):
        thing.values.clear()
    assert thing.values == before


def test_the_two_arms_of_the_example(bench: Bench) -> None:
    """37 of 47 on IVIG and 21 of 48 on placebo at week 16, the other way round."""
    study = "https://w3id.org/ivigkg/id/study/aggarwal-2022#"
    ivig, placebo = (bench.facts.things[f"{study}response-20-{arm}"] for arm in ("ivig", "placebo"))
    with changed(ivig, placebo):
        ivig.values["events"], placebo.values["events"] = ["21"], ["37"]
        after = audit(bench.evidence, bench.facts, only={"Aggarwal2022"})
    named = {v.path: v for v in after.gaps}
    assert {"outcomes.0.results.0.events", "outcomes.0.results.1.events"} <= named.keys()
    line = named["outcomes.0.results.0.events"]
    assert line.value == "37"
    assert "IVIG" in line.where
    assert "response-20-ivig events 21" in line.nearest
