"""The named questions: one ``.rq`` file each, described in the lines that begin with ``#+``.

::

    #+ title: Groups of a study
    #+ question: Which groups did a study have, and what was each given?
    #+ for: rheumatologist
    #+ cq: CQ05
    #+ param: study study dalakas-1993 The study

``cq`` is there for the numbered competency questions only. ``param`` gives name, kind, example and words; the
example is the term that stands in the query's own ``VALUES`` block, so that the file runs as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ivigkg.errors import QueryError
from ivigkg.query.terms import KINDS, term
from ivigkg.query.tokens import Token, declared_prefixes, expand, form, tokens
from ivigkg.records.vocabulary import did_you_mean

AUDIENCES = ("rheumatologist", "guideline author", "semantic-web engineer", "network analyst")
KEYS = ("title", "question", "for", "cq", "param")
_HEADER = re.compile(r"#\+\s*(?P<key>[a-z]+)\s*:\s*(?P<value>.*\S)\s*")
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_PARAMETER = re.compile(r"(?P<name>[a-z]+)\s+(?P<kind>\S+)\s+(?P<example>\"[^\"]*\"|\S+)\s+(?P<text>.+)")


@dataclass(frozen=True)
class Parameter:
    """What a question may be asked about: the variable's name, the kind of value, an example, and words for people."""

    name: str
    kind: str
    example: str
    text: str


@dataclass(frozen=True)
class Query:
    """A named question: who asks it, in which words, and the SPARQL for it; ``form`` is ``select``, ``ask`` …"""

    name: str
    title: str
    question: str
    audience: str
    cq: str | None
    parameters: tuple[Parameter, ...]
    text: str
    form: str


def catalogue(folder: Path) -> dict[str, Query]:
    """All named questions in ``folder`` by name, in the order of their names; folders inside it are left out."""
    return {path.stem: load_query(path) for path in sorted(folder.glob("*.rq"))}


def load_query(path: Path) -> Query:
    """The question in one file; ``QueryError`` names the file and the line of its header that is wrong."""
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise QueryError(f"{path} is not UTF-8 text ({error}).") from error
    except OSError as error:
        raise QueryError(f"{path} cannot be read ({error.strerror or error}).") from error
    if not _NAME.fullmatch(path.stem):
        raise QueryError(f"{path}: a question is named in lower case with single hyphens, such as review-totals.rq.")
    return _read(path, text)


def _read(path: Path, text: str) -> Query:
    single: dict[str, str] = {}
    parameters: list[Parameter] = []
    for line, key, value in _headers(path, text):
        if key == "param":
            parameters.append(_parameter(path, line, value))
        elif key in single:
            raise _error(path, line, f"{key} is given twice")
        else:
            single[key] = value
    missing = [key for key in ("title", "question", "for") if key not in single]
    if missing:
        raise _error(path, 1, f"the header lacks #+ {missing[0]}:")
    if single["for"] not in AUDIENCES:
        raise _error(path, 1, f"nobody is called {single['for']}{did_you_mean(single['for'], AUDIENCES)}")
    found = tokens(text)
    kind = form(found)
    if kind is None:
        raise _error(path, 1, "there is no SELECT, ASK, CONSTRUCT or DESCRIBE in it")
    query = Query(
        name=path.stem,
        title=single["title"],
        question=single["question"],
        audience=single["for"],
        cq=single.get("cq"),
        parameters=tuple(parameters),
        text=text,
        form=kind,
    )
    _check_parameters(path, query, found)
    return query


def _headers(path: Path, text: str) -> Iterator[tuple[int, str, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#+"):
            continue
        match = _HEADER.fullmatch(line)
        if not match:
            raise _error(path, number, "a header line is written #+ key: value")
        if match["key"] not in KEYS:
            raise _error(path, number, f"there is no header {match['key']}{did_you_mean(match['key'], KEYS)}")
        yield number, match["key"], match["value"]


def _parameter(path: Path, line: int, value: str) -> Parameter:
    match = _PARAMETER.fullmatch(value)
    if not match:
        raise _error(path, line, "a parameter is written #+ param: name kind example words")
    if match["kind"] not in KINDS:
        raise _error(path, line, f"there is no kind {match['kind']}{did_you_mean(match['kind'], KINDS)}")
    return Parameter(match["name"], match["kind"], match["example"].strip('"'), match["text"])


def _check_parameters(path: Path, query: Query, found: list[Token]) -> None:
    prefixes = declared_prefixes(found)
    for parameter in query.parameters:
        if [other.name for other in query.parameters].count(parameter.name) > 1:
            raise _error(path, 1, f"the parameter {parameter.name} is described twice")
        places = slots(found, parameter.name)
        if len(places) != 1:
            raise _error(path, 1, f"it wants one block VALUES ?{parameter.name} {{ … }} with one term, in the body")
        there = found[places[0]]
        stated = there.text if there.kind in {"string", "number"} else f"<{expand(there, prefixes)}>"
        if stated != term(parameter.kind, parameter.example):
            raise _error(path, 1, f"the example of {parameter.name} is not the term in its VALUES block")


def slots(found: list[Token], name: str) -> list[int]:
    """Where, among the tokens of a query, the only term of ``VALUES ?name { term }`` stands."""
    return [
        index + 3
        for index, token in enumerate(found[:-4])
        if token.is_word("VALUES")
        and found[index + 1].text in {f"?{name}", f"${name}"}
        and found[index + 2].text == "{"
        and found[index + 3].kind in {"iri", "name", "string", "number"}
        and found[index + 4].text == "}"
    ]


def _error(path: Path, line: int, message: str) -> QueryError:
    return QueryError(f"{path}:{line}: {message}.")
