"""SPARQL text cut into tokens, so that comments, strings and addresses are never mistaken for the query itself."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

_LOCAL_ESCAPE = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_LOCAL = rf"(?:[\w:·]|{_LOCAL_ESCAPE})(?:(?:[\w:·.\-]|{_LOCAL_ESCAPE})*(?:[\w:·\-]|{_LOCAL_ESCAPE}))?"
_PREFIX = r"[^\W\d_](?:[\w·.\-]{0,98}[\w·\-])?"

_TOKEN = re.compile(
    "|".join(
        f"(?P<{kind}>{pattern})"
        for kind, pattern in {
            "space": r"\s+",
            "comment": r"#[^\n\r]*",
            "iri": r"<[^<>\"{}|^`\\\x00-\x20]*>",
            "string": r"\"\"\"(?:\"{0,2}(?:[^\"\\]|\\.))*\"\"\"|'''(?:'{0,2}(?:[^'\\]|\\.))*'''"
            r"|\"(?:[^\"\\\n\r]|\\.)*\"|'(?:[^'\\\n\r]|\\.)*'",
            "blank": r"_:[\w](?:[\w.\-]*[\w\-])?|\[[ \t\r\n]*\]",
            "name": rf"(?:{_PREFIX})?:(?:{_LOCAL})?",
            "number": r"(?:\d+\.?\d*|\.\d+)[eE][+-]?\d+|\d*\.\d+|\d+",
            "variable": r"[?$]\w+",
            "language": r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*",
            "word": r"[^\W\d]\w*",
            "sign": r"\^\^|&&|\|\||!=|<=|>=|\S",
        }.items()
    ),
    re.DOTALL,
)


@dataclass(frozen=True)
class Token:
    """One piece of a query: what kind it is, its text, and where it begins (from 0)."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the piece ends."""
        return self.start + len(self.text)

    def is_word(self, *words: str) -> bool:
        """Whether this is one of the given keywords, in capitals or not."""
        return self.kind == "word" and self.text.upper() in words


def tokens(text: str) -> list[Token]:
    """The tokens of a query without spaces and comments; nothing is refused here."""
    return list(_scan(text))


def _scan(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "sign"
        if kind not in {"space", "comment"}:
            yield Token(kind, match.group(), match.start())


def place(text: str, position: int) -> tuple[int, int]:
    """Line and column of a position, both from 1."""
    starts = [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", text))]
    line = bisect_right(starts, position)
    return line, position - starts[line - 1] + 1


CLOSES = {")": "(", "]": "[", "}": "{"}
OPENS = frozenset(CLOSES.values())
FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


def form(found: list[Token]) -> str | None:
    """``select``, ``ask``, ``construct`` or ``describe``: the first keyword after the prologue that says so."""
    return next((token.text.lower() for token in found if token.is_word(*FORMS)), None)


def declared_prefixes(found: list[Token]) -> dict[str, str]:
    """The prefixes that the prologue declares, with their namespaces."""
    prefixes: dict[str, str] = {}
    for keyword, name, iri in zip(found, found[1:], found[2:], strict=False):
        if keyword.is_word("PREFIX") and name.kind == "name" and iri.kind == "iri":
            prefixes[name.text.removesuffix(":")] = iri.text[1:-1]
    return prefixes


def expand(token: Token, prefixes: dict[str, str]) -> str | None:
    """The IRI that an address or a prefixed name stands for; ``None`` where the prefix is not declared."""
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, _, local = token.text.partition(":")
    namespace = prefixes.get(prefix)
    return None if namespace is None else str.__add__(namespace, re.sub(r"\\(.)", r"\1", local))
