"""The Oxigraph store, in a folder or in memory."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import pyoxigraph as ox
from pyoxigraph import Quad

from ivigkg.errors import QueryError, StoreError
from ivigkg.results import Answer, Table, Triples, Truth
from ivigkg.store.dataset import names_graphs
from ivigkg.store.exact import Exact

QUADS = "quads.nq"
FORMAT = 1
"""Grows when a store written by an older release can no longer be read as it is."""


@dataclass(frozen=True)
class Manifest:
    """What a store folder says of itself: its format, who made it from what, and how much is in it."""

    format: int
    version: str
    engine: str
    date: str
    digest: str
    key: str
    quads: int

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """The manifest in ``folder``; ``StoreError`` when there is none or it is of another kind."""
        path = folder / "manifest.json"
        try:
            content = json.loads(path.read_text("utf-8"))
            manifest = cls(**content)
        except FileNotFoundError:
            raise StoreError(_missing(folder)) from None
        except NotADirectoryError:
            raise StoreError(f"{folder} is a file; a store is a folder made by `ivigkg build`.") from None
        except (OSError, ValueError, TypeError) as error:
            raise StoreError(f"{path} cannot be read ({error}); run `ivigkg build` to make the store anew.") from error
        if manifest.format != FORMAT:
            raise StoreError(
                f"The store in {folder} has format {manifest.format}, this ivigkg reads format {FORMAT}; "
                "run `ivigkg build` to make it anew."
            )
        return manifest

    def write(self, folder: Path) -> None:
        """Puts the manifest into ``folder``."""
        (folder / "manifest.json").write_text(json.dumps(asdict(self), indent=2) + "\n", "utf-8")


_COPY = "COPY"
"""A file that says of a store that it is a copy, which may be written to."""


def is_copy(folder: Path) -> bool:
    """Whether a store is a copy that was made for writing; what a build made never is."""
    return (folder / _COPY).is_file()


def mark_copy(folder: Path) -> None:
    """Says of the store in ``folder`` that it is a copy."""
    (folder / _COPY).write_text("This store is a copy made by `ivigkg serve --writable`.\n", "utf-8")


def _missing(folder: Path) -> str:
    if not folder.exists():
        return f"There is no store at {folder}; run `ivigkg build` first, or name one with --store."
    return f"{folder} is not a store made by `ivigkg build` (it has no manifest.json); name one with --store."


class EmbeddedStore:
    """An Oxigraph store that is only read.

    Oxigraph keeps the value of a number and not its digits: it gives back ``75`` for ``75.0``. Therefore the quads
    stand beside it as they were made, and whatever comes out as triples takes its digits from there. Cells of a table
    are values.
    """

    def __init__(self, store: ox.Store, exact: Exact, manifest: Manifest | None = None):
        self._store: ox.Store | None = store
        self._exact = exact
        self.manifest = manifest

    @classmethod
    def open(cls, folder: Path, exact: Exact | None = None) -> Self:
        """The store in ``folder``, beside any other process that reads it; ``StoreError`` when it cannot be opened.

        ``exact`` are its quads with their digits where they were read before. A copy made for writing is opened for
        writing, and by one process at a time.
        """
        manifest = Manifest.read(folder)
        try:
            place = folder.resolve()  # a build that changes the links over must not change what is open
            data = str(place / "data")
            store = ox.Store(data) if is_copy(place) else ox.Store.read_only(data)
            return cls(store, exact or Exact(place / QUADS, manifest.digest), manifest)
        except (OSError, RuntimeError) as error:
            raise StoreError(
                f"The store in {folder} cannot be opened ({error}); it may be held by another process or damaged. "
                "Stop that process, or run `ivigkg build` to make the store anew."
            ) from error

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> Self:
        """A store in memory that holds ``quads``."""
        kept = sorted(quads, key=str)
        store = ox.Store()
        store.bulk_extend(kept)
        return cls(store, Exact(kept))

    @staticmethod
    def write(folder: Path, content: bytes, manifest: Manifest) -> None:
        """Makes a store of ``content``, sorted N-Quads, in ``folder``, which must not exist yet."""
        folder.mkdir(parents=True)
        (folder / QUADS).write_bytes(content)
        store = ox.Store(str(folder / "data"))
        store.bulk_load(content, format=ox.RdfFormat.N_QUADS)
        store.flush()
        del store
        manifest.write(folder)

    def query(self, text: str) -> Answer:
        """The answer over the graphs that ``text`` names with FROM, else over the union of all of them.

        ``QueryError`` when ``text`` is not a query.
        """
        try:
            return self._answer(self._open().query(text, use_default_graph_as_union=not names_graphs(text)))
        except SyntaxError as error:
            raise QueryError(str(error)) from error
        except (OSError, RuntimeError) as error:
            raise StoreError(f"The question could not be answered: {error}") from error

    def _answer(self, found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> Answer:
        if isinstance(found, ox.QueryBoolean):
            return Truth(bool(found))
        if isinstance(found, ox.QueryTriples):
            return Triples(tuple(map(self._exact.triple, found)))
        columns = tuple(variable.value for variable in found.variables)
        return Table(columns, tuple(tuple(row) for row in found))

    @property
    def engine(self) -> ox.Store:
        """The engine itself, for those who send its answers on as they come."""
        return self._open()

    @property
    def exact(self) -> Exact:
        """The quads with their digits, beside the engine."""
        return self._exact

    def graphs(self) -> list[str]:
        """The IRIs of all named graphs."""
        return [name.value for name in self._open().named_graphs() if isinstance(name, ox.NamedNode)]

    def quads(self) -> Iterator[Quad]:
        """Every triple with its graph, sorted, every number with the digits it was typed with."""
        self._open()
        return self._exact.quads()

    def content(self) -> bytes:
        """Every triple with its graph as sorted lines of N-Quads."""
        self._open()
        return self._exact.content()

    def about(self, node: ox.NamedNode) -> list[Quad]:
        """What is said of one node, every number with the digits it was typed with."""
        self._open()
        return self._exact.about(node)

    def close(self) -> None:
        """Lets go of the files."""
        self._store = None

    def _open(self) -> ox.Store:
        if self._store is None:
            raise StoreError("This store was closed; open it again before asking.")
        return self._store

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
