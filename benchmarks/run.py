"""Times what a user waits for, beside named peers, interleaved in one run: medians and ratios.

    python benchmarks/run.py [--rounds N] [--write]     --write puts the table into benchmarks/RESULTS.md

Machines are noisy: read the ratios, not the seconds.
"""

from __future__ import annotations

import argparse
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import ivigkg
from ivigkg import resources
from ivigkg.api import prepare
from ivigkg.store import open_store

BIN = Path(sys.executable).parent
ROOT = Path(__file__).resolve().parent.parent


def wall(command: list[str], cwd: Path) -> float:
    """Seconds that a command takes, from outside."""
    begun = time.perf_counter()
    subprocess.run(command, cwd=cwd, check=True, capture_output=True)
    return time.perf_counter() - begun


def medians(rounds: int, tasks: dict[str, Callable[[], float]]) -> dict[str, float]:
    """The median of each task; tasks take turns, so that the machine's moods meet all alike."""
    times: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(rounds):
        for name, task in tasks.items():
            times[name].append(task())
    return {name: statistics.median(found) for name, found in times.items()}


def commands(rounds: int, folder: Path) -> dict[str, float]:
    """Whole processes: a bare interpreter, help, builds of three kinds, a first answer."""
    pack = Path(shutil.copytree(resources.packs_folder() / "ivig-myositis", folder / "ivig-myositis"))
    study = pack / "studies" / "dalakas-1993.yaml"
    original = study.read_text("utf-8")
    tool = str(BIN / "ivigkg")
    build = [tool, "build", "--quiet", "--pack", str(pack), "--out"]
    subprocess.run([*build, "warm"], cwd=folder, check=True, capture_output=True)
    turn = iter(range(10**6))

    def cold() -> float:
        shutil.rmtree(folder / "cold", ignore_errors=True)
        return wall([*build, "cold"], folder)

    def edited() -> float:
        study.write_text(original.replace("curated: 2026-11-22", f"curated: 2026-11-{next(turn) % 20 + 1:02}"), "utf-8")
        return wall([*build, "warm"], folder)

    python = sys.executable
    nquads = folder / "warm" / "release" / "ivigkg.nq"
    raw = (
        f"import pyoxigraph as o; s=o.Store(r'{folder}/raw'); "
        f"s.bulk_load(path=r'{nquads}', format=o.RdfFormat.N_QUADS); s.flush()"
    )
    rdflib = f"import rdflib; rdflib.Dataset().parse(r'{nquads}', format='nquads')"

    def raw_load() -> float:
        shutil.rmtree(folder / "raw", ignore_errors=True)
        return wall([python, "-c", raw], folder)

    return medians(
        rounds,
        {
            "bare interpreter": lambda: wall([python, "-c", ""], folder),
            "ivigkg --help": lambda: wall([tool, "--help"], folder),
            "build from nothing": cold,
            "build, one record changed": edited,
            "build, nothing changed": lambda: wall([*build, "warm"], folder),
            "first answer (ivigkg query)": lambda: wall(
                [tool, "query", "studies-by-design", "--store", "warm/store", "--format", "csv"], folder
            ),
            "peer: pyoxigraph bulk_load of the released N-Quads": raw_load,
            "peer: rdflib parses the released N-Quads": lambda: wall([python, "-c", rdflib], folder),
        },
    )


def questions(rounds: int, folder: Path) -> dict[str, float]:
    """Each named question in the open store, in seconds."""
    with open_store(folder / "warm" / "store") as store:
        texts = {name: prepare(name, {}) for name in ivigkg.queries()}

        def timed(text: str) -> float:
            begun = time.perf_counter()
            store.query(text)
            return time.perf_counter() - begun

        return medians(rounds, {name: lambda text=text: timed(text) for name, text in texts.items()})


def peak_memory(folder: Path) -> float:
    """Megabytes that a build from nothing holds at most."""
    code = (
        "import resource, sys; from ivigkg.pipeline import build; from pathlib import Path; "
        f"build((), Path(r'{folder}/memory')); print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout)


def report(rounds: int) -> str:
    """The table."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        found = commands(rounds, folder)
        asked = questions(max(rounds, 5), folder)
        memory = peak_memory(folder)
    bare = found["bare interpreter"]
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in ("ivigkg", "pyoxigraph", "rdflib", "pyshacl"))
    slowest = sorted(asked.items(), key=lambda pair: -pair[1])
    lines = [
        "# Benchmarks", "",
        f"Python {platform.python_version()}, {versions}; {rounds} rounds, interleaved; medians.", "",
        "| what | seconds | above a bare interpreter |", "| --- | ---: | ---: |",
        *(f"| {name} | {seconds:.3f} | {seconds - bare:.3f} |" for name, seconds in found.items()), "",
        f"Most memory of a build from nothing: {memory:.0f} MB.", "",
        "| question | milliseconds |", "| --- | ---: |",
        *(f"| {name} | {1000 * seconds:.1f} |" for name, seconds in slowest), "",
    ]  # fmt: skip
    return "\n".join(lines)


def main() -> int:
    """Prints the table, or writes it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    text = report(chosen.rounds)
    if chosen.write:
        (ROOT / "benchmarks" / "RESULTS.md").write_text(text, "utf-8")
    print(re.sub(r"\n{3,}", "\n\n", text))
    return 0


if __name__ == "__main__":
    sys.exit(main())
