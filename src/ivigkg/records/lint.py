"""Checks across fields and records: everything that the models alone cannot see, gathered from the rooms beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from ivigkg.errors import Complaint
from ivigkg.identifiers import RegistryId
from ivigkg.records import numbers
from ivigkg.records.alike import undecided
from ivigkg.records.amounts import amount_problems
from ivigkg.records.base import Assessment, Dose, Fact, FlowCount, OverlapCheck, Registration
from ivigkg.records.bibliography import (
    people_problems,
    publication_problems,
    shared_identifiers,
    unused_people,
)
from ivigkg.records.footing import derived_problems, fact_problems, key_problems, reading_problems
from ivigkg.records.grouping import study_problems
from ivigkg.records.loader import Library, Shelf
from ivigkg.records.names import Directory, Step, named, walk
from ivigkg.records.overlap import unweighed
from ivigkg.records.problem import Problem
from ivigkg.records.publication import People, Publications
from ivigkg.records.review import Review
from ivigkg.records.selection import review_problems
from ivigkg.records.study import Study
from ivigkg.records.term import Pack, Terms
from ivigkg.records.topics import mapping_problems, pack_problems, term_problems
from ivigkg.records.vocabulary import closed_list, did_you_mean
from ivigkg.records.yaml_text import Place


def lint(library: Library) -> list[Complaint]:
    """Everything that is wrong, or doubtful (``severity`` ``warning``), with file and line."""
    directory = Directory(library)
    found: list[Complaint] = []
    for shelf in library.shelves:
        for name, record in _records(shelf):
            origin = shelf.origins[name]
            found.extend(origin.complain(*problem) for problem in _record_problems(record, directory, library))
        found.extend(mapping_problems(shelf, library))
    found.extend(shared_identifiers(library))
    found.extend(unused_people(library))
    found.extend(undecided(library))
    found.extend(unweighed(library))
    return list(dict.fromkeys(found))


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
    steps = list(walk(record))
    for part, place in steps:
        yield from _repeats(part, place)
    if isinstance(record, Publications):
        yield from publication_problems(record, directory)
        return
    for kind, name, place in named(steps):
        problem = directory.problem(kind, name, record)
        if problem:
            yield place, problem
    if isinstance(record, Pack):
        yield from pack_problems(record)
    if isinstance(record, Terms):
        yield from term_problems(record, library)
    if isinstance(record, People):
        yield from people_problems(record)
    if isinstance(record, (Study, Review)):
        yield from key_problems(record, steps)
        yield from _whole_problems(record, steps)
        for part, place in steps:
            yield from _part_problems(part, place, record)
            yield from amount_problems(part, place)
    if isinstance(record, Study):
        yield from study_problems(record, library)
        yield from numbers.problems(record)
    if isinstance(record, Review):
        yield from review_problems(record, library)
        yield from numbers.review_problems(record)


def _repeats(part: BaseModel, place: Place) -> Iterator[Problem]:
    for name, value in vars(part).items():
        if not isinstance(value, tuple) or len(value) < 2 or not isinstance(value[0], str):
            continue
        for index, item in enumerate(value):
            if item in value[:index]:
                yield (*place, name, index), f"{item} stands here twice; once is enough"


def _whole_problems(record: Study | Review, steps: list[Step]) -> Iterator[Problem]:
    if record.primary_report in record.reports:
        yield ("reports",), f"{record.primary_report} is already the primary report"
    used = {name for part, _ in steps if isinstance(part, Fact) for name in part.reading}
    for key in record.readings:
        if key not in used:
            yield ("readings", key), "no fact of this file uses this reading; remove it", "warning"
    yield from reading_problems(record.readings, ("readings",))


def _part_problems(part: BaseModel, place: Place, record: Study | Review) -> Iterator[Problem]:
    """What holds for every part of a study or review: a footing, a reason for doubt, a level that there is."""
    if isinstance(part, Fact):
        yield from fact_problems(part, place, record)
    if isinstance(part, Dose):
        yield from derived_problems(part, place)
    if isinstance(part, Assessment):
        yield from _assessment_problems(part, place)
    if isinstance(part, OverlapCheck) and len(set(part.concerns)) < 2:
        yield (*place, "concerns"), "an overlap is weighed between two different studies"
    if isinstance(part, Registration):
        yield from _registration_problems(part, place, record.curated)
    if isinstance(part, FlowCount) and part.count is None and part.percent is None:
        yield place, "needs a count or percent"


def _registration_problems(part: Registration, place: Place, curated: str) -> Iterator[Problem]:
    try:
        RegistryId.parse(part.registry_id)
    except ValueError as error:
        yield (*place, "registry_id"), str(error)
    if part.status_date is not None and part.status_date > curated:
        yield (*place, "status_date"), f"{part.status_date} is later than the day of the record, {curated}"


def _assessment_problems(part: Assessment, place: Place) -> Iterator[Problem]:
    if part.scheme == "ocebm-2009" and part.level is not None and part.level not in closed_list("ocebm-2009"):
        near = did_you_mean(part.level, closed_list("ocebm-2009"))
        yield (*place, "level"), f"{part.level} is no level of ocebm-2009{near}"
    if part.scheme != "ocebm-2009" and part.level is not None:
        yield (*place, "level"), f"the scheme {part.scheme} has no list of levels; write level_as_printed"
    if part.level is None and part.level_as_printed is None:
        yield place, "needs a level, or level_as_printed"
