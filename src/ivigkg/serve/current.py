"""The store that is being served now; a build beside the server makes a new one current."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ivigkg.errors import StoreError
from ivigkg.store.embedded import EmbeddedStore, Manifest


@dataclass(frozen=True)
class Generation:
    """One built store: its folder without links on the way, what it says of itself, when it was made.

    ``asked`` is the folder that queries go to: the same one, or a copy that is written to.
    """

    folder: Path
    asked: Path
    manifest: Manifest
    modified: float

    @cached_property
    def store(self) -> EmbeddedStore:
        """The store, open in this process for the server's own small questions."""
        return EmbeddedStore.open(self.folder)


class Current:
    """Follows the link that a build changes over."""

    def __init__(self, place: Path, copy: Path | None = None):
        self._place, self._copy = place, copy
        self._stamp: tuple[int, int, int] | None = None
        self._generation = self._read()

    def generation(self) -> Generation:
        """The store as it is now; the last good one when there is none for the moment."""
        try:
            if self._look() != self._stamp:
                self._generation = self._read()
        except (OSError, StoreError):
            pass
        return self._generation

    def _read(self) -> Generation:
        folder = self._place.resolve()
        manifest = Manifest.read(folder)
        path = folder / "manifest.json"
        self._stamp = self._look()
        return Generation(folder, self._copy or folder, manifest, path.stat().st_mtime)

    def _look(self) -> tuple[int, int, int]:
        found = (self._place / "manifest.json").stat()
        return found.st_dev, found.st_ino, found.st_mtime_ns
