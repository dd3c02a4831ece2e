"""The graph from Python."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import ivigkg

PUBLIC = [
    "BuildReport", "EvidenceGraph", "IvigkgError", "Query", "QueryError", "RecordErrors", "RecordReport", "StoreError",
    "Table", "Triples", "Truth", "build", "open", "queries", "validate",
]  # fmt: skip


def test_public_names_are_these() -> None:
    assert sorted(ivigkg.__all__) == PUBLIC
    for name in PUBLIC:
        assert getattr(ivigkg, name).__doc__
    assert ivigkg.__version__ == "0.1.0"


def test_as_of_a_day(store: Path) -> None:
    ask = "SELECT ?s WHERE { ?s a ev:Study }"
    with ivigkg.open(store) as evidence:
        found = [evidence.query(ask, as_of=day) for day in ("1992", date(2012, 1, 26), None)]
        assert all(isinstance(table, ivigkg.Table) for table in found)
        sizes = [len(table.rows) for table in found if isinstance(table, ivigkg.Table)]
        assert 0 < sizes[0] < sizes[1] < sizes[2]
        then = evidence.as_of("2012-01-26")
        assert then.review("wang-2012").stated_studies == 14
        assert then.info().triples < evidence.info().triples
        assert b"aggarwal-2022" not in then.export("nquads")
        with pytest.raises(ivigkg.IvigkgError, match="is no day of the calendar"):
            evidence.query(ask, as_of="yesterday")


def test_typed_rows(store: Path) -> None:
    with ivigkg.open(store) as evidence:
        table = evidence.query("results-of-study", study="dalakas-1993")
        assert isinstance(table, ivigkg.Table)
        cells = [cell for row in table for cell in row.values()]
    assert Decimal("0.018") in cells
    assert any(isinstance(cell, int) for cell in cells)
    assert None in cells


def test_pandas_frame_has_types(store: Path) -> None:
    with ivigkg.open(store) as evidence:
        answer = evidence.query("SELECT ?s ?n ?p WHERE { ?r ev:study ?s ; ev:total ?n OPTIONAL { ?r ev:pValue ?p } }")
        assert isinstance(answer, ivigkg.Table)
        frame = answer.to_pandas()
    assert str(frame.dtypes["n"]) == "Int64"
    assert str(frame.dtypes["p"]) == "Float64"
    assert frame["p"].isna().any()


def test_rdflib_dataset_keeps_graphs_and_digits(store: Path) -> None:
    with ivigkg.open(store) as evidence:
        dataset = evidence.to_rdflib()
        count = sum(1 for _ in evidence._store.quads())
    assert len(dataset) == count
    texts = {str(o) for _, p, o, _ in dataset.quads((None, None, None, None)) if str(p).endswith("#pValue")}
    assert "0.018" in texts


def test_networkx_graph_is_of_plain_values(store: Path) -> None:
    with ivigkg.open(store) as evidence:
        graph = evidence.to_networkx()
    node = graph.nodes["https://w3id.org/ivigkg/id/study/dalakas-1993#strength"]
    assert node["kind"] == "ev:ChangeResult"
    assert node["ev:pValue"] == Decimal("0.018")
    assert graph.has_edge(
        "https://w3id.org/ivigkg/id/study/dalakas-1993#strength",
        "https://w3id.org/ivigkg/id/study/dalakas-1993",
        "ev:study",
    )


def test_export_why_review_info(store: Path) -> None:
    with ivigkg.open(store) as evidence:
        assert b"dalakas-1993" in evidence.export("turtle")
        assert evidence.why("study:dalakas-1993#strength").own
        assert evidence.review("wang-2012").participants == 186
        assert evidence.info().triples > 10_000


def test_unknown_question_names_the_nearest(store: Path) -> None:
    with ivigkg.open(store) as evidence, pytest.raises(ivigkg.IvigkgError, match="did you mean studies-by-design"):
        evidence.query("studies-by-desing")


def test_parameters_belong_to_named_questions(store: Path) -> None:
    with ivigkg.open(store) as evidence, pytest.raises(ivigkg.IvigkgError, match="named questions"):
        evidence.query("ASK { ?s ?p ?o }", study="dalakas-1993")


def test_queries_are_listed_with_their_parameters() -> None:
    found = ivigkg.queries()
    assert len(found) >= 40
    assert [parameter.name for parameter in found["results-of-study"].parameters] == ["study"]


def test_labels_are_added_on_request(store: Path) -> None:
    with ivigkg.open(store) as evidence:
        table = evidence.query("studies-by-design")
        assert isinstance(table, ivigkg.Table)
        labels = evidence.labelled(table).labels
    assert "randomised controlled trial" in labels.values()
