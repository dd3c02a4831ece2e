"""Real servers in processes of their own, over the built graph and over a few small graphs."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from ivigkg.store.embedded import FORMAT, EmbeddedStore, Manifest

IVIGKG = str(Path(sys.executable).parent / "ivigkg")
DATA = "http://example.org/data"

http = httpx.Client(verify=False, timeout=30)
"""One client for all tests; reading certificates for each request would take longer than the requests."""


@pytest.fixture(scope="session", autouse=True)
def _hang_up() -> Iterator[None]:
    """Closes what the client left open."""
    with http:
        yield


@dataclass
class Serving:
    """A running server: its address, its process, and what it said on standard error."""

    url: str
    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)


@contextmanager
def serving(store: Path, *options: object, env: dict[str, str] | None = None) -> Iterator[Serving]:
    """A real server on a free port; its standard error is read all the while, so that it never blocks."""
    process = subprocess.Popen(
        [IVIGKG, "serve", "--port", "0", "--store", str(store), *map(str, options)],
        stderr=subprocess.PIPE, text=True, env=env,
    )  # fmt: skip
    assert process.stderr is not None
    line = process.stderr.readline()
    match = re.search(r"http://[\d.]+:\d+", line)
    if not match:
        process.kill()
        raise AssertionError(line + process.stderr.read())
    found = Serving(match[0], process, [line])
    reader = threading.Thread(target=lambda stream: found.said.extend(stream), args=(process.stderr,), daemon=True)
    reader.start()
    try:
        yield found
    finally:
        process.terminate()
        process.wait(timeout=15)
        reader.join(timeout=5)
        process.stderr.close()


@pytest.fixture(scope="session")
def server(store: Path) -> Iterator[str]:
    """The address of a server over the built graph."""
    with serving(store) as found:
        yield found.url


def small_store(folder: Path, quads: dict[str, str], digest: str = "0" * 64) -> Path:
    """A store with a few graphs; ``quads`` are N-Triples lines by the IRI of their graph."""
    lines = sorted(
        f"{line.rstrip(' .')} <{graph}> .\n" for graph, text in quads.items() for line in text.strip().splitlines()
    )
    content = "".join(lines).encode()
    sha = hashlib.sha256(content).hexdigest()
    EmbeddedStore.write(folder, content, Manifest(FORMAT, "0.1.0", "test", "2026-01-01", sha, digest, len(lines)))
    return folder


@pytest.fixture(scope="session")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with three named graphs of one triple each."""
    return small_store(
        tmp_path_factory.mktemp("small") / "store",
        {f"{DATA}/{n}": f'<http://example.org/s{n}> <http://example.org/p> "{n}" .' for n in (1, 2, 3)},
    )


@pytest.fixture(scope="session")
def graphs_server(graphs: Path) -> Iterator[str]:
    """The address of a server over the three small graphs."""
    with serving(graphs, "--workers", "2") as found:
        yield found.url
