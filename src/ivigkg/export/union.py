"""The process behind :class:`ivigkg.export.release.UnionWriter`: reads N-Quads, writes files, answers their hashes."""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path

from ivigkg.export.arrange import Arrangement
from ivigkg.export.rdf import Release
from ivigkg.export.release import union_files, write_files
from ivigkg.graph.rows import rows_of_lines


def main() -> None:
    """Reads one line that says what is wanted and the quads after it; an empty input means that nobody asks."""
    gc.disable()
    told, _, content = sys.stdin.buffer.read().partition(b"\n")
    if not told:
        return
    order = json.loads(told)
    arranged = Arrangement(rows=rows_of_lines(content.decode()))
    try:
        files = union_files(arranged, Release(**order["release"]))
        answer: dict[str, object] = dict(write_files(Path(order["folder"]), files))
    except OSError as error:
        answer = {"errno": error.errno, "reason": error.strerror}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
