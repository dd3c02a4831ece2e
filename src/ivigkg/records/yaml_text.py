"""YAML text to plain values, with the line of everything and without surprises.

YAML's guesses are switched off: only ``true``, ``false``, ``null``, whole numbers and decimals written plainly are
more than text; ``NO``, ``1e3``, ``0x1F`` and dates stay the text they are. Anchors, aliases, tags, several documents,
duplicate keys, tabs and deep nesting are refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import yaml

_INTEGER = re.compile(r"^-?(0|[1-9]\d*)$")
_DECIMAL = re.compile(r"^-?(0|[1-9]\d*)\.\d+$")
_WORDS = {"true": True, "false": False, "null": None, "": None}
DEEPEST = 30
LONGEST_NUMBER = 60
MOST_BYTES = 5_000_000

Place = tuple[str | int, ...]
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class BadYaml(Exception):
    """The text is not the plain YAML that records are written in; ``line`` counts from 1."""

    def __init__(self, line: int, message: str):
        self.line, self.message = line, message
        super().__init__(f"line {line}: {message}")


@dataclass
class Document:
    """The value of a file and the line on which each part of it begins."""

    value: Any = None
    lines: dict[Place, int] = field(default_factory=dict)

    def line(self, place: Place) -> int:
        """The line of ``place``, or of the nearest part around it that stands in the file."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def decode(raw: bytes) -> str:
    """The text of a file; ``BadYaml`` when it is too large, empty or not UTF-8."""
    if len(raw) > MOST_BYTES:
        raise BadYaml(
            1, f"the file has {len(raw):,} bytes; a record has at most {MOST_BYTES:,}. Split it into one file a study"
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise BadYaml(line, f"byte {error.start} is not UTF-8; save the file as UTF-8") from None
    if not text.strip():
        raise BadYaml(1, "the file is empty")
    if "\x00" in text:
        raise BadYaml(text.count("\n", 0, text.index("\x00")) + 1, "holds a zero byte; the file looks damaged")
    return text


def read(text: str) -> Document:
    """The one mapping that ``text`` holds, with lines; ``BadYaml`` for everything that could be misread."""
    document = Document()
    try:
        _document(yaml.parse(text, Loader=Loader), document)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        line = mark.line + 1 if mark else 1
        raise BadYaml(line, _explain(problem, text, line)) from None
    if not isinstance(document.value, dict):
        raise BadYaml(1, "the file does not begin with `name: value` lines")
    return document


def _explain(problem: str, text: str, line: int) -> str:
    rows = text.splitlines()
    row = rows[line - 1] if line <= len(rows) else ""
    if "\t" in row[: len(row) - len(row.lstrip())] or ("cannot start any token" in problem and "\t" in row):
        return "a tab stands where YAML wants spaces; indent with spaces"
    if "mapping values are not allowed" in problem:
        return "this line cannot be read: a text that holds `: ` needs quotes around it"
    if "end of stream" in problem or "stream end" in problem or "unexpected end" in problem:
        return "the file ends in the middle; it looks half written"
    return f"this line cannot be read as YAML ({problem})"


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _document(events: Any, document: Document) -> None:
    begun = 0
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            begun += 1
            if begun > 1:
                raise BadYaml(_line(event), "a second document begins here; a file holds one record")
        elif isinstance(event, (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentEndEvent)):
            continue
        else:
            document.value = _value(event, events, (), document)


def _value(event: Any, events: Any, place: Place, document: Document) -> Any:
    line = _line(event)
    document.lines.setdefault(place, line)
    if isinstance(event, yaml.AliasEvent):
        raise BadYaml(line, f"*{event.anchor} is an alias; write the value out")
    if event.anchor:
        raise BadYaml(line, f"&{event.anchor} is an anchor; write the value out where it is needed")
    if event.tag and event.tag != "!":
        raise BadYaml(line, f"{event.tag} is a tag; records are plain text and numbers")
    if isinstance(event, yaml.ScalarEvent):
        return _scalar(event, line)
    if len(place) >= DEEPEST:
        raise BadYaml(line, f"lists and mappings are nested more than {DEEPEST} deep")
    if isinstance(event, yaml.SequenceStartEvent):
        return _sequence(events, place, document)
    return _mapping(events, place, document)


def _scalar(event: Any, line: int) -> Any:
    text: str = event.value
    if not event.implicit[0]:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if text == "~":
        return None
    if _INTEGER.match(text) or _DECIMAL.match(text):
        if len(text) > LONGEST_NUMBER:
            raise BadYaml(line, f"a number of {len(text)} digits stands here; that cannot be right")
        return int(text) if "." not in text else Decimal(text)
    return text


def _sequence(events: Any, place: Place, document: Document) -> list[Any]:
    items: list[Any] = []
    for event in events:
        if isinstance(event, yaml.SequenceEndEvent):
            break
        items.append(_value(event, events, (*place, len(items)), document))
    return items


def _mapping(events: Any, place: Place, document: Document) -> dict[str, Any]:
    pairs: dict[str, Any] = {}
    for event in events:
        if isinstance(event, yaml.MappingEndEvent):
            break
        line = _line(event)
        if not isinstance(event, yaml.ScalarEvent) or event.anchor or event.tag:
            raise BadYaml(line, "a field name must be a plain word")
        name: str = event.value
        if name == "<<":
            raise BadYaml(line, "<< is a merge key; write the values out")
        if name in pairs:
            first = document.lines[(*place, name)]
            raise BadYaml(line, f"{name} stands here a second time (first on line {first}); one of the two must go")
        document.lines[(*place, name)] = line
        pairs[name] = _value(next(events), events, (*place, name), document)
    return pairs
