"""Whether a text is a query that may be asked, and a helpful sentence when it is not."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pyoxigraph as ox

from ivigkg.errors import QueryError
from ivigkg.namespaces import BASE, CLOSED_LISTS, PREFIXES
from ivigkg.query.diagnosis import broken_iri, diagnosis, error_at, forbidden_at, show
from ivigkg.query.tokens import CLOSES, OPENS, Token, declared_prefixes, expand, form, tokens
from ivigkg.records.vocabulary import nearest

LONGEST = 250_000
"""Characters of a query; longer ones are refused before they are looked at."""

UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
GRAPHS = f"{BASE}graph/"
CLOSED = (PREFIXES["ev"], *(PREFIXES[prefix] for prefix in CLOSED_LISTS.values()))
"""Namespaces in which the ontology declares every name; anything else there is a slip of the pen."""
_NOWHERE = ox.Variable("nowhere_in_any_query")
_TERMS = frozenset(["iri", "name", "variable", "string", "number", "blank"])
_OPERATORS = frozenset(["!", "+", "-", "*", "/", "|", "^", "=", "&&", "||", "!=", "<=", ">=", "<", ">"])
MOST_BRACKETS, MOST_JOINS, MOST_OPERATORS, MOST_TOKENS = 100, 150, 1000, 8000
"""How deep and how long a query may be; those that people and programs write stay far below."""


@dataclass(frozen=True)
class Checked:
    """A query that may be asked: its text with all prefixes declared, and its form."""

    text: str
    form: str


def check(text: str, known: Collection[str] = (), graphs: Collection[str] = ()) -> Checked:
    """The query with the prefixes it lacks, its lines numbered as before; ``QueryError`` says what is wrong and where.

    ``known`` are the IRIs that the ontology declares; with it, a name that the ontology does not know is an error
    too, with the nearest one. ``graphs`` are as in :func:`complete`. Nothing is evaluated, and no file or address is
    opened.
    """
    text = text.removeprefix("\ufeff")
    checked = complete(text, graphs)
    try:
        ox.Store().query(checked.text, substitutions={_NOWHERE: ox.Literal("")})
    except SyntaxError as error:
        raise diagnosis(text, error, known, len(checked.text) - len(text)) from error
    except RuntimeError:  # the engine has read the query and misses the variable, so it stops before evaluating
        pass
    refuse_unknown(text, known)
    return checked


def complete(text: str, graphs: Collection[str] = ()) -> Checked:
    """The query with the prefixes it lacks, refused when it is empty, an update, too large or reaches elsewhere.

    ``graphs`` are further graphs that FROM may name, besides those of this project. The engine is not asked, so that
    this is quick for any text; its own error goes to :func:`diagnosis`. ``ForbiddenQuery`` for what reaches elsewhere.
    """
    text = text.removeprefix("\ufeff")
    if len(text) > LONGEST:
        raise QueryError(f"The query has {len(text):,} characters; {LONGEST:,} are the most.")
    found = tokens(text)
    if not found:
        raise QueryError("The query is empty.", hint="Write SELECT, ASK, CONSTRUCT or DESCRIBE, or name a question.")
    refuse_open_text(text, found)
    _refuse_updates(text, found)
    head = missing_prefixes(text, found)
    _refuse_elsewhere(text, found, graphs)
    _refuse_size(text, found)
    return Checked(head + text, form(found) or "select")


def refuse_unknown(text: str, known: Collection[str]) -> None:
    """``QueryError`` for a name in one of our closed namespaces that is not ``known``: it would just find nothing."""
    found = tokens(text.removeprefix("\ufeff")) if known else []
    prefixes = PREFIXES | declared_prefixes(found)
    for token in found:
        iri = expand(token, prefixes) if token.kind in {"iri", "name"} else None
        namespace = next((space for space in CLOSED if iri and iri.startswith(space)), None)
        if iri is None or namespace is None or iri == namespace or iri in known:
            continue
        local = iri.removeprefix(namespace)
        match = nearest(local, sorted(name.removeprefix(namespace) for name in known if name.startswith(namespace)))
        what = "class or property" if namespace == PREFIXES["ev"] else namespace.split("/")[-2].replace("-", " ")
        hint = f"Did you mean {token.text.replace(local, match)}?" if match else "The reference lists all names."
        raise error_at(text, token, f"There is no {what} {show(token)}.", hint)


def refuse_open_text(text: str, found: list[Token]) -> None:
    """``QueryError`` for a text that begins with a quotation mark and never ends."""
    for token in found:
        if token.kind == "sign" and token.text in "\"'":
            raise error_at(
                text,
                token,
                f"The text that begins here is not closed on its line with another {token.text}.",
                "For text over several lines, put three quotation marks at both ends.",
            )


def _refuse_updates(text: str, found: list[Token]) -> None:
    first = next((token for token in found if token.kind == "word" and not token.is_word("PREFIX", "BASE")), None)
    if first and first.is_word(*UPDATES):
        raise error_at(
            text,
            first,
            f"This is an update ({first.text.upper()}); only queries are answered here.",
            "Ask with SELECT, ASK, CONSTRUCT or DESCRIBE; to change the data, edit the records and build again.",
        )


def _refuse_elsewhere(text: str, found: list[Token], graphs: Collection[str]) -> None:
    """Nothing outside the graph is asked, opened or fetched on behalf of a query."""
    prefixes = PREFIXES | declared_prefixes(found)
    for index, token in enumerate(found):
        if token.is_word("SERVICE"):
            raise forbidden_at(
                text,
                token,
                "SERVICE would send the question to another server, which is not done here.",
                "Ask that server yourself, or leave the SERVICE block out.",
            )
        if token.is_word("FROM"):
            rest = [other for other in found[index + 1 : index + 3] if not other.is_word("NAMED")][:1]
            named = expand(rest[0], prefixes) if rest and rest[0].kind in {"iri", "name"} else None
            if rest and not (named and (named.startswith(GRAPHS) or named in graphs)):
                raise forbidden_at(
                    text,
                    rest[0],
                    f"FROM {show(rest[0])} would read a file or page from outside this graph, which is not done here.",
                    f"The graphs here begin with {GRAPHS}; without FROM, all of them are asked.",
                )


def _refuse_size(text: str, found: list[Token]) -> None:
    """The engine falls, and the process with it, over thousands of nested parts; over hundreds of joins it broods."""
    size = _Size()
    for token in found:
        size.add(token)
        if size.too_large:
            raise error_at(
                text,
                token,
                f"The query is too large; the most is {MOST_BRACKETS} brackets within one another, {MOST_JOINS} "
                f"patterns in one group, {MOST_OPERATORS} operators and {MOST_TOKENS} words and signs.",
                "Ask in several steps, or put long lists into VALUES.",
            )


class _Size:
    """How deep and how long the part of a query read so far is; lists in VALUES may be as long as they like."""

    def __init__(self) -> None:
        self.depth = self.operators = self.tokens = 0
        self.joins = [0]
        self._listed = self._after_term = False
        self._round = 0

    def add(self, token: Token) -> None:
        """Takes one more token into account."""
        sign = token.text if token.kind == "sign" else ""
        self.depth += (sign in OPENS) - (sign in CLOSES)
        self._round += (sign == "(") - (sign == ")")
        self._listed = (self._listed or token.is_word("VALUES")) and sign != "}"
        if sign == "{":
            self.joins.append(0)
        elif sign == "}" and len(self.joins) > 1:
            self.joins.pop()
        if not self._listed:
            self.tokens += 1
            self.operators += sign in _OPERATORS
            self.joins[-1] += self._joins(token, sign)
        self._after_term = token.kind in _TERMS

    def _joins(self, token: Token, sign: str) -> bool:
        if self._round:
            return self._after_term and token.kind in _TERMS  # a collection: each of its items is two patterns
        return sign in {".", ";", ","} or token.is_word("GRAPH")

    @property
    def too_large(self) -> bool:
        """Whether any of the limits is passed."""
        deep = self.depth > MOST_BRACKETS or self.joins[-1] > MOST_JOINS
        return deep or self.operators > MOST_OPERATORS or self.tokens > MOST_TOKENS


def missing_prefixes(text: str, found: list[Token]) -> str:
    """Declarations, on one line, of the well-known prefixes that the query uses and does not declare."""
    declared = declared_prefixes(found)
    missing: dict[str, None] = {}
    for token in found:
        prefix = token.text.partition(":")[0] if token.kind == "name" else None
        if prefix is None or prefix in declared:
            continue
        if text.startswith("//", token.end):
            raise broken_iri(text, token)
        if prefix not in PREFIXES:
            raise _unknown_prefix(text, token, prefix, declared)
        missing[prefix] = None
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}> " for prefix in missing)


def _unknown_prefix(text: str, token: Token, prefix: str, declared: Collection[str]) -> QueryError:
    names = [*declared, *PREFIXES]
    same = [name for name in names if name.lower() == prefix.lower()]
    match = same[0] if same else nearest(prefix, names)
    hint = f"Did you mean {match}:{token.text.partition(':')[2]}?" if match else f"Declare it: PREFIX {prefix}: <…>."
    return error_at(text, token, f"The prefix {prefix}: is declared nowhere and is none that ivigkg knows.", hint)
