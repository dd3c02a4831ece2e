"""What is wrong with a query that the engine refused: the place, a plain sentence, and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from ivigkg.errors import ForbiddenQuery, QueryError
from ivigkg.namespaces import PREFIXES
from ivigkg.query import grammar
from ivigkg.query.tokens import CLOSES, OPENS, Token, place, tokens
from ivigkg.records.vocabulary import nearest

_ENGINE_PLACE = re.compile(r"error at (\d+):(\d+)")


def diagnosis(text: str, error: SyntaxError, known: Collection[str] = (), shift: int = 0) -> QueryError:
    """What is wrong with a query that the engine refused with ``error``, as near to the place as can be told.

    ``shift`` is the number of characters put before the first line of ``text`` when the engine read it.
    """
    text = text.removeprefix("\ufeff")
    found = tokens(text)
    engine = str(error)
    return (
        _bracket(text, found)
        or _address(text, found)
        or _slip(text, found, known)
        or _unexpected(text, found)
        or _meaning(text, found, engine)
        or _elsewhere(engine, shift)
    )


def error_at(text: str, token: Token | None, message: str, hint: str | None = None) -> QueryError:
    """A complaint about ``token`` of ``text``; without a token, about its end."""
    return QueryError(message, **_place(text, token), hint=hint)


def forbidden_at(text: str, token: Token, message: str, hint: str) -> ForbiddenQuery:
    """A complaint about ``token``, which reaches for something outside the graph."""
    return ForbiddenQuery(message, **_place(text, token), hint=hint)


def _place(text: str, token: Token | None) -> dict[str, int]:
    line, column = place(text, token.start if token else len(text.rstrip()))
    return {"line": line, "column": column}


def broken_iri(text: str, token: Token) -> QueryError:
    """A complaint about an IRI, beginning at ``token``, that is not closed or holds what no IRI may hold."""
    return error_at(
        text,
        token,
        "The IRI that begins here holds a space or a character no IRI may have.",
        "Write it as <https://…>.",
    )


def engine_place(engine: str, shift: int) -> tuple[int, int]:
    """Line and column that the engine names in its complaint; ``shift`` as for :func:`diagnosis`."""
    match = _ENGINE_PLACE.search(engine)
    line, column = (int(match[1]), int(match[2])) if match else (1, 1)
    return line, max(1, column - shift) if line == 1 else column


def show(token: Token) -> str:
    """The text of a token, shortened where it is long."""
    return token.text if len(token.text) <= 60 else f"{token.text[:57]}…"


def _bracket(text: str, found: list[Token]) -> QueryError | None:
    """A bracket without its partner."""
    still: list[Token] = []
    for token in found:
        if token.text in OPENS and token.kind == "sign":
            still.append(token)
        elif token.text in CLOSES and token.kind == "sign":
            if not still:
                return error_at(text, token, f"This {token.text} closes nothing.", "Remove it, or open it before.")
            opened = still.pop()
            if opened.text != CLOSES[token.text]:
                line, column = place(text, opened.start)
                return error_at(
                    text,
                    token,
                    f"This {token.text} stands where the {opened.text} of line {line}, column {column} is still open.",
                    f"Close that {opened.text} first.",
                )
    if still:
        return error_at(text, still[-1], f"This {still[-1].text} is never closed.", "Add its partner after the part.")
    return None


def _slip(text: str, found: list[Token], known: Collection[str]) -> QueryError | None:
    """A misspelt keyword or function."""
    for token in found:
        if token.kind == "word" and token.text.upper() not in grammar.WORDS and token.text != "a":
            named = f"ev:{token.text}" if f"{PREFIXES['ev']}{token.text}" in known else None
            match = named or nearest(token.text.upper(), sorted(grammar.WORDS))
            hint = (
                f"Did you mean {match}?" if match else "Variables begin with ?, names have a prefix, text has quotes."
            )
            return error_at(text, token, f"{token.text} is no word of SPARQL.", hint)
    return None


def _address(text: str, found: list[Token]) -> QueryError | None:
    """An IRI that is not absolute, or that holds a character no IRI may have."""
    based = any(token.is_word("BASE") for token in found)
    for token, after in zip(found, [*found[1:], None], strict=True):
        if token.kind == "iri" and not based and not re.match(r"<[A-Za-z][A-Za-z0-9+.-]*:", token.text):
            return error_at(text, token, f"{token.text} is not a full IRI.", "Begin it with https:// or use a prefix.")
        if token.text == "<" and after and after.kind in {"word", "name"} and text[token.end] == after.text[0]:
            return broken_iri(text, token)
    return None


def _unexpected(text: str, found: list[Token]) -> QueryError | None:
    """The first token that cannot stand where it stands."""
    stop = grammar.stop(found)
    if stop is None:
        return None
    token = found[stop.index] if stop.index < len(found) else None
    before = f" after {show(found[stop.index - 1])}" if stop.index else ""
    shown = "The end of the query" if token is None else show(token)
    return error_at(text, token, f"{shown} cannot stand here{before}.", _hint(token, stop.expected))


_TERMS = frozenset({"VARIABLE", "IRI", "NAME", "STRING"})


def _hint(token: Token | None, expected: frozenset[str]) -> str:
    starts_term = token is not None and token.kind in {"variable", "iri", "name", "blank"}
    if "." in expected and starts_term:
        return "A full stop is probably missing before it."
    if token is not None and token.text in {"}", "."} and expected >= _TERMS:
        return "A triple wants a subject, a property and an object."
    if token is not None and token.text in {"}", "."} and "TYPE" in expected:
        return "A triple wants a subject, a property and an object; the property and the object are missing."
    if "AS" in expected:
        return "Give the value a name: (… AS ?name)."
    words = sorted(_name(item) for item in expected if item not in {"FUNCTION", "END"} and item.lower() != "type")
    return f"Expected here: {', '.join(words)}." if 0 < len(words) <= 8 else "Something is missing before it."


def _name(expected: str) -> str:
    names = {"IRI": "an IRI", "NAME": "a prefixed name", "VARIABLE": "a variable", "STRING": "a text in quotes"}
    names |= {"NUMBER": "a number", "BLANK": "a blank node", "LANGUAGE": "a language"}
    return names.get(expected, expected)


def _meaning(text: str, found: list[Token], engine: str) -> QueryError | None:
    """What is well formed and still says nothing: an ungrouped column, a name given twice, rows of unequal length."""
    if "variable that is unbound" in engine:
        token = _ungrouped(found)
        return error_at(
            text,
            token or found[0],
            f"{token.text if token else 'A column'} is neither in GROUP BY nor inside COUNT, SUM, MIN, MAX or AVG.",
            f"Add GROUP BY {token.text}." if token else "Add it to GROUP BY.",
        )
    ragged = _ragged(found)
    if ragged is not None:
        return error_at(
            text, ragged, "This row of VALUES has more or fewer values than there are variables.", "Use UNDEF."
        )
    seen: set[str] = set()
    for index, token in enumerate(found):
        if token.kind != "variable":
            continue
        if token.text in seen and index and found[index - 1].is_word("AS"):
            return error_at(text, token, f"{token.text} has a value already.", "Choose another name after AS.")
        seen.add(token.text)
    return None


def _ragged(found: Sequence[Token]) -> Token | None:
    """The opening bracket of a VALUES row that does not fit its variables."""
    for index, token in enumerate(found):
        if not token.is_word("VALUES") or found[index + 1].text != "(":
            continue
        width = next(step for step, other in enumerate(found[index + 1 :]) if other.text == ")") - 1
        row: Token | None = None
        cells = 0
        for before, other in zip(found[index + width + 2 :], found[index + width + 3 :], strict=False):
            if other.text == "}":
                break
            if other.text == "(":
                row, cells = other, 0
            elif other.text == ")":
                if cells != width:
                    return row
            elif other.text != "{" and other.kind != "language" and "^^" not in {other.text, before.text}:
                cells += 1
    return None


def _ungrouped(found: Sequence[Token]) -> Token | None:
    grouped: set[str] = set()
    for index, token in enumerate(found):
        if token.is_word("GROUP"):
            for other in found[index + 2 :]:
                if other.kind not in {"variable", "sign"} or other.text in {"{", "}"}:
                    break
                grouped.add(other.text)
    depth = 0
    for token in found:
        if token.kind == "sign":
            depth += (token.text == "(") - (token.text == ")")
        if token.text == "{" or token.is_word("WHERE"):
            return None
        if token.kind == "variable" and depth == 0 and token.text not in grouped:
            return token
    return None


def _elsewhere(engine: str, shift: int) -> QueryError:
    """The engine's own place, where nothing better is known."""
    line, column = engine_place(engine, shift)
    return QueryError(
        "The query cannot be read as SPARQL; it goes wrong at or before this place.",
        line=line,
        column=column,
        hint="Take parts away until it works, or start from a named question (ivigkg queries).",
    )
