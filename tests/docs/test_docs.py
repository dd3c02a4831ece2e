"""What the documents say is true."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ivigkg import resources
from ivigkg.pipeline import BuildReport

from ..conftest import ROOT, Ran

README = (ROOT / "README.md").read_text("utf-8")
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


@pytest.fixture
def folder(built: BuildReport, tmp_path: Path) -> Path:
    """A folder in which `ivigkg build` has run."""
    (tmp_path / "build").symlink_to(built.store.parent)
    return tmp_path


def test_reference_pages_are_fresh() -> None:
    done = subprocess.run([sys.executable, ROOT / "tools" / "reference.py", "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_commands_of_the_readme_run(folder: Path) -> None:
    env = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    lines = [line for block in blocks("sh") for line in block.splitlines() if "ivigkg " in line]
    assert len(lines) >= 6
    for line in lines:
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", line], cwd=folder, env=env, capture_output=True, text=True
        )
        assert done.returncode == 0, (line, done.stderr)
        assert done.stdout.strip()


def test_python_of_the_readme_runs(folder: Path) -> None:
    for block in blocks("python"):
        done = subprocess.run([sys.executable, "-W", "error", "-c", block], cwd=folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", document.read_text("utf-8")):
        assert (document.parent / target).exists(), target


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs" / "decisions").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_release_files_are_named_in_the_readme(built: BuildReport) -> None:
    for path in built.release.iterdir():
        assert path.name in README or path.suffix in README, path.name


def test_citation_and_project_agree_on_the_version(command: Callable[..., Ran]) -> None:
    version = command("--version").out.split()[1]
    assert f"version: {version}" in (ROOT / "CITATION.cff").read_text("utf-8")
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert f'owl:versionInfo "{version}"' in (resources.ontology_folder() / "ivigkg.ttl").read_text("utf-8")
