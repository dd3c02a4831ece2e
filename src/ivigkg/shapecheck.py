"""What the shapes say of a graph, with file and line; what did not change is not judged again."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from ivigkg.errors import Complaint, ValidationFailed
from ivigkg.graph.checker import WHOLE, Checker
from ivigkg.graph.rows import Row
from ivigkg.graph.units import lines_of, validation_units
from ivigkg.graph.validation import ValidationReport, Violation, unit_key
from ivigkg.namespaces import RDF
from ivigkg.records.loader import Library
from ivigkg.records.source_map import SourceMap

Say = Callable[[str], None]
Rows = Mapping[str, Sequence[Row]]


class ShapeCheck:
    """One check of one data set: begun with the rows of each graph, finished when its complaints are asked for.

    Reports of graphs that did not change come from the folder ``cache``, by the hash of what was judged.
    """

    def __init__(self, library: Library, rows: Rows, checker: Checker, cache: Path | None, say: Say):
        units = validation_units(rows)
        self._places = SourceMap(library)
        self._cache, self._checker = cache, checker
        self._keys = {name: unit_key(lines) for name, lines in units.items()}
        self._known = {name: report for name, key in self._keys.items() if (report := _stored(cache, key)) is not None}
        self._stale = units.keys() - self._known.keys()
        self._homes: dict[str, str] = {}
        say(f"checking the shapes of {len(self._stale)} of {len(units)} graphs")
        if 2 * len(self._stale) > len(units):  # one run over everything is quicker then
            self._homes = _homes(rows)
            checker.judge({WHOLE: [line for graph, own in rows.items() for line in lines_of(graph, own)]})
        else:
            checker.judge({name: units[name] for name in sorted(self._stale)})

    def complaints(self) -> list[Complaint]:
        """Everything the shapes say, errors and warnings; waits for the checker."""
        reports = dict(self._known)
        for name, report in self._fresh().items():
            reports[name] = report
            if self._cache is not None and name in self._keys:
                results = [asdict(violation) for violation in report.results]
                _write_atomically(self._cache / f"{self._keys[name]}.json", json.dumps(results).encode())
        return [
            self._places.complain(
                one.focus, one.path, one.message, "error" if one.severity == "violation" else "warning"
            )
            for report in reports.values()
            for one in report.results
        ]

    def require(self) -> list[Complaint]:
        """The warnings; ``ValidationFailed`` with every error when there is one."""
        found = self.complaints()
        errors = sorted(complaint for complaint in found if complaint.severity == "error")
        if errors:
            raise ValidationFailed("\n".join(map(str, errors)))
        return found

    def _fresh(self) -> dict[str, ValidationReport]:
        reports = self._checker.reports()
        if WHOLE not in reports:
            return reports
        found: dict[str, list[Violation]] = {name: [] for name in self._stale}
        for violation in reports[WHOLE].results:
            found.setdefault(self._homes.get(violation.focus, WHOLE), []).append(violation)
        return {name: ValidationReport.of(found[name]) for name in found if name in self._stale or name == WHOLE}


def _homes(rows: Rows) -> dict[str, str]:
    """The graph that gives each node its type; IRIs without brackets."""
    kind = str(RDF.type)
    return {row[0][1:-1]: graph[1:-1] for graph, own in rows.items() for row in own if row[1] == kind}


def _stored(cache: Path | None, key: str) -> ValidationReport | None:
    if cache is None:
        return None
    try:
        return ValidationReport.of(Violation(**item) for item in json.loads((cache / f"{key}.json").read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _write_atomically(path: Path, content: bytes) -> None:
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.write_bytes(content)
    fresh.replace(path)
