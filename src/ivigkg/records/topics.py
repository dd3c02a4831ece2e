"""The words of a topic: labels, what is broader, and matches to public terminologies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ivigkg.errors import Complaint
from ivigkg.iris import LICENSES
from ivigkg.namespaces import CLOSED_LISTS, TOPIC_KINDS
from ivigkg.records.loader import Library, Shelf
from ivigkg.records.problem import Problem
from ivigkg.records.term import Pack, Term, Terms
from ivigkg.records.vocabulary import closed_list, did_you_mean
from ivigkg.records.yaml_text import Place

RESERVED = frozenset(["study", "review", "ontology", "derived", "catalogue"])
"""Names of graphs that no pack may take."""


def pack_problems(pack: Pack) -> Iterator[Problem]:
    """A licence that data of ours cannot have, or a name that the graphs need."""
    if pack.license not in LICENSES:
        near = did_you_mean(pack.license, LICENSES)
        yield ("license",), f"{pack.license} is not one of {', '.join(LICENSES)}{near}"
    if pack.pack in RESERVED:
        yield ("pack",), f"the name {pack.pack} is kept for graphs of other kinds; choose another one"


def term_problems(record: Terms, library: Library) -> Iterator[Problem]:
    """Terms without an English label or a definition, under a name taken, or that lead up to no head of a family."""
    known = library.terms(record.kind)
    above = {**library.terms("outcome"), **known} if record.kind == "adverse-event" else known
    for slug, term in record.terms.items():
        place: Place = ("terms", slug)
        if record.kind == "scheme" and slug in {*CLOSED_LISTS, *TOPIC_KINDS}:
            yield place, f"{slug} is the name of a list of terms; choose another one"
        if "en" not in term.labels:
            yield (*place, "labels"), "an English label (en) is missing"
        if term.definition is None:
            yield place, "a definition is missing; say in a sentence of your own what the word means"
        if term.judges and record.kind != "scheme":
            yield (*place, "judges"), "is said of schemes alone"
        for name in term.broader:
            if name not in above:
                word = record.kind.replace("-", " ")
                yield (*place, "broader"), f"there is no {word} {name}{did_you_mean(name, above)}"
        yield from _top_problems(slug, term, record.kind, known)
        if _in_circle(slug, known):
            yield (*place, "broader"), f"{slug} is broader than itself, in a circle"
    yield from _name_problems(record)


def _top_problems(slug: str, term: Term, kind: str, known: Mapping[str, Term]) -> Iterator[Problem]:
    """Whether a term heads a family or stands below another one must be said, and only one of the two."""
    if kind == "scheme":
        return
    if not term.top and not term.broader:
        yield ("terms", slug), "leads up to nothing; name what is broader, or write top: true where it heads a family"
    if term.top and any(name in known for name in term.broader):
        yield ("terms", slug, "top"), f"{slug} heads a family, yet has a broader term; keep one of the two"


def _name_problems(record: Terms) -> Iterator[Problem]:
    """Two terms of a list with one label, or a term whose other name is the label of another."""
    labels: dict[tuple[str, str], str] = {}
    for slug, term in record.terms.items():
        for language, label in {"en": slug, **term.labels}.items():
            first = labels.setdefault((language, label.casefold()), slug)
            if first != slug:
                word = "English" if language == "en" else language
                yield ("terms", slug, "labels"), f"has the same {word} label as {first}"
    for slug, term in record.terms.items():
        for language, names in term.alt.items():
            for name in names:
                owner = labels.get((language, name.casefold()), slug)
                if owner != slug:
                    yield ("terms", slug, "alt", language), f"{name} is the label of {owner}"


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
    """Matches of terms that do not exist, under another label, stated twice, or exact to two terms of one list."""
    path = shelf.folder / "mappings.sssom.tsv"
    kinds = {prefix: kind for kind, prefix in TOPIC_KINDS.items()}
    exact: dict[tuple[str, str], str] = {}
    pairs: set[tuple[str, str]] = set()
    labels: dict[str, dict[str, set[str]]] = {}
    for row in shelf.mappings:
        prefix, _, slug = row.subject.partition(":")
        if prefix not in labels:
            labels[prefix] = _labels(kinds.get(prefix), prefix, library)
        known = labels[prefix]
        if slug not in known:
            message = f"there is no such term as {row.subject}{did_you_mean(slug, known)}"
            yield Complaint(path, row.line, "subject_id", message)
        elif row.subject_label not in known[slug]:
            message = f"{row.subject} is not called {row.subject_label} here; is it the right term?"
            yield Complaint(path, row.line, "subject_label", message)
        target = (row.subject, row.object.partition(":")[0])
        if row.predicate == "skos:exactMatch" and exact.setdefault(target, row.object) != row.object:
            message = f"{row.subject} has two exact matches in {target[1]}: {exact[target]} and {row.object}"
            yield Complaint(path, row.line, "object_id", message)
        if (row.subject, row.object) in pairs:
            yield Complaint(path, row.line, "object_id", f"{row.subject} and {row.object} are matched twice")
        pairs.add((row.subject, row.object))


def _labels(kind: str | None, prefix: str, library: Library) -> dict[str, set[str]]:
    """The names under which each term of a kind goes."""
    if prefix == "dsgn":
        return {slug: {label, slug, slug.replace("-", " ")} for slug, label in closed_list("design").items()}
    terms = library.terms(kind) if kind else {}
    return {
        slug: {*term.labels.values(), *(name for names in term.alt.values() for name in names)}
        for slug, term in terms.items()
    }
