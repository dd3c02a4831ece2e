"""The evidence on intravenous immunoglobulin in myositis, as a graph.

>>> import ivigkg                                        # doctest: +SKIP
>>> ivigkg.build()                                       # doctest: +SKIP
>>> with ivigkg.open() as evidence:                      # doctest: +SKIP
...     table = evidence.query("studies-by-design")
...     frame = table.to_pandas()

What ``__all__`` lists is public; the rest may change freely. Heavy libraries are imported when they are needed.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ivigkg.api import EvidenceGraph, open, queries
    from ivigkg.checking import RecordReport, validate
    from ivigkg.errors import IvigkgError, QueryError, RecordErrors, StoreError
    from ivigkg.pipeline import BuildReport, build
    from ivigkg.query.catalogue import Query
    from ivigkg.results import Table, Triples, Truth

_HOMES = {
    "BuildReport": "ivigkg.pipeline",
    "EvidenceGraph": "ivigkg.api",
    "IvigkgError": "ivigkg.errors",
    "Query": "ivigkg.query.catalogue",
    "QueryError": "ivigkg.errors",
    "RecordErrors": "ivigkg.errors",
    "RecordReport": "ivigkg.checking",
    "StoreError": "ivigkg.errors",
    "Table": "ivigkg.results",
    "Triples": "ivigkg.results",
    "Truth": "ivigkg.results",
    "build": "ivigkg.pipeline",
    "open": "ivigkg.api",
    "queries": "ivigkg.api",
    "validate": "ivigkg.checking",
}

__all__ = [
    "BuildReport",
    "EvidenceGraph",
    "IvigkgError",
    "Query",
    "QueryError",
    "RecordErrors",
    "RecordReport",
    "StoreError",
    "Table",
    "Triples",
    "Truth",
    "build",
    "open",
    "queries",
    "validate",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("ivigkg")
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'ivigkg' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, "__version__"})
