"""What the how-to pages show is what the program takes and says."""

from __future__ import annotations

import re
from pathlib import Path

from ivigkg.records.loader import read_library

from ..conftest import ROOT
from .toys import complaints

PAGES = ROOT / "docs" / "how-to"


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (PAGES / page).read_text("utf-8"), re.DOTALL)


def test_the_smallest_pack_is_sound(tmp_path: Path) -> None:
    for block in blocks("new-topic.md", "yaml"):
        name = block.split("\n", 1)[0].removeprefix("# ")
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(block, "utf-8")
    pack = tmp_path / "my-topic"
    assert set(read_library([pack]).terms("condition")) == {"gout"}
    assert not complaints(pack)


def test_the_folder_of_a_pack_is_drawn_as_it_is_read() -> None:
    (drawing,) = blocks("new-topic.md", "text")
    for name in (
        "pack.yaml",
        "terms/",
        "publications.yaml",
        "people.yaml",
        "studies/",
        "reviews/",
        "mappings.sssom.tsv",
    ):
        assert name in drawing


def test_complaints_are_shown_as_they_are_printed() -> None:
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "src" / "ivigkg" / "records").glob("*.py"))
    (shown,) = blocks("add-a-study.md", "text")
    for row in shown.strip().split("\n"):
        assert re.match(r"studies/[\w-]+\.yaml:\d+: [\w.-]+: ", row)
    for words in ("anywhere", "cannot be", "is missing: what is inferred needs a note with the reasoning"):
        assert words in shown and words in code
