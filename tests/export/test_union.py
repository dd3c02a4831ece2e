"""Half of a release is written by a process of its own: the same bytes, and errors come home."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Quad

from ivigkg.export.arrange import Arrangement
from ivigkg.export.rdf import Release, canonical
from ivigkg.export.release import UnionWriter, release_files, write_release
from ivigkg.graph.rows import rows_of_lines

RELEASE = Release("1.0", "2026-11-22", "0")


def test_with_a_process_beside_it_every_file_is_the_same(tmp_path: Path, study: list[Quad]) -> None:
    named = [quad for quad in study if str(quad.graph_name) != "DEFAULT"]
    arranged = Arrangement(named)
    with UnionWriter() as beside:
        beside.write(tmp_path / "two", canonical(arranged), RELEASE)
        write_release(tmp_path / "two", arranged, RELEASE, beside)
    write_release(tmp_path / "one", arranged, RELEASE)
    for path in (tmp_path / "one").iterdir():
        assert (tmp_path / "two" / path.name).read_bytes() == path.read_bytes(), path.name
    assert len(list((tmp_path / "two").iterdir())) == len(list(release_files(arranged, RELEASE))) + 1


def test_lines_come_apart_into_the_rows_they_were_made_of(study: list[Quad]) -> None:
    named = [quad for quad in study if str(quad.graph_name) != "DEFAULT"]
    arranged = Arrangement(named)
    found = rows_of_lines(canonical(arranged).decode())
    assert {name: set(rows) for name, rows in found.items()} == {
        name: set(rows) for name, rows in arranged.rows.items()
    }


def test_what_cannot_be_written_is_an_error_of_whoever_asked(study: list[Quad], tmp_path: Path) -> None:
    arranged = Arrangement(study)
    (tmp_path / "results.csv").mkdir()
    with UnionWriter() as beside:
        beside.write(tmp_path, canonical(arranged), RELEASE)
        with pytest.raises(OSError, match="directory"):
            beside.sums()
