"""From a node of the graph to the record file and line that it was made from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from ivigkg.records.loader import read_library
from ivigkg.records.source_map import SourceMap


def record_line(packs: Sequence[Path]) -> Callable[[str], str | None]:
    """A function from an IRI to ``file:line`` in one of some packs; ``None`` where no record of theirs makes it."""
    whole = [pack for pack in packs if (pack / "pack.yaml").is_file()]
    if not whole:
        return lambda iri: None
    library = read_library(whole)
    places = SourceMap(library)

    def line(iri: str) -> str | None:
        found = places.find(iri)
        if found is None:
            return None
        origin, place = found
        home = next((pack for pack in whole if origin.path.is_relative_to(pack)), origin.path.parent)
        return f"{home.name}/{origin.path.relative_to(home).as_posix()}:{origin.document.line(place)}"

    return line
