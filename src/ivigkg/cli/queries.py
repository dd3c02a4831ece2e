"""``ivigkg queries``."""

from __future__ import annotations

import dataclasses
import json
import textwrap

import click

from ivigkg.cli import output
from ivigkg.errors import UsageError


@click.command("queries")
@click.argument("name", required=False)
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
def command(name: str | None, form: str) -> None:
    """List the named questions with their parameters; with NAME show one whole, its SPARQL included."""
    from ivigkg.api import queries
    from ivigkg.records.vocabulary import did_you_mean

    found = queries()
    if name is not None:
        if name not in found:
            raise UsageError(f"There is no question {name}{did_you_mean(name, found) or '.'}")
        click.echo(found[name].text, nl=False)
        return
    if form == "json":
        rows = [
            {
                "name": q.name, "title": q.title, "question": q.question, "for": q.audience, "form": q.form,
                "parameters": [dataclasses.asdict(parameter) for parameter in q.parameters],
            }
            for q in found.values()
        ]  # fmt: skip
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    if form == "markdown":
        click.echo("| name | question | parameters |\n| --- | --- | --- |")
        for query in found.values():
            words = ", ".join(f"`{p.name}={p.example}`" for p in query.parameters)
            click.echo(f"| `{query.name}` | {query.question} | {words} |")
        return
    for query in found.values():
        click.echo(query.name)
        click.echo(textwrap.fill(query.question, output.width(), initial_indent="    ", subsequent_indent="    "))
        for parameter in query.parameters:
            click.echo(f"      {parameter.name}={parameter.example}   {parameter.text}")
