"""Damaged records are caught: at the right file, on the right line, with the field named."""

from __future__ import annotations

import re
import shutil
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from ivigkg import iris
from ivigkg.errors import Complaint
from ivigkg.graph.builder import asserted_quads
from ivigkg.graph.rows import rows_by_graph
from ivigkg.graph.units import validation_units
from ivigkg.graph.validation import validate_unit
from ivigkg.records.lint import lint
from ivigkg.records.loader import Library, read_library
from ivigkg.records.source_map import SourceMap

from ..conftest import ROOT
from .corruption import BEYOND, KINDS, Case, cases

PACK = ROOT / "data" / "packs" / "ivig-myositis"


def errors(complaints: list[Complaint]) -> list[Complaint]:
    return [complaint for complaint in complaints if complaint.severity == "error"]


def check(pack: Path, path: str) -> list[Complaint]:
    """What the real check says: reading, then the checks across records, then the shapes for the graph of ``path``."""
    library = read_library([pack])
    found = errors(library.complaints)
    if not found:
        found = errors(lint(library))
    return found or errors(shapes(library, path))


def shapes(library: Library, path: str) -> list[Complaint]:
    folder, _, name = path.removesuffix(".yaml").rpartition("/")
    slug = library.shelves[0].slug
    graph = {"studies": ("study", name), "reviews": ("review", name), "terms": (slug, "terms")}.get(
        folder, (slug, name.partition(".")[0])
    )
    units = validation_units(rows_by_graph(asserted_quads(library, "0")))
    place = SourceMap(library)
    wanted = iris.graph(*graph).value
    report = validate_unit(wanted, units[wanted]) if wanted in units else None
    return [
        place.complain(one.focus, one.path, one.message, "error" if one.severity == "violation" else "warning")
        for one in (report.results if report else ())
    ]


def is_caught(case: Case, complaints: list[Complaint], pack: Path) -> bool:
    return any(
        complaint.path == pack / case.path and complaint.line in case.lines and names_a_field(case, complaint)
        for complaint in complaints
    )


def names_a_field(case: Case, complaint: Complaint) -> bool:
    said = {*complaint.field.split("."), *re.findall(r"[\w-]+", complaint.message)}
    return bool(said & case.names)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the real pack."""
    return Path(shutil.copytree(PACK, tmp_path / "pack"))


def test_the_pack_itself_is_sound(pack: Path) -> None:
    assert not check(pack, "studies/dalakas-1993.yaml")


def test_nearly_all_damage_is_caught_in_its_place(pack: Path) -> None:
    missed: dict[str, list[str]] = defaultdict(list)
    for case in cases(PACK):
        path = pack / case.path
        sound = path.read_bytes()
        path.write_bytes(case.raw)
        found = check(pack, case.path)
        path.write_bytes(sound)
        if not is_caught(case, found, pack):
            wanted = f"{case.path}:{sorted(case.lines)} {sorted(case.names)}"
            missed[case.kind].append(f"{wanted}: {[str(complaint) for complaint in found][:3]}")
    counts = Counter(case.kind for case in cases(PACK))
    caught = {kind: counts[kind] - len(missed[kind]) for kind in counts}
    print(f"\n{'kind':28}{'cases':>6}{'caught':>8}")
    for kind in KINDS:
        print(f"{kind.name:28}{counts[kind.name]:>6}{caught.get(kind.name, 0):>8}")
    print(f"{'all':28}{counts.total():>6}{sum(caught.values()):>8}")
    listed = "\n".join(f"{kind}: {text}" for kind, texts in missed.items() for text in texts)
    assert sum(caught.values()) >= 0.98 * counts.total(), listed
    print(listed)


def test_the_table_is_wide_and_even() -> None:
    counts = Counter(case.kind for case in cases(PACK))
    assert len(KINDS) == len({kind.name for kind in KINDS}) == len(counts) >= 25
    assert counts.total() >= 220
    assert max(counts.values()) <= counts.total() / 10


def test_every_file_of_the_pack_is_damaged_once() -> None:
    touched = {case.path.partition("/")[0] for case in cases(PACK)}
    files = {"publications.yaml", "people.yaml", "pack.yaml", "mappings.sssom.tsv"}
    assert touched == {"studies", "reviews", "terms", *files}


def test_cases_are_the_same_on_every_run() -> None:
    assert cases(PACK) == cases.__wrapped__(PACK)


def test_what_no_check_can_see_is_named_with_a_reason() -> None:
    assert not set(BEYOND) & {kind.name for kind in KINDS}
    assert all(len(reason) > 20 for reason in BEYOND.values())
