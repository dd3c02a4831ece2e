"""The same bytes are parsed once for all tests of this folder: parsing depends on nothing else and nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from ivigkg.records import loader, mappings, parsing

from .toys import GOUT, toy_pack

parse = lru_cache(maxsize=2000)(parsing.parse)
read_mappings = lru_cache(maxsize=200)(mappings.read_mappings)


@pytest.fixture(autouse=True)
def parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader, "parse", parse)
    monkeypatch.setattr(loader, "read_mappings", read_mappings)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return toy_pack(tmp_path_factory.mktemp("toy"))


@pytest.fixture
def toy(shared: Path) -> Iterator[Path]:
    """The invented pack, to be changed; afterwards the changed files are put right for the next test."""
    yield shared
    for path in GOUT.rglob("*"):
        copy = shared / path.relative_to(GOUT)
        if path.is_file() and copy.read_bytes() != path.read_bytes():
            copy.write_bytes(path.read_bytes())
