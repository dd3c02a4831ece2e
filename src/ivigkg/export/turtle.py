"""Turtle and TriG that a person likes to read, and that every parser reads back to the same triples.

Prefixes come in one fixed order, only those that are used; subjects in the order of :mod:`ivigkg.export.arrange`.
A record with parts declares ``:`` anew for itself, so that its parts read ``:arm-ivig`` and no name needs a
backslash, which several parsers refuse; everywhere else a part is written as a full IRI.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from ivigkg.export.arrange import Subject
from ivigkg.export.order import TYPE
from ivigkg.graph.rows import UNNAMED
from ivigkg.namespaces import PREFIXES, XSD

WIDTH = 112
"""Where a list of objects stops being written on one line."""

_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?").fullmatch
_BARE = {
    f"<{XSD.integer.value}>": re.compile(r"0|-?[1-9][0-9]{0,99}").fullmatch,
    f"<{XSD.decimal.value}>": re.compile(r"-?(?:0|[1-9][0-9]{0,99})\.(?!000000[0-9])[0-9]{1,99}").fullmatch,
    f"<{XSD.boolean.value}>": re.compile(r"true|false").fullmatch,
}
"""Lexical forms that may stand without quotes: exactly those that keep their digits in every reader.

``2.0`` and ``-5`` may, while ``2`` as a decimal, ``.5``, ``+5``, ``007`` and ``0.0000001`` keep quotes and datatype.
"""


def turtle(subjects: Sequence[Subject], comments: Sequence[str] = ()) -> str:
    """Turtle text of ``subjects``; ``comments`` are the lines at its head, without their number signs."""
    names = Names()
    alone = _only_record(subjects)
    if alone is not None:
        names.begin(subjects)
    body = "".join(_alone(subjects, names) if alone is not None else _by_record(subjects, names))
    return _head(names, comments, alone) + body


def trig(graphs: Mapping[str, Sequence[Subject]], comments: Sequence[str] = ()) -> str:
    """TriG text of the ``graphs``, each given by its name in N-Triples form."""
    names = Names()
    body: list[str] = []
    for graph, subjects in graphs.items():
        alone = _only_record(subjects)
        if alone is not None:
            names.begin(subjects)
            body.append(f"\n@prefix : <{alone}#> .")
        body.append("\n{\n" if graph == UNNAMED else f"\n{names[graph]} {{\n")
        body.append("\n".join(_node(subject, names, "  ") for subject in subjects))
        body.append("}\n")
        names.end()
    return _head(names, comments, None) + "".join(body)


class Names(dict[str, str]):
    """From the N-Triples form of a term to its shortest form in Turtle that means exactly the same."""

    def __init__(self) -> None:
        super().__init__()
        self._namespaces = {namespace: prefix for prefix, namespace in PREFIXES.items()}
        self._own: dict[str, str] = {}
        self.used: set[str] = set()

    def __missing__(self, token: str) -> str:
        if token[0] == '"':
            return self._literal(token)
        if token[0] != "<":
            return token
        cut = max(token.rfind("/"), token.rfind("#")) + 1
        prefix, local = self._namespaces.get(token[1:cut]), token[cut:-1]
        if prefix is None or not _LOCAL(local):
            name = token
        else:
            self.used.add(prefix)
            name = f"{prefix}:{local}"
        self[token] = name
        return name

    def begin(self, subjects: Iterable[Subject]) -> None:
        """From now on the parts among ``subjects``, all of one record, go by ``:``."""
        for subject in subjects:
            local = subject.node[len(subject.record) + 2 : -1]
            if subject.is_part and _LOCAL(local):
                self._own[subject.node] = f":{local}"
        self.update(self._own)

    def end(self) -> None:
        """The parts of the last record go by their full IRIs again."""
        for token in self._own:
            del self[token]
        self._own.clear()

    def _literal(self, token: str) -> str:
        if token[-1] != ">":
            return token
        cut = token.rindex('"^^<')
        return bare(token) or f"{token[: cut + 1]}^^{self[token[cut + 3 :]]}"


def bare(token: str) -> str | None:
    """The literal without quotes, where every reader then takes it for exactly the same term; else ``None``."""
    cut = token.rindex('"^^<')
    fits = _BARE.get(token[cut + 3 :])
    return token[1:cut] if fits is not None and fits(token, 1, cut) else None


def _node(subject: Subject, names: Names, indent: str = "") -> str:
    first, *others = [_fact(predicate, targets, names, indent) for predicate, targets in subject.facts]
    lines = "".join(f" ;\n{indent}    {fact}" for fact in others)
    return f"{indent}{names[subject.node]} {first}{lines} .\n"


def _fact(predicate: str, targets: list[str], names: Names, indent: str) -> str:
    verb = "a" if predicate == TYPE else names[predicate]
    if len(targets) == 1:
        return f"{verb} {names[targets[0]]}"
    written = [names[target] for target in targets]
    line = f"{verb} {' , '.join(written)}"
    if len(line) <= WIDTH:
        return line
    return verb + ",".join(f"\n{indent}        {target} " for target in written)[:-1]


def _by_record(subjects: Sequence[Subject], names: Names) -> Iterator[str]:
    """Node after node, under a heading for each section, with ``:`` declared for each record that has parts."""
    for section, within in groupby(subjects, key=lambda subject: subject.section):
        yield _heading(section)
        for record, nodes in groupby(within, key=lambda subject: subject.record):
            group = list(nodes)
            if any(subject.is_part for subject in group):
                names.begin(group)
                yield f"\n@prefix : <{record}#> .\n"
            for subject in group:
                yield "\n" + _node(subject, names)
            names.end()


def _alone(subjects: Sequence[Subject], names: Names) -> Iterator[str]:
    for subject in subjects:
        yield "\n" + _node(subject, names)


def _heading(section: str) -> str:
    return f"\n# --- {section} {'-' * (107 - len(section))}\n"


def _only_record(subjects: Sequence[Subject]) -> str | None:
    """The record to which all parts belong, when there are parts and of one record alone."""
    records = {subject.record for subject in subjects if subject.is_part}
    return records.pop() if len(records) == 1 else None


def _head(names: Names, comments: Sequence[str], alone: str | None) -> str:
    used = {prefix: iri for prefix, iri in PREFIXES.items() if prefix in names.used}
    if alone is not None:
        used = {"": f"{alone}#", **used}
    width = max(map(len, used), default=0)
    lines = [f"# {comment}".rstrip() for comment in comments]
    if lines and used:
        lines.append("")
    lines += [f"@prefix {prefix + ':':{width + 1}} <{iri}> ." for prefix, iri in used.items()]
    return "".join(f"{line}\n" for line in lines)
