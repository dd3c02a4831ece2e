"""Hypothesis strategies for whole records, drawn from the types of the models themselves."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache, partial
from typing import Any, Literal, Union, get_args, get_origin

from hypothesis import strategies as st
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ivigkg.records import base
from ivigkg.records.base import Reported
from ivigkg.records.countries import COUNTRIES

SIGNS = st.sampled_from("\"'\\:#-{}[]&*!|>%@`,? \t\n\u00a0\u0301") | st.characters(
    exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
)
TEXT = st.text(SIGNS, min_size=1, max_size=20).filter(lambda text: bool(text.strip()))
SLUG = st.sampled_from(["a", "b2", "dalakas-1993", "007", "no", "null", "true", "1e3", "12"])
NUMBER = st.decimals(-1000, 1000, allow_nan=False, places=2) | st.integers(-1000, 1000).map(Decimal)
DAY = st.dates().map(lambda day: day.isoformat())
P_VALUE = st.builds("{}{}".format, st.sampled_from(["", "<", "=", ">"]), st.sampled_from(["0.05", "0.018", "0.50"]))
PLAIN: Mapping[Callable[[Any], Any], st.SearchStrategy[Any]] = {
    base._text: TEXT | st.integers(0, 3000) | st.sampled_from([Decimal("1.50"), "NO", "1e3", "~", "2012-05", "- a: b"]),
    base._slug: SLUG,
    base._ref: st.sampled_from(["#a", "dalakas-1993", "dalakas-1993#b2"]),
    base._number: NUMBER,
    base._count: st.integers(0, 100_000),
    base._date: st.integers(1800, 2026) | st.sampled_from(["2012-05", "2012"]) | DAY,
    base._day: DAY,
    base._url: st.sampled_from(["https://example.org/", "http://example.org/a%20b?c=d#e", "https://bücher.example/é"]),
    base._language: st.sampled_from(["en", "no", "pt-BR"]),
    base._country: st.sampled_from(sorted(COUNTRIES)),
    base._reported: P_VALUE | st.sampled_from([Decimal("0.050"), 0, 1]),
}


IDENTIFIERS: Mapping[str, st.SearchStrategy[Any]] = {
    "doi": st.sampled_from(["10.5555/invented", "https://doi.org/10.5555/INVENTED", "doi:10.5555/a(b)c"]),
    "pmid": st.sampled_from(["22274797", 7, "PMID: 7932419"]),
    "pmcid": st.sampled_from(["PMC2938791", "pmcid: pmc1"]),
    "orcid": st.sampled_from(["0000-0002-1825-0097", "https://orcid.org/0000-0000-0000-001X"]),
}


@cache
def raw(model: type[BaseModel]) -> st.SearchStrategy[dict[str, Any]]:
    """Mappings as a curator types them, of which ``model`` makes a record."""
    fields = model.model_fields
    needed = {name: _field(name, info) for name, info in fields.items() if info.is_required()}
    others = sorted(set(fields) - set(needed))

    def filled(names: list[str]) -> st.SearchStrategy[dict[str, Any]]:
        return st.fixed_dictionaries({**needed, **{name: _field(name, fields[name]) for name in names}})

    if not others:
        return filled([])
    return st.lists(st.sampled_from(others), min_size=0 if needed else 1, max_size=4, unique=True).flatmap(filled)


def _field(name: str, info: FieldInfo) -> st.SearchStrategy[Any]:
    if name in IDENTIFIERS:
        return IDENTIFIERS[name]
    least = max([getattr(mark, "min_length", 0) or 0 for mark in info.metadata], default=0)
    bounds = {kind: getattr(mark, kind) for mark in info.metadata for kind in ("ge", "le") if hasattr(mark, kind)}
    return _of(info.annotation, list(info.metadata), least, bounds)


def _of(
    annotation: Any, marks: list[Any], least: int = 0, bounds: dict[str, Any] | None = None
) -> st.SearchStrategy[Any]:
    """Values for a type; ``marks`` are what ``Annotated`` adds to it."""
    reads = [mark.func for mark in marks if hasattr(mark, "func")]
    if base._many in reads:
        (item, *_) = get_args(annotation)
        return st.lists(_of(item, []), min_size=max(least, 1), max_size=max(least, 2))
    for function in reads:
        if function in PLAIN:
            return PLAIN[function].map(partial(_clamp, **(bounds or _bounds(marks))))
    if hasattr(annotation, "__metadata__"):
        return _of(annotation.__origin__, [*annotation.__metadata__, *marks], least, bounds)
    origin = get_origin(annotation)
    if origin in {Union, types.UnionType}:
        return st.one_of([_of(part, [], least, bounds) for part in get_args(annotation) if part is not type(None)])
    if origin is Literal:
        return st.sampled_from(get_args(annotation))
    if origin is dict:
        keys, values = get_args(annotation)
        return st.dictionaries(_of(keys, []), _of(values, []), min_size=1, max_size=2)
    if annotation is bool:
        return st.booleans()
    return raw(annotation)


def _bounds(marks: list[Any]) -> dict[str, Any]:
    inner = [mark for info in marks for mark in [info, *getattr(info, "metadata", [])]]
    return {
        kind: getattr(mark, kind) for mark in inner for kind in ("ge", "le") if getattr(mark, kind, None) is not None
    }


def _clamp(value: Any, ge: int | None = None, le: int | None = None) -> Any:
    value = max(value, type(value)(ge)) if ge is not None else value
    return min(value, type(value)(le)) if le is not None else value


def plain(record: Any) -> Any:
    """A record as the mappings and lists that a file holds."""
    if isinstance(record, Reported):
        return f"{record.relation}{record.value:f}"
    if isinstance(record, BaseModel):
        return {name: plain(value) for name, value in vars(record).items() if value not in (None, (), {})}
    if isinstance(record, dict):
        return {name: plain(value) for name, value in record.items()}
    if isinstance(record, tuple):
        return [plain(value) for value in record]
    return record
