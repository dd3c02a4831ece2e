"""The group of commands, and the one place where errors become exit codes.

0 done, 1 the data or the answer says no, 2 wrong usage, 3 could not run, 130 stopped by the user.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence

import click

from ivigkg.errors import IvigkgError

COMMANDS = {
    "build": "Build the graph from records, check it, and write store and release.",
    "validate": "Check records and shapes; every complaint with file and line.",
    "query": "Ask a named question, a .rq file, or standard input (-).",
    "queries": "List the named questions with their parameters.",
    "export": "Write the whole graph in one format.",
    "why": "Show the sources, the basis and the reasoning behind a node.",
    "conflicts": "Show where sources disagree, with both sides.",
    "review": "Show a review's stated numbers beside the recomputed ones.",
    "audit": "Compare the evidence files with the graph, fact by fact.",
    "info": "Count what is in the store, per class, pack and basis.",
    "new": "Write a commented template for a new record.",
    "serve": "Serve SPARQL at /sparql, with a start page.",
}


class Commands(click.Group):
    """Commands whose modules are imported only when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command called ``name``; its module is imported now."""
        if name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"ivigkg.cli.{name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As usual, with the nearest command for a misspelt one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean {near[0]}?" if near else f" Known are {', '.join(COMMANDS)}."
            raise click.UsageError(f"There is no command {args[0]}.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ivigkg", message="%(prog)s %(version)s")
def cli() -> None:
    """The evidence on intravenous immunoglobulin in myositis, as a graph.

    `ivigkg build` makes the graph; then ask it: `ivigkg query studies-by-design`.
    """


def main(args: Sequence[str] | None = None) -> int:
    """Runs one command and ends the process with its exit code; no traceback reaches the user."""
    sys.exit(run(args, guarded=True))


def run(args: Sequence[str] | None = None, guarded: bool = False) -> int:
    """Runs one command and gives its exit code; ``guarded`` makes standard output write everything or fail."""
    try:
        if guarded and (sys.stdout is None or list(args or sys.argv[1:]) not in ([], ["--help"], ["-h"])):
            from ivigkg.cli.output import guard_standard_output

            guard_standard_output()
        result = cli.main(args=list(args) if args is not None else None, prog_name="ivigkg", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except IvigkgError as error:
        click.echo(str(error), err=True)
        return error.exit_code
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return 2
    except (KeyboardInterrupt, click.Abort):
        click.echo("Stopped. What stood there before is untouched.", err=True)
        return 130
    except (BrokenPipeError, SystemExit):  # the framework makes the second of the first
        # Whoever reads our output has seen enough; nothing more can be written, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (OSError, MemoryError, RecursionError) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        place = f" ({error.filename})" if isinstance(error, OSError) and error.filename else ""
        click.echo(f"This could not be done: {reason}{place}.", err=True)
        if guarded:  # what is still held back for standard output would fail once more at exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 3
    except Exception as error:
        if os.environ.get("IVIGKG_DEBUG"):
            raise
        click.echo(
            f"This is a fault of ivigkg, not yours ({type(error).__name__}: {error}). Nothing was changed. "
            "IVIGKG_DEBUG=1 before the command shows where it happened; please report that.",
            err=True,
        )
        return 3


if __name__ == "__main__":
    main()
