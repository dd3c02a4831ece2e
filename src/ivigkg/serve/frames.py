"""What the server and its workers say to each other: one byte for the kind, a head in JSON, a body of bytes."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import Any

ASK = b"?"
"""To the worker: a question, described in the head."""
READY = b"r"
"""From the worker: it has opened its store and waits."""
WHOLE = b"w"
"""A complete answer, with its head."""
FIRST = b"f"
"""The head of an answer and the first of its bytes; more follow."""
MORE = b"m"
"""Further bytes."""
END = b"e"
"""The answer is complete."""
ERROR = b"x"
"""There is no answer, or no more of it; the head says why."""

SIZES = struct.Struct("!cII")
"""Kind, length of the head, length of the body."""


@dataclass(frozen=True)
class Frame:
    """One message."""

    kind: bytes
    head: dict[str, Any]
    body: bytes = b""

    def __bytes__(self) -> bytes:
        head = json.dumps(self.head, ensure_ascii=False).encode() if self.head else b""
        return SIZES.pack(self.kind, len(head), len(self.body)) + head + self.body


def head_of(raw: bytes) -> dict[str, Any]:
    """The head of a frame from its bytes."""
    found: dict[str, Any] = json.loads(raw) if raw else {}
    return found
