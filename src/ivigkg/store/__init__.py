"""Places where a graph is kept and asked."""

from __future__ import annotations

from pathlib import Path

from ivigkg.errors import StoreError
from ivigkg.store.base import Store
from ivigkg.store.embedded import EmbeddedStore

__all__ = ["EmbeddedStore", "Store", "open_store"]


def open_store(place: str | Path) -> EmbeddedStore:
    """The store at ``place``, a folder made by ``ivigkg build``; ``StoreError`` says why it cannot be opened."""
    if not str(place):
        raise StoreError("The name of the store is empty; give a folder made by `ivigkg build`.")
    if str(place).startswith(("http://", "https://")):
        raise StoreError(f"{place} is a remote store; this release reads folders made by `ivigkg build` only.")
    return EmbeddedStore.open(Path(place))
