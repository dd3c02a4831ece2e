"""What a review selected: inclusions, exclusions, its numbered references, and the claims it draws from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from ivigkg.records.loader import Library
from ivigkg.records.names import local_names
from ivigkg.records.problem import Problem
from ivigkg.records.review import Inclusion, Review
from ivigkg.records.study import Study
from ivigkg.records.yaml_text import Place


def review_problems(review: Review, library: Library) -> Iterator[Problem]:
    """Studies selected twice, with the wrong paper, people or number, and claims that rest on nothing."""
    studies = library.studies
    yield from _repeats(review)
    for key, inclusion in review.inclusions.items():
        yield from _inclusion_problems(key, inclusion, studies)
    included = {inclusion.study for inclusion in review.inclusions.values()}
    for key, exclusion in review.exclusions.items():
        if exclusion.study is None and exclusion.report is None:
            yield ("exclusions", key), "needs a study or a report"
        if exclusion.study in included:
            yield ("exclusions", key, "study"), f"{exclusion.study} is among the inclusions too"
        study = studies.get(exclusion.study or "")
        if study and exclusion.report and exclusion.report not in _papers(study):
            yield ("exclusions", key, "report"), f"{exclusion.report} is no report of {exclusion.study}"
    if review.stated_studies is not None and len(review.inclusions) > review.stated_studies:
        yield ("stated_studies",), f"is {review.stated_studies}, but there are {len(review.inclusions)} inclusions"
    yield from _reference_problems(review, studies)


def _repeats(review: Review) -> Iterator[Problem]:
    for name in ("study", "report"):
        for slug, count in Counter(getattr(inclusion, name) for inclusion in review.inclusions.values()).items():
            if slug is not None and count > 1:
                last = next(key for key, one in reversed(review.inclusions.items()) if getattr(one, name) == slug)
                yield ("inclusions", last, name), f"{slug} is included {count} times; once is enough"


def _inclusion_problems(key: str, inclusion: Inclusion, studies: Mapping[str, Study]) -> Iterator[Problem]:
    ref, study = inclusion.eligible_population, studies.get(inclusion.study)
    if ref and not ref.startswith(f"{inclusion.study}#"):
        yield ("inclusions", key, "eligible_population"), f"{ref} is not a population of {inclusion.study}"
    if ref and study and ref.partition("#")[2] not in local_names(study, "population") and "#" in ref:
        yield ("inclusions", key, "eligible_population"), f"{ref} is neither a population nor a stratum"
    if inclusion.report and study and inclusion.report not in _papers(study):
        yield ("inclusions", key, "report"), f"{inclusion.report} is no report of {inclusion.study}"


def _papers(study: Study) -> tuple[str, ...]:
    return (study.primary_report, *study.reports)


def _list_problems(review: Review) -> Iterator[Problem]:
    numbers = [citation.number for citation in review.references]
    counts = Counter(numbers) + Counter(citation.publication for citation in review.references)
    for index, citation in enumerate(review.references):
        place: Place = ("references", index)
        if counts[citation.number] > 1:
            yield (*place, "number"), f"reference {citation.number} stands in the list twice"
        elif _odd(numbers, index):
            yield (*place, "number"), f"reference {citation.number} is out of order; keep that of the printed list"
        if counts[citation.publication] > 1:
            yield (*place, "publication"), f"{citation.publication} stands in the list twice"


def _odd(numbers: Sequence[int], index: int) -> bool:
    """Whether a number breaks the order of those around it, rather than one of them."""
    earlier, before, here, after = [0, 0, *numbers, numbers[-1] + 1][index : index + 4]
    return before < after <= here or here <= min(earlier, before)


def _reference_problems(review: Review, studies: Mapping[str, Study]) -> Iterator[Problem]:
    yield from _list_problems(review)
    cited = {citation.number: citation.publication for citation in review.references}
    for section in ("inclusions", "exclusions"):
        for key, entry in getattr(review, section).items():
            number = entry.reference_number
            if number is not None and cited and cited.get(number) is None:
                yield (section, key, "reference_number"), f"the list of references has no number {number}"
                continue
            study = studies.get(entry.study or "")
            wanted = (entry.report,) if entry.report else _papers(study) if study else ()
            if number is not None and cited and wanted and cited[number] not in wanted:
                yield (section, key, "reference_number"), f"reference {number} is {cited[number]}, not {wanted[0]}"
