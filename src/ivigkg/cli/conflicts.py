"""``ivigkg conflicts``."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ivigkg.cli import options, output

if TYPE_CHECKING:
    from ivigkg.query.conflicts import Conflict, Side


@click.command("conflicts")
@click.option("--kind", default=None, help="Only one kind: value, class, count, claim or citation.")
@click.option("--format", "form", default=None, help="text (default), csv, tsv, json, xml or markdown.")
@options.as_of
@options.store
@options.output
def command(kind: str | None, form: str | None, as_of: str | None, store_place: str, target: Path | None) -> int:
    """Show where sources disagree, each time with both sides and what they stand on.

    Nothing is averaged and nothing is hidden. `ivigkg query conflicts` gives the same as a plain table with IRIs.
    """
    from ivigkg import formats
    from ivigkg.errors import UsageError
    from ivigkg.query.as_of import store_on
    from ivigkg.query.conflicts import KINDS, as_table, conflicts
    from ivigkg.records.vocabulary import did_you_mean
    from ivigkg.store import open_store

    if kind is not None and kind not in KINDS:
        hint = did_you_mean(kind, KINDS) or f"; there are {', '.join(KINDS)}."
        raise UsageError(f"There is no kind {kind}{hint}")
    chosen = None if form in (None, "text", "table") else formats.for_name(form, formats.TABLES)
    with open_store(store_place) as store:
        found = [item for item in conflicts(store_on(store, as_of)) if kind in (None, item.kind)]
    if chosen is None:
        output.write("".join(f"{line}\n" for line in _lines(found)).encode(), target)
        return 0
    from ivigkg.export.tabular import serialize

    output.write(serialize(as_table(found), chosen), target)
    return 0


def _lines(found: list[Conflict]) -> list[str]:
    from ivigkg.query.conflicts import KINDS

    lines: list[str] = []
    for kind, title in KINDS.items():
        mine = [item for item in found if item.kind == kind]
        if mine:
            lines += ["", f"{title} ({len(mine)})"] if lines else [f"{title} ({len(mine)})"]
        for item in mine:
            lines += ["", *_paragraph(item)]
    return lines or ["No conflict was found."]


def _paragraph(item: Conflict) -> list[str]:
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", item.property).lower()
    what = f"{item.about_label}: {words}" + (f" ({item.how})" if item.kind != "value" else "")
    lines = [_wrap(what, "  ", "    ")]
    lines += _side("it says" if item.kind == "claim" else "one", item.one)
    lines += _side("against it" if item.kind == "claim" else "other", item.other)
    return lines + ([_wrap(f"note: {item.note}", "    ", "      ")] if item.note else [])


def _side(name: str, side: Side) -> list[str]:
    from ivigkg.namespaces import shorten

    says = "; ".join(side.says) or "says nothing of it"
    origin = ", ".join(text for text in ("; ".join(side.papers), "; ".join(side.basis)) if text)
    short = shorten(side.node)
    label = f", {side.label}" if side.label != short else ""
    lines = [_wrap(f"{name}: {says}{label}" + (f" [{origin}]" if origin else ""), "    ", "      ")]
    return [*lines, f"      {short}", *(f"      {page}" for page in side.pages)]


def _wrap(text: str, first: str, later: str) -> str:
    wide = min(output.width(), 110)
    return textwrap.fill(text, wide, initial_indent=first, subsequent_indent=later, break_long_words=False)
