"""Every fact of the shipped evidence is in the graph, or was left out for a reason."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import yaml

from ivigkg.audit.check import Audit
from ivigkg.audit.evidence import Evidence
from ivigkg.audit.report import counts, gap
from ivigkg.audit.shelves import section

from .conftest import SHIPPED


def test_nothing_is_unexplained(whole: Audit) -> None:
    assert [gap(verdict) for verdict in whole.gaps] == []
    assert whole.faults == ()


def test_every_leaf_of_the_files_has_a_verdict(whole: Audit) -> None:
    def count(value: object) -> int:
        if isinstance(value, dict):
            return sum(map(count, value.values()))
        return sum(map(count, value)) if isinstance(value, list) else 1

    for name in ("living-review.yaml", "wang2012-references.yaml"):
        leaves = count(yaml.load((SHIPPED / name).read_text("utf-8"), yaml.BaseLoader))
        assert sum(counter["facts"] for file, _, counter in counts(whole) if file == name) == leaves


def test_results_and_groups_stand_as_values_and_not_in_words_alone(whole: Audit) -> None:
    numbers = [
        verdict
        for verdict in whole.verdicts
        if section(verdict.path) in {"results", "harms"}
        and verdict.path.rpartition(".")[2]
        in {"events", "n", "percent", "mean", "median", "value", "p_value", "ci_low"}
        and verdict.value is not None
    ]
    how = Counter(verdict.how for verdict in numbers)
    assert how["graph"] > 400
    assert how["words"] <= 1, [verdict.path for verdict in numbers if verdict.how == "words"]


def test_what_is_left_out_is_no_number_of_a_result(whole: Audit) -> None:
    assert {section(item.verdict.path) for item in whole.left} <= {"remarks", "bibliography"}


def test_evidence_files_are_read_with_their_digits(evidence: Evidence) -> None:
    entry = next(entry for entry in evidence.entries if entry.name == "Aggarwal2022")
    found = dict(entry.facts())
    assert found["population.age.median"] == "52.0"
    assert found["outcomes.0.results.0.events"] == "37"
    assert found["outcomes.0.p_value"] == "0.0008"


def test_dictionary_is_a_file_beside_the_evidence(evidence: Evidence) -> None:
    assert (Path(evidence.folder) / "names.yaml").is_file()
    assert evidence.names.entries
