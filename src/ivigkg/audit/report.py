"""What an audit says: counts by file and section, gaps and what was left out, as lines or as plain data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from ivigkg.audit.check import Audit, Left
from ivigkg.audit.desk import Verdict
from ivigkg.audit.shelves import section

COLUMNS = ("facts", "in graph", "in words", "says nothing", "left out", "unexplained")
_HOW = {
    "graph": "in graph",
    "words": "in words",
    "silent": "says nothing",
    "left-out": "left out",
    "missing": "unexplained",
}


def counts(audit: Audit) -> list[tuple[str, str, Counter[str]]]:
    """File, section and how many facts stand how; sections in the order in which a file has them."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for verdict in audit.verdicts:
        place = (audit.files[verdict.entry], section(verdict.path))
        found.setdefault(place, Counter()).update(["facts", _HOW[verdict.how]])
    return [(file, name, counter) for (file, name), counter in sorted(found.items(), key=lambda item: item[0][0])]


def gap(verdict: Verdict) -> str:
    """One unexplained fact on one line."""
    nearest = f"; nearest: {verdict.nearest}" if verdict.nearest else ""
    return f"{verdict.entry} {verdict.path}: {_short(verdict.value)} - looked for at {verdict.where}{nearest}"


def left(item: Left) -> str:
    """One fact that was left out on one line."""
    return f"{item.verdict.entry} {item.verdict.path}: {_short(item.verdict.value)} - {item.reason}: {item.note}"


def _short(value: str | None) -> str:
    text = value or "null"
    return text if len(text) <= 120 else f"{text[:117]}..."


def lines(audit: Audit, verbose: bool = False) -> Iterator[str]:
    """The audit for people: the table, every gap, every fault, and the sum on the last line."""
    rows = [(file, name, *(f"{counter[column]:,}" for column in COLUMNS)) for file, name, counter in counts(audit)]
    total: Counter[str] = Counter()
    for _, _, counter in counts(audit):
        total.update(counter)
    rows.append(("all", "", *(f"{total[column]:,}" for column in COLUMNS)))
    yield from _table(("file", "section", *COLUMNS), rows)
    if audit.gaps:
        yield from ("", "Unexplained", *(f"  {gap(verdict)}" for verdict in audit.gaps))
    if audit.left and verbose:
        yield from ("", "Left out", *(f"  {left(item)}" for item in audit.left))
    if audit.faults:
        yield from ("", "Wrong beside the evidence", *(f"  {fault}" for fault in audit.faults))
    yield ""
    yield summary(audit)


def summary(audit: Audit) -> str:
    """The last line: how many facts have no place and no reason."""
    wrong = f", and {len(audit.faults)} wrong beside them" if audit.faults else ""
    return f"{len(audit.gaps):,} unexplained of {len(audit.verdicts):,} facts{wrong}"


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]
    for row in (head, *rows):
        yield "  ".join(
            cell.ljust(w) if i < 2 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths, strict=True))
        ).rstrip()


def plain_data(audit: Audit) -> dict[str, Any]:
    """The audit for machines: every fact with its verdict, place and witnesses."""
    reasons = {(item.verdict.entry, item.verdict.path): (item.reason, item.note) for item in audit.left}
    facts = []
    for verdict in audit.verdicts:
        fact: dict[str, Any] = {
            "file": audit.files[verdict.entry],
            "entry": verdict.entry,
            "path": verdict.path,
            "value": verdict.value,
            "verdict": verdict.how,
            "where": verdict.where,
            "nearest": verdict.nearest,
            "held by": [{"node": node, "property": prop} for node, prop in verdict.witnesses],
        }
        if (verdict.entry, verdict.path) in reasons:
            fact["reason"], fact["note"] = reasons[verdict.entry, verdict.path]
        facts.append(fact)
    return {
        "unexplained": len(audit.gaps),
        "facts": len(audit.verdicts),
        "faults": list(audit.faults),
        "counts": [
            {"file": file, "section": name, **{c: counter[c] for c in COLUMNS}} for file, name, counter in counts(audit)
        ],
        "every fact": facts,
    }
