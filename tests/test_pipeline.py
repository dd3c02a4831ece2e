"""Building: what is made, what stays when a build fails, is killed or cannot write."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from ivigkg import resources
from ivigkg.errors import OutputError, RecordErrors, UsageError
from ivigkg.pipeline import BuildReport, build
from ivigkg.store.embedded import EmbeddedStore, Manifest

from .conftest import Ran

PACK = resources.packs_folder() / "ivig-myositis"
GOUT = Path(__file__).parent / "packs" / "gout"
"""A small pack; it stands for any where only the way of building matters."""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the real pack that may be changed."""
    return Path(shutil.copytree(PACK, tmp_path / "ivig-myositis"))


@pytest.fixture
def out(built: BuildReport, small: Path, tmp_path: Path) -> Path:
    """A folder to build in that already knows what the shapes say of the records."""
    folder = tmp_path / "out"
    shutil.copytree(built.store.parent / ".cache", folder / ".cache")
    shutil.copytree(small / ".cache", folder / ".cache", dirs_exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the small pack was built."""
    out = tmp_path_factory.mktemp("small") / "out"
    build([GOUT], out)
    return out


@pytest.fixture
def gout(tmp_path: Path) -> Path:
    """A copy of the small pack that may be changed."""
    return Path(shutil.copytree(GOUT, tmp_path / "gout"))


def sums(out: Path) -> str:
    return (out / "release" / "SHA256SUMS").read_text("utf-8")


def test_release_holds_every_promised_file_with_its_hash(built: BuildReport) -> None:
    listed = dict(reversed(line.split("  ")) for line in sums(built.release.parent).splitlines())
    promised = {
        *(f"ivigkg.{suffix}" for suffix in ("ttl", "trig", "nq", "nt", "jsonld", "rdf")),
        "ontology.ttl", "shapes.ttl", "context.jsonld", "studies.csv", "results.csv", "data-dictionary.csv",
    }  # fmt: skip
    assert set(listed) == promised == {path.name for path in built.release.iterdir()} - {"SHA256SUMS"}
    for name, digest in listed.items():
        assert hashlib.sha256((built.release / name).read_bytes()).hexdigest() == digest


def test_head_of_each_rdf_file_names_version_date_and_hash(built: BuildReport) -> None:
    for suffix in ("ttl", "trig", "nq", "nt", "jsonld", "rdf"):
        head = (built.release / f"ivigkg.{suffix}").read_text("utf-8")[:1500]
        if suffix == "jsonld":
            head = (built.release / "ivigkg.jsonld").read_text("utf-8")
        assert built.version in head, suffix
        assert built.date in head, suffix
        assert built.digest in head, suffix


def test_store_and_release_hold_the_same_quads(built: BuildReport) -> None:
    with EmbeddedStore.open(built.store) as store:
        kept = {str(quad) for quad in store.quads()}
    released = {str(quad) for quad in ox.parse(path=str(built.release / "ivigkg.nq"), format=ox.RdfFormat.N_QUADS)}
    assert kept == released
    assert len(kept) == built.quads


def test_no_blank_node_no_unnamed_graph_no_triple_in_two_graphs(built: BuildReport) -> None:
    with EmbeddedStore.open(built.store) as store:
        quads = list(store.quads())
    assert all(isinstance(quad.graph_name, ox.NamedNode) for quad in quads)
    assert not any(isinstance(term, ox.BlankNode) for quad in quads for term in (quad.subject, quad.object))
    assert len({quad.triple for quad in quads}) == len(quads)


def test_iris_are_tidy(built: BuildReport) -> None:
    with EmbeddedStore.open(built.store) as store:
        ours = {
            term.value
            for quad in store.quads()
            for term in (quad.subject, quad.object)
            if isinstance(term, ox.NamedNode) and term.value.startswith("https://w3id.org/ivigkg/id/")
        }
    assert ours
    for iri in ours:
        assert iri.count("#") <= 1
        assert iri == iri.lower()
        assert " " not in iri


def test_second_build_of_the_same_records_does_nothing(out: Path) -> None:
    first = build([GOUT], out)
    second = build([GOUT], out)
    assert first.fresh and not second.fresh
    assert (second.digest, second.quads, second.records, second.warnings) == (
        first.digest, first.quads, first.records, first.warnings,
    )  # fmt: skip


def test_changed_record_makes_a_new_generation_and_keeps_the_one_before(gout: Path, out: Path) -> None:
    build([gout], out)
    before = (out / ".current").resolve()
    study = gout / "studies" / "larkspur-2019.yaml"
    study.write_text(study.read_text("utf-8").replace("mean: 52.50", "mean: 52.500"), "utf-8")
    report = build([gout], out)
    assert report.fresh
    assert (out / ".current").resolve() != before
    assert before.is_dir()
    assert '"52.500"' in (out / "release" / "ivigkg.nq").read_text("utf-8")


def test_changed_release_file_is_written_again(out: Path) -> None:
    build([GOUT], out)
    table = out / "release" / "studies.csv"
    whole = table.read_bytes()
    table.write_bytes(whole + b"x")
    assert build([GOUT], out).fresh
    assert (out / "release" / "studies.csv").read_bytes() == whole


def test_output_among_the_records_is_refused(pack: Path) -> None:
    with pytest.raises(UsageError, match="lies in a topic pack"):
        build([pack], pack / "studies")


def test_another_topic_needs_data_only(pack: Path, out: Path, tmp_path: Path) -> None:
    """A second pack builds alone, and beside the first one, without a line of code or ontology."""
    gout = Path(__file__).parent / "packs" / "gout"
    alone = build([gout], tmp_path / "gout")
    both = build([pack, gout], out)
    with EmbeddedStore.open(both.store) as store:
        studies = store.query("SELECT ?s WHERE { ?s a <https://w3id.org/ivigkg/ontology#Study> }")
    with EmbeddedStore.open(alone.store) as store:
        own = store.query("SELECT ?s WHERE { ?s a <https://w3id.org/ivigkg/ontology#Study> }")
    assert 0 < len(own.rows) < len(studies.rows)  # type: ignore[union-attr]
    assert set(own.rows) < set(studies.rows)  # type: ignore[union-attr]


def test_the_same_pack_twice_is_one_pack(gout: Path, out: Path) -> None:
    assert build([gout, gout], out).records == build([gout], out).records


def test_missing_release_file_is_written_again(out: Path) -> None:
    build([GOUT], out)
    (out / "release" / "ivigkg.ttl").unlink()
    assert build([GOUT], out).fresh
    assert (out / "release" / "ivigkg.ttl").is_file()


@pytest.mark.parametrize("seed", ["1", "2"])
def test_release_is_the_same_whatever_the_hash_seed(
    seed: str, built: BuildReport, command: Callable[..., Ran], tmp_path: Path
) -> None:
    shutil.copytree(built.store.parent / ".cache", tmp_path / "build" / ".cache")
    ran = command("build", "--quiet", env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": "Pacific/Apia"})
    assert ran.code == 0, ran.err
    assert sums(tmp_path / "build") == sums(built.release.parent)


def test_records_with_errors_leave_the_last_graph_in_place(pack: Path, out: Path) -> None:
    build([pack], out)
    before = sums(out)
    study = pack / "studies" / "dalakas-1993.yaml"
    study.write_text(study.read_text("utf-8").replace('p: "<0.018"', 'p: "<1.8"'), "utf-8")
    with pytest.raises(RecordErrors, match=r"dalakas-1993\.yaml:\d+: results\.strength\.p: .*above 1"):
        build([pack], out)
    assert sums(out) == before
    assert not list((out / ".generations").glob("half-*"))


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_stopped_build_leaves_the_last_graph_and_the_next_one_works(
    sign: signal.Signals, gout: Path, out: Path
) -> None:
    build([gout], out)
    before = sums(out)
    study = gout / "studies" / "larkspur-2019.yaml"
    study.write_text(study.read_text("utf-8").replace("mean: 52.50", "mean: 52.500"), "utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "ivigkg", "build", "--quiet", "--pack", str(gout), "--out", str(out)],
        stderr=subprocess.PIPE,
    )
    half = out / ".generations"
    deadline = time.monotonic() + 30
    while not list(half.glob("half-*/store")) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.001)
    process.send_signal(sign)
    _, talk = process.communicate(timeout=30)
    assert b"Traceback" not in talk
    if process.returncode == 0:  # it was done before the signal came
        assert sums(out) != before
    else:
        assert sums(out) == before
        with EmbeddedStore.open(out / "store") as store:
            assert sum(1 for _ in store.quads()) > 1000
    assert build([gout], out).digest == Manifest.read(out / "store").digest
    assert sums(out) != before
    assert not list(half.glob("half-*"))


def test_second_builder_is_told_to_wait(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with (out / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(OutputError, match="Another build is at work"):
            build((), out)


def test_folder_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("here", "utf-8")
    with pytest.raises(OutputError, match="cannot be written"):
        build((), tmp_path / "out")


def test_foreign_store_folder_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "out" / "store").mkdir(parents=True)
    (tmp_path / "out" / "store" / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(OutputError, match="was not made by"):
        build([GOUT], tmp_path / "out")
    assert (tmp_path / "out" / "store" / "mine.txt").read_text("utf-8") == "mine"


def test_full_disk_is_one_sentence_and_leaves_nothing_half(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build([GOUT], out)
    before = sums(out)

    def full(*args: object, **kwargs: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(EmbeddedStore, "write", full)
    with pytest.raises(OutputError, match="No space left on device"):
        build([GOUT], out, force=True)
    assert sums(out) == before
    assert not list((out / ".generations").glob("half-*"))


def test_really_full_disk_is_one_sentence(command: Callable[..., Ran], tmp_path: Path) -> None:
    """A limit on the size of any file stands for a disk that is full; the store cannot be written."""
    done = subprocess.run(
        ["bash", "-c", f"ulimit -f 40; exec {sys.executable} -m ivigkg build --quiet --out {tmp_path / 'out'}"],
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out" / "store").exists()
