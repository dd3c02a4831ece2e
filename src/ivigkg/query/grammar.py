"""The grammar of SPARQL 1.1 queries, to say where a refused query goes wrong and what could have stood there.

The engine decides whether a query is valid; this grammar is asked only after it said no.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ivigkg.query.tokens import Token

RULES = {
    "Query": "Prologue ( Select | Construct | Describe | Ask ) Values? END",
    "Prologue": "( BASE IRI | PREFIX NAME IRI )*",
    "Select": "SelectClause Dataset* Where Modifier",
    "SelectClause": "SELECT ( DISTINCT | REDUCED )? ( '*' | ( VARIABLE | '(' Expression AS VARIABLE ')' )+ )",
    "Construct": "CONSTRUCT ( '{' Triples? '}' Dataset* Where Modifier | Dataset* WHERE '{' Triples? '}' Modifier )",
    "Describe": "DESCRIBE ( '*' | ( VARIABLE | Iri )+ ) Dataset* Where? Modifier",
    "Ask": "ASK Dataset* Where Modifier",
    "Dataset": "FROM NAMED? Iri",
    "Where": "WHERE? Group",
    "Modifier": "GroupBy? Having? OrderBy? ( LIMIT NUMBER ( OFFSET NUMBER )? | OFFSET NUMBER ( LIMIT NUMBER )? )?",
    "GroupBy": "GROUP BY ( VARIABLE | Call | Iri Arguments | '(' Expression ( AS VARIABLE )? ')' )+",
    "Having": "HAVING Constraint+",
    "OrderBy": "ORDER BY ( ( ASC | DESC ) '(' Expression ')' | VARIABLE | Constraint )+",
    "Values": "VALUES ( VARIABLE '{' Value* '}' | '(' VARIABLE* ')' '{' ( '(' Value* ')' )* '}' )",
    "Value": "Iri | Literal | UNDEF",
    "Group": "'{' ( SubSelect | Pattern ) '}'",
    "SubSelect": "SelectClause Where Modifier Values?",
    "Pattern": "Triples? ( Clause '.'? Triples? )*",
    "Clause": "Group ( UNION Group )* | OPTIONAL Group | MINUS Group | GRAPH ( VARIABLE | Iri ) Group "
    "| FILTER Constraint | BIND '(' Expression AS VARIABLE ')' | Values",
    "Constraint": "'(' Expression ')' | Exists | Call | Iri Arguments",
    "Exists": "NOT? EXISTS Group",
    "Arguments": "'(' DISTINCT? ( Expression ( ',' Expression )* )? ')'",
    "Triples": "Same ( '.' Same )* '.'?",
    "Same": "( '[' Properties ']' | '(' Node+ ')' ) Properties? | Term Properties",
    "Properties": "Verb Node ( ',' Node )* ( ';' ( Verb Node ( ',' Node )* )? )*",
    "Verb": "VARIABLE | Path",
    "Path": "Step ( '|' Step )*",
    "Step": "Hop ( '/' Hop )*",
    "Hop": "'^'? ( Iri | TYPE | '!' Negated | '(' Path ')' ) ( '?' | '*' | '+' )?",
    "Negated": "Backward | '(' ( Backward ( '|' Backward )* )? ')'",
    "Backward": "'^'? ( Iri | TYPE )",
    "Node": "Term | '[' Properties ']' | '(' Node+ ')'",
    "Term": "VARIABLE | Iri | Literal | BLANK | '(' ')'",
    "Iri": "IRI | NAME",
    "Literal": "STRING ( LANGUAGE | '^^' Iri )? | ( '+' | '-' )? NUMBER | TRUE | FALSE",
    "Expression": "Both ( '||' Both )*",
    "Both": "Relation ( '&&' Relation )*",
    "Relation": "Sum ( ( '=' | '!=' | '<' | '>' | '<=' | '>=' ) Sum | NOT? IN Arguments )?",
    "Sum": "Unary ( ( '+' | '-' | '*' | '/' ) Unary )*",
    "Unary": "( '!' | '+' | '-' )? Primary",
    "Primary": "'(' Expression ')' | Exists | Call | Iri Arguments? | Literal | VARIABLE",
    "Call": "FUNCTION '(' DISTINCT? ( '*' | Expression ( ',' Expression )* )? ( ';' SEPARATOR '=' STRING )? ')'",
}
"""Capitals alone are keywords or kinds of token, quotes are signs, the rest are rules; ``( | ) ? * +`` as usual."""

FUNCTIONS = frozenset(
    [
        "STR",
        "LANG",
        "LANGMATCHES",
        "DATATYPE",
        "BOUND",
        "IRI",
        "URI",
        "BNODE",
        "RAND",
        "ABS",
        "CEIL",
        "FLOOR",
        "ROUND",
        "CONCAT",
        "STRLEN",
        "UCASE",
        "LCASE",
        "ENCODE_FOR_URI",
        "CONTAINS",
        "STRSTARTS",
        "STRENDS",
        "STRBEFORE",
        "STRAFTER",
        "YEAR",
        "MONTH",
        "DAY",
        "HOURS",
        "MINUTES",
        "SECONDS",
        "TIMEZONE",
        "TZ",
        "NOW",
        "UUID",
        "STRUUID",
        "MD5",
        "SHA1",
        "SHA256",
        "SHA384",
        "SHA512",
        "COALESCE",
        "IF",
        "STRLANG",
        "STRDT",
        "SAMETERM",
        "ISIRI",
        "ISURI",
        "ISBLANK",
        "ISLITERAL",
        "ISNUMERIC",
        "REGEX",
        "SUBSTR",
        "REPLACE",
        "COUNT",
        "SUM",
        "MIN",
        "MAX",
        "AVG",
        "SAMPLE",
        "GROUP_CONCAT",
    ]
)
KINDS = {"IRI": "iri", "NAME": "name", "VARIABLE": "variable", "STRING": "string", "NUMBER": "number", "BLANK": "blank"}
KINDS["LANGUAGE"] = "language"
_PART = re.compile(r"'[^']+'|\w+|[()|?*+]")
KEYWORDS = frozenset(
    part for rule in RULES.values() for part in _PART.findall(rule) if part.isupper() and part.isalpha()
) - {*KINDS, "END", "TYPE", "FUNCTION"}
WORDS = KEYWORDS | FUNCTIONS
"""Every word that SPARQL 1.1 knows, in capitals."""


@dataclass(frozen=True)
class Stop:
    """The first token that cannot stand where it stands (an index), and what could have stood there."""

    index: int
    expected: frozenset[str]


def stop(found: Sequence[Token]) -> Stop | None:
    """Where the grammar stops following the tokens; ``None`` when it follows them to the end."""
    reader = _Reader(found)
    return None if reader.read(_rule("Query"), 0) is not None else Stop(reader.furthest, frozenset(reader.expected))


Expr = tuple[str, tuple["Expr", ...], str]
"""``(kind, parts, text)`` with kind ``all``, ``any``, ``maybe``, ``many``, ``some``, ``rule`` or ``token``."""


@cache
def _rule(name: str) -> Expr:
    parts = _PART.findall(RULES[name])
    expression, rest = _choice(parts)
    assert not rest, name
    return expression


def _choice(parts: list[str]) -> tuple[Expr, list[str]]:
    options: list[Expr] = []
    while True:
        row, parts = _row(parts)
        options.append(row)
        if not parts or parts[0] != "|":
            return (options[0] if len(options) == 1 else ("any", tuple(options), "")), parts
        parts = parts[1:]


def _row(parts: list[str]) -> tuple[Expr, list[str]]:
    row: list[Expr] = []
    while parts and parts[0] not in {"|", ")"}:
        head, parts = parts[0], parts[1:]
        if head == "(":
            item, parts = _choice(parts)
            parts = parts[1:]
        else:
            item = ("token" if head[0] == "'" or head.isupper() else "rule", (), head.strip("'"))
        if parts and parts[0] in {"?", "*", "+"}:
            item = ({"?": "maybe", "*": "many", "+": "some"}[parts[0]], (item,), "")
            parts = parts[1:]
        row.append(item)
    return ("all", tuple(row), ""), parts


class _Reader:
    """Follows the grammar over tokens and remembers the furthest place at which none of its choices fitted."""

    def __init__(self, found: Sequence[Token]):
        self.found = found
        self.furthest = 0
        self.expected: set[str] = set()

    def read(self, expression: Expr, at: int) -> int | None:
        """Where ``expression`` ends when it begins at token ``at``; ``None`` when it does not fit."""
        kind, parts, text = expression
        if kind == "token":
            return self._token(text, at)
        if kind == "rule":
            return self.read(_rule(text), at)
        if kind == "all":
            return self._all(parts, at)
        if kind == "any":
            return next((end for part in parts if (end := self.read(part, at)) is not None), None)
        return self._repeat(kind, parts[0], at)

    def _all(self, parts: tuple[Expr, ...], at: int) -> int | None:
        end: int | None = at
        for part in parts:
            end = self.read(part, end) if end is not None else None
        return end

    def _repeat(self, kind: str, part: Expr, at: int) -> int | None:
        end, times = at, 0
        while (after := self.read(part, end)) is not None and after > end:
            end, times = after, times + 1
            if kind == "maybe":
                break
        return None if kind == "some" and not times else end

    def _token(self, wanted: str, at: int) -> int | None:
        if (wanted == "END") if at >= len(self.found) else _fits(self.found[at], wanted):
            return min(at + 1, len(self.found))
        if at > self.furthest:
            self.furthest, self.expected = at, set()
        if at == self.furthest:
            self.expected.add(wanted)
        return None


def _fits(token: Token, wanted: str) -> bool:
    if wanted in KINDS:
        return token.kind == KINDS[wanted]
    if wanted == "TYPE":
        return token.kind == "word" and token.text == "a"
    if wanted == "FUNCTION":
        return token.is_word(*FUNCTIONS)
    return token.is_word(wanted) if wanted.isalpha() else token.text == wanted
