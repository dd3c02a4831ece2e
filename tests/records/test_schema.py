"""The JSON Schemas that editors use say what the models say."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from ivigkg.errors import OutputError
from ivigkg.namespaces import CLOSED_LISTS
from ivigkg.records.schema import MODELS, schema_files, schemas, write_schemas
from ivigkg.records.vocabulary import closed_list, units
from ivigkg.records.yaml_text import decode, read

from ..conftest import ROOT
from .toys import GOUT, MYOSITIS

FOLDER = ROOT / "data" / "schema"
KINDS = {"studies": "study", "reviews": "review", "terms": "terms"}
RECORDS = sorted(
    path
    for path in [*(ROOT / "data" / "packs").rglob("*.yaml"), *GOUT.rglob("*.yaml")]
    if path.parent.name != "evidence"
)
SCHEMAS = schemas()


def kind_of(path: Path) -> str:
    return KINDS.get(path.parent.name, path.stem)


def wrong(kind: str, value: Any) -> list[str]:
    return [error.message for error in Draft7Validator(SCHEMAS[kind]).iter_errors(value)]


def trial() -> Any:
    return read(decode((GOUT / "studies" / "larkspur-2019.yaml").read_bytes())).value


def test_the_files_are_those_that_the_models_make() -> None:
    """When this fails: ``python -m ivigkg.records.schema``."""
    assert {path.name: path.read_bytes() for path in FOLDER.iterdir()} == schema_files()


@pytest.mark.parametrize("name", sorted(MODELS))
def test_a_schema_is_one(name: str) -> None:
    Draft7Validator.check_schema(SCHEMAS[name])
    text = json.dumps(SCHEMAS[name])
    assert "$defs" not in text and '"ge"' not in text and "``" not in text


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_real_record_fits_its_schema(path: Path) -> None:
    assert not wrong(kind_of(path), read(decode(path.read_bytes())).value)


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_real_record_tells_editors_its_schema(path: Path) -> None:
    first = path.read_text("utf-8").split("\n")[0]
    schema = first.removeprefix("# yaml-language-server: $schema=")
    assert Path(os.path.normpath(path.parent / schema)) == FOLDER / f"{kind_of(path)}.schema.json"


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("lable", "x"),
        ("curated", "2026-13-01"),
        ("results.target.events", "seven"),
        ("results.target.events", -1),
        ("results.target.events", 7.5),
        ("results.target.percent", 101),
        ("results.target.mean", 7),
        ("results.target.kind", "cuont"),
        ("results.target.direction", "improvd"),
        ("results.target.reading", []),
        ("results.risk.p", "0.0l8"),
        ("results.risk.p", 1.2),
        ("groups.Arm B", {"kind": "arm", "label": "b", "reading": "abstract"}),
        ("readings.abstract.basis", "abstrct"),
        ("readings.abstract.read_at", "example.org"),
        ("uses.use-febuxostat.doses.dose.unit", "mg/day"),
        ("uses.use-febuxostat.background", "yes"),
        ("designs.design.countries", ["UK"]),
        ("populations.population.conditions", ["gout", "gout"]),
        ("overlaps.with-meadow.concerns", "meadow-2021"),
        ("claims.conclusion.evidence.conclusion-line.items", ["#a#b"]),
        ("funders", None),
    ],
)
def test_an_editor_marks_what_the_models_refuse(place: str, value: Any) -> None:
    record = trial()
    part = record
    *steps, last = place.split(".")
    for step in steps:
        part = part[step]
    part[last] = value
    assert wrong("study", record)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("results.target.reading", "abstract"),
        ("results.target.reading", ["abstract", "review"]),
        ("results.risk.p", Decimal("0.53")),
        ("results.risk.p", "<0.018"),
        ("results.target.note", 2012),
        ("results.target.threshold", 6),
        ("reports", "meadow-2021"),
        ("assessments.level.level", "1b"),
    ],
)
def test_an_editor_leaves_alone_what_the_models_take(place: str, value: Any) -> None:
    record = trial()
    part = record
    *steps, last = place.split(".")
    for step in steps:
        part = part[step]
    part[last] = value
    assert not wrong("study", record)


def test_a_lost_field_is_marked() -> None:
    record = trial()
    del record["results"]["target"]["outcome"]
    assert wrong("study", record)


def _enums(schema: Any) -> Iterator[list[str]]:
    if isinstance(schema, dict):
        if "enum" in schema:
            yield schema["enum"]
        for value in schema.values():
            yield from _enums(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _enums(value)


def test_codes_are_offered() -> None:
    offered = [set(codes) for name in MODELS for codes in _enums(SCHEMAS[name])]
    for kind in set(CLOSED_LISTS) - {"ocebm-2009", "registry"}:
        assert set(closed_list(kind)) in offered, kind
    assert set(units()) in offered


def test_models_and_fields_are_described_in_words() -> None:
    study = SCHEMAS["study"]
    assert study["description"].startswith("An investigation of any design")
    assert all(part["description"] for part in study["definitions"].values())
    assert (
        study["definitions"]["CountResult"]["properties"]["group"]["description"] == "The name of a group of this file."
    )


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        write_schemas(tmp_path / "file" / "schema")


def test_schemas_are_written_anew(tmp_path: Path) -> None:
    write_schemas(tmp_path / "new" / "schema")
    assert {path.name for path in (tmp_path / "new" / "schema").iterdir()} == set(schema_files())


def test_both_packs_are_among_the_records() -> None:
    assert len(RECORDS) > 50 and any(path.is_relative_to(MYOSITIS) for path in RECORDS)
