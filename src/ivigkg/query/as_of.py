"""The graph as of a day: what was published by then, and what follows from it."""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property, lru_cache
from threading import Lock

import pyoxigraph as ox
from pyoxigraph import NamedNode

from ivigkg import iris, resources
from ivigkg.errors import UsageError
from ivigkg.graph.dates import ALWAYS, NEVER, Dates, dates, last_day, statement
from ivigkg.graph.derive import derive, read_rules
from ivigkg.store.embedded import EmbeddedStore
from ivigkg.store.exact import Exact

_DATE = re.compile(r"\d{4}(-\d{2}){0,2}", re.ASCII)
KEPT_DAYS = 4
"""Graphs of this many days stay in memory, the latest asked for."""


def day(value: str | date) -> str:
    """A day as text; a year or a month stands for its last day. ``UsageError`` when it is none.

    >>> day("2012-01-26"), day("2011"), day(date(2012, 1, 26))
    ('2012-01-26', '2011-12-31', '2012-01-26')
    """
    text = value.isoformat()[:10] if isinstance(value, date) else value.strip()
    try:
        if not _DATE.fullmatch(text):
            raise ValueError
        return date.fromisoformat(last_day(text)).isoformat()
    except ValueError:
        raise UsageError(
            f"{text!r} is no day of the calendar; write YYYY-MM-DD, or a year or a month (YYYY-MM), "
            "which stands for its last day."
        ) from None


def store_on(store: EmbeddedStore, when: str | date | None, iri: str | None = None) -> EmbeddedStore:
    """``store`` itself without a day, else as of the day ``when``.

    ``UsageError`` when ``when`` is no day, or when ``iri`` is a node that the graph knows, but not yet on that day.
    """
    if when is None:
        return store
    days = AsOf(store)
    if iri is not None:
        days.require(iri, when)
    return days.on(when)


class AsOf:
    """A store as it would have been on earlier days; its content is read when a day is first asked for."""

    def __init__(self, store: EmbeddedStore):
        self._store = store
        self._lock = Lock()
        self._on = lru_cache(KEPT_DAYS)(self._made)

    def on(self, when: str | date) -> EmbeddedStore:
        """What was published by the end of a day, with what the rules derive from it, in memory.

        ``UsageError`` when ``when`` is no day.
        """
        wanted = day(when)
        with self._lock:
            return self._on(wanted)

    def require(self, iri: str, when: str | date) -> None:
        """``UsageError`` with the first day of a node that the graph knows, but not yet on the day ``when``."""
        wanted = day(when)
        try:
            node = NamedNode(iri)
        except ValueError:
            return  # whoever asks next says what is wrong with it
        first = self._dates.nodes.get(str(node), ALWAYS)
        if first == NEVER:
            raise UsageError(f"{iri} belongs to no day: no paper seen that tells of it has a date. Ask without a date.")
        if first > wanted:
            raise UsageError(f"Nothing of {iri} was published by {wanted}; it counts from {first}.")

    @cached_property
    def _lines(self) -> list[str]:
        derived = f" {iris.graph('derived')} ."
        lines = self._store.content().decode("utf-8").split("\n")
        return [line for line in lines if line and not line.endswith(derived)]

    @cached_property
    def _dates(self) -> Dates:
        return dates([statement(line) for line in self._lines])

    def _made(self, wanted: str) -> EmbeddedStore:
        pairs = zip(self._lines, self._dates.statements, strict=True)
        kept = [line for line, first in pairs if first <= wanted]
        store = ox.Store()
        store.bulk_load("\n".join(kept).encode(), format=ox.RdfFormat.N_QUADS)
        added = derive(store, read_rules(resources.queries_folder() / "rules"))
        kept += (f"{quad} ." for quad in added)
        return EmbeddedStore(store, Exact("".join(f"{line}\n" for line in sorted(kept)).encode()), self._store.manifest)
