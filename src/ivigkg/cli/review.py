"""``ivigkg review``."""

from __future__ import annotations

import dataclasses
import json
import textwrap
from typing import TYPE_CHECKING

import click

from ivigkg.cli import options, output

if TYPE_CHECKING:
    from ivigkg.query.review import Included, ReviewTotals

LEFT_OUT = (
    "As of {}: what later papers and papers without a date told is left out, and what was reasoned with their help."
)


@click.command("review")
@click.argument("slug")
@options.as_of
@options.store
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(slug: str, as_of: str | None, store_place: str, form: str) -> None:
    """Show a review's stated numbers beside the recomputed ones, study by study, and why they differ.

    SLUG is the name of a review, such as wang-2012.
    """
    from ivigkg.query.as_of import store_on
    from ivigkg.query.review import address, review_totals
    from ivigkg.store import open_store

    with open_store(store_place) as store:
        totals = review_totals(store_on(store, as_of, address(slug)), slug)
    if form == "json":
        content = dataclasses.asdict(totals)
        content |= {"studies": totals.studies, "participants": totals.participants, "with_number": totals.with_number}
        click.echo(json.dumps(content, indent=2, ensure_ascii=False))
    else:
        if as_of is not None:
            click.echo(_wrap(LEFT_OUT.format(as_of)) + "\n")
        click.echo("\n".join(_lines(totals)))


def _lines(totals: ReviewTotals) -> list[str]:
    lines = [totals.label, "", f"{'':<36}{'stated':>8}{'counted':>9}{'people seen':>13}{'in studies':>12}"]
    for entry in totals.classes:
        lines.append(_row(_plural(entry.label), entry.stated, entry.counted, entry.participants, entry.with_number))
    lines.append(_row("all", totals.stated_studies, totals.studies, totals.participants, totals.with_number))
    lines += [
        "",
        _wrap(_sum(totals)),
        "",
        *map(_wrap, _people(totals)),
        "",
        *(["Study by study"] if totals.included else []),
    ]
    for item in totals.included:
        lines += _study(item)
    if totals.retracted:
        lines += ["", "Retracted since, and left out here", *(_wrap(label, "  ", "    ") for label in totals.retracted)]
    if totals.overlaps:
        lines += ["", "Shared participants weighed"]
        lines += [
            _wrap(f"{'possible' if possible else 'unlikely'}: {pair}. {text}", "  ", "    ")
            for pair, possible, text in totals.overlaps
        ]
    if totals.missing:
        lines += ["", "Not seen of the review", *(f"  {text}" for text in totals.missing)]
    return lines


def _study(item: Included) -> list[str]:
    people = "number of people not seen" if item.participants is None else f"{item.participants} people"
    if item.of is not None:
        people = f"{item.participants} of its {item.of} people"
    number = "" if item.number is None else f"[{item.number}]"
    firmness = item.basis if item.certainty in (None, item.basis) else f"{item.basis}, {item.certainty}"
    lines = [_wrap(f"{number:>6} {item.label}", "", " " * 7), f"       {item.classified_as}; {people}; {firmness}"]
    return lines + ([_wrap(item.note, " " * 7, " " * 7)] if item.note else [])


def _wrap(text: str, first: str = "", later: str = "") -> str:
    return textwrap.fill(text, min(output.width(), 110), initial_indent=first, subsequent_indent=later)


def _row(label: str, stated: int | None, counted: int, people: int, number: int) -> str:
    said = "-" if stated is None else str(stated)
    return f"{label:<36}{said:>8}{counted:>9}{people:>13}{number:>12}"


def _plural(label: str) -> str:
    return label[:-1] + "ies" if label.endswith("y") else label + "s"


def _short(label: str) -> str:
    """Author and year of a label, which stand before its first comma."""
    return label.partition(",")[0]


def _sum(totals: ReviewTotals) -> str:
    if not totals.studies:
        return "No page seen names studies that this review counts."
    parts = " + ".join(
        f"{entry.counted} {entry.label if entry.counted == 1 else _plural(entry.label)}" for entry in totals.classes
    )
    verdict = "as stated" if totals.studies == totals.stated_studies else f"stated: {totals.stated_studies}"
    if totals.stated_studies is None:
        verdict = "the review states no total"
    return f"{totals.studies} studies = {parts} ({verdict})."


def _people(totals: ReviewTotals) -> list[str]:
    said, seen = totals.stated_participants, totals.participants
    if said is None and not totals.studies:
        return []
    if said is None:
        return [f"The review states no number of participants; {seen} were seen in {totals.with_number} studies."]
    if said == seen:
        return [f"{said} participants stated, {seen} counted: they agree."]
    text = f"{said} participants stated beside {seen} seen in {totals.with_number} studies"
    partly = [item for item in totals.included if item.of is not None]
    if partly:
        parts = (f"{item.participants} of its {item.of} people, {_short(item.label)}" for item in partly)
        text += f" (one of them {'; '.join(parts)})"
    paragraphs = [f"{text}. Why they differ:"]
    without = [_short(item.label) for item in totals.included if item.participants is None]
    if without:
        paragraphs.append(
            f"- Of {len(without)} studies no page seen gives the number of people: {', '.join(without)}. "
            f"The remaining {said - seen} is arithmetic and the number of no study."
        )
    inferred = sum(item.basis == "inferred" for item in totals.included)
    if inferred:
        paragraphs.append(
            f"- Which studies the review counted is inferred for {inferred} of {totals.studies}: "
            "no page seen lists them, nor the numbers that were added up."
        )
    return paragraphs
