"""``ivigkg review``."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING

import click

from ivigkg.cli import options

if TYPE_CHECKING:
    from ivigkg.query.review import ReviewTotals


@click.command("review")
@click.argument("slug")
@options.store
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(slug: str, store_place: str, form: str) -> None:
    """Show a review's stated numbers beside the recomputed ones, study by study, and why they differ.

    SLUG is the name of a review, such as wang-2012.
    """
    from ivigkg.query.review import review_totals
    from ivigkg.store import open_store

    with open_store(store_place) as store:
        totals = review_totals(store, slug)
    if form == "json":
        content = dataclasses.asdict(totals)
        content |= {"studies": totals.studies, "participants": totals.participants, "with_number": totals.with_number}
        click.echo(json.dumps(content, indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(_lines(totals)))


def _lines(totals: ReviewTotals) -> list[str]:
    lines = [totals.label, "", f"{'':<36}{'stated':>8}{'counted':>9}{'people seen':>13}{'in studies':>12}"]
    for entry in totals.classes:
        lines.append(_row(entry.label, entry.stated, entry.counted, entry.participants, entry.with_number))
    lines.append(_row("all", totals.stated_studies, totals.studies, totals.participants, totals.with_number))
    lines += ["", _sum(totals), "", _people(totals), "", "Study by study"]
    for item in totals.included:
        people = "number not seen" if item.participants is None else f"{item.participants} people"
        if item.of is not None:
            people = f"{item.participants} of {item.of} people"
        number = "" if item.number is None else f"[{item.number}]"
        lines.append(f"  {number:>5} {item.label}")
        lines.append(
            f"        {item.classified_as}; {people}; {item.basis}" + (f", {item.certainty}" if item.certainty else "")
        )
        if item.note:
            lines.append(f"        {item.note}")
    if totals.overlaps:
        lines += ["", "Shared participants weighed"]
        lines += [
            f"  {'possible' if possible else 'unlikely'}: {pair}. {text}" for pair, possible, text in totals.overlaps
        ]
    if totals.missing:
        lines += ["", "Not seen of the review", *(f"  {text}" for text in totals.missing)]
    return lines


def _row(label: str, stated: int | None, counted: int, people: int, number: int) -> str:
    said = "-" if stated is None else str(stated)
    return f"{label:<36}{said:>8}{counted:>9}{people:>13}{number:>12}"


def _sum(totals: ReviewTotals) -> str:
    parts = " + ".join(f"{entry.counted} {entry.label}" for entry in totals.classes)
    verdict = "as stated" if totals.studies == totals.stated_studies else f"stated: {totals.stated_studies}"
    return f"{totals.studies} studies = {parts} ({verdict})."


def _people(totals: ReviewTotals) -> str:
    said, seen = totals.stated_participants, totals.participants
    if said is None:
        return f"The review states no number of participants; {seen} were seen in {totals.with_number} studies."
    if said == seen:
        return f"{said} participants stated, {seen} counted: they agree."
    without = [item.label for item in totals.included if item.participants is None]
    partly = [item for item in totals.included if item.of is not None]
    text = f"{said} participants stated beside {seen} seen in {totals.with_number} studies"
    if partly:
        text += (
            " ("
            + "; ".join(f"one of them {item.participants} of its {item.of} people, {item.label}" for item in partly)
            + ")"
        )
    text += ".\nWhy they differ: "
    if without:
        text += (
            f"of {len(without)} studies no page seen gives the number of people ({', '.join(without)}); "
            f"the remaining {said - seen} is arithmetic and no number of any study. "
        )
    inferred = sum(item.basis == "inferred" for item in totals.included)
    if inferred:
        text += (
            f"Which studies the review counted is inferred for {inferred} of {totals.studies}: "
            "no page seen lists them or the numbers it added up."
        )
    return text
