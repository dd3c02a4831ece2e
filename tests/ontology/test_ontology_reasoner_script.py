"""The reasoner's script reads what it should, leaves out what OWL cannot hold, and says what is missing.

The reasoner itself needs Java and is run by hand or in its own job; these tests need none.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox
import pytest


@pytest.fixture(scope="module")
def reasoner(folder: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("reasoner", folder.parent / "tools" / "reasoner.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_shapes_are_no_part_of_the_ontology(reasoner: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "terms").mkdir()
    for name in ("core.ttl", "shapes.ttl", "terms/list.ttl", "context.jsonld"):
        (tmp_path / name).write_text("")
    names = [path.name for path in reasoner.ontology_files(tmp_path)]
    assert names == ["core.ttl", "list.ttl"]


def test_dates_and_annotations_are_left_out(reasoner: ModuleType, tmp_path: Path) -> None:
    data = tmp_path / "data.ttl"
    data.write_text(
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "<urn:remark> a owl:AnnotationProperty .\n"
        "<urn:x> <urn:day> '2012-01-02'^^xsd:date , '2012'^^xsd:gYear , '2012-01'^^xsd:gYearMonth ;\n"
        "  <urn:remark> <urn:y> ; <http://www.w3.org/2000/01/rdf-schema#label> 'x' ; <urn:n> 3 .\n"
    )
    kept = list(reasoner.for_reasoner(reasoner.read([data])))
    assert sorted(triple.predicate.value.rsplit("#")[-1] for triple in kept) == ["type", "urn:n"]


def test_graphs_of_a_data_set_are_taken_together(reasoner: ModuleType, tmp_path: Path) -> None:
    data = tmp_path / "data.nq"
    data.write_text("<urn:a> <urn:p> <urn:b> <urn:g> .\n<urn:a> <urn:p> <urn:b> <urn:h> .\n")
    a, p, b = (ox.NamedNode(f"urn:{name}") for name in "apb")
    assert reasoner.read([data]) == {ox.Triple(a, p, b)}


def test_without_java_it_says_so(
    reasoner: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(reasoner.shutil, "which", lambda _name: None)
    assert reasoner.main([]) == 3
    assert capsys.readouterr().err == "No Java was found: HermiT needs a Java runtime, 11 or later.\n"


@pytest.mark.parametrize(("name", "text"), [("absent.ttl", None), ("odd.txt", "x"), ("broken.ttl", "junk")])
def test_a_file_that_cannot_be_read_is_named(
    reasoner: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    name: str,
    text: str | None,
) -> None:
    monkeypatch.setattr(reasoner.shutil, "which", lambda _name: "java")
    if text is not None:
        (tmp_path / name).write_text(text)
    assert reasoner.main([str(tmp_path / name)]) == 3
    assert name in capsys.readouterr().err


@pytest.mark.parametrize(
    ("found", "line"),
    [
        ((91, []), "consistent, 91 classes, 0 unsatisfiable"),
        ((92, ["urn:Both"]), "unsatisfiable: 1 of 92 classes can have no member\nurn:Both"),
    ],
)
def test_the_verdict_is_printed_and_decides_the_exit_code(
    reasoner: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    found: tuple[int, list[str]],
    line: str,
) -> None:
    monkeypatch.setattr(reasoner.shutil, "which", lambda _name: "java")
    monkeypatch.setattr(reasoner, "classify", lambda _triples: found)
    assert reasoner.main([]) == (1 if found[1] else 0)
    assert capsys.readouterr().out == f"{line}\n"


def test_a_contradiction_is_reported_without_a_stack(
    reasoner: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def contradicts(_triples: object) -> None:
        raise reasoner.owlready2.OwlReadyInconsistentOntologyError

    monkeypatch.setattr(reasoner.shutil, "which", lambda _name: "java")
    monkeypatch.setattr(reasoner, "classify", contradicts)
    assert reasoner.main([]) == 1
    assert capsys.readouterr().out == "inconsistent: the triples contradict one another\n"
