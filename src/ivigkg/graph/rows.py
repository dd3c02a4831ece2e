"""Triples as three texts in their N-Triples form (``<iri>``, ``"text"@en``): cheap to compare, sort and take apart."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Quad, Triple

from ivigkg.errors import UsageError

Row = tuple[str, str, str]
"""Subject, predicate and object of a triple in their N-Triples form."""

UNNAMED = "DEFAULT"
"""What stands for the unnamed graph among graph names."""


def rows_by_graph(data: Iterable[Quad | Triple]) -> dict[str, list[Row]]:
    """The rows of each graph, by its name in N-Triples form; bare triples are in the ``UNNAMED`` one.

    Blank nodes, which only answers have, are named anew in the order in which they come.
    """
    found: dict[str, list[Row]] = {}
    blank: dict[str, str] = {}
    for item in data:
        name = str(item.graph_name) if isinstance(item, Quad) else UNNAMED
        subject, predicate, target = str(item.subject), str(item.predicate), str(item.object)
        if subject[0] == "_":
            subject = blank.setdefault(subject, f"_:b{len(blank)}")
        if target[0] == "_":
            target = blank.setdefault(target, f"_:b{len(blank)}")
        elif target[0] == "<" and " " in target:
            raise UsageError(f"{target} is a triple inside a triple, as RDF 1.2 has it; ivigkg writes RDF 1.1.")
        found.setdefault(name, []).append((subject, predicate, target))
    return found


def rows_of_lines(content: str) -> dict[str, list[Row]]:
    """The same from canonical N-Quads in which every triple is in a named graph; quicker than to parse them."""
    found: dict[str, list[Row]] = {}
    for line in content.split(" .\n")[:-1]:
        triple, _, name = line.rpartition(" ")
        subject, predicate, target = triple.split(" ", 2)
        found.setdefault(name, []).append((subject, predicate, target))
    return found
