"""A mark for an answer that changes when the data, the program or the question change."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict

import pyoxigraph as ox

from ivigkg.serve.question import Question
from ivigkg.store.embedded import Manifest

_VOLATILE = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\b", re.IGNORECASE)


def etag(question: Question, manifest: Manifest) -> str | None:
    """The mark of the answer to ``question``; ``None`` when the same question may be answered otherwise next time.

    It is weak: packed or not, and in whichever order the engine finds them, the rows are the same.
    """
    if _VOLATILE.search(question.text):
        return None
    asked = asdict(question)
    for name in ("store", "gzip", "rows"):
        del asked[name]
    parts = json.dumps([asked, manifest.digest, manifest.version, manifest.key, ox.__version__])
    return f'W/"{hashlib.sha256(parts.encode("utf-8", "replace")).hexdigest()[:32]}"'
