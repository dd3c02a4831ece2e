"""JSON-LD in the words of our hand-written context, which stands in the file itself.

A value is written short only where the context turns it back into exactly the same term; otherwise it is a value
object with its type or language. Decimals are strings, so that no reader rounds them. One node stands on one line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from ivigkg.errors import UsageError
from ivigkg.export.arrange import Subject, literal
from ivigkg.export.order import TYPE
from ivigkg.graph.rows import UNNAMED
from ivigkg.namespaces import BASE, XSD

_INTEGER, _BOOLEAN = XSD.integer.value, XSD.boolean.value
_NATIVE = {
    _INTEGER: re.compile(r"(?:0|-?[1-9][0-9]{0,14})").fullmatch,
    _BOOLEAN: re.compile(r"true|false").fullmatch,
}
"""Lexical forms that come back unchanged when written as JSON numbers and truths."""

RELEASE = "release"
"""A word of the context that no node uses: the IRI it stands for tells version, date and hash of the file.

JSON has no comments, and a member that the context maps to nothing is refused by processors in safe mode.
"""


def jsonld(graphs: Mapping[str, Sequence[Subject]], context: Mapping[str, Any], release: Mapping[str, str]) -> str:
    """JSON-LD text of the ``graphs``, each given by its name in N-Triples form.

    ``context`` is the content of a context file with its ``@context``; ``release`` goes into the head when not empty.
    """
    definitions = dict(context.get("@context", context))
    writer = _Writer(definitions)
    blocks = [text for name, subjects in graphs.items() for text in _graph(name, subjects, writer)]
    head = [f"    {json.dumps(key)}: {_dump(value)}" for key, value in definitions.items()]
    if release:
        parts = "&".join(f"{name.split()[0]}={quote(value, safe='')}" for name, value in release.items())
        head.append(f"    {json.dumps(RELEASE)}: {json.dumps(f'{BASE}release?{parts}')}")
    lines = ['{\n  "@context": {\n', ",\n".join(head), "\n  },\n"]
    return "".join((*lines, '  "@graph": [\n', ",\n".join(blocks), "\n  ]\n}\n"))


def _graph(name: str, subjects: Sequence[Subject], writer: _Writer) -> list[str]:
    nodes = [writer.node(subject) for subject in subjects]
    if name == UNNAMED:
        return [f"    {node}" for node in nodes]
    inner = ",\n".join(f"      {node}" for node in nodes)
    return [f'    {{"{writer.id}": {writer.iris[name]}, "@graph": [\n{inner}\n    ]}}']


@dataclass(frozen=True)
class _Term:
    """A word of the context: the property it stands for and what it makes of a plain value."""

    name: str
    coercion: str | None = None
    language: str | None = None
    by_language: bool = False
    always_list: bool = False


class _Writer:
    """Writes nodes with the words of one context."""

    def __init__(self, definitions: Mapping[str, Any]):
        words = _Words(definitions)
        self.id, self._type = words.alias("@id"), words.alias("@type")
        self.iris = _Iris(words)
        self._classes = {iri: name for name, iri in sorted(words.iris.items(), reverse=True) if words.is_simple(name)}
        self._terms = words.terms()
        self._choices: dict[str, tuple[list[_Term], _Term | None]] = {}

    def node(self, subject: Subject) -> str:
        """One node object as a line of JSON."""
        members = {self.id: self.iris[subject.node]}
        for predicate, targets in subject.facts:
            rest = targets
            if predicate == TYPE:
                members[self._type] = _one_or_all([self._class(kind) for kind in targets if kind[0] != '"'])
                rest = [kind for kind in targets if kind[0] == '"']
            members.update(self._members(predicate, rest))
        return "{" + ", ".join(f'"{key}": {text}' for key, text in members.items() if text) + "}"

    def _class(self, token: str) -> str:
        name = self._classes.get(token[1:-1])
        return f'"{name}"' if name else self.iris[token]

    def _members(self, predicate: str, targets: list[str]) -> dict[str, str]:
        terms, by_language = self._choice(predicate)
        lists: dict[_Term, list[str]] = {}
        by_tag: dict[str, list[str]] = {}
        for target in targets:
            if target[0] != '"':
                term, text = self._reference(target, terms)
            else:
                quoted, datatype, language = literal(target)
                if by_language is not None and language is not None:
                    by_tag.setdefault(language, []).append(quoted)
                    continue
                term, text = self._value(quoted, datatype, language, terms)
            if len(targets) == 1 and not term.always_list:
                return {term.name: text}
            lists.setdefault(term, []).append(text)
        written = {term.name: _one_or_all(texts, term.always_list) for term, texts in lists.items()}
        if by_language is not None and by_tag:
            pairs = (f'"{tag}": {_one_or_all(texts, by_language.always_list)}' for tag, texts in by_tag.items())
            written[by_language.name] = "{" + ", ".join(pairs) + "}"
        return written

    def _choice(self, predicate: str) -> tuple[list[_Term], _Term | None]:
        """The words for a property that take any value, and the one that sorts texts by language."""
        choice = self._choices.get(predicate)
        if choice is None:
            terms = self._terms.get(predicate[1:-1], [])
            plain = [term for term in terms if not term.by_language] or [_Term(json.loads(self.iris[predicate]))]
            choice = plain, next((term for term in terms if term.by_language), None)
            self._choices[predicate] = choice
        return choice

    def _reference(self, token: str, terms: Sequence[_Term]) -> tuple[_Term, str]:
        for term in terms:
            if term.coercion == "@id":
                return term, self.iris[token]
        return terms[0], f'{{"{self.id}": {self.iris[token]}}}'

    def _value(
        self, quoted: str, datatype: str | None, language: str | None, terms: Sequence[_Term]
    ) -> tuple[_Term, str]:
        native = datatype in _NATIVE and _NATIVE[datatype](quoted[1:-1]) is not None
        for term in terms:
            if term.coercion == datatype and (datatype is not None or term.language == language):
                return term, quoted[1:-1] if native else quoted
            if native and term.coercion is None:
                return term, quoted[1:-1]
        if datatype is not None:
            return terms[0], f'{{"@value": {quoted}, "@type": {self.iris[f"<{datatype}>"]}}}'
        if language is not None:
            return terms[0], f'{{"@value": {quoted}, "@language": "{language}"}}'
        return terms[0], f'{{"@value": {quoted}}}'


class _Iris(dict[str, str]):
    """From the N-Triples form of a node to its short form in JSON, quoted."""

    def __init__(self, words: _Words):
        super().__init__()
        self._words = words

    def __missing__(self, token: str) -> str:
        text = token if token[0] == "_" else self._short(token[1:-1])
        self[token] = quoted = _dump(text)
        return quoted

    def _short(self, iri: str) -> str:
        for mark in "#/":
            cut = iri.rfind(mark) + 1
            prefix, local = self._words.prefixes.get(iri[:cut]), iri[cut:]
            if prefix is not None and local and not local.startswith("//") and f"{prefix}:{local}" not in self._words:
                return f"{prefix}:{local}"
        scheme, _, rest = iri.partition(":")
        if scheme in self._words.prefixes.values() and not rest.startswith("//"):
            raise UsageError(f"In JSON-LD <{iri}> would be read with our prefix {scheme!r}; write Turtle instead.")
        return iri


class _Words:
    """What the words of a context stand for; ``UsageError`` for a context that says more than this reader knows."""

    _KNOWN = frozenset(["@id", "@type", "@language", "@container", "@reverse"])

    def __init__(self, definitions: Mapping[str, Any]):
        self._definitions = {name: value for name, value in definitions.items() if name != "@version"}
        self.iris: dict[str, str] = {}
        for name, value in self._definitions.items():
            unknown = set(value) - self._KNOWN if isinstance(value, dict) else set()
            if name.startswith("@") or unknown:
                raise UsageError(f"The JSON-LD context says more than ivigkg can write: {name} {sorted(unknown)}.")
            if isinstance(value, str) or (isinstance(value, dict) and "@reverse" not in value):
                self.iris[name] = self._expand(value if isinstance(value, str) else value.get("@id", name))
        self.prefixes = {
            iri: name for name, iri in self.iris.items() if self.is_simple(name) and iri[-1:] in set(":/?#[]@")
        }

    def __contains__(self, name: object) -> bool:
        return name in self._definitions

    def is_simple(self, name: str) -> bool:
        """Whether the word is given by an IRI alone."""
        return isinstance(self._definitions[name], str)

    def alias(self, keyword: str) -> str:
        """The word that the context has for a keyword, or the keyword itself."""
        return next((name for name, iri in self.iris.items() if iri == keyword), keyword)

    def terms(self) -> dict[str, list[_Term]]:
        """The words for each property, by its IRI; in the order of the context."""
        found: dict[str, list[_Term]] = {}
        for name, iri in self.iris.items():
            value = self._definitions[name]
            details = value if isinstance(value, dict) else {}
            coercion = self._expand(details["@type"]) if "@type" in details else None
            container = details.get("@container", ())
            containers = frozenset([container] if isinstance(container, str) else container)
            if containers <= {"@set", "@language"} and coercion != "@vocab":
                shape = "@language" in containers, "@set" in containers
                found.setdefault(iri, []).append(_Term(name, coercion, details.get("@language"), *shape))
        return found

    def _expand(self, text: str) -> str:
        prefix, colon, local = text.partition(":")
        if text.startswith("@") or local.startswith("//"):
            return text
        base = self._definitions.get(prefix if colon else text)
        if isinstance(base, dict):
            base = base.get("@id")
        if not isinstance(base, str) or base == text:
            return text
        return self._expand(base) + local if colon else self._expand(base)


def _one_or_all(texts: list[str], always_all: bool = False) -> str:
    return texts[0] if len(texts) == 1 and not always_all else f"[{', '.join(texts)}]" if texts else ""


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
