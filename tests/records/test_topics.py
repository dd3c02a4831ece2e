"""Terms, packs and matches that cannot be are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from .toys import DROP, Wrong, assert_caught, change, complaints

CONDITIONS = "terms/conditions.yaml"
SCHEMES = "terms/schemes.yaml"
SAID = {"definition": "Gout of the big toe.", "broader": "crystal-arthritis"}
WRONG = [
    Wrong(CONDITIONS, {"terms.gout.labels": {"fr": "goutte"}}, "terms.gout.labels", "an English label (en) is missing",
          also=frozenset(["subject_label"])),
    Wrong(CONDITIONS, {"terms.gout.broader": "crystal-artritis"}, "terms.gout.broader",
          "there is no condition crystal-artritis; did you mean crystal-arthritis?"),
    Wrong(CONDITIONS, {"terms.gout.broader": "gout"}, "terms.gout.broader", "in a circle"),
    Wrong(CONDITIONS, {"terms.crystal-arthritis.broader": "gout"}, "terms.crystal-arthritis.broader", "in a circle",
          also=frozenset(["terms.gout.broader", "terms.crystal-arthritis.top"])),
    Wrong(CONDITIONS, {"terms.podagra": {"labels": {"en": "Gout"}, **SAID}}, "terms.podagra.labels",
          "same English label as gout"),
    Wrong(CONDITIONS, {"terms.podagra": {"labels": {"en": "podagra", "fr": "Goutte"}, **SAID}}, "terms.podagra.labels",
          "same fr label as gout"),
    Wrong(CONDITIONS, {"terms.crystal-arthritis.alt": {"en": "Gout"}}, "terms.crystal-arthritis.alt.en",
          "Gout is the label of gout"),
    Wrong(CONDITIONS, {"terms.gout.definition": DROP}, "terms.gout", "a definition is missing"),
    Wrong(CONDITIONS, {"terms.gout.broader": DROP}, "terms.gout", "or write top: true"),
    Wrong(CONDITIONS, {"terms.gout.top": True}, "terms.gout.top", "keep one of the two"),
    Wrong("terms/adverse-events.yaml", {"terms.liver-enzymes-raised.broader": "serum-urat"},
          "terms.liver-enzymes-raised.broader", "there is no adverse event serum-urat; did you mean serum-urate?"),
    Wrong(SCHEMES, {"terms.response": {"labels": {"en": "responses"}, "definition": "Invented."}}, "terms.response",
          "is the name of a list of terms"),
    Wrong(CONDITIONS, {"terms.gout.judges": "quality"}, "terms.gout.judges", "is said of schemes alone"),
    Wrong("pack.yaml", {"license": "CC0"}, "license", "CC0 is not one of CC0-1.0, CC-BY-4.0; did you mean CC0-1.0?"),
    Wrong("pack.yaml", {"pack": "derived"}, "pack", "kept for graphs of other kinds"),
    Wrong("pack.yaml", {"curators": "toy-curator"}, "curators", "there is no organization toy-curator"),
]  # fmt: skip
ROW = "cond:gout\tgout\tskos:closeMatch\tmesh:D015210\tArthritis, Gouty\tsemapv:LexicalMatching\t"
ROWS = [
    ("cond:gowt" + ROW[9:], "subject_id", "there is no such term as cond:gowt; did you mean gout?"),
    (ROW.replace("\tgout", "\tgowt", 1), "subject_label", "cond:gout is not called gowt here"),
    (ROW.replace("close", "exact"), "object_id", "has two exact matches in mesh: mesh:D006073 and mesh:D015210"),
    (ROW.replace("D015210", "D006073"), "object_id", "cond:gout and mesh:D006073 are matched twice"),
    (ROW.replace("closeMatch", "closMatch"), "predicate_id", "did you mean skos:closeMatch?"),
    (ROW.replace("semapv:", ""), "mapping_justification", "is no justification"),
    (ROW.replace("mesh:", "mehs:"), "object_id", "the head of the file does not explain; did you mean mesh?"),
    (ROW.replace("D015210", "15210"), "object_id", "does not look like an identifier of mesh"),
    (ROW.replace("mesh:D015210", "schema:a b"), "object_id", "schema:a b is not an identifier"),
    (ROW.replace("mesh:D015210", "schema:"), "object_id", "schema: is not an identifier"),
    (ROW.replace("mesh:D015210", "cond:crystal-arthritis"), "object_id", "is a term of ours"),
    (ROW.replace("cond:gout", "mesh:D006073"), "subject_id", "is no term of ours"),
    (ROW.removesuffix("\t"), "mapping_justification", "the row has 6 whole cells where 7 belong"),
    (ROW + '"never closed', "mapping_justification", "the row has 6 whole cells"),
    ("", "subject_id", "the row has 0 whole cells"),
]
HEADS = [
    ("mesh: http://id.nlm.nih.gov/mesh/", "mesh: nowhere", "mesh", "nowhere is not a web address"),
    (
        "cond: https://w3id.org/ivigkg/term/condition/",
        "cond: https://example.org/",
        "cond",
        "stands for https://w3id.org",
    ),
    ("subject_label\tpredicate_id", "predicate_id\tsubject_label", "", "the columns must be subject_id, subject_label"),
]


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_a_term_or_pack_that_cannot_be(wrong: Wrong, toy: Path) -> None:
    assert_caught(wrong, toy)


@pytest.mark.parametrize(("row", "column", "says"), ROWS, ids=[row[2] for row in ROWS])
def test_a_match_that_cannot_be(row: str, column: str, says: str, toy: Path) -> None:
    path = toy / "mappings.sssom.tsv"
    path.write_text(path.read_text("utf-8") + row + "\n", "utf-8")
    (found,) = complaints(path.parent)
    assert (found.path, found.line, found.field, found.severity) == (path, 8, column, "error")
    assert says in found.message


@pytest.mark.parametrize(("old", "new", "field", "says"), HEADS, ids=[row[1] for row in HEADS])
def test_a_head_of_the_table_that_cannot_be(old: str, new: str, field: str, says: str, toy: Path) -> None:
    path = toy / "mappings.sssom.tsv"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    assert [one for one in complaints(path.parent) if one.field == field and says in one.message and one.line < 7]


@pytest.mark.parametrize("damage", [b"\xff", b"\x00", b"\xe2\x80\xae"])
def test_a_table_with_bytes_that_no_text_has(damage: bytes, toy: Path) -> None:
    path = toy / "mappings.sssom.tsv"
    path.write_bytes(path.read_bytes() + damage)
    assert [one.line for one in complaints(path.parent)] == [8]


def test_a_quoted_cell_is_read_without_its_quotation_marks() -> None:
    from ivigkg.records.loader import read_library

    from .toys import GOUT

    (row,) = read_library([GOUT]).shelves[0].mappings
    assert row.comment == 'a "quoted" remark'


def test_an_adverse_event_may_head_its_list_and_stand_under_an_outcome(toy: Path) -> None:
    change(toy, "terms/adverse-events.yaml", {"terms.liver-enzymes-raised.broader": "serum-urate"})
    assert not [one for one in complaints(toy) if one.severity == "error"]
