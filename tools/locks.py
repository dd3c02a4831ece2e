"""Checks that the lock files hold hashes and no address or path of a machine; ``--write`` compiles them anew.

python tools/locks.py            exit 1 with a sentence for each line that must not be there
python tools/locks.py --write    needs uv (pip install uv)
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"requirements.lock": "requirements.in", "requirements-test.lock": "requirements-test.in"}
FORBIDDEN = re.compile(
    r"https?://|index-url|find-links|file://|trusted-host|\"resolved\"|^\s*-e\s|(^|\s)/\w+/", re.MULTILINE
)


def problems(name: str, text: str) -> list[str]:
    """What is wrong with one lock file, each with its line."""
    found = [
        f"{name}:{number}: an address or a path of a machine: {line.strip()[:80]}"
        for number, line in enumerate(text.splitlines(), start=1)
        if FORBIDDEN.search(line)
    ]
    for block in re.split(r"\n(?=\S)", text):
        if re.match(r"^[a-z0-9_.-]+==", block, re.IGNORECASE) and "--hash=sha256:" not in block:
            found.append(f"{name}: {block.split()[0]} has no hash")
    if "==" not in text:
        found.append(f"{name}: nothing is locked in it")
    return found


def write() -> int:
    """Compiles both lock files with uv."""
    for lock, source in LOCKS.items():
        command = [
            "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes",
            "--no-annotate", "--no-header", source, "-o", lock,
        ]  # fmt: skip
        try:
            subprocess.run(command, cwd=ROOT, check=True)
        except FileNotFoundError:
            print("uv is needed to write lock files: pip install uv", file=sys.stderr)
            return 3
    return 0


def main() -> int:
    """Runs the check, or writes first."""
    if "--write" in sys.argv[1:] and (code := write()):
        return code
    found = [problem for name in LOCKS for problem in problems(name, (ROOT / name).read_text("utf-8"))]
    print("\n".join(found) or "lock files: hashes only, no addresses")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
