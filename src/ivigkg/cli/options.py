"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

store = click.option(
    "--store", "store_place", default="build/store", show_default=True, help="The store to ask, made by `ivigkg build`."
)

as_of: Callable[[Any], Any] = click.option(
    "--as-of",
    "as_of",
    metavar="DATE",
    help="Answer from what was published by the end of this day (YYYY-MM-DD; a year or month: its last day).",
)

output = click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to this file instead of standard output.",
)

packs: Callable[[Any], Any] = click.option(
    "--pack",
    "packs",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Folder of a topic pack; may be given several times. Default: the packs shipped with ivigkg.",
)
