"""The small graphs of this folder: right ones, and wrong ones that differ from a right one in one respect.

A file in ``wrong/`` begins with the line ``# As right-….ttl, but ….``; a node that it describes replaces the node of
that name in the right file. It is called after the one shape that it breaks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from ivigkg.graph.validation import ValidationReport, validate_quads
from ivigkg.namespaces import Namespace

HERE = Path(__file__).resolve().parent
RIGHT = sorted(HERE.glob("right-*.ttl"))
WRONG = sorted(HERE.glob("wrong/*.ttl"))
EVSH = Namespace("https://w3id.org/ivigkg/shapes#")
GRAPH = ox.NamedNode("https://w3id.org/ivigkg/graph/study/of-the-test")
_FIRST = re.compile(r"# As (right-[a-z-]+\.ttl), but .+\.\n\n")


@dataclass(frozen=True)
class Wrong:
    """A graph with one thing wrong; ``near`` are the nodes whose surroundings differ from those in the right one."""

    quads: tuple[ox.Quad, ...]
    near: frozenset[ox.NamedNode]

    def report(self) -> ValidationReport:
        """What the shapes say; only ``near`` is judged, for no shape looks further than one node away."""
        return validate_quads(self.quads, focus=self.near)


@cache
def quads(path: Path) -> tuple[ox.Quad, ...]:
    """The triples of a Turtle file, in one graph."""
    parsed = ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
    return tuple(ox.Quad(triple.subject, triple.predicate, triple.object, GRAPH) for triple in parsed)


def wrong(path: Path) -> Wrong:
    """The right graph that ``path`` begins from, with the nodes that it describes anew."""
    first = _FIRST.match(path.read_text("utf-8"))
    assert first, (
        f"{path.name} does not begin with a line of the form: # As right-study.ttl, but ….  Then an empty one."
    )
    base, anew = quads(HERE / first[1]), quads(path)
    changed = {quad.subject for quad in anew}
    now = tuple(quad for quad in base if quad.subject not in changed) + anew
    near: set[object] = set(changed)
    for quad in {*base, *now}:
        if quad.subject in changed:
            near.add(quad.object)
        if quad.object in changed:
            near.add(quad.subject)
    return Wrong(now, frozenset(node for node in near if isinstance(node, ox.NamedNode)))
