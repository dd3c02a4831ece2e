"""YAML text to plain values, with the line of everything and without surprises.

YAML's guesses are switched off: only ``true``, ``false``, ``null``, whole numbers and decimals written plainly are
more than text; ``NO``, ``1e3``, ``0x1F`` and dates stay the text they are. Anchors, aliases, tags, several documents,
duplicate keys, tabs for indentation, deep nesting and characters that nobody can see are refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import yaml

_INTEGER = re.compile(r"(?!-0$)-?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_FIELD = re.compile(r"( *)(?:- +)*[{]?[\"']?([\w-]+)[\"']?:(?:\s|$)")
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufff9-\ufffb\ufffe\uffff]"
)
"""Characters that no text of a record may hold: nobody sees them, and some turn the text beside them round."""
DEEPEST = 30
LONGEST_NUMBER = 60
MOST_BYTES = 5_000_000

Place = tuple[str | int, ...]
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def dotted(place: Place) -> str:
    """A place of a file as complaints print it."""
    return ".".join(str(step) for step in place)


class BadYaml(Exception):
    """The text is not the plain YAML of records; ``line`` counts from 1, ``place`` is the field where it is known."""

    def __init__(self, line: int, message: str, place: Place = ()):
        self.line, self.message, self.place = line, message, place
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


def too_large(size: int) -> str | None:
    """Why a file of ``size`` bytes is not read, or ``None`` when it may be."""
    if size <= MOST_BYTES:
        return None
    return f"the file has {size:,} bytes; a record has at most {MOST_BYTES:,}. Split it into one file a study"


def decode(raw: bytes) -> str:
    """The text of a file; ``BadYaml`` when it is too large, empty, not UTF-8 or holds what nobody can see."""
    refusal = too_large(len(raw))
    if refusal:
        raise BadYaml(1, refusal)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        place = _place_of_line(raw.decode("utf-8", "replace").split("\n"), line)
        raise BadYaml(line, f"byte {error.start} is not UTF-8; save the file as UTF-8", place) from None
    if not text.strip():
        raise BadYaml(1, "the file is empty")
    unseen = UNSEEN.search(text)
    if unseen:
        line = text.count("\n", 0, unseen.start()) + 1
        raise BadYaml(line, _unseen(unseen[0]), _place_of_line(text.split("\n"), line))
    return text


def _unseen(character: str) -> str:
    if character == "\x00":
        return "holds a zero byte; the file looks damaged"
    return f"holds the invisible character U+{ord(character):04X}; remove it"


def read(text: str) -> Document:
    """The one mapping that ``text`` holds, with lines; ``BadYaml`` for everything that could be misread."""
    document = read_any(text)
    if not isinstance(document.value, dict):
        raise BadYaml(1, "the file does not begin with `name: value` lines")
    return document


def read_any(text: str) -> Document:
    """As :func:`read`, for a file that may hold a list; evidence files do."""
    document = Document()
    events = _Events(text)
    try:
        _document(events, document)
    except yaml.YAMLError as error:
        raise _refusal(error, text, events.quoted) from None
    return document


class _Events:
    """The events of a YAML text; ``quoted`` is the last quoted text that went over several lines, as (first, last)."""

    def __init__(self, text: str):
        self._events = yaml.parse(text, Loader=Loader)
        self.quoted: tuple[int, int] | None = None

    def __iter__(self) -> _Events:
        return self

    def __next__(self) -> Any:
        event = next(self._events)
        if isinstance(event, yaml.ScalarEvent) and event.style in {'"', "'"}:
            first, last = _line(event), _mark(event, "end_mark")
            self.quoted = (first, last) if first < last else self.quoted
        return event


def _refusal(error: yaml.YAMLError, text: str, quoted: tuple[int, int] | None) -> BadYaml:
    """What is wrong, in words, on the line that has to be mended rather than the one where YAML gave up."""
    rows = text.rstrip().splitlines()
    problem = getattr(error, "problem", None) or str(error)
    line = _mark(error, "problem_mark")
    begun = min(_mark(error, "context_mark"), len(rows))
    context = getattr(error, "context", None) or ""
    if quoted is not None and quoted[1] == line:
        line, message = quoted[0], "the quotation mark that opens here is not closed on this line"
    elif "quoted scalar" in context:
        line, message = (
            begun,
            "the file ends before the quotation mark that opens here is closed; it looks half written",
        )
    elif "simple key" in context:
        line, message = begun, _explain(problem, rows[begun - 1], begun == len(rows))
    elif "flow" in context and line > len(rows):
        line, message = begun, "the file ends before the bracket that opens here is closed; it looks half written"
    elif "flow" in context and begun < line:
        line, message = begun, "the bracket that opens here is not closed, or a comma is missing"
    else:
        line = _odd_line(rows, min(line, len(rows)))
        message = _explain(problem, rows[line - 1], line == len(rows))
    return BadYaml(line, message, _place_of_line(rows, line))


def _odd_line(rows: list[str], line: int) -> int:
    """The line above, when that alone stands further out or, first of its part, has no colon."""
    if line < 3:
        return line
    before, above, here = rows[line - 3 : line]
    if _indent(above) < _indent(here) == _indent(before) and re.search(r":\s+\S", above):
        return line - 1
    if _indent(above) == _indent(here) > _indent(before) and before.endswith(":") and not _FIELD.match(above):
        return line - 1
    return line


def _indent(row: str) -> int:
    return len(row) - len(row.lstrip())


def _mark(spot: object, name: str) -> int:
    mark = getattr(spot, name, None)
    return int(mark.line) + 1 if mark else 1


def _explain(problem: str, row: str, last: bool) -> str:
    if "\t" in row[: _indent(row)]:
        return "a tab stands where YAML wants spaces; indent with spaces"
    if "mapping values are not allowed" in problem and _FIELD.match(row):
        return "this line cannot be read: it stands further in than it should, or a text that holds `: ` needs quotes"
    if "cannot start any token" in problem or "alphabetic or numeric" in problem:
        return f"this line cannot be read: a text that begins with {_first(row)} needs quotes around it"
    if last and ("could not find expected ':'" in problem or "end of stream" in problem):
        return "the file ends in the middle; it looks half written"
    if "could not find expected ':'" in problem or "mapping values are not allowed" in problem:
        return f"this line cannot be read: is a colon missing after {row.split()[0]}?"
    if "did not find expected key" in problem or "block end" in problem or "expected '-' indicator" in problem:
        return "this line cannot be read: its indentation fits no line above it, or a quotation mark is out of place"
    return f"this line cannot be read as YAML ({problem})"


def _first(row: str) -> str:
    value = row.partition(": ")[2].strip() or row.strip()
    return value[:1] or "this"


def _place_of_line(rows: list[str], line: int) -> Place:
    """The field names that lead to a line which YAML could not read, as far as its indentation tells them."""
    names: list[str] = []
    depth: int | None = None
    for number, row in enumerate(reversed(rows[:line])):
        match = _FIELD.match(row.expandtabs(8))
        opens = number == 0 or depth is None or row.rstrip().endswith((":", "{", "["))
        if match and opens and (depth is None or len(match[1]) < depth):
            names.insert(0, match[2])
            depth = len(match[1])
    return tuple(names)


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _document(events: _Events, document: Document) -> None:
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


def _value(event: Any, events: _Events, place: Place, document: Document) -> Any:
    line = _line(event)
    document.lines.setdefault(place, line)
    if isinstance(event, yaml.AliasEvent):
        raise BadYaml(line, f"*{event.anchor} is an alias; write the value out", place)
    if event.anchor:
        raise BadYaml(line, f"&{event.anchor} is an anchor; write the value out where it is needed", place)
    if event.tag:
        raise BadYaml(line, f"{event.tag} is a tag; records are plain text and numbers", place)
    if isinstance(event, yaml.ScalarEvent):
        return _scalar(event, line, place)
    if len(place) >= DEEPEST:
        raise BadYaml(line, f"lists and mappings are nested more than {DEEPEST} deep", place[:1])
    if isinstance(event, yaml.SequenceStartEvent):
        return _sequence(events, place, document)
    return _mapping(events, place, document)


def _scalar(event: Any, line: int, place: Place) -> Any:
    text = _seen(event.value, line, place)
    if not event.implicit[0]:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text) or _DECIMAL.fullmatch(text):
        if len(text) > LONGEST_NUMBER:
            raise BadYaml(line, f"a number of {len(text)} digits stands here; that cannot be right", place)
        return int(text) if "." not in text else Decimal(text)
    return text


def _seen(text: str, line: int, place: Place) -> str:
    """The text itself, unless an escape in it stands for what nobody can see."""
    unseen = UNSEEN.search(text)
    if unseen:
        raise BadYaml(line, _unseen(unseen[0]), place)
    return text


def _sequence(events: _Events, place: Place, document: Document) -> list[Any]:
    items: list[Any] = []
    for event in events:
        if isinstance(event, yaml.SequenceEndEvent):
            break
        items.append(_value(event, events, (*place, len(items)), document))
    return items


def _mapping(events: _Events, place: Place, document: Document) -> dict[str, Any]:
    pairs: dict[str, Any] = {}
    for event in events:
        if isinstance(event, yaml.MappingEndEvent):
            break
        line = _line(event)
        if not isinstance(event, yaml.ScalarEvent) or event.anchor or event.tag:
            raise BadYaml(line, "a field name must be a plain word", place)
        name = _seen(event.value, line, place)
        if not name.strip():
            raise BadYaml(line, "a field name must be a plain word", place)
        if name == "<<":
            raise BadYaml(line, "<< is a merge key; write the values out", place)
        if name in pairs:
            first = document.lines[(*place, name)]
            message = f"{name} stands here a second time (first on line {first}); one of the two must go"
            raise BadYaml(line, message, (*place, name))
        document.lines[(*place, name)] = line
        pairs[name] = _value(next(events), events, (*place, name), document)
    return pairs
