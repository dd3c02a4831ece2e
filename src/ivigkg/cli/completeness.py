"""The table of ``ivigkg info --completeness``."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import textwrap
from typing import TYPE_CHECKING

from ivigkg.query.completeness import ASPECTS

if TYPE_CHECKING:
    from ivigkg.query.completeness import Aspect, Completeness

WIDTH = 17
"""Room for the name of a study; a longer one has a line of its own."""
LETTERS = {
    "full-text": "F", "table": "F", "figure": "F", "abstract": "A", "registry": "R", "secondary": "S", "title": "T",
    "author": "C",
}  # fmt: skip
MARKS = {"none seen": "0", "not reported": "-", "not seen": "?", "not applicable": "/", "unknown": "."}


def text(found: tuple[Completeness, ...]) -> str:
    """One line a study in 80 columns, with a legend below."""
    head = f"{'':<{WIDTH}} read  " + "".join(f"{short:>3} " for short in ASPECTS.values())
    lines = [head.rstrip()]
    for item in found:
        name = item.study
        if len(name) > WIDTH:
            lines.append(name)
            name = ""
        letters = "".join(dict.fromkeys(LETTERS[basis] for basis in item.readings if basis in LETTERS))
        cells = "".join(map(_cell, item.aspects))
        lines.append(f"{name:<{WIDTH}} {letters:<5} {cells}".rstrip())
    return "\n".join([*lines, "", *_legend()]) + "\n"


def table(found: tuple[Completeness, ...]) -> str:
    """The same as CSV in full words, one row a study and aspect."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["study", "best_reading", "readings", "aspect", "status", "facts", "absences"])
    for item in found:
        best = item.readings[0] if item.readings else ""
        for aspect in item.aspects:
            row = [item.study, best, " | ".join(item.readings), aspect.name, aspect.status]
            writer.writerow([*row, aspect.facts, aspect.absences])
    return out.getvalue()


def as_json(found: tuple[Completeness, ...]) -> str:
    """The same as a list of studies, each with its readings and aspects."""
    return json.dumps([dataclasses.asdict(item) for item in found], indent=2, ensure_ascii=False) + "\n"


def _cell(aspect: Aspect) -> str:
    if aspect.status != "reported":
        return f"{MARKS[aspect.status]:>3} "
    return f"{aspect.facts:>3}" + ("?" if aspect.absences else " ")


def _legend() -> list[str]:
    names = ", ".join(f"{short} {name.replace('-', ' ')}" for name, short in ASPECTS.items())
    paragraphs = [
        f"Columns: {names.replace('adverse events', 'harms')}.",
        "Marks: a number is how many facts tell of it, with ? where a part of it was not seen; 0 harms were looked for "
        "and none seen, - not reported, ? not seen, / not applicable, . unknown: nothing is recorded either way.",
        "Read, the most telling first: F full text, table or figure, A abstract, R registry, S another document, "
        "T title, C the author.",
    ]
    return [line for paragraph in paragraphs for line in textwrap.wrap(paragraph, 79)]
