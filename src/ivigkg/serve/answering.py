"""Answers one question from an open store; runs inside a worker, where it may take as long as it is let live."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from ivigkg import formats
from ivigkg.errors import ForbiddenQuery, IvigkgError, QueryError, UsageError
from ivigkg.export.rdf import serialize
from ivigkg.formats import Format
from ivigkg.namespaces import PREFIXES
from ivigkg.query.as_of import AsOf
from ivigkg.query.check import check, complete, refuse_unknown
from ivigkg.query.declared import declared_iris
from ivigkg.query.diagnosis import engine_place
from ivigkg.query.tokens import declared_prefixes, expand, tokens
from ivigkg.query.update import complete_update
from ivigkg.serve.counting import Counter, CsvRows, JsonRows, LineRows, XmlRows
from ivigkg.serve.describe.sheet import HINTS, SERVICE_GRAPH, is_of_service
from ivigkg.serve.frames import WHOLE, Frame
from ivigkg.serve.negotiation import format_for
from ivigkg.serve.outgoing import Outgoing, Send, too_many
from ivigkg.serve.question import Question, Refusal
from ivigkg.store.dataset import names_graphs
from ivigkg.store.embedded import EmbeddedStore, is_copy
from ivigkg.store.exact import Exact

TIDY = 4000
"""So many triples are sorted and grouped for people to read; more are sent as they are found."""
REMEMBERED, LONGEST_REMEMBERED = 256, 20_000
"""How many queries a worker remembers as checked, and how long such a query may be."""

_RESULTS = {
    formats.JSON: ox.QueryResultsFormat.JSON,
    formats.XML: ox.QueryResultsFormat.XML,
    formats.CSV: ox.QueryResultsFormat.CSV,
    formats.TSV: ox.QueryResultsFormat.TSV,
}
_GRAPHS = {
    formats.TURTLE: ox.RdfFormat.TURTLE,
    formats.NTRIPLES: ox.RdfFormat.N_TRIPLES,
    formats.RDFXML: ox.RdfFormat.RDF_XML,
    formats.TRIG: ox.RdfFormat.TRIG,
    formats.NQUADS: ox.RdfFormat.N_QUADS,
    formats.JSONLD: ox.RdfFormat.JSON_LD,
}


@dataclass(frozen=True)
class _Compiled:
    """A query found to be right, with all its prefixes; what it is about besides the union of all graphs."""

    text: str
    form: str
    names_graphs: bool
    of_service: bool


class Answering:
    """A store in a folder, open for reading, and the queries that were found to be right before."""

    def __init__(self, folder: str, exact: Exact | None = None):
        self.folder = folder
        self._store = EmbeddedStore.open(Path(folder), exact)
        self._graphs = frozenset(self._store.graphs())
        self._checked: OrderedDict[str, _Compiled] = OrderedDict()
        self._days = AsOf(self._store)
        self._description: tuple[str, ox.Store] | None = None

    def answer(self, question: Question, send: Send) -> None:
        """Sends the answer, frame by frame; raises ``Refusal`` where there is none, or no more of it."""
        try:
            if question.update:
                self._update(question, send)
                return
            compiled = self._compiled(question.text)
            form = format_for(compiled.form, question.accept, question.format)
            store = self._on(question.as_of)
            self._send(question, self._found(question, compiled, store), store.exact, form, send)
        except ForbiddenQuery as error:
            raise _refusal(403, error) from error
        except QueryError as error:
            raise _refusal(400, error) from error
        except UsageError as error:
            raise Refusal(406, str(error)) from error
        except IvigkgError as error:
            raise Refusal(503, str(error)) from error
        except (RuntimeError, ValueError) as error:
            raise Refusal(400, f"The query can be read, but not answered: {error}.") from error
        except OSError as error:
            raise Refusal(503, f"The store cannot be read: {error}.") from error
        except MemoryError as error:
            raise Refusal(503, "The query needs more memory than it may have; ask for less at once.") from error

    def _update(self, question: Question, send: Send) -> None:
        """Makes an update, all of it or nothing; the answer is empty."""
        if not is_copy(Path(self.folder)):
            raise Refusal(403, "This store is only read.")
        completed = complete_update(question.text, question.default_graphs, question.named_graphs)
        try:
            self._store.engine.update(completed)
        except SyntaxError as error:
            line, column = engine_place(str(error), len(completed) - len(question.text))
            message = "The update cannot be read as SPARQL; it goes wrong at or before this place."
            raise QueryError(message, line=line, column=column) from error
        self._graphs = frozenset(self._store.graphs())
        self._checked.clear()
        send(Frame(WHOLE, {}))

    def _compiled(self, text: str) -> _Compiled:
        if text in self._checked:
            self._checked.move_to_end(text)
            return self._checked[text]
        checked = complete(text, self._graphs)
        try:
            refuse_unknown(text, declared_iris())
        except QueryError:
            check(text, declared_iris(), self._graphs)  # a slip in the grammar is the better news
            raise
        completed = checked.text
        of_service = any(hint in completed for hint in HINTS) and _names_service(completed)
        found = _Compiled(completed, checked.form, names_graphs(completed), of_service)
        if len(text) <= LONGEST_REMEMBERED:
            self._checked[text] = found
            if len(self._checked) > REMEMBERED:
                self._checked.popitem(last=False)
        return found

    def _found(
        self, question: Question, compiled: _Compiled, store: EmbeddedStore
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        default, named = self._named(question.default_graphs), self._named(question.named_graphs)
        restricted = default is not None or named is not None
        of_service = compiled.of_service or SERVICE_GRAPH in [*(default or ()), *(named or ())]
        described = self._described(question.description) if of_service and question.description else None
        try:
            return (described or store.engine).query(
                compiled.text,
                use_default_graph_as_union=not restricted and not compiled.names_graphs,
                default_graph=(default or []) if restricted else None,
                named_graphs=(named or []) if restricted else None,
            )
        except SyntaxError as error:
            check(question.text, declared_iris(), self._graphs)
            raise QueryError(str(error)) from error

    def _on(self, day: str | None) -> EmbeddedStore:
        """What was published by the end of a day; the store itself without one."""
        if day is None:
            return self._store
        try:
            return self._days.on(day)
        except UsageError as error:
            raise Refusal(400, str(error)) from error

    def _described(self, path: str) -> ox.Store:
        """The description of the service, which stands beside the data and not among them."""
        if self._description is None or self._description[0] != path:
            store = ox.Store()
            store.load(path=path, format=ox.RdfFormat.N_TRIPLES, to_graph=SERVICE_GRAPH)
            self._description = path, store
        return self._description[1]

    def _named(self, names: tuple[str, ...] | None) -> list[Any] | None:
        if names is None:
            return None
        for name in names:
            if name not in self._graphs and name != SERVICE_GRAPH.value:
                raise Refusal(
                    403,
                    f"There is no graph <{name}> here, and nothing is read from elsewhere. "
                    "SELECT DISTINCT ?g { GRAPH ?g {} } lists the graphs.",
                )
        return [NamedNode(name) for name in names]

    def _send(
        self,
        question: Question,
        found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples,
        exact: Exact,
        form: Format,
        send: Send,
    ) -> None:
        head = {"type": form.content_type, "format": form.name}
        if isinstance(found, ox.QueryTriples):
            self._send_triples(
                question, map(exact.triple, found), form, Outgoing(send, head, None, question.rows, question.gzip)
            )
            return
        counter = None if isinstance(found, ox.QueryBoolean) else _counter(form)
        out = (_XmlOutgoing if form == formats.XML else Outgoing)(send, head, counter, question.rows, question.gzip)
        _write(lambda: found.serialize(out, _RESULTS[form]), out)  # type: ignore[arg-type]

    def _send_triples(self, question: Question, found: Iterator[Triple], form: Format, out: Outgoing) -> None:
        first = list(islice(found, min(TIDY, question.rows) + 1))
        if len(first) > question.rows:
            raise too_many(question.rows)
        if len(first) <= TIDY:
            quads = (Quad(triple.subject, triple.predicate, triple.object, DefaultGraph()) for triple in first)
            for piece in serialize(quads, form):
                out.write(piece)
            out.finish()
            return
        triples = _counted(chain(first, found), question.rows, out)
        _write(lambda: ox.serialize(triples, out, _GRAPHS[form], prefixes=PREFIXES), out)  # type: ignore[arg-type]


class _XmlOutgoing(Outgoing):
    """As XML wants it: a carriage return by its number, and no character that XML cannot hold."""

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        """Takes the next bytes; raises ``Refusal`` for what cannot stand in XML."""
        if data.translate(None, _CONTROLS) != data or b"\xef\xbf\xbe" in data or b"\xef\xbf\xbf" in data:
            self.failure = Refusal(406, "The answer holds a character that XML cannot hold; ask for JSON instead.")
            raise self.failure
        super().write(data.replace(b"\r", b"&#13;") if b"\r" in data else data)
        return len(data)


_CONTROLS = bytes(set(range(32)) - {9, 10, 13})


def _names_service(text: str) -> bool:
    """Whether a query, its prologue apart, names something that only the description of the service speaks of."""
    found = tokens(text)
    prefixes = declared_prefixes(found)
    prologue = {place + step for place, token in enumerate(found) if token.is_word("PREFIX") for step in (1, 2)}
    return any(
        is_of_service(expand(token, prefixes) or "")
        for place, token in enumerate(found)
        if token.kind in {"iri", "name"} and place not in prologue
    )


def _counter(form: Format) -> Counter:
    kinds: dict[Format, type[Counter]] = {formats.JSON: JsonRows, formats.XML: XmlRows, formats.CSV: CsvRows}
    return kinds.get(form, LineRows)()


def _counted(triples: Iterator[Triple], most: int, out: Outgoing) -> Iterator[Triple]:
    for number, triple in enumerate(triples, start=1):
        if number > most:
            out.failure = too_many(most)
            raise out.failure
        yield triple


def _write(writing: Callable[[], None], out: Outgoing) -> None:
    """Lets the engine write, and raises what went wrong on our side rather than what the engine makes of it."""
    try:
        writing()
    except Exception as error:
        if out.failure is not None:
            raise out.failure from error
        raise
    out.finish()


def _refusal(status: int, error: QueryError) -> Refusal:
    return Refusal(status, str(error), error.line, error.column, error.hint)
