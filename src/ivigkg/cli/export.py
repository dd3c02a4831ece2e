"""``ivigkg export``."""

from __future__ import annotations

from pathlib import Path

import click

from ivigkg.cli import options, output


@click.command("export")
@click.argument("form", metavar="FORMAT")
@options.store
@options.output
def command(form: str, store_place: str, target: Path | None) -> None:
    """Write the whole graph in one format.

    FORMAT is turtle, ntriples or rdfxml (the union of all graphs), or trig, nquads or jsonld (with the graphs).
    """
    from ivigkg import formats
    from ivigkg.export.rdf import Release, serialize
    from ivigkg.store import open_store

    chosen = formats.for_name(form, formats.RDF)
    with open_store(store_place) as store:
        manifest = store.manifest
        release = Release(manifest.version, manifest.date, manifest.digest) if manifest else None
        output.write(serialize(list(store.quads()), chosen, release), target)
