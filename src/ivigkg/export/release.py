"""The files of a release: the graph in six formats, ontology, shapes and context, and tables for statisticians."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from ivigkg import iris, resources
from ivigkg.beside import Beside
from ivigkg.export.arrange import Arrangement
from ivigkg.export.cells import RESULTS
from ivigkg.export.columns import RESULT_COLUMNS, STUDIES, Column
from ivigkg.export.facts import Facts, spelled_out
from ivigkg.export.rdf import Release, serialize
from ivigkg.export.tabular import csv_line
from ivigkg.formats import JSONLD, NQUADS, NTRIPLES, RDFXML, TRIG, TURTLE, Format

SUMS = "SHA256SUMS"


def write_release(folder: Path, arranged: Arrangement, release: Release, beside: UnionWriter | None = None) -> None:
    """Writes all files of a release into ``folder``, which is made, and their hashes into ``SHA256SUMS``.

    The files that hold the union of the graphs are left to ``beside`` when it is given; it was told of ``folder``
    before. ``OSError`` when the folder cannot be written; the same quads give the same bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sums = write_files(folder, graph_files(arranged, release))
    sums |= beside.sums() if beside else write_files(folder, union_files(arranged, release))
    (folder / SUMS).write_text("".join(f"{sums[name]}  {name}\n" for name in sorted(sums)), "utf-8")


def write_files(folder: Path, files: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    """Writes each file into ``folder``; its SHA-256 in hexadecimal digits by its name."""
    sums = {}
    for name, content in files:
        (folder / name).write_bytes(content)
        sums[name] = hashlib.sha256(content).hexdigest()
    return sums


def release_files(arranged: Arrangement, release: Release) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file, one at a time."""
    yield from graph_files(arranged, release)
    yield from union_files(arranged, release)


def graph_files(arranged: Arrangement, release: Release) -> Iterator[tuple[str, bytes]]:
    """The files that keep the graphs apart, and what is copied."""
    for format_ in (NQUADS, TRIG, JSONLD):
        yield _file(arranged, format_, release)
    head = "".join(f"# {line}\n" for line in release.lines()).encode()
    yield "shapes.ttl", head + b"\n" + (resources.ontology_folder() / "shapes.ttl").read_bytes()
    yield "context.jsonld", (resources.ontology_folder() / "context.jsonld").read_bytes()


def union_files(arranged: Arrangement, release: Release) -> Iterator[tuple[str, bytes]]:
    """The files for which all graphs are one: N-Triples, Turtle, RDF/XML, the ontology, the tables."""
    for format_ in (NTRIPLES, TURTLE, RDFXML):
        yield _file(arranged, format_, release)
    ontology = arranged.only(str(iris.graph("ontology")))
    yield "ontology.ttl", b"".join(serialize(ontology, TURTLE, release))
    yield from tables(Facts(arranged.union))


def _file(arranged: Arrangement, format_: Format, release: Release) -> tuple[str, bytes]:
    return f"ivigkg{format_.suffix}", b"".join(serialize(arranged, format_, release))


class UnionWriter(Beside):
    """A process that writes :func:`union_files`, half of the work of a release; use it in a ``with`` block."""

    def __init__(self) -> None:
        super().__init__("ivigkg.export.union")

    def write(self, folder: Path, content: bytes, release: Release) -> None:
        """Begins with the files of ``content``, canonical N-Quads in named graphs; makes ``folder`` if need be."""
        folder.mkdir(parents=True, exist_ok=True)
        self.send(json.dumps({"folder": str(folder), "release": asdict(release)}).encode() + b"\n" + content)

    def sums(self) -> dict[str, str]:
        """The hashes of what it wrote, by name; waits for it. ``OSError`` when it could not write."""
        answer = json.loads(self.answer())
        if "errno" in answer:
            raise OSError(answer["errno"], answer["reason"])
        sums: dict[str, str] = answer
        return sums


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
