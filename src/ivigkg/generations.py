"""The folder a build writes to: one builder at a time, each build a new generation, one link that changes over."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ivigkg.errors import OutputError

KEPT_GENERATIONS = 2


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """One build at a time in one folder; the lock goes with the process, however it ends."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        handle = os.open(out / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise unwritable(out, error) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OutputError(
                f"Another build is at work in {out}; wait until it is done, or give another --out."
            ) from None
        yield
    except OSError as error:
        raise unwritable(out, error) from error
    finally:
        os.close(handle)


@contextmanager
def generation(out: Path) -> Iterator[Path]:
    """A fresh folder to build in; when all went well, ``store`` and ``release`` change over to it in one step."""
    generations = out / ".generations"
    generations.mkdir(exist_ok=True)
    for half in generations.glob("half-*"):
        shutil.rmtree(half, ignore_errors=True)
    for name in ("store", "release"):
        if (out / name).exists() and not (out / name).is_symlink():
            raise OutputError(
                f"{out / name} is there already and was not made by `ivigkg build`; "
                "move it away, or give another --out."
            )
    folder = Path(tempfile.mkdtemp(prefix="half-", dir=generations))
    folder.chmod(0o755)
    try:
        yield folder
        _sync(folder)
        number = max((int(path.name) for path in generations.iterdir() if path.name.isdigit()), default=0) + 1
        folder.rename(generations / str(number))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    _point(out / ".current", Path(".generations") / str(number))
    for name in ("store", "release"):
        _point(out / name, Path(".current") / name)
    for path in generations.iterdir():
        if path.name.isdigit() and int(path.name) <= number - KEPT_GENERATIONS:
            shutil.rmtree(path, ignore_errors=True)


def _point(link: Path, target: Path) -> None:
    """Makes ``link`` lead to ``target``; a reader sees the old or the new one, never none."""
    if link.is_symlink() and link.readlink() == target:
        return
    fresh = link.with_name(f"{link.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    fresh.replace(link)


def _sync(folder: Path) -> None:
    """Everything on disk before the change-over, so that a power cut leaves the old graph or the new one."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as handle:
                os.fsync(handle.fileno())


def unwritable(out: Path, error: OSError) -> OutputError:
    """The error for a folder that cannot be written."""
    reason = error.strerror or str(error)
    remedy = _REMEDIES.get(error.errno or 0, "Give another --out.")
    return OutputError(f"{out} cannot be written ({reason}); what stood there before is untouched. {remedy}")


_REMEDIES = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), "Free some room or give another --out."),
    **dict.fromkeys((errno.EEXIST, errno.ENOTDIR), "It is a file; give a folder as --out."),
    **dict.fromkeys((errno.EMFILE, errno.ENFILE), "Close programs that hold files open, or raise `ulimit -n`."),
    errno.ENOMEM: "Close other programs; a build takes some 300 MB of memory.",
}
