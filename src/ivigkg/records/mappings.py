"""Matches of terms to public terminologies, read from an SSSOM table."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from ivigkg.errors import Complaint
from ivigkg.namespaces import PREFIXES, TOPIC_KINDS
from ivigkg.records.vocabulary import did_you_mean
from ivigkg.records.yaml_text import BadYaml, decode

OURS = frozenset([*TOPIC_KINDS.values(), "dsgn"])
PREDICATES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
COLUMNS = [
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
    """Rows, the table of prefixes, and complaints about rows that cannot be right; their field is the column."""
    try:
        lines = decode(raw).splitlines()
    except BadYaml as error:
        return (), {}, [Complaint(path, error.line, "", error.message)]
    curies, complaints = _head(path, lines)
    head = sum(1 for line in takewhile(lambda line: line.startswith("#"), lines))
    if lines[head : head + 1] != ["\t".join(COLUMNS)]:
        complaints.append(Complaint(path, head + 1, "", f"the columns must be {', '.join(COLUMNS)}"))
        return (), curies, complaints
    found: list[Mapping] = []
    for number, line in enumerate(lines[head + 1 :], start=head + 2):
        row = _cells(line)
        problem = _problem(row, curies)
        if problem:
            complaints.append(Complaint(path, number, *problem))
        else:
            found.append(Mapping(number, *row))
    return tuple(found), curies, complaints


def _head(path: Path, lines: list[str]) -> tuple[dict[str, str], list[Complaint]]:
    """The prefixes that the head of the file explains."""
    curies: dict[str, str] = {}
    complaints: list[Complaint] = []
    for number, line in enumerate(takewhile(lambda line: line.startswith("#"), lines), start=1):
        match = re.match(r"#\s{2,}([a-z]+):\s*(\S+)\s*$", line)
        if not match:
            continue
        prefix, address = match.groups()
        ours = PREFIXES.get(prefix)
        if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", address):
            complaints.append(Complaint(path, number, prefix, f"{address} is not a web address"))
        elif ours is not None and ours != address:
            complaints.append(Complaint(path, number, prefix, f"is {address}, but {prefix}: stands for {ours} here"))
        curies[prefix] = address
    return curies, complaints


def _cells(line: str) -> list[str]:
    """The cells of a line; a cell in quotation marks ends on the line on which it begins."""
    try:
        return next(csv.reader([line], delimiter="\t", strict=True), [])
    except csv.Error:
        return line.split("\t")[: len(COLUMNS) - 1]


def _problem(row: list[str], curies: dict[str, str]) -> tuple[str, str] | None:
    """The column that is wrong, and why."""
    if len(row) != len(COLUMNS):
        last = COLUMNS[max(min(len(row), len(COLUMNS)) - 1, 0)]
        return last, f"the row has {len(row)} whole cells where {len(COLUMNS)} belong"
    subject, _, predicate, target, _, justification, _ = row
    if predicate.removeprefix("skos:") not in PREDICATES or not predicate.startswith("skos:"):
        known = [f"skos:{name}" for name in PREDICATES]
        return "predicate_id", f"{predicate} is not a match of SKOS{did_you_mean(predicate, known)}"
    if not re.fullmatch(r"semapv:[A-Za-z]+", justification):
        return "mapping_justification", f"{justification} is no justification, such as semapv:LexicalMatching"
    for column, curie in (("subject_id", subject), ("object_id", target)):
        prefix, colon, local = curie.partition(":")
        if not colon or prefix not in curies:
            return (
                column,
                f"{curie} has a prefix that the head of the file does not explain{did_you_mean(prefix, curies)}",
            )
        pattern = _PATTERNS.get(prefix)
        if pattern and not re.fullmatch(pattern, local, re.ASCII):
            return column, f"{curie} does not look like an identifier of {prefix}"
        if not local or re.search(r"[\s<>\"{}|\\^`]", local):
            return column, f"{curie} is not an identifier"
    if subject.partition(":")[0] not in OURS:
        return "subject_id", f"{subject} is no term of ours; the subject is ours, the object that of another vocabulary"
    if target.partition(":")[0] in OURS:
        return "object_id", f"{target} is a term of ours; the object is that of another vocabulary"
    return None
