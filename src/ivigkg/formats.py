"""One table of formats: what each is called, which files and media types it goes by, and what it can hold."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ivigkg.errors import UsageError

Holds = Literal["triples", "quads", "table"]


@dataclass(frozen=True)
class Format:
    """One way of writing a graph or an answer down.

    ``triples`` hold the union of all graphs, ``quads`` keep the graphs apart, ``table`` is for rows; ``truth`` says
    whether a yes or no can be written as well. The first suffix is the one that new files get; ``also`` are further
    media types that ask for the same.
    """

    name: str
    holds: Holds
    suffixes: tuple[str, ...]
    media_type: str
    also: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    truth: bool = False

    @property
    def suffix(self) -> str:
        """The ending of a file, with its dot."""
        return self.suffixes[0]

    @property
    def content_type(self) -> str:
        """The media type as an HTTP header says it; text is always UTF-8."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type

    def __str__(self) -> str:
        return self.name


TURTLE = Format("turtle", "triples", (".ttl",), "text/turtle", aliases=("ttl",))
NTRIPLES = Format("ntriples", "triples", (".nt",), "application/n-triples", aliases=("nt", "n-triples"))
RDFXML = Format("rdfxml", "triples", (".rdf", ".owl"), "application/rdf+xml", aliases=("rdf", "rdf/xml", "rdf-xml"))
TRIG = Format("trig", "quads", (".trig",), "application/trig")
NQUADS = Format("nquads", "quads", (".nq",), "application/n-quads", aliases=("nq", "n-quads"))
JSONLD = Format("jsonld", "quads", (".jsonld",), "application/ld+json", aliases=("json-ld",))

CSV = Format("csv", "table", (".csv",), "text/csv")
TSV = Format("tsv", "table", (".tsv",), "text/tab-separated-values")
JSON = Format(
    "json",
    "table",
    (".json", ".srj"),
    "application/sparql-results+json",
    also=("application/json",),
    aliases=("srj",),
    truth=True,
)
XML = Format(
    "xml",
    "table",
    (".srx", ".xml"),
    "application/sparql-results+xml",
    also=("application/xml", "text/xml"),
    aliases=("srx",),
    truth=True,
)
MARKDOWN = Format("markdown", "table", (".md",), "text/markdown", aliases=("md",), truth=True)
TABLE = Format("table", "table", (".txt",), "text/plain", aliases=("text", "txt"), truth=True)

RDF = (TURTLE, TRIG, NQUADS, NTRIPLES, JSONLD, RDFXML)
"""What a graph is written in."""

TABLES = (CSV, TSV, JSON, XML, MARKDOWN, TABLE)
"""What rows are written in."""

FORMATS = (*RDF, *TABLES)


def for_name(name: str, among: Sequence[Format] = FORMATS) -> Format:
    """The format called ``name``, by its name or an alias in any case; ``UsageError`` names the nearest one."""
    wanted = name.strip().lower().removeprefix(".")
    for format_ in among:
        if wanted == format_.name or wanted in format_.aliases:
            return format_
    elsewhere = next((format_ for format_ in FORMATS if wanted == format_.name or wanted in format_.aliases), None)
    if elsewhere is not None:
        kind = "rows" if elsewhere.holds == "table" else "a graph"
        raise UsageError(f"The format {elsewhere} is for {kind} and does not fit here; choose one of {_list(among)}.")
    known = [word for format_ in among for word in (format_.name, *format_.aliases)]
    raise UsageError(f"There is no format {name!r}{_nearest(wanted, known)} Choose one of {_list(among)}.")


def for_suffix(suffix: str, among: Sequence[Format] = FORMATS) -> Format:
    """The format of files that end in ``suffix`` (``.ttl``, or a whole file name); ``UsageError`` otherwise."""
    dot = suffix.rfind(".")
    wanted = f".{suffix}".lower() if dot < 0 else suffix[dot:].lower()
    for format_ in among:
        if wanted in format_.suffixes:
            return format_
    known = [ending for format_ in among for ending in format_.suffixes]
    raise UsageError(
        f"No format goes by the ending {wanted!r}{_nearest(wanted, known)} The endings are {', '.join(known)}."
    )


def for_media_type(media_type: str, among: Sequence[Format] = FORMATS) -> Format:
    """The format of a media type, whose parameters are ignored; ``UsageError`` otherwise."""
    wanted = media_type.partition(";")[0].strip().lower()
    for format_ in among:
        if wanted == format_.media_type or wanted in format_.also:
            return format_
    known = [kind for format_ in among for kind in (format_.media_type, *format_.also)]
    raise UsageError(
        f"No format has the media type {wanted!r}{_nearest(wanted, known)} "
        f"On offer are {', '.join(format_.media_type for format_ in among)}."
    )


def _nearest(word: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else "."


def _list(among: Iterable[Format]) -> str:
    return ", ".join(format_.name for format_ in among)
