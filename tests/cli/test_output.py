"""What is written is written whole, where it was meant to go, or an error says so."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread

from ..conftest import Ran

Command = Callable[..., Ran]
TOOL = Path(sys.executable).parent / "ivigkg"


def test_standard_output_that_fills_up_is_an_error(store: Path, tmp_path: Path) -> None:
    line = f"ulimit -f 100; exec {TOOL} export turtle --store {store} > {tmp_path / 'out.ttl'}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, timeout=60)
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr and "could not be done" in done.stderr


def test_text_on_a_full_device_is_an_error(store: Path) -> None:
    for arguments in (["export", "nquads"], ["review", "wang-2012"], ["query", "studies-by-design"]):
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run([TOOL, *arguments, "--store", store], stdout=full, stderr=subprocess.PIPE, timeout=60)
        assert done.returncode == 3, arguments


def test_closed_standard_output_is_one_sentence(store: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", f"exec {TOOL} info --store {store} >&-"], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 3
    assert "Standard output is closed" in done.stderr


def test_output_follows_links_and_keeps_the_mode(command: Command, store: Path, tmp_path: Path) -> None:
    real = tmp_path / "real.csv"
    real.write_text("old", "utf-8")
    real.chmod(0o600)
    (tmp_path / "link.csv").symlink_to(real)
    ran = command("query", "studies-by-design", "--format", "csv", "--store", store, "-o", "link.csv")
    assert ran.code == 0, ran.err
    assert (tmp_path / "link.csv").is_symlink()
    assert real.read_text("utf-8").startswith("design,")
    assert real.stat().st_mode & 0o777 == 0o600


def test_output_to_a_pipe_is_written_and_not_replaced(command: Command, store: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    read: list[bytes] = []
    reader = Thread(target=lambda: read.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    ran = command("query", "studies-by-design", "--format", "csv", "--store", store, "-o", "pipe")
    reader.join(timeout=20)
    assert ran.code == 0, ran.err
    assert (tmp_path / "pipe").is_fifo()
    assert read[0].startswith(b"design,")


def test_device_is_not_replaced(command: Command, store: Path) -> None:
    assert command("query", "studies-by-design", "--store", store, "-o", "/dev/null").code == 0
    assert Path("/dev/null").is_char_device()


def test_reader_that_leaves_early_is_no_error(store: Path) -> None:
    for arguments in (f"export nquads --store {store}", "queries", "queries --format markdown", "--help"):
        line = f"{TOOL} {arguments} | true; exit ${{PIPESTATUS[0]}}"
        done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, (arguments, done.stderr)


def test_empty_names_are_wrong_usage(command: Command, store: Path, tmp_path: Path) -> None:
    assert command("build", "--out", "").code == 2
    assert command("query", "studies-by-design", "--store", store, "-o", "").code == 2
    assert command("info", "--store", "").code == 3
    assert command("serve", "--host", "", "--store", store).code == 2
    assert list(tmp_path.iterdir()) == []


def test_enormous_query_is_refused_at_once(command: Command, store: Path) -> None:
    ran = command("query", "-", "--store", store, stdin=b"SELECT " + b"x" * 5_000_000)
    assert ran.code == 2
    assert "characters" in ran.err and len(ran.err) < 300


def test_review_that_counts_no_study_says_so(command: Command, store: Path) -> None:
    for slug in ("dalakas-2011", "raaphorst-2025", "desouza-2019"):
        ran = command("review", slug, "--store", store)
        assert ran.code == 0
        assert "None" not in ran.out
