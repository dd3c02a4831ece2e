"""What people type for a parameter, as an RDF term: a short name, ``prefix:name``, a full IRI, a text or a number."""

from __future__ import annotations

import re

from pyoxigraph import NamedNode

from ivigkg.errors import UsageError
from ivigkg.namespaces import BASE, CLOSED_LISTS, INSTANCES, PREFIXES, TOPIC_KINDS
from ivigkg.records.base import SLUG
from ivigkg.records.vocabulary import nearest

NAMESPACES = {
    **{kind: f"{BASE}id/{kind}/" for kind in INSTANCES},
    **{kind: f"{BASE}term/{kind}/" for kind in (*TOPIC_KINDS, *CLOSED_LISTS)},
}
"""Kinds of things with short names of their own, and where their IRIs begin."""
KINDS = (*NAMESPACES, "node", "text", "number")
"""What a parameter may stand for: a kind of thing, any node, a text or a number."""
SCHEMES = ("urn", "tag", "info", "doi", "mailto")
"""Ways for an IRI to begin that are no misspelt prefix, though no slashes follow."""
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|^`\\\x00-\x20]+")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def term(kind: str, value: str) -> str:
    """``value`` as one SPARQL term of ``kind``; ``UsageError`` when it cannot be one.

    >>> term("study", "dalakas-1993")
    '<https://w3id.org/ivigkg/id/study/dalakas-1993>'
    >>> term("text", 'so-called "IVIG"')
    '"so-called \\\\"IVIG\\\\""'
    """
    if kind == "text":
        return _literal(value)
    if kind == "number":
        if not _NUMBER.fullmatch(value) or not value.isascii():
            raise UsageError(f"{value!r} is not a number; write digits, such as 2 or 0.018.")
        return value
    return f"<{iri(kind, value)}>"


def iri(kind: str, value: str) -> str:
    """The IRI of a node of ``kind`` that ``value`` names; ``UsageError`` when it is no name, or one of another kind."""
    text = value.strip().removeprefix("<").removesuffix(">")
    namespace = NAMESPACES.get(kind, "")
    found = f"{namespace}{text}" if namespace and SLUG.fullmatch(text) else _absolute(kind, text)
    try:
        NamedNode(found)
    except ValueError as error:
        raise _bad(kind, value) from error
    if not _IRI.fullmatch(found):
        raise _bad(kind, value)
    if not found.startswith(namespace):
        raise UsageError(f"{value} is no {kind.replace('-', ' ')}; their IRIs begin with {namespace}.")
    return found


def _absolute(kind: str, text: str) -> str:
    prefix, colon, local = text.partition(":")
    if colon and prefix in PREFIXES and not local.startswith("//"):
        return str.__add__(PREFIXES[prefix], local)
    if not _IRI.fullmatch(text):
        raise _bad(kind, text)
    if not local.startswith("//") and prefix not in SCHEMES and (match := nearest(prefix, PREFIXES)):
        raise UsageError(f"The prefix {prefix}: is none that ivigkg knows; did you mean {match}:{local}?")
    return text


def _bad(kind: str, value: str) -> UsageError:
    if kind == "node":
        return UsageError(f"{value!r} names no node; write an IRI, or a short form such as study:dalakas-1993.")
    prefix = (INSTANCES | TOPIC_KINDS | CLOSED_LISTS)[kind]
    wanted = f"a short name in lower case with hyphens, {prefix}:name or an IRI"
    return UsageError(f"{value!r} names no {kind.replace('-', ' ')}; write {wanted}.")


def _literal(value: str) -> str:
    if _CONTROL.search(value):
        raise UsageError(f"{value!r} holds a control character; leave it out.")
    escaped = "".join(_ESCAPES.get(character, character) for character in value)
    # some engines read \\u0022 as a quotation mark before they read the text, so no u may follow a backslash
    escaped = re.sub(r"(\\\\)([uU])", lambda match: f"{match[1]}\\U{ord(match[2]):08X}", escaped)
    return f'"{escaped}"'
