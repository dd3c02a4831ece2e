"""The graph from Python: open it, ask it, hand it on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from ivigkg import resources
from ivigkg.errors import UsageError
from ivigkg.query.ask import names
from ivigkg.query.binding import Resolve
from ivigkg.query.catalogue import Query, catalogue
from ivigkg.query.terms import term
from ivigkg.results import Answer, Table
from ivigkg.store import EmbeddedStore, open_store

if TYPE_CHECKING:
    import networkx
    import rdflib

    from ivigkg.audit.check import Audit
    from ivigkg.query.as_of import AsOf
    from ivigkg.query.completeness import Completeness
    from ivigkg.query.conflicts import Conflict
    from ivigkg.query.info import Info
    from ivigkg.query.review import ReviewTotals
    from ivigkg.query.why import Explanation


def open(store: str | Path = "build/store") -> EvidenceGraph:
    """The graph in a folder made by ``build``; use it in a ``with`` block or close it yourself.

    ``StoreError`` when the folder is missing, of another version, or held by another process.
    """
    return EvidenceGraph(open_store(store))


def queries() -> Mapping[str, Query]:
    """The named questions by name, each with its text, its parameters and what it answers."""
    return _catalogue()


@cache
def _catalogue() -> dict[str, Query]:
    return catalogue(resources.queries_folder())


class EvidenceGraph:
    """A built graph that can be asked; every question goes over the union of its named graphs."""

    def __init__(self, store: EmbeddedStore):
        self._store = store

    def query(self, question: str, /, *, as_of: str | date | None = None, **parameters: object) -> Answer:
        """The answer to a named question with its parameters, or to a SPARQL query.

        A ``Table`` for SELECT, a ``Truth`` for ASK, ``Triples`` for CONSTRUCT and DESCRIBE. ``as_of`` answers from
        what was published by that day (see :meth:`as_of`). ``UsageError`` for an unknown name or parameter or a day
        that is none, ``QueryError`` (with line and column) for a text that is not a query.
        """
        text = self.prepare(question, {name: str(value) for name, value in parameters.items()})
        return (self if as_of is None else self.as_of(as_of)).ask(text)

    def as_of(self, day: str | date) -> EvidenceGraph:
        """The graph of what was published by the end of ``day``: a date, or YYYY-MM-DD, YYYY-MM or YYYY as text.

        A year or a month stands for its last day, in the question as in the date of a paper. A fact counts from the
        later of its record's and its source's date, one with an undated source never. The graph is in memory and the
        latest few stay there. ``UsageError`` when ``day`` is none.
        """
        return EvidenceGraph(self._days.on(day))

    @cached_property
    def _days(self) -> AsOf:
        from ivigkg.query.as_of import AsOf

        return AsOf(self._store)

    def prepare(self, question: str, parameters: Mapping[str, str]) -> str:
        """The SPARQL text of a question; names given as parameters must be known to this graph."""
        from ivigkg.query.known import known_term

        return prepare(question, parameters, known_term(self._store))

    def ask(self, text: str) -> Answer:
        """The answer to a SPARQL text that :func:`prepare` has made ready."""
        return self._store.query(text)

    def labelled(self, table: Table) -> Table:
        """The same table with labels for the nodes in it, for people to read."""
        from pyoxigraph import NamedNode

        iris = {cell.value for row in table.rows for cell in row if isinstance(cell, NamedNode)}
        return Table(table.columns, table.rows, names(self._store, iris))

    def why(self, iri: str) -> Explanation:
        """The sources, the basis and the reasoning behind a node, given by its IRI or as ``prefix:name``."""
        from ivigkg.namespaces import expand
        from ivigkg.query.why import why

        return why(self._store, iri if iri.startswith("http") else expand(iri) or iri)

    def review(self, slug: str) -> ReviewTotals:
        """A review's stated numbers beside the recomputed ones."""
        from ivigkg.query.review import review_totals

        return review_totals(self._store, slug)

    def audit(self, evidence: str | Path) -> Audit:
        """Every fact of a folder of evidence files with its verdict: in the graph, in words, left out or unexplained.

        ``UsageError`` when the folder holds no evidence, ``RecordErrors`` when a file in it cannot be read.
        """
        from ivigkg.audit.check import audit
        from ivigkg.audit.evidence import read_evidence
        from ivigkg.audit.graph import Facts

        return audit(read_evidence(Path(evidence)), Facts(self._store.quads()))

    def conflicts(self) -> tuple[Conflict, ...]:
        """Every disagreement between sources, or between a review and its studies, with both sides."""
        from ivigkg.query.conflicts import conflicts

        return conflicts(self._store)

    def completeness(self) -> tuple[Completeness, ...]:
        """How each study was read, and what is known of it, aspect by aspect."""
        from ivigkg.query.completeness import completeness

        return completeness(self._store)

    def info(self) -> Info:
        """Counts per class, pack and basis."""
        from ivigkg.query.info import info

        return info(self._store)

    def export(self, format: str) -> bytes:
        """The whole graph in a format: turtle, ntriples, rdfxml (the union), trig, nquads, jsonld (the graphs)."""
        from ivigkg import formats
        from ivigkg.export.rdf import Release, serialize

        manifest = self._store.manifest
        release = Release(manifest.version, manifest.date, manifest.digest) if manifest else None
        return b"".join(serialize(list(self._store.quads()), formats.for_name(format, formats.RDF), release))

    def to_rdflib(self) -> rdflib.Dataset:
        """All graphs as an ``rdflib.Dataset``; digits stay as typed.

        Questions that know no graphs want ``dataset.default_union = True``.
        """
        from ivigkg.graph.interop import to_dataset

        return to_dataset(self._store.quads())

    def to_networkx(self) -> networkx.MultiDiGraph[str]:
        """The nodes and the links between them as a ``networkx.MultiDiGraph`` of plain values.

        Node names are IRIs; each node has ``label``, ``kind`` (its most telling class, shortened) and its own values
        under short property names (a list where there are several). Each link has ``predicate`` as key and attribute.
        """
        from ivigkg.view.network import network

        return network(self._store.quads())

    def close(self) -> None:
        """Lets go of the files."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def prepare(question: str, parameters: Mapping[str, str], resolve: Resolve = term) -> str:
    """The SPARQL text of a named question with its parameters bound, or of a query given as text."""
    from ivigkg.query.binding import bind
    from ivigkg.query.check import check
    from ivigkg.query.declared import declared_iris
    from ivigkg.records.vocabulary import did_you_mean

    if question in _catalogue():
        return check(bind(_catalogue()[question], parameters, resolve)).text
    if " " not in question.strip() and "{" not in question:
        hint = did_you_mean(question, _catalogue()) or "."
        raise UsageError(f"There is no question {question}{hint} `ivigkg queries` lists them all.")
    if parameters:
        raise UsageError("Parameters belong to named questions; put the values into the query itself.")
    return check(question, declared_iris()).text
