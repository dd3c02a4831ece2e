"""Answers to bytes: the SPARQL 1.1 results formats to the letter, and tables for people.

CSV, TSV, JSON and XML hold the terms and nothing else: no labels, no column added, no guard for spreadsheets, as the
recommendations have it. ``table`` and ``markdown`` show labels, see :mod:`ivigkg.export.display`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable

from pyoxigraph import BlankNode, Literal, NamedNode

from ivigkg.errors import UsageError
from ivigkg.export.display import markdown, plain
from ivigkg.export.rdf import serialize as serialize_graph
from ivigkg.export.rdfxml import escape
from ivigkg.export.turtle import bare
from ivigkg.formats import CSV, JSON, MARKDOWN, RDF, TABLE, TABLES, TSV, XML, Format
from ivigkg.namespaces import XSD
from ivigkg.results import Answer, Table, Term, Triples, Truth

_STRING = XSD.string.value
_QUOTED = re.compile('[",\r\n]')


def serialize(answer: Answer, format_: Format, *, width: int | None = None) -> bytes:
    """``answer`` in ``format_``; ``width`` is that of the terminal and matters to ``table`` alone.

    ``UsageError`` where they do not fit: rows as Turtle, triples as CSV, a yes or no as CSV.
    """
    if isinstance(answer, Triples):
        if format_ not in RDF:
            raise UsageError(f"This question gives triples, which {format_} cannot hold; {_instead(RDF)}.")
        return b"".join(serialize_graph(answer, format_))
    if isinstance(answer, Truth):
        if not format_.truth:
            raise UsageError(
                f"The answer is yes or no, which {format_} cannot hold; {_instead(f for f in TABLES if f.truth)}."
            )
        return _TRUTHS[format_](answer).encode()
    if format_ == TABLE:
        return plain(answer, width).encode()
    if format_ not in _ROWS:
        raise UsageError(f"This question gives rows, which {format_} cannot hold; {_instead(TABLES)}.")
    return _ROWS[format_](answer).encode()


def csv_line(cells: Iterable[str]) -> str:
    """One line of CSV as RFC 4180 has it, with its line end."""
    quoted = ('"' + cell.replace('"', '""') + '"' if _QUOTED.search(cell) else cell for cell in cells)
    return ",".join(quoted) + "\r\n"


def _csv(table: Table) -> str:
    lines = (csv_line(map(_bare_value, row)) for row in table.rows)
    return "".join((csv_line(table.columns), *lines))


def _bare_value(term: Term | None) -> str:
    if term is None:
        return ""
    return f"_:{term.value}" if isinstance(term, BlankNode) else term.value


def _tsv(table: Table) -> str:
    head = "\t".join(f"?{name}" for name in table.columns)
    lines = ("\t".join(map(_turtle, row)) for row in table.rows)
    return "".join(f"{line}\n" for line in (head, *lines))


def _turtle(term: Term | None) -> str:
    if term is None:
        return ""
    token = str(term)
    return bare(token) or token if token[0] == '"' and token[-1] == ">" else token


def _json(table: Table) -> str:
    bindings = [
        {name: _json_term(term) for name, term in zip(table.columns, row, strict=True) if term is not None}
        for row in table.rows
    ]
    return _compact({"head": {"vars": list(table.columns)}, "results": {"bindings": bindings}})


def _json_term(term: Term) -> dict[str, str]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    found = {"type": "literal", "value": term.value}
    if term.language is not None:
        found["xml:lang"] = term.language
    elif term.datatype.value != _STRING:
        found["datatype"] = term.datatype.value
    return found


def _compact(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


_XML_HEAD = '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'


def _xml(table: Table) -> str:
    variables = "".join(f'<variable name="{name}"/>' for name in table.columns)
    rows = "".join(f"<result>{_xml_row(table.columns, row)}</result>" for row in table.rows)
    return f"{_XML_HEAD}<head>{variables}</head><results>{rows}</results></sparql>"


def _xml_row(columns: Iterable[str], row: Iterable[Term | None]) -> str:
    pairs = ((name, term) for name, term in zip(columns, row, strict=True) if term is not None)
    return "".join(f'<binding name="{name}">{_xml_term(term)}</binding>' for name, term in pairs)


def _xml_term(term: Term) -> str:
    if isinstance(term, Literal):
        kind = ""
        if term.language is not None:
            kind = f' xml:lang="{term.language}"'
        elif term.datatype.value != _STRING:
            kind = f' datatype="{_xml_text(term.datatype.value)}"'
        return f"<literal{kind}>{_xml_text(term.value)}</literal>"
    name = "uri" if isinstance(term, NamedNode) else "bnode"
    return f"<{name}>{_xml_text(term.value)}</{name}>"


def _xml_text(text: str) -> str:
    """``text`` in XML; spaces at its ends are written as numbers, because some readers drop them."""
    return _ENDS.sub(lambda ends: "".join(f"&#{ord(space)};" for space in ends[0]), escape(text, "json"))


_ENDS = re.compile(r"^[ \t\n]+|[ \t\n]+\Z")


def _instead(formats: Iterable[Format]) -> str:
    return f"ask for one of {', '.join(format_.name for format_ in formats)}"


_ROWS: dict[Format, Callable[[Table], str]] = {CSV: _csv, TSV: _tsv, JSON: _json, XML: _xml, MARKDOWN: markdown}
_TRUTHS: dict[Format, Callable[[Truth], str]] = {
    JSON: lambda truth: _compact({"head": {}, "boolean": truth.value}),
    XML: lambda truth: f"{_XML_HEAD}<head></head><boolean>{str(truth.value).lower()}</boolean></sparql>",
    MARKDOWN: lambda truth: "yes\n" if truth else "no\n",
    TABLE: lambda truth: "yes\n" if truth else "no\n",
}
