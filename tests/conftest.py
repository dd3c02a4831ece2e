"""The graph of the shipped records, built once a session by the real pipeline."""

from __future__ import annotations

import fcntl
import io
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from ivigkg.cli.main import run
from ivigkg.pipeline import BuildReport, build

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> BuildReport:
    """Store and release of the shipped packs; test processes that run side by side share one build."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    with (shared / "built.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        return build((), shared / "built")


@pytest.fixture(scope="session")
def store(built: BuildReport) -> Path:
    """The store of the shipped packs."""
    return built.store


@pytest.fixture
def command(tmp_path: Path) -> Callable[..., Ran]:
    """Runs the real command in a folder of its own, as a user would."""

    def run(*args: object, stdin: bytes = b"", cwd: Path | None = None, env: dict[str, str] | None = None) -> Ran:
        done = subprocess.run(
            [str(Path(sys.executable).parent / "ivigkg"), *map(str, args)],
            input=stdin,
            capture_output=True,
            cwd=cwd or tmp_path,
            env=env,
            timeout=120,
        )
        return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    return run


@pytest.fixture
def within(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Callable[..., Ran]:
    """Runs a command in this process, for many cases of what another test shows through the real door."""

    def run_(*args: object, stdin: bytes = b"") -> Ran:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
        capfdbinary.readouterr()
        code = run([str(arg) for arg in args])
        out, err = capfdbinary.readouterr()
        return Ran(code, out.decode("utf-8"), err.decode("utf-8"))

    return run_
