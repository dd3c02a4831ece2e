"""RDF/XML: one element for each subject, in the order of :mod:`ivigkg.export.arrange`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from ivigkg.errors import UsageError
from ivigkg.export.arrange import Subject, literal, unquote
from ivigkg.export.order import TYPE
from ivigkg.namespaces import PREFIXES, RDF

_NCNAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*$")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_RESERVED = frozenset(
    [
        "RDF",
        "ID",
        "about",
        "parseType",
        "resource",
        "nodeID",
        "datatype",
        "Description",
        "li",
        "aboutEach",
        "aboutEachPrefix",
        "bagID",
    ]
)
"""Names of the RDF namespace that mean syntax in RDF/XML, not a property."""


def rdfxml(subjects: Iterable[Subject], comments: Sequence[str] = ()) -> str:
    """RDF/XML text of ``subjects``; ``comments`` are the lines at its head.

    ``UsageError`` when something cannot be said in XML: a property without a name at its end, a control character.
    """
    names = _Names()
    body: list[str] = []
    for section, within in groupby(subjects, key=lambda subject: subject.section):
        body.append(f"\n  {_comment(section)}\n")
        body += [_element(subject, names) for subject in within]
    head = ['<?xml version="1.0" encoding="UTF-8"?>\n', *(f"{_comment(comment)}\n" for comment in comments)]
    declared = "".join(f'\n    xmlns:{prefix}="{escape(iri)}"' for prefix, iri in names.used())
    return "".join((*head, f"<rdf:RDF{declared}>\n", *body, "\n</rdf:RDF>\n"))


class _Names(dict[str, str]):
    """From the N-Triples form of a property or class to its name in XML; empty where it has none."""

    def __init__(self) -> None:
        super().__init__()
        self._prefixes = {iri: prefix for prefix, iri in PREFIXES.items()}
        self._used = {RDF.iri: "rdf"}
        self._made = 0

    def __missing__(self, token: str) -> str:
        iri = token[1:-1]
        match = _NCNAME.search(iri)
        name = ""
        if match and match.start() and not (iri.startswith(RDF.iri) and match[0] in _RESERVED):
            name = f"{self._prefix(iri[: match.start()])}:{match[0]}"
        self[token] = name
        return name

    def _prefix(self, namespace: str) -> str:
        prefix = self._used.get(namespace) or self._prefixes.get(namespace)
        if prefix is None:
            self._made += 1
            prefix = f"ns{self._made}"
        self._used[namespace] = prefix
        return prefix

    def used(self) -> list[tuple[str, str]]:
        """Prefixes and namespaces in their fixed order, those made up on the way last."""
        order = {prefix: place for place, prefix in enumerate(PREFIXES)}
        pairs = [(prefix, namespace) for namespace, prefix in self._used.items()]
        return sorted(pairs, key=lambda pair: order.get(pair[0], len(order) + len(pair[0])))


def _element(subject: Subject, names: _Names) -> str:
    facts = dict(subject.facts)
    kind = next((target for target in facts.get(TYPE, ()) if _is_class(target) and names[target]), None)
    name = names[kind] if kind else "rdf:Description"
    about = (
        f'rdf:nodeID="{subject.node[2:]}"' if subject.node[0] == "_" else f'rdf:about="{escape(subject.node[1:-1])}"'
    )
    lines = [f"  <{name} {about}"]
    for predicate, targets in facts.items():
        lines += [_property(predicate, target, names) for target in targets if (predicate, target) != (TYPE, kind)]
    if len(lines) == 1:
        return f"{lines[0]}/>\n"
    lines[0] += ">"
    return "\n".join((*lines, f"  </{name}>\n"))


def _is_class(token: str) -> bool:
    return token[0] == "<" and not token.startswith(f"<{RDF.iri}")


def _property(predicate: str, target: str, names: _Names) -> str:
    name = names[predicate]
    if not name:
        raise UsageError(f"The property {predicate} has no name that XML allows; ask for Turtle instead.")
    if target[0] == "<":
        return f'    <{name} rdf:resource="{escape(target[1:-1])}"/>'
    if target[0] == "_":
        return f'    <{name} rdf:nodeID="{target[2:]}"/>'
    quoted, datatype, language = literal(target)
    text = escape(unquote(quoted))
    if datatype is not None:
        return f'    <{name} rdf:datatype="{escape(datatype)}">{text}</{name}>'
    if language is not None:
        return f'    <{name} xml:lang="{language}">{text}</{name}>'
    return f"    <{name}>{text}</{name}>"


def escape(text: str, instead: str = "Turtle") -> str:
    """``text`` as it stands in XML; ``UsageError`` for a character that XML has no way to write."""
    if bad := _NOT_XML.search(text):
        raise UsageError(
            f"The character U+{ord(bad[0]):04X} in {text[:60]!r} cannot stand in XML; ask for {instead} instead."
        )
    return _MARKS.sub(lambda mark: _ESCAPES[mark[0]], text)


_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}
_MARKS = re.compile('[&<>"\r]')


def _comment(text: str) -> str:
    return f"<!-- {re.sub('-(?=-)', '- ', escape(text))} -->"
