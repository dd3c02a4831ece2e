"""The words of a topic: labels, what is broader, and matches to public terminologies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ivigkg.errors import Complaint
from ivigkg.namespaces import TOPIC_KINDS
from ivigkg.records.loader import Library, Shelf
from ivigkg.records.problem import Problem
from ivigkg.records.term import Term, Terms
from ivigkg.records.vocabulary import closed_list, did_you_mean
from ivigkg.records.yaml_text import Place


def term_problems(record: Terms, library: Library) -> Iterator[Problem]:
    """Terms without an English label, with that of another, or with a broader term that cannot be."""
    known = library.terms(record.kind)
    for slug, term in record.terms.items():
        place: Place = ("terms", slug)
        if "en" not in term.labels:
            yield (*place, "labels"), "an English label (en) is missing"
        for name in term.broader:
            if name not in known:
                word = record.kind.replace("-", " ")
                yield (*place, "broader"), f"there is no {word} {name}{did_you_mean(name, known)}"
        if _in_circle(slug, known):
            yield (*place, "broader"), f"{slug} is broader than itself, in a circle"
    labels: dict[str, str] = {}
    for slug, term in record.terms.items():
        first = labels.setdefault(term.labels.get("en", slug).casefold(), slug)
        if first != slug:
            yield ("terms", slug, "labels"), f"has the same English label as {first}"


def _in_circle(slug: str, known: Mapping[str, Term]) -> bool:
    seen: set[str] = set()
    todo = list(known[slug].broader)
    while todo:
        name = todo.pop()
        if name == slug:
            return True
        if name in known and name not in seen:
            seen.add(name)
            todo.extend(known[name].broader)
    return False


def mapping_problems(shelf: Shelf, library: Library) -> Iterator[Complaint]:
    """Matches of terms that do not exist, and terms with two exact matches in one vocabulary."""
    path = shelf.folder / "mappings.sssom.tsv"
    kinds = {prefix: kind for kind, prefix in TOPIC_KINDS.items()}
    exact: dict[tuple[str, str], str] = {}
    for row in shelf.mappings:
        prefix, _, slug = row.subject.partition(":")
        known = set(closed_list("design")) if prefix == "dsgn" else set(library.terms(kinds.get(prefix, "")))
        if slug not in known:
            yield Complaint(path, row.line, row.subject, f"there is no such term{did_you_mean(slug, known)}")
        if row.predicate == "skos:exactMatch":
            target = (row.subject, row.object.partition(":")[0])
            first = exact.setdefault(target, row.object)
            if first != row.object:
                yield Complaint(
                    path, row.line, row.subject, f"has two exact matches in {target[1]}: {first} and {row.object}"
                )
