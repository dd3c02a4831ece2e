"""``ivigkg build``."""

from __future__ import annotations

from pathlib import Path

import click

from ivigkg.cli import options, output
from ivigkg.errors import UsageError


@click.command("build")
@options.packs
@click.option(
    "--out", type=str, default="build", show_default=True,
    help="Folder for store and release.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Build even when nothing changed.")
@click.option("-q", "--quiet", is_flag=True, help="Print warnings as a number only.")
def command(packs: tuple[Path, ...], out: str, force: bool, quiet: bool) -> None:
    """Build the graph from records, check it, and write store and release.

    The records of the pack become OUT/store, a store to ask, and OUT/release, files to pass on. What stood there before
    stays until everything is done.
    """
    from ivigkg.pipeline import build

    if not out:
        raise UsageError("--out is empty; name a folder.")
    report = build(packs, out, force=force, say=output.say)
    output.hush()
    for warning in () if quiet else report.warnings:
        click.echo(f"warning: {warning}", err=True)
    state = "built" if report.fresh else "up to date"
    click.echo(
        f"{state}: {report.quads:,} triples from {report.records} files, {len(report.warnings)} warnings; "
        f"version {report.version} of {report.date}\n  {report.store}\n  {report.release}"
    )
