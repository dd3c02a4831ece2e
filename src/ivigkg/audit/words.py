"""Words and numbers of a text, brought to one form so that two texts can be held side by side."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_COUNTED = {
    word: str(number)
    for number, word in enumerate(
        [
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
        ],
        start=2,
    )
}
_COUNTED |= {"twenty": "20", "thirty": "30", "half": "half", "third": "3", "single": "1", "once": "1", "twice": "2"}
_MONTHS = {
    name: str(number)
    for number, names in enumerate(
        [
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ],
        start=1,
    )
    for name in names.split()
}
_ALL_OF_THEM = re.compile(r"\b(?:all|other|these|those|both) [a-z]+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_WORD = re.compile(r"[a-z]+|\d+(?:\.\d+)?")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_SPAN = re.compile(
    r"(\d+(?:\.\d+)?)(?:(?:\s*(?:,|-|–|to|and|or)\s*)(\d+(?:\.\d+)?))?(?:(?:\s*(?:,|and)\s*)(\d+(?:\.\d+)?))?"
    r"[\s-]*(week|month|day|year)",
    re.I,
)
_AFTER = re.compile(
    r"(week|month|day|year)s?\s+(\d+(?:\.\d+)?)(?:(?:\s*(?:,|-|–|to|and)\s*)(\d+(?:\.\d+)?))?"
    r"(?:(?:\s*(?:,|and)\s*)(\d+(?:\.\d+)?))?",
    re.I,
)


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """Lower case, no accents, every mark a space: for comparing names."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z0-9%.<>=+]+", " ", bare).replace(". ", " ").strip(" .").split())


@lru_cache(maxsize=50_000)
def numbers(text: str) -> frozenset[str]:
    """The numbers in a text, also those written as words and the months of a date, without leading zeros."""
    text = _THOUSANDS.sub("", text.casefold())
    found = {bare(number) for number in _NUMBER.findall(text)}
    for word in re.findall(r"[a-z]+", _ALL_OF_THEM.sub(" ", text)):
        if word in _COUNTED and word not in {"half", "single", "once", "twice", "third"}:
            found.add(_COUNTED[word])
    return frozenset(found)


@lru_cache(maxsize=50_000)
def loose_numbers(text: str) -> frozenset[str]:
    """The numbers that a text can vouch for: its own, months by number, ``once`` and ``half``."""
    found = set(numbers(text))
    for word in re.findall(r"[a-z]+", text.casefold()):
        if word in _MONTHS:
            found.add(_MONTHS[word])
        if word in _COUNTED:
            found.add(_COUNTED[word])
    return frozenset(found)


_ADDRESS = re.compile(r"https?://[^\s,;)]+")


def without_addresses(text: str) -> tuple[str, list[str]]:
    """A text without the web addresses in it, and these."""
    return _ADDRESS.sub(" ", text), [address.rstrip(".") for address in _ADDRESS.findall(text)]


_REFERENCES = re.compile(r"\brefs?\.? ((?:\d+(?:, | and | or |, and )?)+)")


@lru_cache(maxsize=5_000)
def reference_numbers(text: str) -> frozenset[str]:
    """The numbers that a text gives as references: 7 and 9 in ``refs 7 and 9``."""
    return frozenset(number for found in _REFERENCES.findall(text) for number in re.findall(r"\d+", found))


def bare(number: str) -> str:
    """A number without zeros that carry no weight: 02 is 2, 5.0 is 5."""
    whole, _, rest = number.partition(".")
    whole = whole.lstrip("0") or "0"
    rest = rest.rstrip("0")
    return f"{whole}.{rest}" if rest else whole


@lru_cache(maxsize=50_000)
def telling(text: str) -> frozenset[str]:
    """The words of a text that carry its meaning, cut to five letters so that endings do not matter."""
    return frozenset(word[:5] for word in _WORD.findall(plain(text)) if len(word) > 3 and word not in _EMPTY)


_EMPTY = frozenset(
    [
        "with",
        "from",
        "that",
        "this",
        "than",
        "then",
        "only",
        "also",
        "were",
        "they",
        "them",
        "their",
        "there",
        "after",
        "before",
        "when",
        "where",
        "which",
        "into",
        "over",
        "under",
        "about",
        "have",
        "been",
        "each",
        "both",
        "none",
        "some",
        "most",
        "more",
        "less",
        "very",
        "such",
        "other",
        "others",
        "seen",
        "given",
    ]
)


@lru_cache(maxsize=20_000)
def spans(text: str) -> frozenset[tuple[str, str]]:
    """The times named in a text, as (number, unit): ``week 16`` and ``16 weeks`` are (16, week)."""
    found = set()
    for first, second, third, unit in _SPAN.findall(text):
        found |= {(bare(number), unit.casefold()) for number in (first, second, third) if number}
    for unit, first, second, third in _AFTER.findall(text):
        found |= {(bare(number), unit.casefold()) for number in (first, second, third) if number}
    return frozenset(found)


def contains(phrase: str, text: str) -> bool:
    """Whether a phrase stands in a text as whole words; both in plain form."""
    return f" {phrase} " in f" {text} "
