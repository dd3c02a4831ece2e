"""A process beside this one answers once, tells why it failed, and is gone at the end."""

from __future__ import annotations

import time

import pytest

from ivigkg.beside import Beside
from ivigkg.errors import IvigkgError


def test_it_takes_more_than_a_pipe_holds_and_answers() -> None:
    with Beside("ivigkg.export.union") as beside:
        beside.send(b"")
        assert beside.answer() == b""
    with Beside("zipfile") as failing:
        failing.send(b"x" * 1_000_000)
        with pytest.raises(IvigkgError) as caught:
            failing.answer()
    assert "-m zipfile" in str(caught.value) or "arguments" in str(caught.value)


def test_a_process_that_nobody_asks_is_gone_at_the_end_of_the_block() -> None:
    with Beside("ivigkg.export.union") as beside:
        process = beside._process
    for _ in range(100):
        if process.poll() is not None:
            break
        time.sleep(0.02)
    assert process.poll() is not None


def test_a_failure_of_the_block_ends_the_process_too() -> None:
    with pytest.raises(ZeroDivisionError), Beside("ivigkg.export.union") as beside:
        1 / 0  # noqa: B018
    assert beside._process.poll() is not None
