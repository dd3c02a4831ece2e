"""The bytes of one record file to its model; a pure step, with everything that is wrong by line and field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ValidationError

from ivigkg.records import explain
from ivigkg.records.base import Record
from ivigkg.records.yaml_text import BadYaml, Document, Place, decode, read

R = TypeVar("R", bound=Record)
EMPTY = "is empty; leave the line out where nothing was seen"


@dataclass(frozen=True)
class Flaw:
    """One thing wrong with a file, by line and place."""

    line: int
    place: Place
    message: str


def parse(raw: bytes, model: type[R]) -> tuple[Document | None, R | None, tuple[Flaw, ...]]:
    """The document, the record that it makes, and the flaws; without flaws there is always a record."""
    try:
        document = read(decode(raw))
    except BadYaml as error:
        return None, None, (Flaw(error.line, error.place, error.message),)
    found = dict.fromkeys(_empty(document.value, ()), EMPTY)
    record: R | None = None
    try:
        record = model.model_validate(document.value)
    except ValidationError as error:
        for item in error.errors():
            place = _place(document, item["loc"])
            if item["type"].startswith("union_tag"):
                place = (*place, "kind")
            found.setdefault(place, explain.message(dict(item), model))
    return document, record, tuple(Flaw(document.line(place), place, message) for place, message in found.items())


def _empty(value: Any, place: Place) -> Iterable[Place]:
    """Places where a field or entry begins and nothing follows: what was not seen is left out, not left open."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _empty(item, (*place, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _empty(item, (*place, index))
    if place and value in (None, [], {}):
        yield place


def _place(document: Document, loc: Iterable[Any]) -> Place:
    """The part of the file that an error speaks of; steps that only the model knows (union tags) are left out."""
    place: Place = ()
    steps = [step for step in loc if step != "[key]"]
    for index, step in enumerate(steps):
        last = index == len(steps) - 1
        if (*place, step) in document.lines or (last and isinstance(step, str)):
            place = (*place, step)
    return place
