"""The commands as a user meets them: data on standard output, talk on standard error, meaningful exit codes."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from ivigkg import resources
from ivigkg.cli.main import COMMANDS

from ..conftest import ROOT, Ran

Command = Callable[..., Ran]
PACK = resources.packs_folder() / "ivig-myositis"


def test_every_command_explains_itself(command: Command) -> None:
    for name in COMMANDS:
        ran = command(name, "--help")
        assert ran.code == 0, ran.err
        assert "Usage: ivigkg" in ran.out


def test_every_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert all(f"`{name}`" in readme for name in COMMANDS)


def test_help_lists_all_commands_and_stays_light(command: Command) -> None:
    ran = command("--help")
    assert ran.code == 0
    assert all(name in ran.out for name in COMMANDS)
    heavy = ["pyoxigraph", "rdflib", "pyshacl", "pydantic", "networkx", "starlette", "uvicorn", "yaml", "pandas"]
    code = f"import sys, ivigkg.cli.main as m; m.run(['--help']); sys.exit(bool(set(sys.modules) & set({heavy})))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 0


def test_misspelt_command_gets_the_nearest(command: Command) -> None:
    ran = command("biuld")
    assert ran.code == 2
    assert "Did you mean build?" in ran.err


def test_version(command: Command) -> None:
    assert command("--version").out == "ivigkg 0.1.0\n"


def test_studies_by_design_as_csv_is_the_plain_format(command: Command, store: Path) -> None:
    ran = command("query", "studies-by-design", "--format", "csv", "--store", store)
    assert ran.code == 0, ran.err
    rows = list(csv.reader(io.StringIO(ran.out)))
    assert len(rows) > 10
    assert any(cell.startswith("https://w3id.org/ivigkg/") for row in rows[1:] for cell in row)
    assert not any("randomised controlled trial" in cell for row in rows for cell in row)


def test_table_shows_labels(command: Command, store: Path) -> None:
    ran = command("query", "studies-by-design", "--store", store)
    assert ran.code == 0, ran.err
    assert "randomised controlled trial" in ran.out
    assert "https://w3id.org" not in ran.out


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml", "markdown", "table"])
def test_every_table_format(form: str, within: Command, store: Path) -> None:
    ran = within("query", "results-of-study", "study=dalakas-1993", "--format", form, "--store", store)
    assert ran.code == 0, ran.err
    assert "0.018" in ran.out


@pytest.mark.parametrize("form", ["turtle", "ntriples", "jsonld", "rdfxml"])
def test_constructed_triples_in_every_graph_format(form: str, within: Command, store: Path) -> None:
    ran = within("query", "study-graph", "study=dalakas-1993", "--format", form, "--store", store)
    assert ran.code == 0, ran.err
    assert "dalakas-1993" in ran.out


def test_query_from_file_and_from_standard_input(command: Command, store: Path, tmp_path: Path) -> None:
    text = "SELECT (COUNT(?s) AS ?n) WHERE { ?s a ev:Study }"
    (tmp_path / "mine.rq").write_text(text, "utf-8")
    from_file = command("query", "mine.rq", "--format", "csv", "--store", store)
    from_input = command("query", "-", "--format", "csv", "--store", store, stdin=text.encode())
    assert from_file.out == from_input.out
    assert int(from_file.out.split()[1]) >= 14


def test_answer_no_is_exit_code_one(command: Command, store: Path) -> None:
    assert command("query", "-", "--store", store, stdin=b"ASK { <a:b> <a:c> <a:d> }").code == 1
    assert command("query", "-", "--store", store, stdin=b"ASK { ?s ?p ?o }").code == 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"SELECT * WHERE { ?s ?p ", "line 1"),
        (b"SELECT ?s\nWHERE { ?s evv:study ?o }", "ev:"),
        (b"SELECT ?s WHERE { ?s ev:outcom ?o }", "ev:outcome"),
        (b"DELETE WHERE { ?s ?p ?o }", "update"),
        (b"SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
        (b"hello", ""),
        (b"", "empty"),
        (b"\xff\xfe", "UTF-8"),
        (b"SELECT ?s WHERE { ?s ev:study study:x } LIMIT x", "line 1"),
    ],
)
def test_bad_query_is_a_sentence_and_exit_code_two(text: bytes, told: str, within: Command, store: Path) -> None:
    ran = within("query", "-", "--store", store, stdin=text)
    assert ran.code == 2, ran.out
    assert told in ran.err
    assert "Traceback" not in ran.err
    assert ran.out == ""


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["studys-by-design"], "studies-by-design"),
        (["results-of-study", "studdy=dalakas-1993"], "study"),
        (["results-of-study", "study=dalakas-1994"], "knows no study dalakas-1994; did you mean dalakas-1993?"),
        (["results-of-study", "study"], "NAME=VALUE"),
        (["results-of-study", "study=a", "study=b"], "twice"),
        (["nowhere.rq"], "cannot be read"),
        (["studies-by-design", "--format", "exel"], "format"),
        (["studies-by-design", "--format", "turtle"], "turtle"),
        (["studies-by-design", "--as-of", "2012-13"], "'2012-13' is no day of the calendar; write YYYY-MM-DD"),
        (["studies-by-design", "--as-of", ""], "is no day of the calendar"),
    ],
)
def test_wrong_use_of_query_is_exit_code_two(arguments: list[str], told: str, within: Command, store: Path) -> None:
    ran = within("query", *arguments, "--store", store)
    assert ran.code == 2, ran.out
    assert told in ran.err
    assert "Traceback" not in ran.err


def test_missing_store_is_exit_code_three(command: Command) -> None:
    for arguments in (
        ["query", "studies-by-design"],
        ["info"],
        ["export", "turtle"],
        ["why", "study:x"],
        ["review", "x"],
    ):
        ran = command(*arguments)
        assert ran.code == 3, (arguments, ran)
        assert "ivigkg build" in ran.err


def test_queries_lists_every_file_and_shows_one_whole(command: Command) -> None:
    ran = command("queries")
    names = {path.stem for path in resources.queries_folder().glob("*.rq")}
    assert names <= set(ran.out.split())
    shown = command("queries", "studies-by-design")
    assert shown.out == (resources.queries_folder() / "studies-by-design.rq").read_text("utf-8")
    assert {entry["name"] for entry in json.loads(command("queries", "--format", "json").out)} == names


@pytest.mark.parametrize(
    ("form", "parser"),
    [
        ("turtle", ox.RdfFormat.TURTLE),
        ("trig", ox.RdfFormat.TRIG),
        ("nquads", ox.RdfFormat.N_QUADS),
        ("ntriples", ox.RdfFormat.N_TRIPLES),
        ("jsonld", ox.RdfFormat.JSON_LD),
        ("rdfxml", ox.RdfFormat.RDF_XML),
    ],
)
def test_export_is_the_released_file(
    form: str, parser: ox.RdfFormat, within: Command, store: Path, tmp_path: Path
) -> None:
    ran = within("export", form, "--store", store, "-o", "out.rdf")
    assert ran.code == 0, ran.err
    written = (tmp_path / "out.rdf").read_bytes()
    assert sum(1 for _ in ox.parse(written, format=parser)) > 10_000
    suffix = {"turtle": "ttl", "nquads": "nq", "ntriples": "nt", "rdfxml": "rdf"}.get(form, form)
    assert written == (store.parent / "release" / f"ivigkg.{suffix}").read_bytes()


def test_export_to_an_unwritable_place_is_exit_code_three(command: Command, store: Path) -> None:
    ran = command("export", "turtle", "--store", store, "-o", "/proc/nothing/out.ttl")
    assert ran.code == 3
    assert "cannot be written" in ran.err


def test_reader_that_hangs_up_is_no_error(store: Path) -> None:
    line = f"{Path(sys.executable).parent / 'ivigkg'} export nquads --store {store} | head -1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", line], capture_output=True, text=True, timeout=60)
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


def test_query_as_of_a_day_answers_from_what_was_published_by_then(command: Command, store: Path) -> None:
    def trials(*more: object) -> int:
        ran = command("query", "studies-by-design", "--format", "csv", "--store", store, *more)
        assert ran.code == 0, ran.err
        rows = list(csv.DictReader(io.StringIO(ran.out)))
        return sum(int(row["studies"]) for row in rows if row["design"].endswith("/randomised-controlled-trial"))

    assert 0 == trials("--as-of", "1979") < trials("--as-of", "1993") < trials("--as-of", "2012-01-26") < trials()


def test_query_as_of_a_day_takes_a_study_that_was_not_out_yet(within: Command, store: Path) -> None:
    ask = ("query", "results-of-study", "study=aggarwal-2022", "--format", "csv", "--store", store)
    assert within(*ask, "--as-of", "2012").out.count("\r\n") == 1
    assert within(*ask, "--as-of", "2022").out.count("\r\n") > 1


def test_query_from_standard_input_as_of_a_day(within: Command, store: Path) -> None:
    text = b"ASK { study:aggarwal-2022 ?p ?o }"
    assert within("query", "-", "--as-of", "2021", "--store", store, stdin=text).code == 1
    assert within("query", "-", "--as-of", "2022", "--store", store, stdin=text).code == 0


def test_why_as_of_a_day_tells_when_a_node_counts(within: Command, store: Path) -> None:
    ran = within("why", "study:dalakas-1993#strength", "--as-of", "1992", "--store", store)
    assert ran.code == 2
    assert "Nothing of https://w3id.org/ivigkg/id/study/dalakas-1993#strength was published by 1992-12-31" in ran.err
    assert "it counts from 1993-12-31" in ran.err
    assert within("why", "study:dalakas-1993#strength", "--as-of", "1993", "--store", store).code == 0


def test_review_as_of_a_day_says_what_is_left_out(within: Command, store: Path) -> None:
    ran = within("review", "wang-2012", "--as-of", "2012-01-26", "--store", store)
    told = " ".join(ran.out.split())
    assert ran.code == 0, ran.err
    assert "As of 2012-01-26: what later papers and papers without a date told is left out" in told
    assert "11 studies = 1 randomised controlled trial + 8 prospective open studies + 2 retrospective studies" in told
    assert "it counts from 2012-01-26" in within("review", "wang-2012", "--as-of", "2012-01-25", "--store", store).err


def test_info_as_of_a_day_counts_what_was_out(within: Command, store: Path) -> None:
    def studies(*more: object) -> int:
        content = json.loads(within("info", "--format", "json", "--store", store, *more).out)
        assert content["as_of"] == ("2012-01-26" if more else None)
        return int(dict(content["classes"])["ev:Study"])

    assert studies("--as-of", "2012-01-26") < studies()
    assert "graphs, as of 2012-12-31" in within("info", "--as-of", "2012", "--store", store).out


def test_why_leads_from_a_number_to_its_source(command: Command, store: Path) -> None:
    ran = command("why", "https://w3id.org/ivigkg/id/study/dalakas-1993#strength", "--store", store)
    assert ran.code == 0, ran.err
    for part in ("0.018", "Dalakas 1993", "abstract", "acnpsearch", "curated 2026-11-22", "P<0.018"):
        assert part in ran.out
    assert command("why", "study:dalakas-1993#strength", "--store", store).out == ran.out


def test_why_tells_inference_with_its_reasoning(command: Command, store: Path) -> None:
    ran = command("why", "review:wang-2012#inc-tian-2008", "--store", store)
    assert ran.code == 0, ran.err
    assert "inferred" in ran.out and "note" in ran.out


@pytest.mark.parametrize(
    "iri",
    [
        "study:dalakas-1993",
        "intv:ivig",
        "pub:dalakas-1993",
        "study:dalakas-1993#use-ivig-dose",
        "ev:Study",
        "person:dalakas-mc",
    ],
)
def test_why_speaks_of_any_node(iri: str, within: Command, store: Path) -> None:
    ran = within("why", iri, "--store", store)
    assert ran.code == 0, ran.err
    assert "kind" in ran.out


def test_why_of_an_unknown_node_names_the_nearest(command: Command, store: Path) -> None:
    ran = command("why", "study:dalakas-1993#strenght", "--store", store)
    assert ran.code == 2
    assert "did you mean strength?" in ran.err
    assert command("why", "not an iri <", "--store", store).code == 2


def test_review_recounts_what_the_review_states(command: Command, store: Path) -> None:
    ran = command("review", "wang-2012", "--store", store)
    assert ran.code == 0, ran.err
    told = " ".join(ran.out.split())
    assert (
        "14 studies = 2 randomised controlled trials + 9 prospective open studies + 3 retrospective studies (as stated)"
        in told
    )
    assert "308 participants stated beside 186 seen in 8 studies (one of them 8 of its 20 people, Kamali 2005)" in told
    assert "Why they differ" in told
    content = json.loads(command("review", "wang-2012", "--format", "json", "--store", store).out)
    assert (content["studies"], content["participants"], content["with_number"]) == (14, 186, 8)


def test_review_of_an_unknown_name_lists_what_there_is(command: Command, store: Path) -> None:
    ran = command("review", "wang-2021", "--store", store)
    assert ran.code == 2
    assert "wang-2012" in ran.err


def test_info_counts(command: Command, store: Path) -> None:
    content = json.loads(command("info", "--format", "json", "--store", store).out)
    classes = dict(content["classes"])
    assert classes["ev:Study"] >= 14
    assert dict(content["basis"])["abstract"] > 100
    assert "Nodes per class" in command("info", "--store", store).out


def test_validate_of_the_real_records_passes(command: Command) -> None:
    ran = command("validate", "--quiet")
    assert ran.code == 0, ran.err + ran.out
    assert "0 errors" in ran.err


def test_validate_of_one_file_checks_it_within_its_pack(command: Command, tmp_path: Path) -> None:
    pack = Path(shutil.copytree(PACK, tmp_path / "pack"))
    study = pack / "studies" / "dalakas-1993.yaml"
    study.write_text(
        study.read_text("utf-8").replace("outcome: muscle-strength\n", "outcome: muscle-strenght\n", 1), "utf-8"
    )
    other = pack / "studies" / "marie-2010.yaml"
    other.write_text(other.read_text("utf-8").replace("events: 60", "events: 600", 1), "utf-8")
    ran = command("validate", study)
    assert ran.code == 1
    assert "did you mean muscle-strength?" in ran.out
    assert "marie-2010" not in ran.out
    assert ran.out.startswith("pack/studies/dalakas-1993.yaml:")
    both = command("validate", pack, "--format", "json")
    assert {Path(entry["file"]).name for entry in json.loads(both.out) if entry["severity"] == "error"} == {
        "dalakas-1993.yaml", "marie-2010.yaml",
    }  # fmt: skip


@pytest.mark.parametrize("path", ["nowhere", "/"])
def test_validate_of_what_is_no_record_is_exit_code_two(path: str, command: Command) -> None:
    ran = command("validate", path)
    assert ran.code == 2
    assert "Traceback" not in ran.err


def test_new_study_is_ready_to_fill_in_and_never_overwritten(command: Command, tmp_path: Path) -> None:
    pack = Path(shutil.copytree(PACK, tmp_path / "pack"))
    ran = command("new", "study", "smith-2020", "--pack", pack)
    assert ran.code == 0, ran.err
    written = pack / "studies" / "smith-2020.yaml"
    assert "study: smith-2020" in written.read_text("utf-8")
    again = command("new", "study", "smith-2020", "--pack", pack)
    assert again.code == 2 and "is there already" in again.err
    assert command("new", "study", "Smith 2020", "--pack", pack).code == 2
    checked = command("validate", written)
    assert checked.code == 1
    assert "YYYY-MM-DD" in checked.out


def test_build_of_what_is_no_pack_is_exit_code_two(command: Command, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for place in ("empty", "nowhere"):
        ran = command("build", "--pack", place)
        assert ran.code == 2
        assert "Traceback" not in ran.err
