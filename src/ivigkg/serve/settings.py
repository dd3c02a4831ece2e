"""What a server may be told."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path


def usual_workers() -> int:
    """One worker more than there are processors, and at least four, so that a few slow queries stop nobody else."""
    return max(4, (os.cpu_count() or 1) + 1)


@dataclass(frozen=True)
class Settings:
    """Limits, and where the server is found.

    ``timeout`` is in seconds, ``memory`` in MiB beyond what a worker has at first, ``rows`` the longest answer,
    ``queue`` how many requests may wait for a worker, ``hosts`` the names that the server answers to (any when
    ``None``), ``base_url`` its address as others see it, ``token`` what opens the endpoint for updates, ``copy`` the
    copy of the store that they change.
    """

    timeout: float = 10.0
    workers: int = field(default_factory=usual_workers)
    memory: int = 2048
    rows: int = 1_000_000
    queue: int = 64
    hosts: tuple[str, ...] | None = None
    base_url: str | None = None
    token: str | None = None
    copy: Path | None = None
