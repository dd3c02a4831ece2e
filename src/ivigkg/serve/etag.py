"""A mark for an answer that changes when the data, the program or the question change."""

from __future__ import annotations

import hashlib
import re

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
    of_question = (
        question.text, question.accept, question.format, question.default_graphs, question.named_graphs,
        question.description, question.as_of,
    )  # fmt: skip
    parts = repr((of_question, manifest.digest, manifest.version, manifest.key, ox.__version__))
    return f'W/"{hashlib.sha256(parts.encode("utf-8", "replace")).hexdigest()[:32]}"'
