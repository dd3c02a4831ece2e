"""Tables for people: what fits, what wraps, what is shown for an IRI."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode

from ivigkg.export.display import columns, markdown, plain
from ivigkg.namespaces import BASE, EV
from ivigkg.results import Table
from tests.export.support import literals, nodes, typed

STUDY = NamedNode(f"{BASE}id/study/dalakas-1993")


def number(text: str, kind: str = "decimal") -> Literal:
    return typed(text, kind)


def test_numbers_stand_to_the_right_and_text_to_the_left() -> None:
    table = Table(("name", "n"), ((Literal("a"), number("2.0")), (Literal("longer"), number("12.50")), (None, None)))
    assert plain(table) == "name        n\n------  -----\na         2.0\nlonger  12.50\n\n"


def test_labels_stand_for_iris_and_short_names_where_there_is_none() -> None:
    table = Table(
        ("a",), ((STUDY,), (EV.Study,), (NamedNode("http://e/x"),), (BlankNode("b0"),)), {STUDY.value: "Dalakas"}
    )
    assert plain(table).splitlines()[2:] == ["Dalakas", "ev:Study", "<http://e/x>", "_:b0"]
    assert "| Dalakas |" in markdown(table)


def test_a_year_is_text_and_a_mixed_column_too() -> None:
    table = Table(("year", "mixed"), ((typed("1993", "gYear"), number("1")), (typed("2002", "gYear"), Literal("xyz"))))
    assert plain(table).splitlines()[2] == "1993  1"


def test_long_text_wraps_at_spaces_to_fit_the_width() -> None:
    table = Table(("n", "text"), ((number("1", "integer"), Literal("one two three four five six")),))
    assert plain(table, 15).splitlines() == [
        *("n  text", "-  ------------", "1  one two", "   three four", "   five six")
    ]


def test_a_word_that_is_too_long_is_broken_and_never_cut() -> None:
    word = "https://example.org/" + "x" * 40
    shown = plain(Table(("a", "b"), ((Literal(word), Literal("b")),)), 30)
    assert max(map(len, shown.splitlines())) <= 30
    assert word in "".join(line.split("  ")[0].strip() for line in shown.splitlines()[2:])


def test_the_widest_column_gives_way_first() -> None:
    table = Table(("a", "b"), ((Literal("short text"), Literal("y" * 50)),))
    assert plain(table, 40).splitlines()[2].startswith("short text  yyyy")


def test_numbers_are_never_wrapped() -> None:
    table = Table(("a", "b"), ((number("1" * 30, "integer"), number("2" * 30, "integer")),))
    assert len(plain(table, 20).splitlines()) == 3


def test_an_empty_table_says_so() -> None:
    assert plain(Table(("a", "b"), ())) == "a  b\n-  -\n(no rows)\n"
    assert markdown(Table(("a", "b"), ())) == "| a | b |\n| --- | --- |\n"


def test_no_columns_are_no_trouble() -> None:
    assert plain(Table((), ((),))) == "\n"


def test_a_terminal_gets_no_control_characters() -> None:
    shown = plain(Table(("a",), ((Literal("\x1b[31mred\x1b[0m\nnext\tline\x9b\u202e"),),)))
    assert shown.splitlines()[2] == "\ufffd[31mred\ufffd[0m next line\ufffd\ufffd"


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("é", 1), ("e\u0301", 1), ("漢字", 4), ("", 0)])
def test_width_is_counted_in_columns_of_a_terminal(text: str, width: int) -> None:
    assert columns(text) == width


def test_wide_characters_are_aligned() -> None:
    table = Table(("a", "b"), ((Literal("漢字"), Literal("x")), (Literal("abcd"), Literal("x"))))
    assert plain(table).splitlines()[2:] == ["漢字  x", "abcd  x"]


def test_markdown_escapes_what_it_would_read() -> None:
    table = Table(("a|b", "n"), ((Literal("x|y\n*z* <b> `c` [d](e) \\ snake_case _it_"), number("2.0")),))
    assert markdown(table).splitlines() == [
        "| a\\|b | n |",
        "| --- | ---: |",
        "| x\\|y \\*z\\* \\<b> \\`c\\` \\[d\\](e) \\\\ snake_case \\_it\\_ | 2.0 |",
    ]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.none() | nodes | literals, st.none() | literals), max_size=4), st.integers(20, 60))
def test_every_table_has_one_line_or_more_a_row_and_no_strange_line_ends(rows: list, width: int) -> None:
    table = Table(("first", "second"), tuple(rows))
    shown = plain(table, width)
    assert len(shown.split("\n")) >= 3 + max(1, len(rows))
    assert all(character.isprintable() or character == "\n" for character in shown)
    assert len(markdown(table).split("\n")) == 3 + len(rows)


def test_columns_without_a_value_are_left_out_and_named() -> None:
    table = Table(("a", "b", "c"), ((Literal("x"), None, number("1")), (Literal("y"), None, None)))
    assert plain(table).splitlines() == ["a  c", "-  -", "x  1", "y", "", "(nothing under b)"]


def test_a_table_of_nothing_but_empty_cells_keeps_a_column() -> None:
    assert plain(Table(("a", "b"), ((None, None),))).splitlines() == ["a", "-", "", "", "(nothing under b)"]


def test_rows_become_blocks_where_words_would_be_broken() -> None:
    row = (Literal("immunosuppressant"), None, Literal("dermatomyositis"), Literal("one two three four five six"))
    table = Table(("drug", "dose", "disease", "text"), (row, (Literal("placebo"), None, None, None)))
    assert plain(table, 30).splitlines() == [
        "--- 1",
        "drug     immunosuppressant",
        "disease  dermatomyositis",
        "text     one two three four",
        "         five six",
        "",
        "--- 2",
        "drug     placebo",
        "",
        "(nothing under dose)",
    ]


def test_a_name_too_long_for_its_column_is_broken_after_a_hyphen() -> None:
    table = Table(("a", "b"), ((Literal("study:abatacept-sc-phase3#population"), Literal("x" * 12)),))
    assert [line.split("  ")[0] for line in plain(table, 34).splitlines()[2:]] == [
        "study:abatacept-sc-",
        "phase3#population",
    ]
