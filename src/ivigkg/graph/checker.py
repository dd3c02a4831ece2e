"""Judges graphs by the shapes in a process of its own, so that a build goes on meanwhile.

The process starts at once and loads pySHACL while records are still being read; then it is given quads, once, and
answers once. It ends by itself when whoever asked is gone.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from threading import Thread
from types import TracebackType
from typing import IO, Self

import pyoxigraph as ox
from pyoxigraph import Quad

from ivigkg.errors import IvigkgError
from ivigkg.graph.validation import ValidationReport, Violation, prepare, validate_quads, validate_unit

WHOLE = ""
"""The name under which everything is judged at once."""


class Checker:
    """A process that judges units of quads; use it in a ``with`` block."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        self._sender: Thread | None = None

    def send(self, units: Mapping[str, Iterable[Quad]]) -> None:
        """Hands over the quads of each unit by the name of its graph; ``WHOLE`` is judged as one graph."""
        texts = {name: "".join(f"{quad} .\n" for quad in quads) for name, quads in units.items()}
        self._sender = Thread(target=self._write, args=(json.dumps(texts).encode(),), daemon=True)
        self._sender.start()

    def _write(self, content: bytes) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(content)
            self._process.stdin.close()
        except OSError:
            return  # the process is gone; reports() says why

    def reports(self) -> dict[str, ValidationReport]:
        """What the shapes say of each unit; waits for it. ``IvigkgError`` when the process failed."""
        assert self._process.stdout is not None and self._process.stderr is not None and self._sender is not None
        answer = self._process.stdout.read()
        told = self._process.stderr.read().decode("utf-8", "replace").strip()
        self._sender.join()
        if self._process.wait() != 0:
            raise IvigkgError(
                f"The shapes could not be checked: {told.splitlines()[-1] if told else 'no reason given'}"
            )
        return {
            name: ValidationReport.of(Violation(**item) for item in results)
            for name, results in json.loads(answer).items()
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                _close(pipe)


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except OSError:
        return  # what was not yet sent goes nowhere, and need not


def judge(texts: Mapping[str, str]) -> dict[str, list[dict[str, str | None]]]:
    """Results for each unit, whose quads are given as N-Quads."""
    found = {}
    for name, text in texts.items():
        quads = [quad for quad in ox.parse(text, format=ox.RdfFormat.N_QUADS) if isinstance(quad, Quad)]
        report = validate_quads(quads) if name == WHOLE else validate_unit(name, quads)
        found[name] = [asdict(violation) for violation in report.results]
    return found


def main() -> None:
    """The process: loads what it needs, reads units, writes results."""
    prepare()
    content = sys.stdin.buffer.read()
    if content:
        sys.stdout.write(json.dumps(judge(json.loads(content))))


if __name__ == "__main__":
    main()
