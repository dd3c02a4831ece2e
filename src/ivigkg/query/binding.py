"""Puts the values that people give for parameters into a question, each as one RDF term and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ivigkg.errors import UsageError
from ivigkg.query.catalogue import Query, slots
from ivigkg.query.terms import term
from ivigkg.query.tokens import tokens
from ivigkg.records.vocabulary import did_you_mean

Resolve = Callable[[str, str], str]
"""From the kind of a parameter and what was typed to a SPARQL term; raises ``UsageError`` when there is none."""


def bind(query: Query, values: Mapping[str, str], resolve: Resolve = term) -> str:
    """The text of ``query`` with ``values`` in the places of its examples; comments and strings stay as they are.

    A parameter without a value keeps its example. ``UsageError`` names a parameter that the question does not have,
    with the nearest one, or a value that cannot be what the parameter wants. ``resolve`` may look a name up first.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in values:
        if name not in known:
            takes = f"it takes {', '.join(known)}" if known else "it takes none"
            raise UsageError(f"{query.name} has no parameter {name}{did_you_mean(name, known) or f'; {takes}'}.")
    text = query.text
    for name, value in values.items():
        found = tokens(text)
        place = found[slots(found, name)[0]]
        text = text[: place.start] + resolve(known[name].kind, value) + text[place.end :]
    return text
