"""Checks records without writing anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ivigkg import resources
from ivigkg.errors import Complaint, RecordErrors, UsageError
from ivigkg.pipeline import checked_library, version


@dataclass(frozen=True)
class RecordReport:
    """All complaints, sorted by file and line; warnings do not speak against conformance."""

    complaints: tuple[Complaint, ...]
    files: int

    @property
    def errors(self) -> int:
        """How many complaints are errors."""
        return sum(complaint.severity == "error" for complaint in self.complaints)

    @property
    def warnings(self) -> int:
        """How many complaints are warnings."""
        return len(self.complaints) - self.errors

    @property
    def conforms(self) -> bool:
        """Whether nothing is an error."""
        return self.errors == 0


def validate(paths: Sequence[Path | str] = (), *, say: Callable[[str], None] = lambda text: None) -> RecordReport:
    """Complaints about packs or single record files (checked within their pack); the shipped packs when none is named.

    ``UsageError`` when a path is neither.
    """
    from ivigkg.graph.builder import asserted_quads, rows_of
    from ivigkg.graph.checker import Checker
    from ivigkg.shapecheck import ShapeCheck

    wanted = [Path(path) for path in paths]
    folders = dict.fromkeys(pack_of(path).resolve() for path in wanted) or dict.fromkeys(resources.default_packs())
    singles = {path.resolve() for path in wanted if not path.is_dir()}
    whole = {path.resolve() for path in wanted if path.is_dir()}
    try:
        with Checker() as checker:
            library = checked_library(list(folders), say)
            asserted = asserted_quads(library, version())
            library.complaints.extend(ShapeCheck(library, rows_of(asserted), checker, None, say).complaints())
        found: Sequence[Complaint] = library.complaints
        files = sum(len(shelf.origins) for shelf in library.shelves)
    except RecordErrors as error:
        found = error.complaints
        files = sum(1 for folder in folders for path in folder.rglob("*.yaml"))
    if singles:
        found = [
            c for c in found if c.path.resolve() in singles or any(c.path.resolve().is_relative_to(w) for w in whole)
        ]
        files = len(singles) + sum(1 for folder in whole for path in folder.rglob("*.yaml"))
    return RecordReport(tuple(sorted(found)), files)


def pack_of(path: Path) -> Path:
    """The pack that ``path`` is, or lies in; ``UsageError`` when there is none."""
    if not path.exists() and not path.is_symlink():
        raise UsageError(f"There is no file or folder {path}.")
    for folder in (path, *path.absolute().parents):
        if (folder / "pack.yaml").is_file():
            return folder
    raise UsageError(f"{path} is not in a topic pack: no folder around it holds a pack.yaml.")
