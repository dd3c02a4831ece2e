"""Graphs to bytes: six formats, one order, the same bytes from the same triples on every machine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pyoxigraph import Quad, Triple

from ivigkg import resources
from ivigkg.errors import UsageError
from ivigkg.export.arrange import Arrangement
from ivigkg.export.jsonld import jsonld
from ivigkg.export.rdfxml import rdfxml
from ivigkg.export.turtle import trig, turtle
from ivigkg.formats import JSONLD, NQUADS, NTRIPLES, RDF, RDFXML, TRIG, TURTLE, Format
from ivigkg.namespaces import DATASET

CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"


@dataclass(frozen=True)
class Release:
    """What the head of a released file says: version, date of the data, and the hash of the whole data set."""

    version: str
    date: str
    digest: str
    title: str = "ivigkg: clinical evidence as a graph"
    licence: str = CC0
    source: str = DATASET

    def members(self) -> dict[str, str]:
        """The same as names and values; control characters become spaces."""
        pairs = {
            "title": self.title,
            "version": self.version,
            "date of the data": self.date,
            "sha256 of the data set": self.digest,
            "licence": self.licence,
            "source": self.source,
        }
        return {name: "".join(c if c.isprintable() else " " for c in value) for name, value in pairs.items()}

    def lines(self) -> list[str]:
        """The head as lines of a comment."""
        title, *others = self.members().items()
        lines = [title[1], *(f"{name}: {value}" for name, value in others)]
        return [*lines, "(the hash is of the sorted lines of the .nq file that are no comments, which is RDFC-1.0)"]


_UNION = "This file is the union of the named graphs; which graph says what stands in the .trig and .nq files."


_COLON = "The prefix : is declared anew above each record that has parts, so that a part reads :arm-ivig."


def serialize(
    data: Arrangement | Iterable[Quad | Triple],
    format_: Format,
    header: Release | None = None,
    *,
    context: Mapping[str, Any] | None = None,
) -> Iterator[bytes]:
    """``data`` in one of the RDF formats, sorted; each triple stands there once, however often it comes.

    Formats for triples hold the union of the graphs, those for quads keep them. ``context`` is the JSON-LD context,
    by default the one that belongs to the ontology. Give an ``Arrangement`` when one graph goes into
    several formats. ``UsageError`` when the format cannot say it.
    """
    arranged = data if isinstance(data, Arrangement) else Arrangement(data)
    return iter((_text(arranged, format_, header, context).encode(),))


def _text(data: Arrangement, format_: Format, header: Release | None, context: Mapping[str, Any] | None) -> str:
    comments = header.lines() if header else []
    if format_ == NQUADS:
        return _comments(comments) + "".join(data.lines)
    if format_ == TRIG:
        return trig(data.graphs, comments)
    if format_ == JSONLD:
        return jsonld(data.graphs, context or _context(), header.members() if header else {})
    if comments and len(data.rows) > 1:
        comments.append(_UNION)
    if format_ == NTRIPLES:
        triples = {" ".join(row) + " .\n" for rows in data.rows.values() for row in rows}
        return _comments(comments) + "".join(sorted(triples))
    if format_ == TURTLE:
        comments += [_COLON] if comments and len(data.rows) > 1 else []
        return turtle(data.union, comments)
    if format_ == RDFXML:
        return rdfxml(data.union, comments)
    raise UsageError(f"The format {format_} is for rows; a graph is written as {', '.join(map(str, RDF))}.")


def canonical(data: Arrangement | Iterable[Quad]) -> bytes:
    """The data set in its canonical form: without blank nodes RDFC-1.0 is the sorted lines of N-Quads.

    ``UsageError`` when there is a blank node.
    """
    arranged = data if isinstance(data, Arrangement) else Arrangement(data)
    for rows in arranged.rows.values():
        for row in rows:
            if row[0][0] == "_" or row[2][0] == "_":
                raise UsageError(f"A blank node has no name that lasts, so this cannot be hashed: {' '.join(row)}")
    return "".join(arranged.lines).encode()


def canonical_hash(quads: Iterable[Quad]) -> str:
    """The SHA-256 of the data set in its canonical form, in hexadecimal digits."""
    return hashlib.sha256(canonical(quads)).hexdigest()


def _comments(comments: Iterable[str]) -> str:
    return "".join(f"# {comment}\n" for comment in comments)


@cache
def _context() -> Mapping[str, Any]:
    content: Mapping[str, Any] = json.loads((resources.ontology_folder() / "context.jsonld").read_text("utf-8"))
    return content
