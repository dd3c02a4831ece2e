"""Whether a text is a query that may be asked, and a helpful sentence when it is not."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from ivigkg.errors import QueryError
from ivigkg.namespaces import BASE, CLOSED_LISTS, PREFIXES
from ivigkg.query import grammar
from ivigkg.query.tokens import Token, declared_prefixes, expand, form, place, tokens
from ivigkg.records.vocabulary import nearest

UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
GRAPHS = f"{BASE}graph/"
CLOSED = (PREFIXES["ev"], *(PREFIXES[prefix] for prefix in CLOSED_LISTS.values()))
"""Namespaces in which the ontology declares every name; anything else there is a slip of the pen."""
_NOWHERE = ox.Variable("nowhere_in_any_query")
_PLACE = re.compile(r"error at (\d+):(\d+)")
_CLOSES = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True)
class Checked:
    """A query that may be asked: its text with all prefixes declared, and its form."""

    text: str
    form: str


def check(text: str, known: Collection[str] = ()) -> Checked:
    """The query with the prefixes it lacks, its lines numbered as before; ``QueryError`` says what is wrong and where.

    ``known`` are the IRIs that the ontology declares; with it, a name that the ontology does not know is an error
    too, with the nearest one. Nothing is evaluated, and no file or address is opened.
    """
    text = text.removeprefix("\ufeff")
    found = tokens(text)
    if not found:
        raise QueryError("The query is empty.", hint="Write SELECT, ASK, CONSTRUCT or DESCRIBE, or name a question.")
    _refuse_open_text(text, found)
    _refuse_updates(text, found)
    _refuse_elsewhere(text, found)
    head = _missing_prefixes(text, found)
    _parse(text, found, head)
    _refuse_unknown(text, found, known)
    return Checked(head + text, form(found) or "select")


def _error(text: str, token: Token | None, message: str, hint: str | None = None) -> QueryError:
    line, column = place(text, token.start if token else len(text.rstrip()))
    return QueryError(message, line=line, column=column, hint=hint)


def _refuse_open_text(text: str, found: list[Token]) -> None:
    for token in found:
        if token.kind == "sign" and token.text in "\"'":
            raise _error(
                text,
                token,
                f"The text that begins here is not closed on its line with another {token.text}.",
                "For text over several lines, put three quotation marks at both ends.",
            )


def _refuse_updates(text: str, found: list[Token]) -> None:
    first = next((token for token in found if token.kind == "word" and not token.is_word("PREFIX", "BASE")), None)
    if first and first.is_word(*UPDATES):
        raise _error(
            text,
            first,
            f"This is an update ({first.text.upper()}); only queries are answered here.",
            "Ask with SELECT, ASK, CONSTRUCT or DESCRIBE; to change the data, edit the records and build again.",
        )


def _refuse_elsewhere(text: str, found: list[Token]) -> None:
    """Nothing outside the graph is asked, opened or fetched on behalf of a query."""
    prefixes = PREFIXES | declared_prefixes(found)
    for index, token in enumerate(found):
        if token.is_word("SERVICE"):
            raise _error(
                text,
                token,
                "SERVICE would send the question to another server, which is not done here.",
                "Ask that server yourself, or leave the SERVICE block out.",
            )
        if token.is_word("FROM"):
            rest = [other for other in found[index + 1 : index + 3] if not other.is_word("NAMED")][:1]
            named = expand(rest[0], prefixes) if rest and rest[0].kind in {"iri", "name"} else GRAPHS
            if named is not None and not named.startswith(GRAPHS):
                raise _error(
                    text,
                    rest[0],
                    f"FROM <{named}> would read a file or page from outside this graph, which is not done here.",
                    f"The graphs here begin with {GRAPHS}; without FROM, all of them are asked.",
                )


def _missing_prefixes(text: str, found: list[Token]) -> str:
    """Declarations, on one line, of the well-known prefixes that the query uses and does not declare."""
    declared = declared_prefixes(found)
    missing: dict[str, None] = {}
    for token in found:
        prefix = token.text.partition(":")[0] if token.kind == "name" else None
        if prefix is None or prefix in declared:
            continue
        if prefix not in PREFIXES:
            raise _unknown_prefix(text, token, prefix, declared)
        missing[prefix] = None
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}> " for prefix in missing)


def _unknown_prefix(text: str, token: Token, prefix: str, declared: Collection[str]) -> QueryError:
    names = [*declared, *PREFIXES]
    same = [name for name in names if name.lower() == prefix.lower()]
    match = same[0] if same else nearest(prefix, names)
    hint = f"Did you mean {match}:{token.text.partition(':')[2]}?" if match else f"Declare it: PREFIX {prefix}: <…>."
    return _error(text, token, f"The prefix {prefix}: is declared nowhere and is none that ivigkg knows.", hint)


def _parse(text: str, found: list[Token], head: str) -> None:
    """Lets the engine read the query without running it: after parsing it misses a variable, and stops."""
    try:
        ox.Store().query(head + text, substitutions={_NOWHERE: ox.Literal("")})
    except SyntaxError as error:
        raise _diagnosis(text, found, head, str(error)) from error
    except RuntimeError:
        return


def _diagnosis(text: str, found: list[Token], head: str, engine: str) -> QueryError:
    """What is wrong with a query that the engine refused, as near to the place as can be told."""
    found_here = _bracket(text, found) or _slip(text, found) or _address(text, found)
    stop = grammar.stop(found)
    if found_here is None and stop is not None:
        found_here = _unexpected(text, found, stop)
    return found_here or _meaning(text, found, engine) or _elsewhere(engine, head)


def _bracket(text: str, found: list[Token]) -> QueryError | None:
    """A bracket without its partner."""
    still: list[Token] = []
    for token in found:
        if token.text in {"(", "[", "{"} and token.kind == "sign":
            still.append(token)
        elif token.text in _CLOSES and token.kind == "sign":
            if not still:
                return _error(text, token, f"This {token.text} closes nothing.", "Remove it, or open it before.")
            opened = still.pop()
            if opened.text != _CLOSES[token.text]:
                line, column = place(text, opened.start)
                return _error(
                    text,
                    token,
                    f"This {token.text} stands where the {opened.text} of line {line}, column {column} is still open.",
                    f"Close that {opened.text} first.",
                )
    if still:
        return _error(text, still[-1], f"This {still[-1].text} is never closed.", "Add its partner after the part.")
    return None


def _slip(text: str, found: list[Token]) -> QueryError | None:
    """A misspelt keyword or function."""
    for token in found:
        if token.kind == "word" and token.text.upper() not in grammar.WORDS and token.text != "a":
            match = nearest(token.text.upper(), sorted(grammar.WORDS))
            hint = f"Did you mean {match}?" if match else "Variables begin with ?, names have a prefix, text has quotes."
            return _error(text, token, f"{token.text} is no word of SPARQL.", hint)
    return None


def _address(text: str, found: list[Token]) -> QueryError | None:
    """An IRI that is not absolute, or that holds a character no IRI may have."""
    based = any(token.is_word("BASE") for token in found)
    for token, after in zip(found, [*found[1:], None], strict=True):
        if token.kind == "iri" and not based and not re.match(r"<[A-Za-z][A-Za-z0-9+.-]*:", token.text):
            return _error(text, token, f"{token.text} is not a full IRI.", "Begin it with https:// or use a prefix.")
        if token.text == "<" and after and after.kind in {"word", "name"} and text[token.end] == after.text[0]:
            return _error(
                text, token, "The IRI that begins here holds a space or a character no IRI may have.", "Close it with >."
            )
    return None


def _unexpected(text: str, found: list[Token], stop: grammar.Stop) -> QueryError:
    token = found[stop.index] if stop.index < len(found) else None
    before = found[stop.index - 1] if stop.index else None
    shown = "The end of the query" if token is None else _show(token)
    after = f" after {_show(before)}" if before else ""
    return _error(text, token, f"{shown} cannot stand here{after}.", _hint(token, stop.expected))


def _show(token: Token) -> str:
    return token.text if len(token.text) <= 40 else f"{token.text[:37]}…"


_TERMS = frozenset({"VARIABLE", "IRI", "NAME", "STRING"})


def _hint(token: Token | None, expected: frozenset[str]) -> str:
    starts_term = token is not None and token.kind in {"variable", "iri", "name", "blank"}
    if "." in expected and starts_term:
        return "A full stop is probably missing before it."
    if token is not None and token.text in {"}", "."} and _TERMS <= expected:
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
        return _error(
            text,
            token or found[0],
            f"{token.text if token else 'A column'} is neither in GROUP BY nor inside COUNT, SUM, MIN, MAX or AVG.",
            f"Add GROUP BY {token.text}." if token else "Add it to GROUP BY.",
        )
    seen: set[str] = set()
    for index, token in enumerate(found):
        if token.kind != "variable":
            continue
        if token.text in seen and index and found[index - 1].is_word("AS"):
            return _error(text, token, f"{token.text} has a value already.", "Choose another name after AS.")
        seen.add(token.text)
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


def _elsewhere(engine: str, head: str) -> QueryError:
    """The engine's own place, where nothing better is known."""
    match = _PLACE.search(engine)
    line, column = (int(match[1]), int(match[2])) if match else (1, 1)
    if line == 1:
        column = max(1, column - len(head))
    return QueryError(
        "The query cannot be read as SPARQL; it goes wrong at or before this place.",
        line=line,
        column=column,
        hint="Take parts away until it works, or start from a named question (ivigkg queries).",
    )


def _refuse_unknown(text: str, found: list[Token], known: Collection[str]) -> None:
    """A name in one of our closed namespaces that the ontology does not declare would silently find nothing."""
    if not known:
        return
    prefixes = PREFIXES | declared_prefixes(found)
    for token in found:
        iri = expand(token, prefixes) if token.kind in {"iri", "name"} else None
        namespace = next((space for space in CLOSED if iri and iri.startswith(space)), None)
        if iri is None or namespace is None or iri == namespace or iri in known:
            continue
        local = iri.removeprefix(namespace)
        names = [name.removeprefix(namespace) for name in known if name.startswith(namespace)]
        match = nearest(local, sorted(names))
        what = "class or property" if namespace == PREFIXES["ev"] else namespace.split("/")[-2].replace("-", " ")
        like = token.text.replace(local, match) if match else None
        hint = f"Did you mean {like}?" if like else "The reference lists all names."
        raise _error(text, token, f"There is no {what} {_show(token)}.", hint)
