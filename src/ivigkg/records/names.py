"""Where a record names something else: every such place, what kind of thing it names, and whether that exists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel

from ivigkg.namespaces import CLOSED_LISTS
from ivigkg.records.base import Names
from ivigkg.records.loader import Library
from ivigkg.records.vocabulary import closed_list, did_you_mean, units
from ivigkg.records.yaml_text import Place


@cache
def kinds_of(model: type[BaseModel]) -> dict[str, str]:
    """Fields of a model that hold names, with the kind of thing they name."""
    found: dict[str, str] = {}
    for name, info in model.model_fields.items():
        marks = [mark for mark in info.metadata if isinstance(mark, Names)] or list(_marks(info.annotation))
        if marks:
            found[name] = marks[0].kind
    return found


def _marks(annotation: Any) -> Iterator[Names]:
    if get_origin(annotation) is Annotated:
        yield from (mark for mark in get_args(annotation)[1:] if isinstance(mark, Names))
    if get_origin(annotation) is not dict:
        for part in get_args(annotation):
            yield from _marks(part)


Step = tuple[BaseModel, Place]
"""A part of a record and the place at which it stands."""


def walk(record: BaseModel, place: Place = ()) -> Iterator[Step]:
    """The record and every part of it, with the place at which each stands."""
    yield record, place
    for name, value in vars(record).items():
        if value is None or isinstance(value, str):
            continue
        if isinstance(value, BaseModel):
            yield from walk(value, (*place, name))
        elif isinstance(value, (dict, tuple)):
            for key, item in value.items() if isinstance(value, dict) else enumerate(value):
                if isinstance(item, BaseModel):
                    yield from walk(item, (*place, name, key))


def named(steps: Iterable[Step]) -> Iterator[tuple[str, str, Place]]:
    """``(kind, name, place)`` for everything that the parts of a record name."""
    for part, place in steps:
        for field, kind in kinds_of(type(part)).items():
            value = vars(part)[field]
            if isinstance(value, str):
                yield kind, value, (*place, field)
            elif isinstance(value, tuple):
                single = len(value) == 1
                for index, item in enumerate(value):
                    yield kind, item, (*place, field) if single else (*place, field, index)


class Directory:
    """What may be named: terms of all packs, closed lists, records, and the parts of each study and review."""

    def __init__(self, library: Library):
        self._known: dict[str, set[str]] = {
            "publication": set(library.publications),
            "person": set(library.people),
            "organization": set(library.organizations),
            "journal": set(library.journals),
            "study": set(library.studies),
            "review": set(library.reviews),
            "unit": set(units()),
            "scheme": set(library.terms("scheme")) | {"ocebm-2009"},
        }
        for kind in ("condition", "intervention", "instrument", "adverse-event"):
            self._known[kind] = set(library.terms(kind))
        self._known["outcome"] = set(library.terms("outcome")) | self._known["adverse-event"]
        for kind in CLOSED_LISTS:
            self._known[kind] = set(closed_list(kind))
        self._parts = {slug: set(parts(record)) for slug, record in {**library.studies, **library.reviews}.items()}

    def problem(self, kind: str, name: str, own: BaseModel) -> str | None:
        """Why ``name`` cannot stand where a ``kind`` is named in the record ``own``, or ``None`` when it can."""
        if kind == "part":
            return self._part_problem(name, own)
        known = self._known[kind] if kind in self._known else local_names(own, kind)
        if name in known:
            return None
        where = "in this file" if kind not in self._known else "anywhere"
        word = {"use": "use", "ocebm-2009": "level"}.get(kind, kind.replace("-", " "))
        return f"there is no {word} {name} {where}{did_you_mean(name, known)}"

    def _part_problem(self, ref: str, own: BaseModel) -> str | None:
        owner, hash_, key = ref.partition("#")
        if not owner:
            known = set(parts(own))
            return None if key in known else f"there is no {key} in this file{did_you_mean(key, known)}"
        if owner not in self._parts:
            return f"there is no study or review {owner}{did_you_mean(owner, self._parts)}"
        if hash_ and key not in self._parts[owner]:
            return f"there is no {key} in {owner}{did_you_mean(key, self._parts[owner])}"
        return None


def local_names(record: BaseModel, kind: str) -> set[str]:
    """Names of the parts of ``record`` that are of one kind."""
    sections = {
        "reading": ("readings",),
        "use": ("uses",),
        "group": ("groups",),
        "population": ("populations", "strata"),
        "comparison": ("comparisons",),
    }[kind]
    return {key for section in sections for key in getattr(record, section, {})}


def nodes(record: BaseModel, steps: Iterable[Step]) -> Iterator[tuple[str, Place]]:
    """``(name, place)`` of everything in a study, review or paper that becomes a node, as the graph will call it."""
    for name, value in vars(record).items():
        for key, item in value.items() if isinstance(value, dict) else ():
            yield (f"reading-{key}" if name == "readings" else key), (name, key)
            for section, stem in (("doses", f"{key}-"), ("evidence", "")):
                for inner in getattr(item, section, {}):
                    yield f"{stem}{inner}", (name, key, section, inner)
        for index, item in enumerate(value) if name in {"references", "authors"} else ():
            if name == "references":
                yield f"ref-{item.number}", (name, index, "number")
            else:
                yield f"author-{index + 1}", (name, index)
    for part, place in steps:
        if vars(part).get("quote"):
            yield f"{place[-1]}-locator", (*place, "quote")
            yield f"{place[-1]}-quote", (*place, "quote")


def parts(record: BaseModel) -> Iterator[str]:
    """Names of all parts of a study or review that become nodes."""
    for name, value in vars(record).items():
        if name != "readings" and isinstance(value, dict):
            for key, item in value.items():
                yield key
                yield from vars(item).get("evidence", {})
