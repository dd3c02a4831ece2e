"""A fact without a footing is refused: a name of its own, a reading, a reason for doubt."""

from __future__ import annotations

from pathlib import Path

import pytest

from .toys import DROP, PAPERS, REVIEW, TRIAL, Wrong, assert_caught

LINE = "claims.conclusion.evidence.conclusion-line"
ABSENT = {"aspect": "dose", "reason": "not-seen", "reading": "abstract"}
WRONG = [
    Wrong(TRIAL, {"readings.abstract.read_at": DROP}, "readings.abstract", "read_at is missing"),
    Wrong(PAPERS, {"publications.nameless-2020.readings.page.read_at": DROP},
          "publications.nameless-2020.readings.page", "read_at is missing"),
    Wrong(TRIAL, {"results.told.reading": ["abstract", "review"]}, "results.told.reading", "different bases (abstract, s"),
    Wrong(TRIAL, {f"{LINE}.note": DROP}, f"{LINE}.note", "what is inferred needs a note"),
    Wrong(TRIAL, {"results.told.certainty": "uncertain"}, "results.told.note", "what is uncertain needs a note"),
    Wrong(TRIAL, {"results.told.basis": "abstract"}, "results.told.basis", "repeats the basis of its reading", "warning"),
    Wrong(TRIAL, {"results.told.derived": "textt", "results.told.derivation": "-"}, "results.told.derived",
          "there is no field textt here; did you mean text?"),
    Wrong(TRIAL, {"results.told.derived": "quote", "results.told.derivation": "-"}, "results.told.derived",
          "names quote, which is not given"),
    Wrong(TRIAL, {"results.told.derived": "text"}, "results.told.derivation", "say how text was worked out"),
    Wrong(TRIAL, {"results.told.derivation": "guessed"}, "results.told.derived", "say which fields the derivation"),
    Wrong(TRIAL, {"uses.use-allopurinol.doses.total.derivation": DROP},
          "uses.use-allopurinol.doses.total.derivation", "say how value was worked out"),
    Wrong(TRIAL, {"results.risk-in-review.variant_of": "riks"}, "results.risk-in-review.variant_of",
          "there is no riks among the results of this file; did you mean risk?"),
    Wrong(TRIAL, {"results.risk-in-review.variant_of": "risk-in-review"}, "results.risk-in-review.variant_of",
          "no variant of itself"),
    Wrong(TRIAL, {"results.told.variant_of": "risk-in-review"}, "results.told.variant_of", "is itself a variant"),
    Wrong(TRIAL, {"results.risk-in-review.variant_of": "target"}, "results.risk-in-review.variant_of",
          "speaks of another outcome"),
    Wrong(TRIAL, {"results.risk-in-review.note": DROP}, "results.risk-in-review.note", "not the preferred one"),
    Wrong(TRIAL, {"absences.reading-mine": ABSENT}, "absences.reading-mine", "are kept for the readings"),
]  # fmt: skip
TAKEN = [
    (TRIAL, "absences.target", ABSENT, "results.target", "the name target is taken by absences.target as well"),
    (TRIAL, "absences.use-febuxostat-dose", ABSENT, "uses.use-febuxostat.doses.dose", "use-febuxostat-dose is taken"),
    (TRIAL, "absences.urate-change-quote", ABSENT, "results.urate-change.quote", "the name urate-change-quote is taken"),
    (TRIAL, "absences.conclusion-line", ABSENT, LINE, "the name conclusion-line is taken"),
    (TRIAL, "claims.second", {
        "kind": "finding", "text": "…", "direction": "not-stated", "reading": "abstract",
        "evidence": {"conclusion-line": {"stance": "supports", "items": "#target", "reading": "abstract"}},
    }, LINE, "is taken by claims.second.evidence.conclusion-line as well"),
    (REVIEW, "absences.ref-2", ABSENT, "references.1.number", "the name ref-2 is taken by"),
    (PAPERS, "publications.larkspur-2019.absences.from-list", {**ABSENT, "reading": "list"},
     "publications.larkspur-2019.sources.from-list", "the name from-list is taken"),
    (PAPERS, "publications.larkspur-2019.absences.author-2", {**ABSENT, "reading": "list"},
     "publications.larkspur-2019.authors.1", "the name author-2 is taken"),
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_a_fact_without_a_footing(wrong: Wrong, toy: Path) -> None:
    assert_caught(wrong, toy)


@pytest.mark.parametrize(("file", "name", "part", "owner", "says"), TAKEN, ids=[row[1] for row in TAKEN])
def test_two_parts_never_become_one_node(file: str, name: str, part: object, owner: str, says: str, toy: Path) -> None:
    """Whatever the graph adds to names (doses, quotes, numbers) is counted as taken, and both places are shown."""
    also = frozenset([name, f"{name}.evidence.conclusion-line"])
    assert_caught(Wrong(file, {name: part}, owner, says, also=also), toy)
