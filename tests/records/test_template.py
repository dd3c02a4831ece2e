"""A new study begins as a file that says what is still to be filled in."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

import pytest

from ivigkg.errors import OutputError, UsageError
from ivigkg.records.template import new_study
from ivigkg.records.yaml_text import read

from .toys import change, complaints, toy_pack

FILLED = {
    "label": "Larkspur 2018, a pilot (invented)",
    "curated": "2026-11-01",
    "primary_report": "nameless-2020",
    "readings.abstract.source": "nameless-2020",
    "readings.abstract.read_at": "https://example.org/pilot",
    "designs.design.facets": ["pilot"],
    "populations.population.conditions": ["gout"],
    "uses.use-a.agent": "febuxostat",
    "groups.arm-a.label": "febuxostat",
}


def test_until_it_is_filled_in_every_gap_is_named(tmp_path: Path) -> None:
    pack = toy_pack(tmp_path)
    path = new_study(pack, "larkspur-2018")
    found = [one for one in complaints(pack) if one.path == path]
    assert {one.field for one in found} == set(FILLED) - {"primary_report", "readings.abstract.source"}
    assert all(one.line > 5 for one in found)


def test_once_it_is_filled_in_nothing_is_wrong(tmp_path: Path) -> None:
    pack = toy_pack(tmp_path)
    path = new_study(pack, "larkspur-2018")
    change(pack, "studies/larkspur-2018.yaml", FILLED)
    assert not [str(one) for one in complaints(pack) if one.path == path]


def test_what_stands_behind_remarks_is_valid_too(tmp_path: Path) -> None:
    """A curator who takes a remark sign away gets a field that the record has."""
    pack = toy_pack(tmp_path)
    path = new_study(pack, "larkspur-2018")
    head, _, body = path.read_text("utf-8").partition("\nstudy:")
    assert all(row.startswith("#") for row in head.split("\n"))
    rows = f"study:{body}".split("\n")
    while any(row.lstrip().startswith("# ") for row in rows):
        rows = [row.replace("# ", "", 1) if row.lstrip().startswith("# ") else row for row in rows]
    path.write_text("\n".join(rows).replace("...", "larkspur").replace("https://larkspur", "https://example.org"))
    change(pack, "studies/larkspur-2018.yaml", FILLED)
    known = read(path.read_text("utf-8")).value
    assert {"strata", "comparisons", "results", "absences", "reports", "notes"} <= set(known)
    assert known["results"]["response"]["p"] == "<0.018"
    assert known["uses"]["use-a"]["doses"]["dose"]["value"] == Decimal(2)
    wrong = [str(one) for one in complaints(pack) if one.path == path and "there is no field" in one.message]
    assert not wrong


def test_an_existing_record_is_never_overwritten(tmp_path: Path) -> None:
    pack = toy_pack(tmp_path)
    path = new_study(pack, "larkspur-2018")
    path.write_text("precious")
    with pytest.raises(UsageError, match="is there already and stays as it is"):
        new_study(pack, "larkspur-2018")
    assert path.read_text() == "precious"
    dangling = pack / "studies" / "larkspur-2017.yaml"
    dangling.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="is there already"):
        new_study(pack, "larkspur-2017")
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize(
    "slug", ["", "Larkspur", "larkspur 2018", "../larkspur", "a/b", "a--b", "-a", "a\n", "é", "a.yaml"]
)
def test_a_bad_name_is_wrong_usage(slug: str, tmp_path: Path) -> None:
    pack = toy_pack(tmp_path)
    before = sorted(pack.rglob("*"))
    with pytest.raises(UsageError, match="is not a name"):
        new_study(pack, slug)
    assert sorted(pack.rglob("*")) == before


def test_a_folder_without_a_pack_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not a topic pack"):
        new_study(tmp_path, "larkspur-2018")


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """``studies`` is a file here, which stops even an administrator."""
    (tmp_path / "pack.yaml").write_text("pack: x")
    (tmp_path / "studies").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        new_study(tmp_path, "larkspur-2018")


def test_editors_find_the_schema(tmp_path: Path) -> None:
    path = new_study(toy_pack(tmp_path), "larkspur-2018")
    first = path.read_text("utf-8").split("\n")[0]
    schema = first.removeprefix("# yaml-language-server: $schema=")
    assert Path(os.path.normpath(path.parent / schema)).name == "study.schema.json"
    assert (path.parent / schema).is_file()
