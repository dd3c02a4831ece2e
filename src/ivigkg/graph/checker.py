"""Judges graphs by the shapes in a process of its own, so that a build goes on meanwhile.

The process starts at once and loads pySHACL while records are still being read; then it is given quads, once, and
answers once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict

import pyoxigraph as ox
from pyoxigraph import Quad

from ivigkg.beside import Beside
from ivigkg.errors import IvigkgError
from ivigkg.graph.validation import ValidationReport, Violation, prepare, validate_quads, validate_unit

WHOLE = ""
"""The name under which everything is judged at once."""


class Checker(Beside):
    """A process that judges units of quads; use it in a ``with`` block."""

    def __init__(self) -> None:
        super().__init__(__name__)

    def judge(self, units: Mapping[str, Iterable[str]]) -> None:
        """Hands over the lines of each unit by the IRI of its graph; ``WHOLE`` is judged as one graph."""
        texts = {name: "".join(lines) for name, lines in units.items()}
        self.send(json.dumps(texts).encode())

    def reports(self) -> dict[str, ValidationReport]:
        """What the shapes say of each unit; waits for it. ``IvigkgError`` when the process failed."""
        try:
            answer = self.answer()
        except IvigkgError as error:
            raise IvigkgError(f"The shapes could not be checked: {error}") from error
        return {
            name: ValidationReport.of(Violation(**item) for item in results)
            for name, results in json.loads(answer).items()
        }


def judge(texts: Mapping[str, str]) -> dict[str, list[dict[str, str | None]]]:
    """Results for each unit, whose quads are given as N-Quads."""
    found = {}
    for name, text in texts.items():
        report = validate_quads(_quads(text)) if name == WHOLE else validate_unit(name, [text])
        found[name] = [asdict(violation) for violation in report.results]
    return found


def _quads(text: str) -> Iterable[Quad]:
    return (quad for quad in ox.parse(text, format=ox.RdfFormat.N_QUADS) if isinstance(quad, Quad))


def main() -> None:
    """The process: loads what it needs, reads units, writes results."""
    prepare()
    content = sys.stdin.buffer.read()
    if content:
        sys.stdout.write(json.dumps(judge(json.loads(content))))


if __name__ == "__main__":
    main()
