"""What every place that keeps a graph can do."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import Protocol, Self

from pyoxigraph import NamedNode, Quad

from ivigkg.results import Answer


class Store(Protocol):
    """A graph that can be asked. Questions go over the union of its named graphs."""

    def query(self, text: str) -> Answer:
        """The answer to a SPARQL query; ``QueryError`` when it is not one, ``StoreError`` when it cannot be asked."""
        ...

    def quads(self) -> Iterator[Quad]:
        """Every triple with its graph, every number with the digits it was typed with."""
        ...

    def about(self, node: NamedNode) -> list[Quad]:
        """What is said of one node, every number with the digits it was typed with."""
        ...

    def close(self) -> None:
        """Lets go of files and connections; asking afterwards is an error."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
