"""``ivigkg conflicts`` and ``ivigkg info --completeness`` as a user meets them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ivigkg.cli.completeness import MARKS
from ivigkg.query.completeness import ASPECTS

from ..conftest import Ran

Command = Callable[..., Ran]


def test_conflicts_tells_both_sides_with_source_basis_page_and_node(command: Command, store: Path) -> None:
    ran = command("conflicts", "--store", store)
    assert ran.code == 0, ran.err
    told = " ".join(ran.out.split())
    for part in (
        "Two values for one quantity", "A claim and a study that speaks against it", "A paper cited in two ways",
        "one: 0.0008", "other: 0.008", "study:aggarwal-2022#response-20-difference-misprint", "octagamus.net",
        "Most people whose polymyositis or dermatomyositis involves the lungs benefit from IVIG.",
        "study:suzuki-2009#survival", "abstract]", "so a zero seems to be lost",
    ):  # fmt: skip
        assert part in told, part


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml", "markdown"])
def test_conflicts_in_every_format_of_tables(form: str, within: Command, store: Path) -> None:
    ran = within("conflicts", "--format", form, "--store", store)
    assert ran.code == 0, ran.err
    assert "suzuki-2009" in ran.out


def test_one_kind_of_conflict_alone(within: Command, store: Path) -> None:
    rows = list(
        csv.DictReader(io.StringIO(within("conflicts", "--kind", "claim", "--format", "csv", "--store", store).out))
    )
    assert rows and {row["kind"] for row in rows} == {"claim"}
    assert all(row["one"].startswith("https://") and row["other_pages"] for row in rows)
    bad = within("conflicts", "--kind", "clam", "--store", store)
    assert bad.code == 2 and "did you mean claim?" in bad.err


def test_completeness_fits_eighty_columns_and_explains_its_marks(command: Command, store: Path) -> None:
    ran = command("info", "--completeness", "--store", store)
    assert ran.code == 0, ran.err
    lines = ran.out.splitlines()
    assert max(map(len, lines)) <= 80
    legend = " ".join(ran.out[ran.out.index("Columns:") :].split())
    assert all(f"{short} " in legend for short in ASPECTS.values())
    assert all(f"{mark} " in legend for mark in MARKS.values())
    (row,) = [line for line in lines if line.startswith("dalakas-1993")]
    assert row.split()[1] == "ARS"


def test_completeness_as_data_has_full_words(within: Command, store: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(within("info", "--completeness", "--format", "csv", "--store", store).out)))
    sex = next(row for row in rows if (row["study"], row["aspect"]) == ("dalakas-1993", "sex"))
    assert (sex["best_reading"], sex["status"]) == ("abstract", "not seen")
    content = json.loads(within("info", "--completeness", "--format", "json", "--store", store).out)
    assert len(content) * len(ASPECTS) == len(rows)
    assert {row["status"] for row in rows} <= {"reported", *MARKS}


def test_counts_as_csv_are_wrong_usage(within: Command, store: Path) -> None:
    ran = within("info", "--format", "csv", "--store", store)
    assert ran.code == 2 and "--completeness" in ran.err
