"""Finds what is shipped beside the code: ontology, shapes, data, queries. A checkout comes before an installed copy."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ivigkg.errors import UsageError

_HERE = Path(__file__).resolve().parent


@cache
def root() -> Path:
    """The folder that holds ``ontology``, ``data`` and ``queries``."""
    checkout = _HERE.parent.parent
    if (checkout / "ontology" / "ivigkg.ttl").is_file() and (checkout / "pyproject.toml").is_file():
        return checkout
    installed = _HERE / "content"
    if (installed / "ontology" / "ivigkg.ttl").is_file():
        return installed
    raise UsageError(f"The ontology is missing beside {_HERE}: this installation is incomplete; install ivigkg again.")


def ontology_folder() -> Path:
    """Where core, alignments, closed lists, shapes and context stand."""
    return root() / "ontology"


def packs_folder() -> Path:
    """Where the shipped topic packs stand."""
    return root() / "data" / "packs"


def queries_folder() -> Path:
    """Where the named questions and the rules stand."""
    return root() / "queries"


def ontology_files() -> tuple[Path, ...]:
    """Core, alignments and closed lists, in the order in which they are read."""
    folder = ontology_folder()
    return (folder / "ivigkg.ttl", folder / "alignments.ttl", *sorted((folder / "terms").glob("*.ttl")))


def default_packs() -> tuple[Path, ...]:
    """The folders of all shipped packs."""
    return tuple(sorted(path.parent for path in packs_folder().glob("*/pack.yaml")))
