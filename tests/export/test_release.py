"""The files of a release: tables that a statistician opens first, and the same bytes on every run."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from ivigkg.export.arrange import Arrangement
from ivigkg.export.cells import RESULTS
from ivigkg.export.columns import RESULT_COLUMNS, STUDIES, Column
from ivigkg.export.facts import Facts, spelled_out
from ivigkg.export.rdf import Release, canonical_hash
from ivigkg.export.release import SUMS, data_dictionary, release_files, tables, write_release
from ivigkg.formats import RDF
from ivigkg.namespaces import BASE, DCTERMS, EV, FABIO, PICO, PREFIXES, PRISM, QUDT, RDFS, UNIT
from ivigkg.namespaces import RDF as R
from tests.export.support import quad, typed

STUDY = NamedNode(f"{BASE}id/study/a-1990")
PAPER = NamedNode(f"{BASE}id/publication/a-1990")
REVIEW = NamedNode(f"{BASE}id/review/r")


def part(name: str) -> NamedNode:
    return NamedNode(f"{STUDY.value}#{name}")


def of(subject: NamedNode, **facts: object) -> list[Quad]:
    """Facts under their names in the vocabulary; ``a`` is the class."""
    found = []
    for name, values in facts.items():
        predicate = R.type if name == "a" else EV.term(name)
        for value in values if isinstance(values, list) else [values]:
            target = typed(str(value), "integer") if isinstance(value, int) else value
            found.append(quad(subject, predicate, Literal(target) if isinstance(target, str) else target))
    return found


def rows(quads: list[Quad], file: str) -> list[dict[str, str]]:
    content = dict(tables(Facts(Arrangement(quads).union)))[file].decode()
    return list(csv.DictReader(io.StringIO(content, newline="")))


def only(quads: list[Quad], file: str) -> dict[str, str]:
    (row,) = rows(quads, file)
    return {name: cell for name, cell in row.items() if cell}


@pytest.fixture(scope="module")
def small() -> list[Quad]:
    """One study with two groups, a background drug and two populations."""
    agents = {name: NamedNode(f"{BASE}term/intervention/{name}") for name in ("ivig", "pred")}
    design = [NamedNode(f"{BASE}term/design/{name}") for name in ("open-label", "pilot")]
    quads = of(STUDY, a=EV.Study, participants=15, design=design, primaryReport=PAPER, recordedIn=EV.g)
    quads += [quad(STUDY, RDFS.label, Literal("A 1990", language="en"))]
    quads += of(
        STUDY, reportedIn=[PAPER, NamedNode(f"{BASE}id/publication/b")], population=[part("population"), part("sub")]
    )
    quads += of(
        part("population"), a=EV.Population, participants=15, participantsFemale=9, ageMean=typed("44.0", "decimal")
    )
    quads += of(part("sub"), a=EV.Population, participants=8, participantsMale=3)
    quads += of(part("arm"), a=EV.Arm, study=STUDY, participants=8)
    quads += of(part("placebo"), a=EV.Arm, study=STUDY, participants=7)
    quads += of(part("responders"), a=EV.Subgroup, study=STUDY, drawnFrom=part("arm"))
    quads += [quad(part("arm"), PICO.intervention, part(name)) for name in ("use-ivig", "use-pred")]
    quads += of(part("use-ivig"), a=EV.InterventionUse, study=STUDY)
    quads += of(part("use-pred"), a=EV.InterventionUse, study=STUDY, background=typed("true", "boolean"))
    quads += [quad(part(f"use-{name}"), PICO.appliedIntervention, node) for name, node in agents.items()]
    quads += of(part("c"), a=EV.Comparison, study=STUDY)
    quads += [
        quad(part("c"), PICO.interventionGroup, part("arm")),
        quad(part("c"), PICO.comparatorGroup, part("placebo")),
    ]
    quads += of(part("inc"), a=EV.Inclusion, review=REVIEW, includedStudy=STUDY)
    quads += [quad(PAPER, predicate, value) for predicate, value in {
        DCTERMS.issued: typed("1990-05", "gYearMonth"),
        DCTERMS.title: Literal("A, \"b\"", language="en"),
        PRISM.doi: Literal("10.1000/X"),
        FABIO.hasPubMedId: Literal("123"),
    }.items()]  # fmt: skip
    return quads


def test_a_study_is_one_row(small: list[Quad]) -> None:
    assert only(small, "studies.csv") == {
        "study": "a-1990",
        "iri": STUDY.value,
        "label": "A 1990",
        "year": "1990",
        "paper": "a-1990",
        "other_papers": "b",
        "title": 'A, "b"',
        "doi": "10.1000/X",
        "pmid": "123",
        "design": "open-label | pilot",
        "blinding": "open-label",
        "participants": "15",
        "female": "9",
        "age_mean": "44.0",
        "other_populations": "sub (8)",
        "drugs_studied": "ivig",
        "drugs_background": "pred",
        "groups": "3",
        "comparisons": "1",
        "results": "0",
        "reviews": "r",
    }


def test_numbers_of_another_population_are_not_mixed_in(small: list[Quad]) -> None:
    assert "male" not in only(small, "studies.csv")


def test_a_result_is_one_row_with_its_group(small: list[Quad]) -> None:
    facts = {
        "outcome": NamedNode(f"{BASE}term/outcome/strength"),
        "pValue": typed("0.0180", "decimal"),
        "pRelation": "<",
    }
    result = of(part("r"), a=[EV.ChangeResult, EV.Result], study=STUDY, group=part("arm"), total=8, **facts)
    result += of(part("r"), timepointWeeks=typed("16", "decimal"), baselineMean=typed("74.50", "decimal"))
    result += [quad(part("r"), QUDT.hasUnit, UNIT.PERCENT)]
    assert only(small + result, "results.csv") == {
        "study": "a-1990",
        "result": f"{STUDY.value}#r",
        "kind": "change",
        "outcome": "strength",
        "group": "arm",
        "group_participants": "8",
        "drugs": "ivig",
        "background_drugs": "pred",
        "time_value": "16",
        "time_unit": "weeks",
        "total": "8",
        "unit": "PERCENT",
        "baseline_mean": "74.50",
        "p_relation": "<",
        "p_value": "0.0180",
    }


def test_a_result_between_groups_tells_both_sides(small: list[Quad]) -> None:
    row = only(small + of(part("r"), a=EV.EffectResult, study=STUDY, comparison=part("c")), "results.csv")
    assert row["intervention_participants"] == "8" and row["comparator_participants"] == "7"
    assert row["intervention_drugs"] == "ivig" and "comparator_drugs" not in row


def test_a_side_of_unknown_size_has_no_number(small: list[Quad]) -> None:
    more = [quad(part("c"), PICO.comparatorGroup, part("responders"))]
    row = only(small + more + of(part("r"), a=EV.EffectResult, study=STUDY, comparison=part("c")), "results.csv")
    assert "comparator_participants" not in row


def test_a_subgroup_has_the_drugs_of_the_one_group_it_is_part_of(small: list[Quad]) -> None:
    result = of(part("r"), a=EV.CountResult, study=STUDY, group=part("responders"))
    assert only(small + result, "results.csv")["drugs"] == "ivig"
    both = of(part("responders"), drawnFrom=part("placebo"))
    assert "drugs" not in only(small + both + result, "results.csv")


def test_groups_drawn_from_each_other_come_to_an_end(small: list[Quad]) -> None:
    ring = of(part("x"), drawnFrom=part("y")) + of(part("y"), drawnFrom=part("x"))
    assert "drugs" not in only(small + ring + of(part("r"), a=EV.CountResult, group=part("x")), "results.csv")


def test_an_adverse_event_is_not_called_a_count() -> None:
    assert only(of(part("r"), a=[EV.CountResult, EV.AdverseEventResult]), "results.csv")["kind"] == "adverse-event"


def test_empty_is_unknown_and_zero_is_zero() -> None:
    row = only(of(part("r"), a=EV.CountResult, events=0), "results.csv")
    assert row["events"] == "0" and "total" not in row


def test_real_tables_have_every_study_and_result_once(real_quads: list[Quad]) -> None:
    store = ox.Store()
    store.extend(real_quads)
    for file, classes in (
        ("studies.csv", "ev:Study"),
        ("results.csv", " ".join(f"ev:{name}" for name in RESULTS)),
    ):
        query = f"PREFIX ev: <{EV.iri}> SELECT DISTINCT ?x {{ GRAPH ?g {{ VALUES ?c {{ {classes} }} ?x a ?c }} }}"
        expected = {row[0].value for row in store.query(query)}  # type: ignore[union-attr]
        found = [row["iri" if file == "studies.csv" else "result"] for row in rows(real_quads, file)]
        assert len(found) == len(set(found)) and set(found) == expected


def test_numbers_of_the_tables_have_the_digits_of_the_graph(real_quads: list[Quad]) -> None:
    (row,) = [row for row in rows(real_quads, "results.csv") if row["result"].endswith("dalakas-1993#strength")]
    assert (row["p_relation"], row["p_value"], row["time_value"], row["quote"]) == ("<", "0.018", "3", "P<0.018")


@pytest.mark.parametrize("columns", [STUDIES, RESULT_COLUMNS], ids=["studies", "results"])
def test_columns_have_names_of_their_own_and_a_meaning(columns: tuple[Column, ...]) -> None:
    names = [column.name for column in columns]
    assert len(names) == len(set(names))
    assert all(name.replace("_", "").isalpha() and name == name.lower() for name in names)
    assert all(column.meaning for column in columns)


def test_the_dictionary_has_every_column_and_a_path_that_sparql_takes() -> None:
    found = list(csv.DictReader(io.StringIO(data_dictionary().decode(), newline="")))
    assert [(row["file"], row["column"]) for row in found] == [
        *(("studies.csv", column.name) for column in STUDIES),
        *(("results.csv", column.name) for column in RESULT_COLUMNS),
    ]
    for row in found:
        if row["property"]:
            ox.Store().query(f"SELECT * WHERE {{ ?x {row['property']} ?y }}")


def test_properties_of_the_columns_are_declared(real_quads: list[Quad]) -> None:
    subjects = {quad.subject.value for quad in real_quads}
    paths = " ".join(spelled_out(column.path) for column in (*STUDIES, *RESULT_COLUMNS))
    used = {piece.strip("<>^|") for piece in paths.replace(">", "> ").replace("/<", " <").split()}
    assert {iri for iri in used if iri.startswith(EV.iri)} <= subjects


def test_csv_lines_end_with_both_characters(small: list[Quad]) -> None:
    for _, content in tables(Facts(Arrangement(small).union)):
        assert content.endswith(b"\r\n") and content.count(b"\n") == content.count(b"\r\n")


def test_a_release_has_all_its_files_and_their_hashes(tmp_path: Path, study: list[Quad]) -> None:
    write_release(tmp_path / "release", Arrangement(study), Release("1.0", "2026-11-22", canonical_hash(study)))
    names = {path.name for path in (tmp_path / "release").iterdir()}
    assert names == {
        *(f"ivigkg{format_.suffix}" for format_ in RDF),
        *("ontology.ttl", "shapes.ttl", "context.jsonld", "studies.csv", "results.csv", "data-dictionary.csv", SUMS),
    }
    sums = (tmp_path / "release" / SUMS).read_text("utf-8").splitlines()
    assert sums == sorted(sums, key=lambda line: line[66:])
    for line in sums:
        digest, name = line.split("  ")
        assert hashlib.sha256((tmp_path / "release" / name).read_bytes()).hexdigest() == digest
    assert len(sums) == len(names) - 1


def test_shapes_keep_their_triples_under_the_head_of_the_release(study: list[Quad]) -> None:
    files = dict(release_files(Arrangement(study), Release("9.9", "2026-11-22", "0")))
    assert b"# version: 9.9\n" in files["shapes.ttl"]
    assert len(list(ox.parse(files["shapes.ttl"], format=ox.RdfFormat.TURTLE))) > 100
    assert "@context" in json.loads(files["context.jsonld"])


SCRIPT = """
import hashlib, sys
import pyoxigraph as ox
from ivigkg.export.rdf import Release, canonical_hash
from ivigkg.export.arrange import Arrangement
from ivigkg.export.release import release_files
quads = list(ox.parse(sys.stdin.buffer.read(), format=ox.RdfFormat.N_QUADS))
for name, content in release_files(Arrangement(quads), Release("1", "2026", canonical_hash(quads))):
    print(hashlib.sha256(content).hexdigest(), name)
"""


def test_bytes_do_not_depend_on_hash_seed_locale_or_time_zone(study: list[Quad]) -> None:
    source = ox.serialize(study, format=ox.RdfFormat.N_QUADS)
    printed = set()
    for seed, locale, zone in (("1", "C", "UTC"), ("2", "tr_TR.UTF-8", "Pacific/Apia")):
        changed = {"PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": zone, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT], input=source, capture_output=True, check=True, env={**os.environ, **changed}
        )
        printed.add(done.stdout)
    assert len(printed) == 1


def test_prefixes_of_the_paths_are_ours() -> None:
    assert all(spelled_out(f"{prefix}:x") == f"<{iri}x>" for prefix, iri in PREFIXES.items())
