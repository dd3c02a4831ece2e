"""The installed wheel works outside a checkout, with ontology, data and queries inside."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from ..conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-q", "-w", folder, ROOT],
        capture_output=True, text=True, env={**os.environ, "PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


def test_wheel_carries_all_content(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder, pattern in (("ontology", "*.ttl"), ("data", "*.yaml"), ("queries", "*.rq")):
        for path in (ROOT / folder).rglob(pattern):
            assert f"ivigkg/content/{path.relative_to(ROOT)}" in names
    assert "ivigkg/py.typed" in names
    assert "ivigkg/content/ontology/context.jsonld" in names
    assert any(name.startswith("ivigkg/serve/templates/") for name in names)
    assert any(name.startswith("ivigkg/serve/static/") for name in names)
    assert not any("tests/" in name or "__pycache__" in name for name in names)


def test_installed_wheel_builds_and_answers(wheel: Path, tmp_path: Path) -> None:
    """Unpacked into a folder of its own, in front of everything else on the path."""
    place = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(place)
    env = {**os.environ, "PYTHONPATH": str(place)}
    code = (
        "from ivigkg import resources; print(resources.root(), flush=True); "
        "from ivigkg.cli.main import run; raise SystemExit(run())"
    )

    def run(*args: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", code, *args], cwd=tmp_path, env=env, capture_output=True, text=True
        )

    made = run("build", "--quiet")
    assert made.returncode == 0, made.stderr
    assert str(place / "ivigkg" / "content") in made.stdout
    asked = run("query", "studies-by-design", "--format", "csv")
    assert asked.returncode == 0, asked.stderr
    assert "randomised-controlled-trial" in asked.stdout
