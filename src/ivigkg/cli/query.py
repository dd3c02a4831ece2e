"""``ivigkg query``."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ivigkg.cli import options, output
from ivigkg.errors import UsageError

if TYPE_CHECKING:
    from ivigkg.formats import Format
    from ivigkg.results import Triples


@click.command("query")
@click.argument("question", metavar="NAME|FILE|-")
@click.argument("parameters", nargs=-1, metavar="[PARAM=VALUE]...")
@click.option(
    "--format",
    "form",
    default=None,
    help="table (default), csv, tsv, json, xml, markdown; turtle, ntriples, jsonld, … for triples.",
)
@options.as_of
@options.store
@options.output
def command(
    question: str,
    parameters: tuple[str, ...],
    form: str | None,
    as_of: str | None,
    store_place: str,
    target: Path | None,
) -> int:
    """Ask a named question, a .rq file, or standard input (-).

    `ivigkg queries` lists the named questions. csv, tsv, json and xml are the plain SPARQL results formats; table and
    markdown show labels instead of IRIs. The exit code is 1 when the answer is no.
    """
    from ivigkg import formats
    from ivigkg.api import open as open_graph
    from ivigkg.results import Table, Triples, Truth

    chosen = formats.for_name(form) if form else None
    text, given = _text(question), _pairs(parameters)
    with open_graph(store_place) as graph:
        prepared = graph.prepare(text, given)
        if as_of is not None:
            graph = graph.as_of(as_of)
        answer = graph.ask(prepared)
        if isinstance(answer, Triples):
            output.write(_triples(answer, chosen), target)
            return 0
        kind = formats.for_name(chosen.name, formats.TABLES) if chosen else formats.TABLE
        if not isinstance(answer, Truth) and kind.name in {"table", "markdown"}:
            answer = graph.labelled(answer)
            labels = {iri: _brief(label) for iri, label in answer.labels.items()}
            answer = Table(answer.columns, answer.rows, labels)
    from ivigkg.export.tabular import serialize as tabulate

    output.write(tabulate(answer, kind, width=output.width() if target is None else None), target)
    return 1 if isinstance(answer, Truth) and not answer else 0


def _text(question: str) -> str:
    """The name or the text of a question."""
    if question == "-":
        raw = sys.stdin.buffer.read()
    else:
        path = Path(question)
        if not (question.endswith((".rq", ".sparql", ".txt")) or "/" in question):
            return question
        if path.is_dir():
            raise UsageError(f"{path} is a folder; name a file that holds one query.")
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise UsageError(f"{path} cannot be read ({error.strerror or error}).") from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"The query is not UTF-8 (byte {error.start}); save it as UTF-8.") from None
    if not text.strip():
        raise UsageError("The query is empty; write SELECT, ASK, CONSTRUCT or DESCRIBE.")
    return text if "{" in text or " " in text.strip() else text + " {"


def _brief(label: str) -> str:
    """A long label as far as its first comma, which is author and year of a study."""
    return label if len(label) <= 40 else label.partition(",")[0]


def _pairs(parameters: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in parameters:
        name, equals, value = item.partition("=")
        if not equals or not name:
            raise UsageError(f"{item} is not a parameter; write NAME=VALUE, such as study=dalakas-1993.")
        if name in found:
            raise UsageError(f"The parameter {name} is given twice.")
        found[name] = value
    return found


def _triples(answer: Triples, chosen: Format | None) -> Iterable[bytes]:
    from pyoxigraph import DefaultGraph, Quad

    from ivigkg import formats
    from ivigkg.export.rdf import serialize

    kind = formats.for_name(chosen.name, formats.RDF) if chosen else formats.TURTLE
    return serialize([Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in answer], kind, None)
