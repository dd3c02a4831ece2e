"""The pipeline: read, check, build, validate, derive, store, release. What stood there stays until all is done."""

from __future__ import annotations

import gc
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ivigkg import resources
from ivigkg.errors import IvigkgError, RecordErrors, UsageError, gathered
from ivigkg.generations import generation, locked, unwritable
from ivigkg.records.loader import Library, read_library
from ivigkg.store.embedded import FORMAT, EmbeddedStore, Manifest

if TYPE_CHECKING:
    from ivigkg.export.release import UnionWriter
    from ivigkg.graph.checker import Checker
    from ivigkg.graph.rows import Row
    from ivigkg.shapecheck import ShapeCheck

Say = Callable[[str], None]

WORTH_A_PROCESS = 300_000
"""The graph of so many bytes of records takes longer to write than a second process takes to start."""


@dataclass(frozen=True)
class BuildReport:
    """What a build made: where, from how many records, how large, and the warnings that do not stop it."""

    store: Path
    release: Path
    version: str
    date: str
    digest: str
    quads: int
    records: int
    fresh: bool
    warnings: tuple[str, ...]


def version() -> str:
    """The version of this program, which is that of its ontology and data too."""
    return metadata.version("ivigkg")


def build(
    packs: Sequence[Path | str] = (),
    out: Path | str = Path("build"),
    *,
    force: bool = False,
    say: Say = lambda text: None,
) -> BuildReport:
    """Builds the graph of ``packs`` (the shipped ones when empty) into ``out/store`` and ``out/release``.

    Nothing is done when neither records nor program changed since the last build, unless ``force``. Raises
    ``RecordErrors`` or ``ValidationFailed`` when the data say no and ``OutputError`` when ``out`` cannot be written;
    the last good graph is untouched then.
    """
    out = Path(out)
    folders = list(dict.fromkeys(Path(path).resolve() for path in packs)) or list(resources.default_packs())
    if any(out.resolve().is_relative_to(folder) for folder in folders):
        raise UsageError(f"{out} lies in a topic pack, where records stand; give another --out.")
    key = input_key(folders)
    with locked(out):
        if not force and (report := _standing(out, key)) is not None:
            return report
        with _checker() as checker, _no_pauses():
            return _build(folders, out, key, checker, say)


