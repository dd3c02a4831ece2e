"""Studies that may share participants: whether somebody has weighed it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from ivigkg.errors import Complaint
from ivigkg.records.loader import Library
from ivigkg.records.study import Study


def unweighed(library: Library) -> Iterator[Complaint]:
    """Studies by the same people on the same condition, about which no overlap check speaks."""
    checks = [check for study in library.studies.values() for check in study.overlaps.values()]
    checks += [check for review in library.reviews.values() for check in review.overlaps.values()]
    weighed = {frozenset(pair) for check in checks for pair in combinations(check.concerns, 2)}
    authors = _authors(library)
    for shelf in library.shelves:
        for first, second in combinations(sorted(shelf.studies), 2):
            shared = authors[first] & authors[second]
            same = _conditions(shelf.studies[first]) & _conditions(shelf.studies[second])
            if len(shared) > 1 and same and frozenset((first, second)) not in weighed:
                yield shelf.origins[f"study/{first}"].complain(
                    ("overlaps",),
                    f"{len(shared)} authors and a condition are shared with {second}; "
                    "say under overlaps whether participants may be, too",
                    "warning",
                )


def _authors(library: Library) -> dict[str, set[str]]:
    papers = library.publications
    found: dict[str, set[str]] = defaultdict(set)
    for slug, study in library.studies.items():
        for name in (study.primary_report, *study.reports):
            if name in papers:
                found[slug].update(author.person for author in papers[name].authors if author.person)
    return found


def _conditions(study: Study) -> set[str]:
    return {name for population in study.populations.values() for name in population.conditions}
