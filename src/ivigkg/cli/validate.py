"""``ivigkg validate``."""

from __future__ import annotations

from pathlib import Path

import click

from ivigkg.cli import output
from ivigkg.errors import gathered


@click.command("validate")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print complaints.",
)
@click.option("-q", "--quiet", is_flag=True, help="Leave warnings out.")
def command(paths: tuple[Path, ...], form: str, quiet: bool) -> int:
    """Check records and shapes; every complaint with file and line.

    PATHS are packs, or single record files, which are checked within their pack. Without PATHS the shipped packs are
    checked.
    """
    from ivigkg.checking import validate

    report = validate(paths, say=output.say)
    output.hush()
    shown = [complaint for complaint in report.complaints if complaint.severity == "error" or not quiet]
    if form == "json":
        import json

        rows = [
            {"file": str(c.path), "line": c.line, "field": c.field, "message": c.message, "severity": c.severity}
            for c in shown
        ]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        for severity, mark in (("error", ""), ("warning", " (warning)")):
            for line in gathered(complaint for complaint in shown if complaint.severity == severity):
                click.echo(f"{line}{mark}")
        click.echo(f"{report.files} files: {report.errors} errors, {report.warnings} warnings", err=True)
    return 0 if report.conforms else 1
