"""When a result was measured, and above which threshold: whether it stands where an item of the evidence does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ivigkg.audit.graph import Thing
from ivigkg.audit.words import bare, numbers, plain, spans, telling


def items(value: Any) -> list[dict[str, Any]]:
    """A list of fields as it is; nothing where there is none."""
    return value if isinstance(value, list) else []


_THRESHOLD = re.compile(r"(>=|<=|>|<)\s*(\d+(?:\.\d+)?)")


EARLY = {"baseline", "before", "start", "entry", "onset", "pre"}


BEFORE = {"before", "baseline", "start"}
AFTER = {"after", "end"}


NAMES = ("name", "outcome", "event")


def item_name(item: dict[str, Any]) -> str:
    """What the evidence calls an outcome or harm."""
    return next((item[name] for name in NAMES if isinstance(item.get(name), str)), "")


def strings(value: Any) -> Iterator[str]:
    """Every text in an item, save its footing."""
    if isinstance(value, dict):
        for name, item in value.items():
            if name not in ("source", "further_sources", "basis"):
                yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, str):
        yield value


def _times(item: dict[str, Any]) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for value in strings(item):
        found |= spans(value)
    return found


def _twelvefold(number: str) -> str:
    try:
        return str(int(number) * 12)
    except ValueError:
        return number


def times_of(thing: Thing) -> set[tuple[str, str]]:
    """The time points of a result as (number, unit)."""
    return {
        (bare(value), unit)
        for unit in ("month", "week", "day")
        for value in thing.values.get(f"timepoint{unit.capitalize()}s", ())
    }


def timely(thing: Thing, item: dict[str, Any]) -> bool:
    """Whether a result's time point is one that the item names."""
    given = times_of(thing)
    own = item.get("time_point") or item.get("period")
    if not given:
        words = thing.value("timepointAsPrinted")
        if not isinstance(own, str) or words is None or set(plain(words).split()) & EARLY:
            return True
        return bool(telling(words) & telling(own) or spans(words) & spans(own) or numbers(words) & numbers(own))
    named = _times(item)
    named |= {(_twelvefold(n), "month") for n, unit in named if unit == "year"}
    words = " ".join(strings(item))
    return bool(given & named) or ((given == {("0", "week")} or given == {("0", "month")}) and "b" in words)


def at_time(thing: Thing, own: str) -> bool:
    """Whether a result stands at the time point of one line: before, after, or a number of weeks."""
    named = spans(own)
    given = times_of(thing)
    if "ChangeResult" in thing.kinds:
        return not given or not named or bool(given & named) or plain(own) in BEFORE
    words = plain(thing.value("timepointAsPrinted") or "")
    if named:
        return bool(given & named)
    if plain(own) in BEFORE:
        return (
            bool(set(words.split()) & (BEFORE | {"pre", "entry"})) or ("0", "week") in given or ("0", "month") in given
        )
    if plain(own) in AFTER:
        return bool(given or words) and not set(words.split()) & BEFORE
    return True


def fits_threshold(thing: Thing, item: dict[str, Any]) -> bool:
    """Whether a result's threshold is one that the item names."""
    given = {bare(value) for value in thing.values.get("threshold", ())}
    named = {
        bare(number)
        for text in (item_name(item), item.get("instrument") or "")
        for _, number in _THRESHOLD.findall(text)
    }
    if given and named:
        return bool(given & named)
    return not given or bool(given & {n for text in strings(item) for n in numbers(text)})
