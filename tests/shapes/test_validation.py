"""Reports, and why judging graph by graph comes to the same as judging the whole."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import zlib

import pyoxigraph as ox
import pytest

from ivigkg import resources
from ivigkg.graph.builder import record_quads
from ivigkg.graph.rows import rows_by_graph
from ivigkg.graph.units import validation_units
from ivigkg.graph.validation import (
    ValidationReport,
    Violation,
    merge,
    unit_key,
    validate_quads,
    validate_unit,
)
from ivigkg.namespaces import EV, RDF
from ivigkg.records.loader import read_library

from .graphs import HERE, quads, wrong


def violation(focus: str, severity: str = "violation") -> Violation:
    return Violation(focus, None, None, "Mend it.", "warning" if severity == "warning" else "violation", "shape")


@pytest.fixture(scope="module")
def real() -> list[ox.Quad]:
    return list(record_quads(read_library(resources.default_packs())))


def test_report_is_sorted_and_says_each_thing_once() -> None:
    report = ValidationReport.of([violation("b"), violation("a"), violation("b")])
    assert [result.focus for result in report.results] == ["a", "b"]
    assert merge([report, ValidationReport.of([violation("a")])]) == report


def test_only_violations_keep_a_graph_from_conforming() -> None:
    assert ValidationReport.of([]).conforms
    assert ValidationReport.of([violation("a", "warning")]).conforms
    assert not ValidationReport.of([violation("a", "warning"), violation("a")]).conforms


def test_violation_says_what_where_and_how_to_mend_it() -> None:
    [result] = wrong(HERE / "wrong" / "events.ttl").report().results
    assert result == Violation(
        focus="https://w3id.org/ivigkg/id/study/a-2001#same",
        path="https://w3id.org/ivigkg/ontology#events",
        value="2.0",
        message="Write events once, as a whole number.",
        severity="violation",
        shape="https://w3id.org/ivigkg/shapes#events",
    )


def test_focus_leaves_the_others_unjudged() -> None:
    broken = wrong(HERE / "wrong" / "events.ttl").quads
    elsewhere = ox.NamedNode("https://w3id.org/ivigkg/id/study/a-2001#degrees")
    assert validate_quads(broken, focus=[elsewhere]).conforms
    assert not validate_quads(broken).conforms


def test_nothing_heavy_is_imported_before_the_first_run() -> None:
    code = "import sys, ivigkg.graph.validation; print({'pyshacl', 'rdflib'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_units_say_what_the_whole_says(real: list[ox.Quad]) -> None:
    """Every shared graph with some records; they point to others that are not there, which is a fault too."""
    broken = damaged([quad for quad in real if some(quad.graph_name.value)])  # type: ignore[union-attr]
    units = validation_units(rows_by_graph(broken))
    assert set(units) == {quad.graph_name.value for quad in broken if isinstance(quad.graph_name, ox.NamedNode)}
    whole = validate_quads(broken)
    assert merge(validate_unit(name, unit) for name, unit in units.items()) == whole
    shapes = {result.shape.partition("#")[2] for result in whole.results}
    assert {"known", "eligible-of-included", "includedStudy", "study", "outcome", "closed-arm"} <= shapes


def some(graph: str) -> bool:
    """Whether a graph is shared, of the 2012 review, or among an arbitrary sixth of the records."""
    return not re.search(r"/(study|review)/(?!wang-2012)", graph) or zlib.crc32(graph.encode()) % 6 == 0


def damaged(real: list[ox.Quad]) -> list[ox.Quad]:
    """The real quads, with faults within graphs and across them."""
    study = ox.NamedNode("https://w3id.org/ivigkg/id/study/nobody-1900")
    paper = ox.NamedNode("https://w3id.org/ivigkg/id/publication/nobody-1900")

    def replace(predicate: ox.NamedNode, target: ox.NamedNode) -> None:
        place = next(index for index, quad in enumerate(quads_) if quad.predicate == predicate)
        old = quads_[place]
        quads_[place] = ox.Quad(old.subject, predicate, target, old.graph_name)

    quads_ = list(real)
    people = [quad.subject for quad in quads_ if quad.predicate == RDF.type and quad.object == EV.Population]
    last = people[-1]
    assert isinstance(last, ox.NamedNode)
    replace(EV.eligiblePopulation, last)
    replace(EV.includedStudy, paper)
    replace(EV.source, paper)
    replace(EV.study, study)
    replace(EV.outcome, paper)
    arm = next(quad for quad in real if quad.predicate == RDF.type and quad.object == EV.Arm)
    return [*quads_, ox.Quad(arm.subject, EV.colour, ox.Literal("red"), arm.graph_name)]


def test_key_knows_a_changed_record_alone(real: list[ox.Quad]) -> None:
    mixed = random.Random(0).sample(real, len(real))
    keys = {name: unit_key(unit) for name, unit in validation_units(rows_by_graph(real)).items()}
    assert {name: unit_key(unit) for name, unit in validation_units(rows_by_graph(mixed)).items()} == keys
    place = next(index for index, quad in enumerate(real) if quad.predicate == EV.note)
    old = real[place]
    changed = [*real[:place], ox.Quad(old.subject, EV.note, ox.Literal("new", language="en"), old.graph_name)]
    changed += real[place + 1 :]
    after = {name: unit_key(unit) for name, unit in validation_units(rows_by_graph(changed)).items()}
    assert isinstance(old.graph_name, ox.NamedNode)
    assert {name for name in keys if keys[name] != after[name]} == {old.graph_name.value}


def test_node_described_in_two_graphs_is_judged_where_it_has_its_type() -> None:
    terms, matches = (
        ox.NamedNode("https://w3id.org/ivigkg/graph/terms"),
        ox.NamedNode("https://w3id.org/ivigkg/graph/mappings"),
    )
    moved = [
        ox.Quad(quad.subject, quad.predicate, quad.object, matches if "Match" in quad.predicate.value else terms)
        for quad in wrong(HERE / "wrong" / "exact-or-related.ttl").quads
    ]
    units = validation_units(rows_by_graph(moved))
    assert validate_unit(matches.value, units[matches.value]).results == ()
    assert merge([validate_unit(terms.value, units[terms.value])]) == validate_quads(moved)
    assert not validate_quads(moved).conforms


def test_empty_graph_conforms() -> None:
    assert validate_quads([]) == ValidationReport(True, ())
    assert validation_units({}) == {}
    assert quads(HERE / "right-study.ttl")
