"""``ivigkg why``."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING

import click

from ivigkg.cli import options

if TYPE_CHECKING:
    from ivigkg.query.why import Explanation, Footing


@click.command("why")
@click.argument("iri")
@options.as_of
@options.store
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(iri: str, as_of: str | None, store_place: str, form: str) -> None:
    """Show the sources, the basis and the reasoning behind a node.

    IRI is a full IRI or a short one, such as study:dalakas-1993#strength.
    """
    from ivigkg.namespaces import expand
    from ivigkg.query.as_of import store_on
    from ivigkg.query.why import why
    from ivigkg.store import open_store

    node = (iri if iri.startswith("http") else expand(iri)) or iri
    with open_store(store_place) as whole:
        store = store_on(whole, as_of, node)
        explanation = why(store, node)
        if form == "json":
            click.echo(json.dumps(dataclasses.asdict(explanation), indent=2, ensure_ascii=False))
        else:
            click.echo("\n".join(_lines(store, explanation)))


def _lines(store, found: Explanation) -> list[str]:  # type: ignore[no-untyped-def]
    from ivigkg.namespaces import shorten
    from ivigkg.query.ask import names

    targets = {value for _, value in found.statements if value.startswith("https://w3id.org/ivigkg/")}
    labels = names(store, targets | ({found.whole} if found.whole else set()))
    lines = [found.label, f"  {found.iri}", f"  kind      {', '.join(found.kinds)}"]
    if found.whole:
        lines.append(f"  part of   {labels.get(found.whole, found.whole)}")
    if found.graph:
        lines.append(f"  recorded  {found.graph}, curated {found.curated}")
    lines.append("\nIt says")
    hidden = {"rdf:type", "rdfs:label", "ev:study", "ev:review"}
    for predicate, value in found.statements:
        short = shorten(predicate)
        if short not in hidden and "recordedIn" not in short:
            shown = labels.get(value) or shorten(value) if value.startswith("http") else value
            lines.append(f"  {short.partition(':')[2]:<22}{shown}")
    if found.own:
        lines.append("\nIt stands on")
    elif found.footings:
        lines.append("\nIt states nothing by itself; what speaks of it")
    else:
        lines.append("\nNo source stands behind it: it belongs to the vocabulary or follows from other statements.")
    for footing in found.footings:
        lines += _footing(footing, own=found.own)
    if found.counts:
        lines.append("\nParts by what was read: " + ", ".join(f"{basis} {count}" for basis, count in found.counts))
    return lines


def _footing(footing: Footing, own: bool) -> list[str]:
    lines = [] if own else [f"  {footing.label}", f"    {footing.iri}"]
    pad = "  " if own else "    "
    for paper in footing.sources:
        numbers = [f"doi {paper.doi}" if paper.doi else "", f"PMID {paper.pmid}" if paper.pmid else ""]
        extra = ", ".join(text for text in (paper.issued or "", *numbers) if text)
        lines.append(f"{pad}source    {paper.label}" + (f" ({extra})" if extra else ""))
        if paper.title and own:
            lines.append(f"{pad}          {paper.title}")
    lines.append(f"{pad}basis     {', '.join(footing.basis)}")
    lines += [f"{pad}read at   {address}" for address in footing.read_at]
    lines += [f"{pad}also at   {address}" for address in footing.also_read_at]
    if footing.quote:
        lines.append(f"{pad}quote     “{footing.quote}”")
    if footing.certainty:
        lines.append(f"{pad}certainty {footing.certainty}")
    if footing.derived:
        lines.append(f"{pad}derived   {', '.join(footing.derived)}: {footing.derivation}")
    lines += [f"{pad}note      {note}" for note in footing.note]
    return lines
