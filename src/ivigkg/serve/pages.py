"""HTML from templates; everything is escaped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from pyoxigraph import Literal, NamedNode

from ivigkg.namespaces import shorten
from ivigkg.query.ask import names
from ivigkg.query.catalogue import Query
from ivigkg.query.info import Info
from ivigkg.results import Table, Term, Truth, Value, value
from ivigkg.store.base import Store

EXAMPLE = """\
SELECT ?study ?drug ?participants
WHERE {
  ?arm a ev:Arm ; ev:study ?study ; pico:intervention/pico:appliedIntervention ?drug .
  ?study ev:participants ?participants .
}
ORDER BY ?study ?drug"""

FIGURES = (
    ("ev:Study", "studies"),
    ("ev:Result", "results"),
    ("ev:Claim", "claims of reviews and authors"),
    ("foaf:Person", "authors"),
    ("ev:FactBearing", "facts with a source"),
)

Shown = Table | Truth | str
"""What a page can show: rows, yes or no, triples as Turtle."""

_templates = Environment(
    loader=PackageLoader("ivigkg.serve"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class Cell:
    """One cell of an answer as it is shown."""

    text: str
    iri: str = ""
    number: bool = False


def start(info: Info, queries: list[Query], endpoint: str) -> str:
    """The start page: what this is, its figures, its questions, a box to ask."""
    counts = dict(info.classes)
    figures = [(label, counts.get(kind, 0)) for kind, label in FIGURES]
    return _render("start.html", info, figures=figures, queries=queries, example=EXAMPLE, endpoint=endpoint)


def answer(
    info: Info,
    store: Store,
    title: str,
    question: str,
    text: str,
    found: Shown | None,
    error: str = "",
    day: str | None = None,
) -> str:
    """An answer as a page, with its query and the day asked about in a form."""
    columns: tuple[str, ...] = ()
    rows: list[list[Cell]] = []
    if isinstance(found, Table):
        columns = found.columns
        labels = names(store, {cell.value for row in found.rows for cell in row if isinstance(cell, NamedNode)})
        rows = [[_cell(cell, labels) for cell in row] for row in found.rows]
    until = f"&as-of={quote(day)}" if day else ""
    links = [
        (name.upper(), f"/sparql?format={name}{until}&query={quote(text)}") for name in ("csv", "json", "tsv", "xml")
    ]
    return _render(
        "answer.html", info, title=title, question=question, text=text, error=error, day=day or "", columns=columns,
        rows=rows, links=links, truth=bool(found) if isinstance(found, Truth) else None,
        triples=found if isinstance(found, str) else None,
    )  # fmt: skip


def _render(template: str, info: Info, **values: Any) -> str:
    return _templates.get_template(template).render(version=info.version, date=info.date, **values)


def _cell(term: Term | None, labels: dict[str, str]) -> Cell:
    if term is None:
        return Cell("")
    if isinstance(term, NamedNode):
        return Cell(labels.get(term.value) or shorten(term.value), iri=term.value)
    plain: Value = value(term)
    return Cell(term.value, number=isinstance(term, Literal) and not isinstance(plain, (str, bool)))
