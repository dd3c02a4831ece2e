"""Matches of terms to public terminologies, read from an SSSOM table."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from ivigkg.errors import Complaint

PREDICATES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
_COLUMNS = [
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "comment",
]
_PATTERNS = {
    "mesh": r"[CD]\d{6,9}",
    "mondo": r"\d{7}",
    "doid": r"\d+",
    "hp": r"\d{7}",
    "chebi": r"\d+",
    "efo": r"\d{7}",
    "ncit": r"C\d+",
    "orpha": r"\d+",
    "snomedct": r"\d{6,18}",
    "umls": r"C\d{7}",
    "atc": r"[A-Z](\d{2}([A-Z]([A-Z](\d{2})?)?)?)?",
    "rxnorm": r"\d+",
    "drugbank": r"DB\d{5}",
    "meddra": r"\d{8}",
    "obi": r"\d{7}",
    "vo": r"\d{7}",
    "cvx": r"\d+",
    "loinc": r"\d{1,5}-\d|LP\d+-\d|LA\d+-\d",
}


@dataclass(frozen=True)
class Mapping:
    """One row: our term, how it matches, and the other vocabulary's identifier."""

    line: int
    subject: str
    subject_label: str
    predicate: str
    object: str
    object_label: str
    justification: str
    comment: str


def read_mappings(path: Path, raw: bytes) -> tuple[tuple[Mapping, ...], dict[str, str], list[Complaint]]:
    """Rows, the table of prefixes, and complaints about rows that cannot be right."""
    complaints: list[Complaint] = []
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return (
            (),
            {},
            [Complaint(path, raw.count(b"\n", 0, error.start) + 1, "", "is not UTF-8; save the file as UTF-8")],
        )
    lines = text.splitlines()
    curies: dict[str, str] = {}
    head = 0
    while head < len(lines) and lines[head].startswith("#"):
        match = re.match(r"#\s{2,}([a-z]+):\s*(\S+)\s*$", lines[head])
        if match:
            curies[match[1]] = match[2]
        head += 1
    rows = csv.reader(io.StringIO("\n".join(lines[head:])), delimiter="\t")
    header = next(rows, [])
    if header != _COLUMNS:
        complaints.append(Complaint(path, head + 1, "", f"the columns must be {', '.join(_COLUMNS)}"))
        return (), curies, complaints
    found: list[Mapping] = []
    for row in rows:
        line = head + rows.line_num
        problem = _problem(row, curies)
        if problem:
            complaints.append(Complaint(path, line, row[0] if row else "", problem))
        else:
            found.append(Mapping(line, *row))
    return tuple(found), curies, complaints


def _problem(row: list[str], curies: dict[str, str]) -> str | None:
    if len(row) != len(_COLUMNS):
        return f"the row has {len(row)} cells where {len(_COLUMNS)} belong"
    subject, _, predicate, target, *_ = row
    if not re.fullmatch(r"skos:(" + "|".join(PREDICATES) + ")", predicate):
        return f"{predicate} is not a match of SKOS; known are {', '.join(PREDICATES)}"
    for curie in (subject, target):
        prefix, colon, local = curie.partition(":")
        if not colon or prefix not in curies:
            return f"{curie} has a prefix that the head of the file does not explain"
        pattern = _PATTERNS.get(prefix)
        if pattern and not re.fullmatch(pattern, local):
            return f"{curie} does not look like an identifier of {prefix}"
        if not local or re.search(r"[\s<>\"{}|\\^`]", local):
            return f"{curie} is not an identifier"
    return None
