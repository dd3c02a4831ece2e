"""``ivigkg info``."""

from __future__ import annotations

import dataclasses
import json
import platform

import click

from ivigkg.cli import options, output


@click.command("info")
@options.as_of
@options.store
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(as_of: str | None, store_place: str, form: str) -> None:
    """Count what is in the store, per class, pack and basis, and name the versions behind it."""
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
