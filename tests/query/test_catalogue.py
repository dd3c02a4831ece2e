"""The named questions and what their headers must say."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivigkg.errors import QueryError
from ivigkg.query.catalogue import AUDIENCES, Parameter, catalogue, load_query
from tests.query.answers import QUERIES

GOOD = """#+ title: Groups of a study
#+ question: Which groups did a study have?
#+ for: rheumatologist
#+ param: study study dalakas-1993 The study

PREFIX ev: <https://w3id.org/ivigkg/ontology#>
PREFIX study: <https://w3id.org/ivigkg/id/study/>

SELECT ?group WHERE { VALUES ?study { study:dalakas-1993 } ?group ev:study ?study } ORDER BY ?group
"""


def write(folder: Path, text: str, name: str = "groups-of-study.rq") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_header_becomes_a_query(tmp_path: Path) -> None:
    query = load_query(write(tmp_path, GOOD))
    assert (query.name, query.title, query.audience, query.cq, query.form) == (
        "groups-of-study", "Groups of a study", "rheumatologist", None, "select",
    )  # fmt: skip
    assert query.question == "Which groups did a study have?"
    assert query.parameters == (Parameter("study", "study", "dalakas-1993", "The study"),)
    assert query.text == GOOD


def test_catalogue_is_sorted_and_leaves_folders_out(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    write(tmp_path / "rules", GOOD)
    write(tmp_path, GOOD, "b.rq")
    write(tmp_path, GOOD, "a.rq")
    assert list(catalogue(tmp_path)) == ["a", "b"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("#+ title: Groups of a study\n", "", r":1: the header lacks #\+ title:"),
        ("#+ question: Which", "#+ quesiton: Which", ":2: there is no header quesiton; did you mean question?"),
        ("#+ for: rheumatologist", "#+ for: rheumatologists", "did you mean rheumatologist?"),
        ("#+ for: rheumatologist", "#+ for rheumatologist", r":3: a header line is written #\+ key: value"),
        ("#+ for:", "#+ title: Again\n#+ for:", ":3: title is given twice"),
        ("study study dalakas-1993 The study", "study stuyd dalakas-1993 The study", ":4: there is no kind stuyd"),
        ("study study dalakas-1993 The study", "study dalakas-1993", ":4: a parameter is written"),
        ("study study dalakas-1993", "study study cherin-1991", "the example of study is not the term"),
        ("study study dalakas-1993", "study intervention dalakas-1993", "the example of study is not the term"),
        ("VALUES ?study { study:dalakas-1993 }", "", r"wants one block VALUES \?study"),
        ("{ study:dalakas-1993 }", "{ study:dalakas-1993 study:cherin-1991 }", r"wants one block VALUES \?study"),
        ("#+ param", "#+ param: study study dalakas-1993 Again\n#+ param", "described twice"),
        ("SELECT ?group", "?group", "there is no SELECT"),
    ],
)
def test_bad_header_is_an_error_with_its_line(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert old in GOOD
    path = write(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(QueryError, match=words) as caught:
        load_query(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("name", ["Groups.rq", "groups_of_study.rq", "groups--of.rq"])
def test_bad_file_name_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(QueryError, match="lower case with single hyphens"):
        load_query(write(tmp_path, GOOD, name))


def test_unreadable_files_are_errors(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="cannot be read"):
        load_query(tmp_path / "missing.rq")
    (tmp_path / "bytes.rq").write_bytes(b"#+ title: \xff")
    with pytest.raises(QueryError, match="not UTF-8"):
        load_query(tmp_path / "bytes.rq")


def test_header_lines_inside_the_query_text_are_headers_only_at_the_start_of_a_line(tmp_path: Path) -> None:
    query = load_query(write(tmp_path, GOOD.replace("SELECT", "# not a header: #+ title: x\nSELECT")))
    assert query.title == "Groups of a study"


def test_each_audience_has_questions_of_its_own() -> None:
    assert {query.audience for query in QUERIES.values()} == set(AUDIENCES)


def test_titles_and_questions_are_told_apart() -> None:
    assert len({query.title for query in QUERIES.values()}) == len(QUERIES)
    assert len({query.question for query in QUERIES.values()}) == len(QUERIES)
    assert all(query.question.endswith("?") for query in QUERIES.values())