@contextmanager
def _no_pauses() -> Iterator[None]:
    """No collection of garbage meanwhile: a build makes many things and throws few away (a tenth of its time)."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _checker() -> Checker:
    """The process that judges shapes; it loads while records are read."""
    from ivigkg.graph.checker import Checker

    return Checker()


def _build(folders: Sequence[Path], out: Path, key: str, checker: Checker, say: Say) -> BuildReport:
    from ivigkg.export.release import UnionWriter
    from ivigkg.graph.builder import asserted_quads, rows_of
    from ivigkg.graph.derive import derived_quads, read_rules
    from ivigkg.graph.rows import rows_by_graph
    from ivigkg.graph.statistics import statistics_quads
    from ivigkg.shapecheck import ShapeCheck

    with UnionWriter() if _size(folders) > WORTH_A_PROCESS else nullcontext() as beside:
        library = checked_library(folders, say)
        say("building the graph")
        asserted = asserted_quads(library, version())
        rows = rows_of(asserted)
        check = ShapeCheck(library, rows, checker, _cache(out), say)
        derived = derived_quads(asserted, read_rules(resources.queries_folder() / "rules"))
        rows |= rows_by_graph(derived)
        for graph, own in rows_by_graph(statistics_quads(rows)).items():
            rows[graph] = [*rows[graph], *own]
        return _publish(out, key, library, rows, check, beside, say)


def _size(folders: Sequence[Path]) -> int:
    return sum(path.lstat().st_size for folder in folders for path in folder.glob("*/*.yaml"))


def checked_library(folders: Sequence[Path], say: Say = lambda text: None) -> Library:
    """All records, read and checked across; ``RecordErrors`` with every complaint when one of them is an error."""
    from ivigkg.records.lint import lint

    say("reading records")
    library = read_library(folders)
    if not any(complaint.severity == "error" for complaint in library.complaints):
        library.complaints.extend(lint(library))
    errors = [complaint for complaint in library.complaints if complaint.severity == "error"]
    if errors:
        raise RecordErrors(errors)
    return library


def input_key(folders: Sequence[Path]) -> str:
    """A hash of everything that a build depends on: records, ontology, rules, program, engine."""
    digest = hashlib.sha256(f"{FORMAT} {version()} {ox.__version__} {_engines()}".encode())
    code = Path(__file__).resolve().parent
    trees = [
        *((folder, "*") for folder in folders),
        (resources.ontology_folder(), "*"),
        (resources.queries_folder(), "*.rq"),
        (code, "*.py"),
    ]
    for folder, pattern in trees:
        for path in sorted(folder.rglob(pattern)):
            if path.is_file():
                digest.update(f"{folder.name}/{path.relative_to(folder)}\0".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _engines() -> str:
    return " ".join(f"{name} {metadata.version(name)}" for name in ("pyshacl", "rdflib", "pydantic", "pyyaml"))


def _standing(out: Path, key: str) -> BuildReport | None:
    """The report of the last build when it was made from the very same input and is still whole."""
    try:
        manifest = Manifest.read(out / "store")
        report = json.loads((out / "store" / "report.json").read_text("utf-8"))
        sums = (out / "release" / "SHA256SUMS").read_text("utf-8").splitlines()
    except (IvigkgError, OSError, ValueError):
        return None
    whole = all(_same(out / "release" / name, digest) for digest, _, name in (line.partition("  ") for line in sums))
    if manifest.key != key or not whole:
        return None
    return BuildReport(
        out / "store", out / "release", manifest.version, manifest.date, manifest.digest, manifest.quads,
        report["records"], False, tuple(report["warnings"]),
    )  # fmt: skip


def _same(path: Path, digest: str) -> bool:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == digest
    except OSError:
        return False


def _publish(
    out: Path,
    key: str,
    library: Library,
    rows: Mapping[str, list[Row]],
    check: ShapeCheck,
    beside: UnionWriter | None,
    say: Say,
) -> BuildReport:
    """Writes store and release into a fresh generation; it becomes the current one when the shapes agree."""
    from ivigkg.export.arrange import Arrangement
    from ivigkg.export.rdf import Release, canonical
    from ivigkg.export.release import write_release
    from ivigkg.graph.catalogue import data_date

    arranged = Arrangement(rows=rows)
    content = canonical(arranged)
    release = Release(version(), data_date(library), hashlib.sha256(content).hexdigest())
    records = sum(len(shelf.origins) for shelf in library.shelves)
    engine = f"pyoxigraph {ox.__version__}"
    manifest = Manifest(FORMAT, release.version, engine, release.date, release.digest, key, len(arranged.lines))
    with generation(out) as folder, ThreadPoolExecutor(1) as thread:
        say("writing store and release")
        if beside:
            beside.write(folder / "release", content, release)
        writing = thread.submit(EmbeddedStore.write, folder / "store", content, manifest)
        write_release(folder / "release", arranged, release, beside)
        writing.result()
        library.complaints.extend(check.require())
        warnings = tuple(gathered(complaint for complaint in library.complaints if complaint.severity == "warning"))
        told = json.dumps({"records": records, "warnings": warnings}, indent=1)
        (folder / "store" / "report.json").write_text(told, "utf-8")
    done = (release.version, release.date, release.digest, len(arranged.lines), records, True, warnings)
    return BuildReport(out / "store", out / "release", *done)


def _cache(out: Path) -> Path:
    folder = out / ".cache" / "shapes"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(out, error) from error
    return folder
