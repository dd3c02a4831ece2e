"""``ivigkg new``."""

from __future__ import annotations

from pathlib import Path

import click


@click.group("new")
def command() -> None:
    """Write a commented template for a new record."""


@command.command("study")
@click.argument("slug")
@click.option(
    "--pack", type=click.Path(path_type=Path), default=Path("data/packs/ivig-myositis"), show_default=True,
    help="The topic pack that the study belongs to.",
)  # fmt: skip
def study(slug: str, pack: Path) -> None:
    """Write studies/SLUG.yaml, ready to fill in; an existing file is never overwritten.

    SLUG is surname and year, such as dalakas-1993.
    """
    from ivigkg.records.template import new_study

    path = new_study(pack, slug)
    click.echo(f"{path} is ready to fill in; then run: ivigkg validate {path}")
