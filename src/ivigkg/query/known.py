"""Names that people type for parameters, held against what the graph really speaks of."""

from __future__ import annotations

from ivigkg.errors import UsageError
from ivigkg.query.ask import rows
from ivigkg.query.binding import Resolve
from ivigkg.query.terms import iri, term
from ivigkg.records.vocabulary import nearest
from ivigkg.store.base import Store


def known_term(store: Store) -> Resolve:
    """A way of turning typed values into terms that refuses a node of which ``store`` says nothing.

    An empty table for a misspelt name would look like an answer.
    """

    def resolve(kind: str, value: str) -> str:
        if kind in {"text", "number"}:
            return term(kind, value)
        found = iri(kind, value)
        if rows(store, f"SELECT ?p WHERE {{ <{found}> ?p ?o }} LIMIT 1"):
            return f"<{found}>"
        raise UsageError(f"The graph knows no {kind.replace('-', ' ')} {value}{suggestion(store, found)}")

    return resolve


def suggestion(store: Store, wanted: str) -> str:
    """The nearest node that ``store`` speaks of, among those of the same kind or the same record; else nothing."""
    stem = wanted[: max(wanted.rfind("#"), wanted.rfind("/")) + 1]
    found = rows(store, f'SELECT DISTINCT ?n WHERE {{ ?n ?p ?o . FILTER(STRSTARTS(STR(?n), "{stem}")) }}')
    names = {str(row[0]).removeprefix(stem) for row in found}
    match = nearest(wanted.removeprefix(stem), {name for name in names if "#" not in name})
    return f"; did you mean {match}?" if match else "."
