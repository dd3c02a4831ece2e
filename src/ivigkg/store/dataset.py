"""Whether a query says itself which graphs it is about."""

from __future__ import annotations

import re

_PIECES = re.compile(
    r"""<[^<>"{}|^`\\\x00-\x20]*>            # an IRI
    |\"\"\"(?:[^"\\]|\\.|"(?!\"\"))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
    |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'
    |\#[^\n\r]*                              # a comment
    |[?$@]\w+|[\w.\-]*:[\w.\-]*              # a variable, a language, a prefixed name
    |(?P<word>[A-Za-z]\w*)""",
    re.VERBOSE | re.DOTALL,
)


def names_graphs(text: str) -> bool:
    """Whether there is a ``FROM`` in a query; only without one is it about the union of all graphs."""
    if "from" not in text.lower():
        return False
    return any((match["word"] or "").upper() == "FROM" for match in _PIECES.finditer(text))
