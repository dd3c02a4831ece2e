"""The pipeline: read, check, build, validate, derive, store, release. What stood there stays until all is done."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
from pyoxigraph import Quad

from ivigkg import resources
from ivigkg.errors import Complaint, IvigkgError, OutputError, RecordErrors, ValidationFailed
from ivigkg.namespaces import RDF
from ivigkg.records.loader import Library, read_library
from ivigkg.store.embedded import FORMAT, EmbeddedStore, Manifest

if TYPE_CHECKING:
    from ivigkg.graph.validation import ValidationReport, Violation

Say = Callable[[str], None]
KEPT_GENERATIONS = 2


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
    packs: Sequence[Path] = (), out: Path = Path("build"), *, force: bool = False, say: Say = lambda text: None
) -> BuildReport:
    """Builds the graph of ``packs`` (the shipped ones when empty) into ``out/store`` and ``out/release``.

    Nothing is done when neither records nor program changed since the last build, unless ``force``. Raises
    ``RecordErrors`` or ``ValidationFailed`` when the data say no and ``OutputError`` when ``out`` cannot be written;
    the last good graph is untouched then.
    """
    folders = [path.resolve() for path in packs] or list(resources.default_packs())
    key = input_key(folders)
    with _locked(out):
        if not force and (report := _standing(out, key)) is not None:
            return report
        library = checked_library(folders, say)
        warnings = tuple(str(complaint) for complaint in library.complaints if complaint.severity == "warning")
        asserted, derived = checked_quads(library, _cache(out), say)
        return _publish(out, key, library, [*asserted, *derived], warnings, say)


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


def checked_quads(library: Library, cache: Path | None, say: Say = lambda text: None) -> tuple[list[Quad], list[Quad]]:
    """Asserted and derived quads; ``ValidationFailed`` when a shape is broken. ``cache`` keeps results of checking."""
    from ivigkg.graph.builder import asserted_quads, refuse_repeats
    from ivigkg.graph.derive import derived_quads, read_rules

    say("building the graph")
    asserted = asserted_quads(library, version())
    complaints = shape_complaints(library, asserted, cache, say)
    library.complaints.extend(complaints)
    errors = [complaint for complaint in complaints if complaint.severity == "error"]
    if errors:
        raise ValidationFailed("\n".join(str(complaint) for complaint in sorted(errors)))
    say("deriving")
    derived = derived_quads(asserted, read_rules(resources.queries_folder() / "rules"))
    refuse_repeats([*asserted, *derived])
    return asserted, derived


def shape_complaints(
    library: Library, asserted: list[Quad], cache: Path | None, say: Say = lambda text: None
) -> list[Complaint]:
    """What the shapes say, with file and line; results for graphs that did not change come from ``cache``."""
    from ivigkg.graph.validation import unit_key, validation_units
    from ivigkg.records.source_map import SourceMap

    units = validation_units(asserted)
    keys = {name: unit_key(quads) for name, quads in units.items()}
    reports = {name: _stored_report(cache, key) for name, key in keys.items()}
    stale = {name: units[name] for name, report in reports.items() if report is None}
    say(f"checking the shapes of {len(stale)} of {len(units)} graphs")
    for name, report in _checked(stale, asserted, everything=2 * len(stale) > len(units)).items():
        reports[name] = report
        if cache is not None and name in keys:
            results = [asdict(violation) for violation in report.results]
            _write_atomically(cache / f"{keys[name]}.json", json.dumps(results).encode())
    places = SourceMap(library)
    return [
        places.complain(one.focus, one.path, one.message, "error" if one.severity == "violation" else "warning")
        for report in reports.values()
        if report is not None
        for one in report.results
    ]


def _checked(stale: Mapping[str, list[Quad]], asserted: list[Quad], everything: bool) -> dict[str, ValidationReport]:
    """A report for each stale graph: one by one, or from one run over everything, which is quicker for many."""
    from ivigkg.graph.validation import ValidationReport, validate_quads, validate_unit

    if not everything:
        return {name: validate_unit(name, quads) for name, quads in stale.items()}
    homes = {str(quad.subject): quad.graph_name for quad in asserted if quad.predicate == RDF.type}
    found: dict[str, list[Violation]] = {name: [] for name in stale}
    for violation in validate_quads(asserted).results:
        home = homes.get(f"<{violation.focus}>")
        name = home.value if isinstance(home, ox.NamedNode) else ""
        found.setdefault(name, []).append(violation)
    return {name: ValidationReport.of(results) for name, results in found.items() if name in stale or results}


def _stored_report(cache: Path | None, key: str) -> ValidationReport | None:
    from ivigkg.graph.validation import ValidationReport, Violation

    if cache is None:
        return None
    try:
        return ValidationReport.of(Violation(**item) for item in json.loads((cache / f"{key}.json").read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


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
    whole = all((out / "release" / line.split("  ", 1)[1]).is_file() for line in sums)
    if manifest.key != key or not whole:
        return None
    return BuildReport(
        out / "store", out / "release", manifest.version, manifest.date, manifest.digest, manifest.quads,
        report["records"], False, tuple(report["warnings"]),
    )  # fmt: skip


def _publish(
    out: Path, key: str, library: Library, quads: list[Quad], warnings: tuple[str, ...], say: Say
) -> BuildReport:
    from ivigkg.export.rdf import Release, canonical_hash
    from ivigkg.export.release import write_release
    from ivigkg.graph.catalogue import data_date

    warnings = tuple(str(complaint) for complaint in sorted(library.complaints) if complaint.severity == "warning")
    release = Release(version(), data_date(library), canonical_hash(quads))
    records = sum(len(shelf.origins) for shelf in library.shelves)
    manifest = Manifest(
        FORMAT, release.version, f"pyoxigraph {ox.__version__}", release.date, release.digest, key, len(quads)
    )
    with _generation(out) as folder:
        say("writing the store")
        EmbeddedStore.write(folder / "store", quads, manifest)
        (folder / "store" / "report.json").write_text(
            json.dumps({"records": records, "warnings": warnings}, indent=1), "utf-8"
        )
        say("writing the release")
        write_release(folder / "release", quads, release)
    done = (release.version, release.date, release.digest, len(quads), records, True, warnings)
    return BuildReport(out / "store", out / "release", *done)


def _cache(out: Path) -> Path:
    folder = out / ".cache" / "shapes"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(out, error) from error
    return folder


@contextmanager
def _locked(out: Path) -> Iterator[None]:
    """One build at a time in one folder; the lock goes with the process, however it ends."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        handle = os.open(out / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise _unwritable(out, error) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OutputError(
                f"Another build is at work in {out}; wait until it is done, or give another --out."
            ) from None
        yield
    except OSError as error:
        raise _unwritable(out, error) from error
    finally:
        os.close(handle)


@contextmanager
def _generation(out: Path) -> Iterator[Path]:
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


def _write_atomically(path: Path, content: bytes) -> None:
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.write_bytes(content)
    fresh.replace(path)


def _unwritable(out: Path, error: OSError) -> OutputError:
    reason = error.strerror or str(error)
    return OutputError(
        f"{out} cannot be written ({reason}); what stood there before is untouched. "
        "Free some room or give another --out."
    )
