"""The SPARQL 1.1 Protocol: what a request asks for, read from its parameters and its body."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from ivigkg.serve.question import Refusal

LONGEST_BODY = 1_000_000
"""Bytes of the body of a request."""
MOST_GRAPHS = 100
"""So many default and named graphs a request may name."""
MOST_PARAMETERS = 2 * MOST_GRAPHS + 100

FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
_DATASET = {"query": ("default-graph-uri", "named-graph-uri"), "update": ("using-graph-uri", "using-named-graph-uri")}

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Operation:
    """A query or an update with the graphs it is about; ``text`` is ``None`` where the request carries neither.

    ``default_graphs`` and ``named_graphs`` are ``None`` where the request names none of the kind; ``format`` is what
    it asks for by parameter, ``as_of`` the day whose state of knowledge it asks about.
    """

    kind: str
    text: str | None
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    format: str | None = None
    as_of: str | None = None


def operation(method: str, query_string: bytes, content_type: str, body: bytes) -> Operation:
    """What a request asks for; ``Refusal`` says what is wrong with it. Parameters that are not ours are ignored."""
    pairs = _pairs(query_string)
    kind, _, parameters = content_type.partition(";")
    kind = kind.strip().lower()
    if method == "POST":
        _check_charset(parameters)
        if kind == FORM:
            pairs += _pairs(body)
        elif kind in {QUERY, UPDATE}:
            pairs.append((kind.removeprefix("application/sparql-"), _decoded(body)))
        else:
            raise Refusal(
                415,
                f"A POST of {kind or 'no media type'} is not understood; send {QUERY}, or {FORM} with query=.",
            )
    queries, updates = _named("query", pairs), _named("update", pairs)
    if len(queries) + len(updates) > 1:
        raise Refusal(400, f"The request carries {len(queries) + len(updates)} queries or updates; send one.")
    if updates and method != "POST":
        raise Refusal(403, "An update is sent by POST, and only to an endpoint that was started for writing.")
    asked = "update" if updates else "query"
    default, named = (_named(name, pairs) for name in _DATASET[asked])
    if len(default) + len(named) > MOST_GRAPHS:
        raise Refusal(400, f"The request names {len(default) + len(named)} graphs; {MOST_GRAPHS} are the most.")
    days = _named("as-of", pairs)
    if len(days) > 1:
        raise Refusal(400, f"The request carries {len(days)} days (as-of); send one.")
    return Operation(
        asked,
        next(iter(queries + updates), None),
        tuple(dict.fromkeys(default)) if default else None,
        tuple(dict.fromkeys(named)) if named else None,
        next(iter(_named("format", pairs)), None),
        next(iter(days), None) or None,  # a form sends an empty field as an empty text
    )


def _pairs(raw: bytes) -> Pairs:
    """The parameters, decoded once."""
    try:
        return parse_qsl(raw.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS)
    except ValueError as error:
        reason = "not UTF-8" if isinstance(error, UnicodeError) else "too many"
        raise Refusal(400, f"The parameters of the request cannot be read: they are {reason}.") from None


def _named(name: str, pairs: Pairs) -> list[str]:
    return [value for key, value in pairs if key == name]


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal(400, f"The body of the request is not UTF-8 (byte {error.start}).") from None


def _check_charset(parameters: str) -> None:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        charset = value.strip().strip('"').lower()
        if name.strip().lower() == "charset" and charset not in {"utf-8", "utf8", "us-ascii"}:
            raise Refusal(415, f"A body in {charset[:40] or 'no character set'} is not read; send it as UTF-8.")
