"""YAML surprises are errors or stay the text they are; none changes a value without a word."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivigkg.records.yaml_text import DEEPEST, MOST_BYTES, UNSEEN, BadYaml, Document, decode, read

from .toys import dump


def refusal(text: str | bytes) -> BadYaml:
    raw = text.encode("utf-8") if isinstance(text, str) else text
    with pytest.raises(BadYaml) as caught:
        read(decode(raw))
    return caught.value


GUESSED = (
    "NO no Yes on off y True FALSE Null NULL 1e3 1E-7 0x1F 0o17 007 +5 .5 5. -.5 1_000 1,5 12:30 .inf -.inf .nan NaN -0 --1 "
    "2012-05-01 2012-05 2012-05-01T10:00:00Z = 0.1.2 10% <0.018 1\u0662 \u0663.\u0665 \uff11\uff12 \u0663 \u00bd"
)


@pytest.mark.parametrize("text", GUESSED.split())
def test_what_yaml_might_guess_at_stays_text(text: str) -> None:
    assert read(f"a: {text}").value == {"a": text}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("0", 0),
        ("-5", -5),
        ("2012", 2012),
        ("0.10", Decimal("0.10")),
        ("-0.0", Decimal("-0.0")),
        ("74.50", Decimal("74.50")),
        ('"1"', "1"),
        ("'NO'", "NO"),
        ('"true"', "true"),
        ("one\n   two", "one two"),
        ("|\n  one\n  two\n", "one\ntwo\n"),
        ('"a\\tb"', "a\tb"),
        ("\U0001f600 é 中文", "\U0001f600 é 中文"),
        ("[1, a, {b: 2.0}]", [1, "a", {"b": Decimal("2.0")}]),
    ],
)
def test_plain_values(text: str, value: Any) -> None:
    found = read(f"a: {text}").value["a"]
    assert found == value and type(found) is type(value)
    assert str(found) == str(value)


@pytest.mark.parametrize(
    ("text", "line", "place", "says"),
    [
        ("a: 1\nb: 2\na: 3", 3, ("a",), "a stands here a second time (first on line 1)"),
        ('a: 1\n"a": 2', 2, ("a",), "a second time"),
        ("x:\n  a: {b: 1, b: 2}", 2, ("x", "a", "b"), "b stands here a second time"),
        ("a:\n\tb: 1", 2, ("a", "b"), "a tab stands where YAML wants spaces"),
        ("a:\n  b: 1\n\t  c: 2", 3, ("a", "c"), "a tab"),
        ("a: &x 1\nb: *x", 1, ("a",), "&x is an anchor"),
        ("a: *x", 1, ("a",), "*x is an alias"),
        ("a: !!str 5", 1, ("a",), "is a tag"),
        ("a: ! 5", 1, ("a",), "! is a tag"),
        ("a: !python/object:os.system [ls]", 1, ("a",), "is a tag"),
        ("&x a: 1", 1, (), "a field name must be a plain word"),
        ("? [a]\n: b", 1, (), "a field name must be a plain word"),
        ("? {a: 1}\n: b", 1, (), "a field name must be a plain word"),
        ("a:\n  <<: {b: 1}", 2, ("a",), "<< is a merge key"),
        ("a: 1\n---\nb: 2", 2, (), "a second document begins here"),
        ("a: 1\n...\n---\nb: 2", 3, (), "a second document"),
        ("- a\n- b", 1, (), "does not begin with `name: value` lines"),
        ("just words", 1, (), "does not begin with"),
        ("# a remark", 1, (), "does not begin with"),
        ("", 1, (), "the file is empty"),
        (" \n\n", 1, (), "the file is empty"),
        ("a: " + "1" * 61, 1, ("a",), "a number of 61 digits"),
        ("a: b: c", 1, ("a",), "a text that holds `: ` needs quotes"),
        ("a:\n  b: 1\n   c: 2", 3, ("a", "c"), "stands further in than it should"),
        ("a:\n  b: 1\n c: 2", 3, ("a", "c"), "its indentation fits no line above it"),
        ("a:\n  b: 1\nc: 2\n  d: 3\ne: 4", 3, ("c",), "stands further in"),
        ("a: @b", 1, ("a",), "a text that begins with @ needs quotes"),
        ("a: %b", 1, ("a",), "a text that begins with % needs quotes"),
        ("a: `b`", 1, ("a",), "a text that begins with ` needs quotes"),
        ("a: * b", 1, ("a",), "a text that begins with * needs quotes"),
        ("a:\n  b 1\n  c: 2", 2, ("a",), "is a colon missing after b?"),
        ('a:\n  b: "one\n  c: 2\n  d: "three"\n', 2, ("a", "b"), "the quotation mark that opens here is not closed"),
        ("a:\n  b: 'one\n  c: it's\n", 2, ("a", "b"), "the quotation mark that opens here is not closed"),
        ('a:\n  b: "one\n  c: 2\n', 2, ("a", "b"), "before the quotation mark that opens here is closed"),
        ("a:\n  b: {c: 1, d", 2, ("a", "b"), "before the bracket that opens here is closed"),
        ("a: [b, c\nd: e\nf: 1", 1, ("a",), "the bracket that opens here is not closed"),
        ("a:\n  b: 1\n  rea", 3, ("a", "b"), "it looks half written"),
    ],
)
def test_what_could_be_misread_is_refused(text: str, line: int, place: tuple[str, ...], says: str) -> None:
    found = refusal(text)
    assert (found.line, found.place) == (line, place)
    assert says in found.message


@pytest.mark.parametrize("opening", ["[", "{a: ", "[[", "{a: [", "- "])
def test_ten_thousand_brackets_are_refused(opening: str) -> None:
    assert "nested" in refusal("a:\n  " + opening * 10_000).message


def test_nesting_is_fine_up_to_the_limit() -> None:
    deep = "".join(f"{' ' * depth}a:\n" for depth in range(DEEPEST - 1)) + " " * DEEPEST + "a: 1"
    assert len(read(deep).lines) == DEEPEST + 1
    assert "nested more than" in refusal(deep.replace("a: 1", "a:\n" + " " * (DEEPEST + 1) + "a: 1")).message


@pytest.mark.parametrize(
    ("raw", "line", "says"),
    [
        (b"a: 1\nb: \xe9t\xe9", 2, "byte 8 is not UTF-8"),
        ("a: 1".encode("utf-16"), 1, "byte 0 is not UTF-8"),
        (b"a: \xed\xa0\x80", 1, "is not UTF-8"),
        (b"a: 1\nb: \x00", 2, "a zero byte"),
        (b"a: 1\nb: \x07", 2, "invisible character U+0007"),
        (b"a: 1\x1b[31m", 1, "invisible character U+001B"),
        ("a: b\n\nc: d\x85e".encode(), 3, "U+0085"),
        ("a: 1\nb: c\u2028d".encode(), 2, "U+2028"),
        ("a: 1\nb: c\u202ed".encode(), 2, "U+202E"),
        ("a: 1\nb\u200b: c".encode(), 2, "U+200B"),
        ("a: 1\nb: c\ufeff".encode(), 2, "U+FEFF"),
        ("a: \ufffe".encode(), 1, "U+FFFE"),
    ],
)
def test_bytes_that_no_text_has(raw: bytes, line: int, says: str) -> None:
    found = refusal(raw)
    assert found.line == line
    assert says in found.message


def test_a_file_of_six_megabytes_is_refused_before_it_is_decoded() -> None:
    found = refusal(b"\xff" * 6_000_000)
    assert "6,000,000 bytes" in found.message
    assert decode(b"a" * MOST_BYTES)


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    unix = read(decode(b"a: 1\nb:\n  - x\n  - y\n"))
    windows = read(decode(b"\xef\xbb\xbfa: 1\r\nb:\r\n  - x\r\n  - y\r\n"))
    assert (unix.value, unix.lines) == (windows.value, windows.lines)


def test_every_part_has_its_line() -> None:
    document = read("a:\n  b:\n    - x\n    - {c: 1,\n       d: 2}\n# remark\ne: 3")
    assert document.lines == {
        (): 1, ("a",): 1, ("a", "b"): 2, ("a", "b", 0): 3, ("a", "b", 1): 4, ("a", "b", 1, "c"): 4,
        ("a", "b", 1, "d"): 5, ("e",): 7,
    }  # fmt: skip
    assert document.line(("a", "b", 1, "zzz")) == 4
    assert document.line(("nowhere",)) == 1


@pytest.mark.parametrize(
    "text", ['a: "\\u202e"', 'a: "\\e[31m"', 'a: "\\0"', '"\\e[2J": 1', 'a: {"\\x07": 1}', "a: '\x7f'"]
)
def test_invisible_characters_are_refused_behind_an_escape_too(text: str) -> None:
    """A file that is clean to look at could write to the terminal of whoever reads the complaint."""
    found = refusal(text)
    assert "invisible" in found.message or "zero byte" in found.message
    assert found.message.isprintable()


@pytest.mark.parametrize("text", ['"": 1', '" ": 1', "a: {'': 1}"])
def test_a_field_has_a_name(text: str) -> None:
    assert "a field name must be a plain word" in refusal(text).message


SCALARS = (
    st.booleans()
    | st.integers()
    | st.decimals(allow_nan=False, allow_infinity=False, places=3)
    | st.text(st.characters(codec="utf-8").filter(lambda sign: not UNSEEN.match(sign)))
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abcxyz", min_size=1), inner, max_size=4),
)


@settings(max_examples=50)
@given(st.dictionaries(st.text("abcxyz-", min_size=1).filter(lambda name: name[0] != "-"), VALUES, min_size=1))
def test_values_survive_yaml(value: dict[str, Any]) -> None:
    found = read(decode(dump(value).encode("utf-8"))).value
    assert found == value
    assert repr(found) == repr(value).replace("Decimal('-0')", "0")


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_read_or_refused_in_words(raw: bytes) -> None:
    try:
        found = read(decode(raw))
    except BadYaml as error:
        assert error.line >= 1 and error.message
    else:
        assert isinstance(found, Document) and isinstance(found.value, dict)


@given(
    st.lists(
        st.sampled_from(["a: 1", "b:", "  c: 2", " - x", "\td: 3", '"', "[", "}", "e: &f", "---", "# g"]), max_size=8
    )
)
def test_any_lines_are_read_or_refused_on_one_of_them(rows: list[str]) -> None:
    try:
        read(decode("\n".join(rows).encode()))
    except BadYaml as error:
        assert 1 <= error.line <= max(len(rows), 1)
