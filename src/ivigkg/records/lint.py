"""Checks across fields and records: names that lead nowhere, numbers that cannot be, facts without a footing."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from ivigkg.errors import Complaint
from ivigkg.identifiers import Doi
from ivigkg.records import numbers
from ivigkg.records.base import Assessment, Dose, Fact, OverlapCheck
from ivigkg.records.loader import Library, Origin, Shelf
from ivigkg.records.names import Directory, local_names, named, parts, walk
from ivigkg.records.publication import Publication, Publications
from ivigkg.records.review import Review
from ivigkg.records.study import Registration, Study
from ivigkg.records.term import Terms
from ivigkg.records.vocabulary import closed_list, did_you_mean
from ivigkg.records.yaml_text import Place

Problem = tuple[Place, str] | tuple[Place, str, str]


def lint(library: Library) -> list[Complaint]:
    """Everything that is wrong, or doubtful (``severity`` ``warning``), with file and line."""
    directory = Directory(library)
    found: list[Complaint] = []
    for shelf in library.shelves:
        for name, record in _records(shelf):
            origin = shelf.origins[name]
            found.extend(origin.complain(*problem) for problem in _record_problems(record, directory, library))
        found.extend(_mapping_problems(shelf, library))
    found.extend(_identifier_problems(library))
    found.extend(_unused(library))
    found.extend(_unweighed(library))
    return found


def _records(shelf: Shelf) -> Iterator[tuple[str, Any]]:
    if shelf.pack:
        yield "pack", shelf.pack
    yield from ((f"terms/{stem}", terms) for stem, terms in shelf.terms.items())
    if shelf.publications:
        yield "publications", shelf.publications
    if shelf.people:
        yield "people", shelf.people
    yield from ((f"study/{slug}", study) for slug, study in shelf.studies.items())
    yield from ((f"review/{slug}", review) for slug, review in shelf.reviews.items())


def _record_problems(record: Any, directory: Directory, library: Library) -> Iterator[Problem]:
    if isinstance(record, Publications):
        yield from _publication_problems(record, directory)
        return
    for kind, name, place in named(record):
        problem = directory.problem(kind, name, record)
        if problem:
            yield place, problem
    if isinstance(record, Terms):
        yield from _term_problems(record, library)
    if isinstance(record, (Study, Review)):
        yield from _shared_problems(record, library)
    if isinstance(record, Study):
        yield from _study_problems(record)
        yield from numbers.problems(record)
    if isinstance(record, Review):
        yield from _review_problems(record, library)
        yield from numbers.review_problems(record)


def _shared_problems(record: Study | Review, library: Library) -> Iterator[Problem]:
    """What holds for every part of a study or review: unique keys, a footing, a reason for doubt."""
    if record.primary_report in record.reports:
        yield ("reports",), f"{record.primary_report} is already the primary report"
    counts = Counter(parts(record))
    for section in type(record).model_fields:
        value = getattr(record, section)
        for key in value if isinstance(value, dict) and section != "readings" else ():
            if counts[key] > 1:
                yield (section, key), f"the name {key} is used for {counts[key]} parts of this file; each needs its own"
            if key.startswith("reading-"):
                yield (section, key), "names that begin with reading- are kept for the readings"
    used = {name for part, _ in walk(record) if isinstance(part, Fact) for name in part.reading}
    for key in record.readings:
        if key not in used:
            yield ("readings", key), "no fact of this file uses this reading; remove it", "warning"
    yield from _reading_problems(record.readings, ("readings",))
    for part, place in walk(record):
        if isinstance(part, Fact):
            yield from fact_problems(part, place, record)
        if isinstance(part, Dose):
            yield from _derived_problems(part, place)
        if isinstance(part, Assessment):
            yield from _assessment_problems(part, place)
        if isinstance(part, OverlapCheck) and len(set(part.concerns)) < 2:
            yield (*place, "concerns"), "an overlap is weighed between two different studies"


def _reading_problems(readings: Any, place: Place) -> Iterator[Problem]:
    for key, reading in readings.items():
        if not reading.read_at and reading.basis not in {"inferred", "author"}:
            yield (*place, key), "read_at is missing: give the address of the page that was opened"


def fact_problems(fact: Fact, place: Place, record: Any) -> Iterator[Problem]:
    """What is wrong with the footing of one fact: its basis, its doubts, what it derives, what it varies."""
    bases = {record.readings[key].basis for key in fact.reading if key in record.readings}
    if fact.basis is None and len(bases) > 1:
        yield (
            (*place, "reading"),
            f"its readings have different bases ({', '.join(sorted(bases))}); say with basis: which holds",
        )
    basis = fact.basis or next(iter(bases), None)
    if basis == "inferred" and not fact.note:
        yield (*place, "note"), "is missing: what is inferred needs a note with the reasoning"
    if fact.certainty and not fact.note:
        yield (*place, "note"), f"is missing: what is {fact.certainty} needs a note that says why"
    if fact.basis is not None and fact.basis in bases and len(bases) == 1:
        yield (*place, "basis"), "repeats the basis of its reading; leave it out", "warning"
    yield from _derived_problems(fact, place)
    if fact.variant_of is not None:
        yield from _variant_problems(fact, place, record)


def _derived_problems(part: Any, place: Place) -> Iterator[Problem]:
    for name in part.derived:
        if name not in type(part).model_fields:
            yield (*place, "derived"), f"there is no field {name} here{did_you_mean(name, type(part).model_fields)}"
        elif getattr(part, name) in (None, ()):
            yield (*place, "derived"), f"names {name}, which is not given here"
    if part.derived and not part.derivation:
        yield (*place, "derivation"), f"is missing: say how {', '.join(part.derived)} was worked out"
    if part.derivation and not part.derived:
        yield (*place, "derived"), "is missing: say which fields the derivation speaks of"


def _variant_problems(fact: Fact, place: Place, record: Any) -> Iterator[Problem]:
    section, key = str(place[0]), str(place[1])
    others = getattr(record, section)
    other = others.get(fact.variant_of)
    here = (*place, "variant_of")
    if other is None:
        yield (
            here,
            f"there is no {fact.variant_of} among the {section} of this file{did_you_mean(str(fact.variant_of), others)}",
        )
    elif fact.variant_of == key:
        yield here, "a fact is no variant of itself"
    elif other.variant_of is not None:
        yield here, f"{fact.variant_of} is itself a variant; name the preferred value"
    elif getattr(other, "outcome", None) != getattr(fact, "outcome", None):
        yield here, f"{fact.variant_of} speaks of another outcome"
    elif not fact.note:
        yield (*place, "note"), "is missing: say why this value is not the preferred one"


def _assessment_problems(part: Assessment, place: Place) -> Iterator[Problem]:
    if part.scheme == "ocebm-2009" and part.level is not None and part.level not in closed_list("ocebm-2009"):
        yield (
            (*place, "level"),
            f"{part.level} is no level of ocebm-2009{did_you_mean(part.level, closed_list('ocebm-2009'))}",
        )
    if part.scheme != "ocebm-2009" and part.level is not None:
        yield (*place, "level"), f"the scheme {part.scheme} has no list of levels; write level_as_printed"
    if part.level is None and part.level_as_printed is None:
        yield place, "needs a level, or level_as_printed"


def _study_problems(study: Study) -> Iterator[Problem]:
    aspects = {absence.aspect for absence in study.absences.values()}
    if not study.facets and "design" not in aspects:
        yield ("designs",), "no facet of the design is given; give one, or an absence with aspect design"
    if not study.groups and "groups" not in aspects:
        yield ("groups",), "no group is given; give one, or an absence with aspect groups"
    if "population" not in study.populations and study.populations:
        yield ("populations",), "the main population must be called population"
    for key, result in study.results.items():
        place: Place = ("results", key)
        if (result.group is None) == (result.comparison is None):
            yield place, "needs a group or a comparison, and not both"
        if result.threshold is not None and result.threshold_relation is None:
            yield (*place, "threshold_relation"), "is missing beside the threshold"
        if result.p is not None and result.kind == "change" and result.test_scope is None:
            yield (*place, "test_scope"), "is missing beside p: within-group, between-groups or not-stated"
    yield from _group_problems(study)
    for part, place in walk(study):
        if isinstance(part, Registration) and not re.match(
            r"^(NCT\d{8}|EudraCT \d{4}-\d{6}-\d{2}|ISRCTN\d{8}|UMIN\d{9}|jRCT[s]?\d{9,10}|JapicCTI-\d{6}|ACTRN\d{14}|ChiCTR[\w-]+|CTRI/[\d/]+)$",
            part.registry_id,
        ):
            yield (
                (*place, "registry_id"),
                f"{part.registry_id} does not look like a registry number, such as NCT01234567",
            )


def _group_problems(study: Study) -> Iterator[Problem]:
    for key, group in study.groups.items():
        place: Place = ("groups", key)
        known = [study.groups[name] for name in group.drawn_from if name in study.groups]
        if group.kind != "arm" and not group.drawn_from:
            yield (*place, "drawn_from"), f"is missing: a {group.kind} is drawn from other groups"
        if group.kind == "arm" and group.drawn_from:
            yield (*place, "drawn_from"), "an arm is not drawn from other groups; is it a subgroup?"
        if group.kind == "exposure-group" and any(other.kind != "arm" for other in known):
            yield (*place, "drawn_from"), "an exposure group is drawn from arms only"
        if key in group.drawn_from:
            yield (*place, "drawn_from"), "a group is not drawn from itself"
    for key, comparison in study.comparisons.items():
        both = set(comparison.intervention) & set(comparison.comparator)
        if both:
            yield ("comparisons", key), f"{', '.join(sorted(both))} stands on both sides"
    for key, stratum in study.strata.items():
        if stratum.of == key:
            yield ("strata", key, "of"), "a stratum is not a part of itself"
        if stratum.participants is None and stratum.percent is None and not stratum.note:
            yield ("strata", key), "needs participants or percent; a part without a number needs a note"


def _review_problems(review: Review, library: Library) -> Iterator[Problem]:
    for name in ("study", "report"):
        for key, count in Counter(getattr(inclusion, name) for inclusion in review.inclusions.values()).items():
            if key is not None and count > 1:
                place = next(
                    ("inclusions", k) for k, v in reversed(review.inclusions.items()) if getattr(v, name) == key
                )
                yield (*place, name), f"{key} is included {count} times; once is enough"
    for key, inclusion in review.inclusions.items():
        ref = inclusion.eligible_population
        if ref and not ref.startswith(f"{inclusion.study}#"):
            yield ("inclusions", key, "eligible_population"), f"{ref} is not a population of {inclusion.study}"
        study = library.studies.get(inclusion.study)
        if ref and study and ref.partition("#")[2] not in local_names(study, "population") and "#" in ref:
            yield ("inclusions", key, "eligible_population"), f"{ref} is neither a population nor a stratum"
        if inclusion.report and study and inclusion.report not in (study.primary_report, *study.reports):
            yield ("inclusions", key, "report"), f"{inclusion.report} is no report of {inclusion.study}"
    for key, exclusion in review.exclusions.items():
        if exclusion.study is None and exclusion.report is None:
            yield ("exclusions", key), "needs a study or a report"
        if exclusion.study in {inclusion.study for inclusion in review.inclusions.values()}:
            yield ("exclusions", key, "study"), f"{exclusion.study} is among the inclusions too"
    yield from _reference_problems(review)
    for key, claim in review.claims.items():
        if not claim.evidence and claim.kind in {"finding", "conclusion"}:
            yield (
                ("claims", key),
                "rests on no evidence line; name the results or studies where they are known",
                "warning",
            )


def _reference_problems(review: Review) -> Iterator[Problem]:
    numbers_ = [citation.number for citation in review.references]
    for number, count in Counter(numbers_).items():
        if count > 1:
            yield ("references",), f"reference {number} stands in the list {count} times"
    for name, count in Counter(citation.publication for citation in review.references).items():
        if count > 1:
            yield ("references",), f"{name} stands in the list {count} times"
    cited = {citation.number: citation.publication for citation in review.references}
    for section in ("inclusions", "exclusions"):
        for key, entry in getattr(review, section).items():
            number = entry.reference_number
            if number is not None and cited and cited.get(number) is None:
                yield (section, key, "reference_number"), f"the list of references has no number {number}"
            elif number is not None and entry.report and cited and cited[number] != entry.report:
                yield (section, key, "reference_number"), f"reference {number} is {cited[number]}, not {entry.report}"


def _publication_problems(record: Publications, directory: Directory) -> Iterator[Problem]:
    for slug, paper in record.publications.items():
        place: Place = ("publications", slug)
        for kind, name, inside in named(paper):
            problem = directory.problem(kind, name, paper)
            if problem:
                yield (*place, *inside), problem
        for inside, *rest in _paper_problems(paper, record.curated):
            yield ((*place, *inside), *rest)  # type: ignore[misc]


def _paper_problems(paper: Publication, curated: str) -> Iterator[Problem]:
    aspects = {absence.aspect for absence in paper.absences.values()}
    for field, aspect in (("title", "title"), ("issued", "year"), ("authors", "authors")):
        if not getattr(paper, field) and aspect not in aspects:
            yield (field,), f"is missing; give it, or an absence with aspect {aspect}"
    if any(author.printed.lower().rstrip(".") in {"et al", "and others"} for author in paper.authors):
        yield ("authors",), '"et al." is no author; write author_list_complete: false'
    for person, count in Counter(author.person for author in paper.authors).items():
        if count > 1:
            yield ("authors",), f"{person} stands in the list {count} times"
    for field in ("issued", "issue_date"):
        value = getattr(paper, field)
        if value and value > curated:
            yield (field,), f"{value} is later than the day of the record, {curated}"
        if value and int(value[:4]) < 1800:
            yield (field,), f"{value} is too early to be right"
    if paper.issued and paper.issue_date and paper.issued[:4] > paper.issue_date[:4]:
        yield ("issued",), f"{paper.issued} is the earliest date seen, yet the issue is of {paper.issue_date}"
    if paper.pages and not re.match(r"^[A-Za-z]*\d+(\.\w+)?(-[A-Za-z]*\d+)?$", paper.pages):
        yield ("pages",), f"{paper.pages} does not look like pages, such as 801-806"
    for section in ("sources", "absences"):
        for key, fact in getattr(paper, section).items():
            yield from fact_problems(fact, (section, key), paper)
    yield from _reading_problems(paper.readings, ("readings",))


def _term_problems(record: Terms, library: Library) -> Iterator[Problem]:
    known = library.terms(record.kind)
    for slug, term in record.terms.items():
        place: Place = ("terms", slug)
        if "en" not in term.labels:
            yield (*place, "labels"), "an English label (en) is missing"
        for name in term.broader:
            if name not in known:
                yield (
                    (*place, "broader"),
                    f"there is no {record.kind.replace('-', ' ')} {name}{did_you_mean(name, known)}",
                )
        if _in_circle(slug, known):
            yield (*place, "broader"), f"{slug} is broader than itself, in a circle"
    labels: dict[str, str] = {}
    for slug, term in record.terms.items():
        first = labels.setdefault(term.labels.get("en", slug).casefold(), slug)
        if first != slug:
            yield ("terms", slug, "labels"), f"has the same English label as {first}"


def _in_circle(slug: str, known: Any) -> bool:
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


def _mapping_problems(shelf: Shelf, library: Library) -> Iterator[Complaint]:
    path = shelf.folder / "mappings.sssom.tsv"
    kinds = {
        "cond": "condition",
        "intv": "intervention",
        "outc": "outcome",
        "inst": "instrument",
        "ae": "adverse-event",
    }
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


def _identifier_problems(library: Library) -> Iterator[Complaint]:
    """A DOI or PMID that two papers share makes two papers of one."""
    seen: dict[tuple[str, str], str] = {}
    for shelf in library.shelves:
        if not shelf.publications:
            continue
        origin: Origin = shelf.origins["publications"]
        for slug, paper in shelf.publications.publications.items():
            for field, key in (("doi", paper.doi and Doi(paper.doi).key), ("pmid", paper.pmid)):
                if key is None:
                    continue
                first = seen.setdefault((field, key), slug)
                if first != slug:
                    yield origin.complain(("publications", slug, field), f"{key} is already that of {first}")


def _unused(library: Library) -> Iterator[Complaint]:
    """People and papers that nothing speaks of are leftovers."""
    people = {author.person for paper in library.publications.values() for author in paper.authors}
    for shelf in library.shelves:
        for slug in shelf.people.people if shelf.people else ():
            if slug not in people:
                yield shelf.origins["people"].complain(("people", slug), "is the author of no paper here", "warning")


def _unweighed(library: Library) -> Iterator[Complaint]:
    """Studies by the same people on the same condition may share participants; somebody should have looked."""
    weighed: set[frozenset[str]] = set()
    checks = [check for study in library.studies.values() for check in study.overlaps.values()]
    checks += [check for review in library.reviews.values() for check in review.overlaps.values()]
    for check in checks:
        weighed.update(frozenset((a, b)) for a in check.concerns for b in check.concerns if a != b)
    authors: dict[str, set[str]] = defaultdict(set)
    for slug, study in library.studies.items():
        for name in (study.primary_report, *study.reports):
            if name in library.publications:
                authors[slug].update(author.person for author in library.publications[name].authors)
    for shelf in library.shelves:
        slugs = sorted(shelf.studies)
        for index, first in enumerate(slugs):
            for second in slugs[index + 1 :]:
                shared = authors[first] & authors[second]
                same = _conditions(shelf.studies[first]) & _conditions(shelf.studies[second])
                if len(shared) > 1 and same and frozenset((first, second)) not in weighed:
                    yield shelf.origins[f"study/{first}"].complain(
                        ("overlaps",),
                        f"{len(shared)} authors and a condition are shared with {second}; "
                        "say under overlaps whether participants may be, too",
                        "warning",
                    )


def _conditions(study: Study) -> set[str]:
    return {name for population in study.populations.values() for name in population.conditions}
