"""People whose names are alike: whether somebody has decided that they are one, or are to be kept apart."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from ivigkg.errors import Complaint
from ivigkg.records.loader import Library
from ivigkg.records.publication import Person

_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})


def alike(first: Person, second: Person) -> bool:
    """Whether two names may be those of one person: the same surname, and initials of which none speaks against it.

    Accents, hyphens and the two ways of writing an umlaut make no difference; an initial left out makes none either.
    """
    return bool(_surnames(first) & _surnames(second)) and _fits(_initials(first), _initials(second))


def undecided(library: Library) -> Iterator[Complaint]:
    """People of several papers without a reason why they are one, and people who look alike without a decision."""
    papers: dict[str, set[str]] = defaultdict(set)
    for slug, paper in library.publications.items():
        for author in paper.authors:
            if author.person is not None:
                papers[author.person].add(slug)
    decided: set[frozenset[str]] = set()
    for shelf in library.shelves:
        for slug, person in shelf.people.people.items() if shelf.people else ():
            for place, message, severity in _person(slug, person, len(papers[slug]), decided):
                yield shelf.origins["people"].complain(("people", slug, *place), message, severity)
    homes = {slug: shelf for shelf in library.shelves if shelf.people for slug in shelf.people.people}
    for one, two in _pairs(library):
        if frozenset((one, two)) not in decided and not papers[one] & papers[two]:
            message = f"may be {two}; make one person of them, or say under look_alikes why they are kept apart"
            yield homes[one].origins["people"].complain(("people", one), message, "warning")


def _person(
    slug: str, person: Person, papers: int, decided: set[frozenset[str]]
) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """What is wrong with the decisions on one person; those that are right are added to ``decided``."""
    if papers > 1 and person.merged_because is None:
        yield (), f"is the author of {papers} papers; say under merged_because why they are one person", "warning"
    for other in person.look_alikes:
        pair = frozenset((slug, other.person))
        if len(pair) == 1 or pair in decided:
            yield ("look_alikes",), f"{other.person} is {slug}, or was kept apart before; remove this entry", "error"
        decided.add(pair)


def _pairs(library: Library) -> Iterator[tuple[str, str]]:
    """Everybody and whoever looks like them, each pair once."""
    by_name: dict[str, list[str]] = defaultdict(list)
    for slug, person in library.people.items():
        for name in _surnames(person):
            by_name[name].append(slug)
    pairs = {pair for slugs in by_name.values() for pair in combinations(sorted(slugs), 2)}
    return (pair for pair in sorted(pairs) if alike(library.people[pair[0]], library.people[pair[1]]))


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return re.sub(r"[^\w]|_", "", "".join(sign for sign in bare if not unicodedata.combining(sign)))


def _surnames(person: Person) -> set[str]:
    family = unicodedata.normalize("NFC", person.family.casefold())
    return {_plain(family), _plain(family.translate(_UMLAUTS))}


def _initials(person: Person) -> str:
    """``DX`` for both ``DX`` and ``Dong Xue``."""
    words = re.split(r"[\s.\-]+", unicodedata.normalize("NFC", person.given or ""))
    return "".join(word if word.isupper() else word[:1] for word in words).casefold()


def _fits(first: str, second: str) -> bool:
    """Whether the letters of the shorter stand in the longer, in their order."""
    short, long = sorted((first, second), key=len)
    rest = iter(long)
    return all(letter in rest for letter in short)
