"""Whether a text is an update that may be made, for endpoints that were opened for writing."""

from __future__ import annotations

from collections.abc import Sequence

from ivigkg.errors import QueryError
from ivigkg.query.check import LONGEST, MOST_BRACKETS, missing_prefixes, refuse_open_text
from ivigkg.query.diagnosis import error_at, forbidden_at
from ivigkg.query.tokens import CLOSES, OPENS, Token, tokens


def complete_update(text: str, default: Sequence[str] | None = None, named: Sequence[str] | None = None) -> str:
    """The update with the prefixes it lacks, and with the data set of the request put into its WHERE parts.

    ``QueryError`` when it is empty or too deep, or names a data set of its own besides; ``ForbiddenQuery`` when it
    would load a file or page, or ask another server. The engine still has to read it.
    """
    text = text.removeprefix("\ufeff")
    if len(text) > LONGEST:
        raise QueryError(f"The update has {len(text):,} characters; {LONGEST:,} are the most.")
    found = tokens(text)
    if not found:
        raise QueryError("The update is empty.", hint="Write INSERT, DELETE, CLEAR or another update.")
    refuse_open_text(text, found)
    _refuse_elsewhere(text, found)
    head = missing_prefixes(text, found)
    return head + (_restricted(text, found, default or (), named or ()) if default or named else text)


def _refuse_elsewhere(text: str, found: Sequence[Token]) -> None:
    depth = 0
    for token in found:
        if token.is_word("LOAD", "SERVICE"):
            raise forbidden_at(
                text,
                token,
                f"{token.text.upper()} would reach for a file, a page or another server, which is not done here.",
                "Send the triples themselves with INSERT DATA.",
            )
        if token.kind == "sign":
            depth += (token.text in OPENS) - (token.text in CLOSES)
        if depth > MOST_BRACKETS:
            raise error_at(text, token, f"More than {MOST_BRACKETS} brackets stand within one another.")


def _restricted(text: str, found: Sequence[Token], default: Sequence[str], named: Sequence[str]) -> str:
    """The update with USING before each WHERE that is not inside another part."""
    using = "".join([*(f"USING <{name}> " for name in default), *(f"USING NAMED <{name}> " for name in named)])
    depth, places = 0, []
    for before, token in zip([None, *found], found, strict=False):
        if token.kind == "sign":
            depth += (token.text in OPENS) - (token.text in CLOSES)
        if token.is_word("USING", "WITH"):
            raise error_at(text, token, f"{token.text.upper()} and the graphs of the request exclude each other.")
        if depth == 0 and token.is_word("WHERE"):
            if before is not None and before.is_word("DELETE"):
                raise error_at(
                    text, token, "DELETE WHERE takes no graphs from the request; write DELETE { } WHERE { }."
                )
            places.append(token.start)
    for place in reversed(places):
        text = text[:place] + using + text[place:]
    return text
