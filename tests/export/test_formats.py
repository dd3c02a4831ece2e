"""One table of formats, and words that help when a name is wrong."""

from __future__ import annotations

from collections import Counter

import pytest

from ivigkg.errors import UsageError
from ivigkg.formats import (
    FORMATS,
    JSON,
    JSONLD,
    NTRIPLES,
    RDF,
    RDFXML,
    TABLES,
    TURTLE,
    XML,
    for_media_type,
    for_name,
    for_suffix,
)


@pytest.mark.parametrize("words", ["names", "suffixes", "media"])
def test_no_word_stands_for_two_formats(words: str) -> None:
    found = {
        "names": [word for format_ in FORMATS for word in (format_.name, *format_.aliases)],
        "suffixes": [word for format_ in FORMATS for word in format_.suffixes],
        "media": [word for format_ in FORMATS for word in (format_.media_type, *format_.also)],
    }[words]
    assert [word for word, times in Counter(found).items() if times > 1] == []
    assert all(word == word.lower() for word in found)


@pytest.mark.parametrize("format_", FORMATS, ids=str)
def test_every_format_is_found_by_each_of_its_words(format_) -> None:
    assert all(for_name(word) is format_ for word in (format_.name, *format_.aliases, format_.name.upper()))
    assert all(for_suffix(word) is format_ for word in format_.suffixes)
    assert for_suffix(f"out/graph.v1{format_.suffix}") is format_
    assert all(for_media_type(word) is format_ for word in (format_.media_type, *format_.also))


def test_parameters_of_a_media_type_are_ignored() -> None:
    assert for_media_type("Text/Turtle ; charset=UTF-8") is TURTLE


def test_suffix_needs_no_dot() -> None:
    assert for_suffix("nt") is NTRIPLES


def test_text_is_sent_as_utf8() -> None:
    assert TURTLE.content_type == "text/turtle; charset=utf-8"
    assert JSONLD.content_type == "application/ld+json"


@pytest.mark.parametrize(
    ("wrong", "right"), [("turtel", "turtle"), ("jason-ld", "json-ld"), ("n-quad", "n-quads"), ("cvs", "csv")]
)
def test_a_misspelt_name_gets_the_nearest_one(wrong: str, right: str) -> None:
    with pytest.raises(UsageError, match=f"'{wrong}'; did you mean '{right}'\\?"):
        for_name(wrong)


def test_a_name_like_nothing_gets_the_list() -> None:
    with pytest.raises(UsageError, match=r"no format 'zzz'\. Choose one of turtle, trig, nquads"):
        for_name("zzz", RDF)


def test_a_format_of_the_other_kind_is_told_apart() -> None:
    with pytest.raises(UsageError, match="csv is for rows"):
        for_name("csv", RDF)
    with pytest.raises(UsageError, match="turtle is for a graph"):
        for_name("ttl", TABLES)


def test_a_misspelt_ending_or_media_type_gets_the_nearest_one() -> None:
    with pytest.raises(UsageError, match=r"did you mean '\.trig'"):
        for_suffix("graph.tirg")
    with pytest.raises(UsageError, match="did you mean 'text/turtle'"):
        for_media_type("text/turtel")


def test_only_formats_with_a_place_for_it_take_yes_or_no() -> None:
    assert {format_.name for format_ in FORMATS if format_.truth} == {"json", "xml", "markdown", "table"}
    assert JSON.truth and XML.truth and not RDFXML.truth
