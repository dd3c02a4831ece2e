"""Looks values up along property paths, for tables that are made from the graph without a store."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from ivigkg.export.arrange import Subject, literal, unquote
from ivigkg.export.order import TYPE
from ivigkg.namespaces import expand

SEPARATOR = " | "
"""What stands between several values in one cell; it occurs in no address and in none of our names."""

_NOTHING: dict[str, list[str]] = {}

Step = tuple[bool, str]
"""Whether a link is followed backwards, and the property in N-Triples form."""


class Facts:
    """The facts of a graph by subject and property; nodes and values are in their N-Triples form."""

    def __init__(self, subjects: Iterable[Subject]):
        self.nodes = {subject.node: dict(subject.facts) for subject in subjects}
        self._backwards: dict[str, dict[str, list[str]]] = {}

    def follow(self, start: Iterable[str], path: str) -> list[str]:
        """What one reaches from ``start`` along ``path``, such as ``ev:primaryReport/prism:doi``, each once.

        A step that begins with ``^`` is taken backwards: ``^ev:study`` leads from a study to its parts.
        """
        found = list(start)
        for inverse, step in steps(path):
            if inverse:
                where = self._inverse(step)
                reached = [where.get(node, ()) for node in found]
            else:
                reached = [self.nodes.get(node, _NOTHING).get(step, ()) for node in found]
            found = list(dict.fromkeys(chain.from_iterable(reached)))
        return found

    def of_class(self, nodes: Iterable[str], *classes: str) -> list[str]:
        """Those of ``nodes`` that are of one of the ``classes``, given as ``ev:Arm``."""
        wanted = {f"<{expand(curie)}>" for curie in classes}
        return [node for node in nodes if wanted.intersection(self.nodes.get(node, _NOTHING).get(TYPE, ()))]

    def _inverse(self, step: str) -> dict[str, list[str]]:
        if step not in self._backwards:
            found: dict[str, list[str]] = {}
            for node, facts in self.nodes.items():
                for target in facts.get(step, ()):
                    found.setdefault(target, []).append(node)
            self._backwards[step] = found
        return self._backwards[step]


@lru_cache(maxsize=512)
def steps(path: str) -> tuple[Step, ...]:
    """The steps of a path; ``KeyError`` for a prefix that is not ours."""
    found = []
    for part in path.split("/") if path else ():
        iri = expand(part.removeprefix("^"))
        if iri is None:
            raise KeyError(part)
        found.append((part.startswith("^"), f"<{iri}>"))
    return tuple(found)


def spelled_out(path: str) -> str:
    """The path with full IRIs, as SPARQL has it: ``<…#primaryReport>/<…/doi>``; alternatives stand between bars."""
    return _CURIE.sub(lambda curie: f"<{expand(curie[0])}>", path)


_CURIE = re.compile(r"[a-z]+:[A-Za-z]+")


def show(token: str) -> str:
    """A value for a cell: the text or digits of a literal, the last part of the name of a node."""
    if token[0] == '"':
        return unquote(literal(token)[0])
    return re.split("[/#]", token[1:-1])[-1] if token[0] == "<" else token


def join(values: Iterable[str]) -> str:
    """Several values as one cell, each once, in the order given."""
    return SEPARATOR.join(dict.fromkeys(values))
