"""What commands print: data on standard output, talk on standard error."""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from ivigkg.errors import OutputError, UsageError


class _Whole(io.FileIO):
    """A file that takes everything or fails; the plain one takes what fits on a full disk and says nothing."""

    def write(self, content: Any, /) -> int:
        """Writes all of ``content``; ``OSError`` when that cannot be done."""
        view = memoryview(content).cast("B")
        done = 0
        while done < len(view):
            done += super().write(view[done:]) or 0
        return done


def guard_standard_output() -> None:
    """Makes standard output write everything or fail; ``OutputError`` when it is closed."""
    if sys.stdout is None:
        raise OutputError("Standard output is closed, so there is nowhere to write to; give -o FILE or open it.")
    raw = _Whole(sys.stdout.fileno(), "w", closefd=False)
    encoding, errors = sys.stdout.encoding, sys.stdout.errors
    sys.stdout = io.TextIOWrapper(io.BufferedWriter(raw), encoding, errors, line_buffering=sys.stdout.isatty())


def say(text: str) -> None:
    """One line of progress, on a terminal only."""
    if sys.stderr is not None and sys.stderr.isatty():
        click.echo(f"\r\033[K{text} …", err=True, nl=False)


def hush() -> None:
    """Takes the line of progress away."""
    if sys.stderr is not None and sys.stderr.isatty():
        click.echo("\r\033[K", err=True, nl=False)


def width() -> int:
    """Columns of the terminal; 100 where there is none."""
    return shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 100


def write(content: bytes | Iterable[bytes], output: Path | None) -> None:
    """Bytes to a file, whole or not at all, or to standard output."""
    pieces = [content] if isinstance(content, bytes) else content
    if output is None:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        return
    if not output.name:
        raise UsageError("-o needs the name of a file.")
    output = output.resolve()  # a link leads to the file that is meant
    try:
        if output.exists() and not output.is_file():  # a device or a pipe is written to, not replaced
            with output.open("wb") as handle:
                handle.writelines(pieces)
            return
        mode = output.stat().st_mode & 0o777 if output.exists() else 0o644
        with tempfile.NamedTemporaryFile(dir=output.parent, prefix=f".{output.name}.", delete=False) as handle:
            half = Path(handle.name)
            try:
                for piece in pieces:
                    handle.write(piece)
            except BaseException:
                half.unlink(missing_ok=True)
                raise
        half.chmod(mode)
        half.replace(output)
    except OSError as error:
        raise OutputError(f"{output} cannot be written ({error.strerror or error}); nothing was changed.") from error


def pairs(title: str, items: Iterable[tuple[str, object]]) -> str:
    """A titled list of names and numbers, numbers aligned."""
    listed = [(str(label), f"{number:,}" if isinstance(number, int) else str(number)) for label, number in items]
    if not listed:
        return ""
    left = max(len(label) for label, _ in listed)
    right = max(len(number) for _, number in listed)
    return "\n".join([title, *(f"  {label:<{left}}  {number:>{right}}" for label, number in listed)])
