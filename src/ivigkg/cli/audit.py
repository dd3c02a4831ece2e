"""``ivigkg audit``."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ivigkg.cli import options

if TYPE_CHECKING:
    from ivigkg.audit.evidence import Evidence
    from ivigkg.audit.graph import Facts


@click.command("audit")
@click.argument("evidence_dir", required=False, type=click.Path(path_type=Path))
@options.store
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("-v", "--verbose", is_flag=True, help="Name also what was left out, each with its reason.")
@click.option("--sample", "number", type=click.IntRange(min=1), help="Draw so many facts from the graph instead.")
@click.option("--seed", type=int, default=1, show_default=True, help="Which draw; the same seed draws the same facts.")
def command(
    evidence_dir: Path | None, store_place: str, form: str, verbose: bool, number: int | None, seed: int
) -> int:
    """Compare evidence files with the graph, fact by fact, each at its place.

    EVIDENCE_DIR is the evidence folder of a pack; default are those of the packs shipped with ivigkg. Exit code 0
    only when every fact is in the graph or was left out for a stated reason.
    """
    from ivigkg.audit.evidence import evidence_folders, read_evidence
    from ivigkg.audit.graph import Facts
    from ivigkg.store import open_store

    folders = [evidence_dir] if evidence_dir is not None else evidence_folders()
    found = [read_evidence(folder) for folder in folders]
    with open_store(store_place) as store:
        facts = Facts(store.quads())
    if number is not None:
        _draw(found, facts, number, seed, form)
        return 0
    return max(_compare(evidence, facts, form, verbose) for evidence in found)


def _compare(evidence: Evidence, facts: Facts, form: str, verbose: bool) -> int:
    from ivigkg.audit import report
    from ivigkg.audit.check import audit

    done = audit(evidence, facts)
    if form == "json":
        click.echo(json.dumps(report.plain_data(done), indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(report.lines(done, verbose)))
    return 0 if done.clean else 1


def _draw(found: list[Evidence], facts: Facts, number: int, seed: int, form: str) -> None:
    from ivigkg.audit.places import record_line
    from ivigkg.audit.sample import card_lines, sample

    entries = [entry for evidence in found for entry in evidence.entries]
    cards = sample(facts, number, seed, entries, record_line([evidence.folder.parent for evidence in found]))
    if form == "json":
        click.echo(json.dumps([dataclasses.asdict(card) for card in cards], indent=2, ensure_ascii=False))
    else:
        click.echo("\n\n".join("\n".join(card_lines(index, card)) for index, card in enumerate(cards, start=1)))
