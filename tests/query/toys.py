"""Small graphs in Turtle, for questions that the shipped records answer with nothing."""

from __future__ import annotations

import pyoxigraph as ox

from ivigkg.namespaces import PREFIXES
from tests.query.answers import QUERIES, by_oxigraph

HEAD = (
    "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    + "@prefix : <http://example.org/> .\n"
)


def ask(name: str, facts: str) -> list[dict[str, str]]:
    """The rows that a named question gives over ``facts``; IRIs of the example lose their stem."""
    store = ox.Store()
    store.extend(
        ox.Quad(t.subject, t.predicate, t.object, ox.DefaultGraph())
        for t in ox.parse(HEAD + facts, format=ox.RdfFormat.TURTLE)
    )
    header, *rows = by_oxigraph(store, QUERIES[name].text)
    bare = [[cell.removeprefix("http://example.org/") for cell in row] for row in rows]
    return [dict(zip(header, row, strict=True)) for row in bare]
