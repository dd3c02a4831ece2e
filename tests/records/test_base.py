"""The small types of records: what they take as typed, and what they refuse in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from ivigkg.records import base
from ivigkg.records.base import Reported

GOOD: list[tuple[Any, Any, Any]] = [
    (base.Text, "as it is", "as it is"),
    (base.Text, 2012, "2012"),
    (base.Text, Decimal("1.50"), "1.50"),
    (base.Text, "NO", "NO"),
    (base.Text, "a\nb\tc", "a\nb\tc"),
    (base.Number, 2, Decimal("2")),
    (base.Number, Decimal("2.0"), Decimal("2.0")),
    (base.Percent, Decimal("100"), Decimal("100")),
    (base.Count, 0, 0),
    (base.Year, 2012, 2012),
    (base.Slug, "dalakas-1993", "dalakas-1993"),
    (base.Slug, 4, "4"),
    (base.Ref, "dalakas-1993#strength", "dalakas-1993#strength"),
    (base.Ref, "#strength", "#strength"),
    (base.Date, 2012, "2012"),
    (base.Date, "2012-02", "2012-02"),
    (base.Day, "2012-02-29", "2012-02-29"),
    (base.Url, "https://example.org", "https://example.org"),
    (base.Url, "http://example.org:8080/a%2Fb?c=d#e", "http://example.org:8080/a%2Fb?c=d#e"),
    (base.Url, "https://bücher.example/ä", "https://bücher.example/ä"),
    (base.Country, "NO", "NO"),
    (base.Language, "pt-BR", "pt-BR"),
    (base.Many[base.Slug], "one", ("one",)),
    (base.Many[base.Slug], ["one", "two"], ("one", "two")),
    (base.PValue, "<0.018", Reported(relation="<", value=Decimal("0.018"))),
    (base.PValue, "= 0.03", Reported(relation="=", value=Decimal("0.03"))),
    (base.PValue, Decimal("0.050"), Reported(relation="=", value=Decimal("0.050"))),
    (base.PValue, ">0.05", Reported(relation=">", value=Decimal("0.05"))),
    (base.PValue, 1, Reported(relation="=", value=Decimal("1"))),
]
BAD: list[tuple[Any, Any, str]] = [
    (base.Text, "  ", "is empty"),
    (base.Text, "\u00a0", "is empty"),
    (base.Text, True, "string"),
    (base.Text, "a\u202eb", "invisible character U+202E"),
    (base.Text, "a\x00", "invisible character U+0000"),
    (base.Number, "1e3", "'1e3' is not a plain number"),
    (base.Number, "1,5", "'1,5' is not a plain number"),
    (base.Number, True, "true or false where a number belongs"),
    (base.Percent, Decimal("100.1"), "less than or equal to 100"),
    (base.Percent, -1, "greater than or equal to 0"),
    (base.Count, Decimal("8.0"), "8.0 is not a whole number"),
    (base.Count, "8", "'8' is not a whole number"),
    (base.Count, True, "not a whole number"),
    (base.Count, -1, "greater than or equal to 0"),
    (base.Year, 12, "greater than or equal to 1500"),
    (base.Slug, "Dalakas-1993", "is not a name"),
    (base.Slug, "a--b", "is not a name"),
    (base.Slug, "a-b\n", "is not a name"),
    (base.Slug, "a\u200bb", "invisible character"),
    (base.Slug, "../etc", "is not a name"),
    (base.Ref, "#", "is not a reference"),
    (base.Ref, "a#b#c", "is not a reference"),
    (base.Ref, "a#b\n", "is not a reference"),
    (base.Date, "2012-13", "is not a date"),
    (base.Date, "2012-5", "is not a date"),
    (base.Date, "12-05-2012", "is not a date"),
    (base.Date, "2012\n", "is not a date"),
    (base.Date, "\uff12\uff10\uff11\uff12", "is not a date"),
    (base.Date, "2011-02-29", "is not a day of the calendar"),
    (base.Day, "2012-02", "is not a day; write YYYY-MM-DD"),
    (base.Url, "ftp://example.org", "must begin with http"),
    (base.Url, "javascript:alert(1)", "must begin with http"),
    (base.Url, "example.org", "must begin with http"),
    (base.Url, "https://example.org/a b", "holds a character"),
    (base.Url, 'https://example.org/"><script>', "holds a character"),
    (base.Url, "https://…", "names no site"),
    (base.Url, "https://localhost", "names no site"),
    (base.Url, "https://user:secret@example.org/", "names no site"),
    (base.Country, "UK", "the United Kingdom is GB"),
    (base.Country, "fr", "no country code"),
    (base.Language, "English", "not a language code"),
    (base.Many[base.Slug], ["a", 1.5], "string"),
    (base.PValue, "0.0l8", "is not a p-value"),
    (base.PValue, "<.05", "is not a p-value"),
    (base.PValue, "<-0.05", "is not a p-value"),
    (base.PValue, "<0", "nothing lies there"),
    (base.PValue, ">1", "nothing lies there"),
    (base.PValue, "1.2", "it is above 1"),
    (base.PValue, True, "is not a p-value"),
    (base.PValue, "<\u0660.\u0665", "is not a p-value"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "typed", "kept"), GOOD)
def test_taken_as_typed(kind: Any, typed: Any, kept: Any) -> None:
    found = TypeAdapter(kind).validate_python(typed)
    assert found == kept
    assert str(found) == str(kept)


@pytest.mark.parametrize(("kind", "typed", "says"), BAD)
def test_refused_in_words(kind: Any, typed: Any, says: str) -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(typed)
    assert says in str(caught.value)


@given(st.from_regex(base.SLUG, fullmatch=True))
def test_a_name_is_an_iri_part_as_it_stands(name: str) -> None:
    assert TypeAdapter(base.Slug).validate_python(name) == name
    assert name.isascii() and " " not in name


def test_a_record_is_frozen_and_refuses_unknown_fields() -> None:
    span = base.Span(months=Decimal(3))
    with pytest.raises(ValidationError, match="frozen"):
        span.months = Decimal(4)
    with pytest.raises(ValidationError, match="Extra inputs"):
        base.Span.model_validate({"month": 3})
