"""``ivigkg info``."""

from __future__ import annotations

import dataclasses
import json
import platform

import click

from ivigkg.cli import options, output
from ivigkg.errors import UsageError


@click.command("info")
@options.as_of
@options.store
@click.option("--completeness", is_flag=True, help="One line a study: how it was read and what is known of it.")
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True)
def command(as_of: str | None, store_place: str, completeness: bool, form: str) -> None:
    """Count what is in the store, per class, pack and basis, and name the versions behind it."""
    if completeness:
        _completeness(as_of, store_place, form)
        return
    if form == "csv":
        raise UsageError("csv is for --completeness; the counts come as text or json.")
    from importlib import metadata

    from ivigkg.query.as_of import day, store_on
    from ivigkg.query.info import info
    from ivigkg.store import open_store

    with open_store(store_place) as store:
        found = info(store_on(store, as_of))
        digest = store.manifest.digest if store.manifest else "unknown"
        made_by = store.manifest.engine if store.manifest else "unknown"
    versions = {name: metadata.version(name) for name in ("ivigkg", "pyoxigraph", "rdflib", "pyshacl", "pydantic")}
    versions["python"] = platform.python_version()
    until = None if as_of is None else day(as_of)
    if form == "json":
        content = dataclasses.asdict(found) | {"as_of": until, "digest": digest, "versions": versions}
        click.echo(json.dumps(content, indent=2))
        return
    blocks = [
        f"{store_place}: version {found.version} of {found.date}, {found.triples:,} triples in {found.graphs} graphs"
        f"{f', as of {until}' if until else ''}\n"
        f"sha256 {digest}, made with {made_by}",
        output.pairs("Nodes per class (a node counts in every class it is in)", found.classes),
        output.pairs("Graphs per pack", found.packs),
        output.pairs("Facts by what was read", found.basis),
        output.pairs("Facts that are not simply seen", found.certainty),
        output.pairs("Versions", versions.items()),
    ]
    click.echo("\n\n".join(block for block in blocks if block))


def _completeness(as_of: str | None, store_place: str, form: str) -> None:
    from ivigkg.cli import completeness as tables
    from ivigkg.query.as_of import store_on
    from ivigkg.query.completeness import completeness
    from ivigkg.store import open_store

    with open_store(store_place) as store:
        found = completeness(store_on(store, as_of))
    shape = {"text": tables.text, "csv": tables.table, "json": tables.as_json}[form]
    output.write(shape(found).encode(), None)
