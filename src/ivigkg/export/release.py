"""The files of a release: the graph in six formats, ontology, shapes and context, and tables for statisticians."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pyoxigraph import Quad

from ivigkg import iris, resources
from ivigkg.export.arrange import Arrangement
from ivigkg.export.cells import RESULTS
from ivigkg.export.columns import RESULT_COLUMNS, STUDIES, Column
from ivigkg.export.facts import Facts, spelled_out
from ivigkg.export.rdf import Release, serialize
from ivigkg.export.tabular import csv_line
from ivigkg.formats import RDF, TURTLE

SUMS = "SHA256SUMS"


def write_release(folder: Path, quads: Sequence[Quad], release: Release) -> None:
    """Writes all files of a release into ``folder``, which is made, and their hashes into ``SHA256SUMS``.

    ``OSError`` when the folder cannot be written; the same quads give the same bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sums = {}
    for name, content in release_files(quads, release):
        (folder / name).write_bytes(content)
        sums[name] = hashlib.sha256(content).hexdigest()
    (folder / SUMS).write_text("".join(f"{sums[name]}  {name}\n" for name in sorted(sums)), "utf-8")


def release_files(quads: Sequence[Quad], release: Release) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file, one at a time."""
    arranged = Arrangement(quads)
    for format_ in RDF:
        yield f"ivigkg{format_.suffix}", b"".join(serialize(arranged, format_, release))
    ontology = iris.graph("ontology")
    named = [quad for quad in quads if quad.graph_name == ontology]
    yield "ontology.ttl", b"".join(serialize(named, TURTLE, release))
    head = "".join(f"# {line}\n" for line in release.lines()).encode()
    yield "shapes.ttl", head + b"\n" + (resources.ontology_folder() / "shapes.ttl").read_bytes()
    yield "context.jsonld", (resources.ontology_folder() / "context.jsonld").read_bytes()
    yield from tables(Facts(arranged.union))


def tables(facts: Facts) -> Iterator[tuple[str, bytes]]:
    """``studies.csv``, ``results.csv`` and the dictionary of their columns."""
    studies = facts.of_class(facts.nodes, "ev:Study")
    results = facts.of_class(facts.nodes, *(f"ev:{name}" for name in RESULTS))
    yield "studies.csv", _table(facts, studies, STUDIES)
    yield "results.csv", _table(facts, results, RESULT_COLUMNS)
    yield "data-dictionary.csv", data_dictionary()


def data_dictionary() -> bytes:
    """One row for each column of the tables: what it means, in which unit, and the property path it comes from."""
    rows = [("file", "column", "meaning", "unit", "property")]
    for file, columns in (("studies.csv", STUDIES), ("results.csv", RESULT_COLUMNS)):
        rows += [(file, c.name, c.meaning, c.unit, spelled_out(c.path)) for c in columns]
    return "".join(map(csv_line, rows)).encode()


def _table(facts: Facts, nodes: Iterable[str], columns: Sequence[Column]) -> bytes:
    head = csv_line(column.name for column in columns)
    rows = (csv_line(column.text(facts, node) for column in columns) for node in nodes)
    return "".join((head, *rows)).encode()
