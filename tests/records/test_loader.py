"""Packs are read whole or complained about: strays, links, odd files, names that are taken."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from ivigkg.errors import Complaint, RecordErrors, UsageError
from ivigkg.records.loader import Library, read_library, require

from .toys import DROP, GOUT, MYOSITIS, PAPERS, TRIAL, change, toy_pack


def said(pack: Path) -> list[tuple[str, str]]:
    library = read_library([pack])
    return [(one.path.relative_to(pack).as_posix(), one.message) for one in library.complaints]


def test_a_pack_is_read_whole() -> None:
    library = read_library([GOUT])
    assert not library.complaints
    (shelf,) = library.shelves
    assert set(library.studies) == {"larkspur-2019", "meadow-2021"} and set(library.reviews) == {"thistle-2022"}
    assert set(library.publications) >= {"larkspur-2019"} and set(library.journals) == {"journal-of-made-up-medicine"}
    assert set(library.people) == {"larkspur-a", "meadow-b", "thistle-c"} and len(library.organizations) == 3
    assert set(library.terms("condition")) == {"gout", "crystal-arthritis"} and len(shelf.mappings) == 1
    assert shelf.slug == "gout" and len(shelf.origins) == 12 and len(shelf.mappings_digest) == 64
    assert library.studies["larkspur-2019"].participants == 20


@pytest.mark.parametrize("name", ["nowhere", "pack.yaml", "studies"])
def test_what_is_no_pack_is_wrong_usage(name: str) -> None:
    with pytest.raises(UsageError, match=r"is not a folder|holds no pack\.yaml"):
        read_library([GOUT / name])


def test_a_pack_file_that_is_a_folder_or_a_pipe_is_no_pack(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").mkdir()
    with pytest.raises(UsageError, match="not a topic pack"):
        read_library([tmp_path])
    (tmp_path / "pack.yaml").rmdir()
    os.mkfifo(tmp_path / "pack.yaml")
    with pytest.raises(UsageError, match="not a topic pack"):
        read_library([tmp_path])


def test_a_link_that_leads_out_of_the_pack(tmp_path: Path) -> None:
    pack = toy_pack(tmp_path)
    (pack / "studies" / "passwd.yaml").symlink_to("/etc/passwd")
    shutil.move(pack / "people.yaml", tmp_path / "people.yaml")
    (pack / "people.yaml").symlink_to(tmp_path / "people.yaml")
    reason = "is a link that leads out of the pack; put the file itself here"
    assert said(pack) == [("people.yaml", reason), ("studies/passwd.yaml", reason)]


def test_a_folder_that_leads_out_of_the_pack(tmp_path: Path) -> None:
    pack = toy_pack(tmp_path)
    shutil.move(pack / "studies", tmp_path / "studies")
    (pack / "studies").symlink_to(tmp_path / "studies")
    assert [message for _, message in said(pack)] == [
        "is a link that leads out of the pack; put the file itself here"
    ] * 2


def test_a_link_within_the_pack_is_read(tmp_path: Path) -> None:
    pack = toy_pack(tmp_path)
    shutil.move(pack / PAPERS, pack / "papers.txt")
    (pack / PAPERS).symlink_to("papers.txt")
    assert said(pack) == []


@pytest.mark.parametrize("name", ["studies/gone.yaml", "people.yaml", "publications.yaml", "mappings.sssom.tsv"])
def test_a_dangling_link(name: str, tmp_path: Path) -> None:
    pack = toy_pack(tmp_path)
    (pack / name).unlink(missing_ok=True)
    (pack / name).symlink_to("nowhere")
    assert said(pack) == [(name, "cannot be read (No such file or directory)")]


def test_a_link_to_itself(tmp_path: Path) -> None:
    pack = toy_pack(tmp_path)
    (pack / "studies" / "round.yaml").symlink_to("round.yaml")
    ((name, message),) = said(pack)
    assert name == "studies/round.yaml" and message.startswith("cannot be read (")


def test_a_folder_and_a_pipe_among_the_records(tmp_path: Path) -> None:
    """Neither is opened: a pipe would wait for ever."""
    pack = toy_pack(tmp_path)
    (pack / "studies" / "folder.yaml").mkdir()
    os.mkfifo(pack / "reviews" / "pipe.yaml")
    (pack / PAPERS).unlink()
    os.mkfifo(pack / PAPERS)
    assert said(pack) == [
        (PAPERS, "is not an ordinary file"),
        ("studies/folder.yaml", "is not an ordinary file"),
        ("reviews/pipe.yaml", "is not an ordinary file"),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "dalakas.yaml",
        "study/dalakas.yaml",
        "studies/dalakas.yml",
        "studies/more/dalakas.yaml",
        "studies/DALAKAS.YAML",
        "people.yml",
        "terms.yaml",
        "reviews/r.Yml",
    ],
)
def test_a_record_that_would_not_be_read_is_not_left_out_without_a_word(name: str, tmp_path: Path) -> None:
    pack = toy_pack(tmp_path)
    (pack / name).parent.mkdir(exist_ok=True)
    (pack / name).write_text("study: dalakas\n")
    assert said(pack) == [(name, "no record is read from here; move it to studies/, reviews/ or terms/")]


@pytest.mark.parametrize(
    ("raw", "line", "says"),
    [
        (b"", 1, "the file is empty"),
        (b"study: a\nlabel: \xe9\n", 2, "is not UTF-8"),
        (b"a: " + b"x" * 6_000_000, 1, "has 6,000,003 bytes"),
        (b"study: a\nlabel: &x b\n", 2, "is an anchor"),
        (b"[1, 2]", 1, "does not begin with"),
    ],
)
def test_a_file_that_cannot_be_read(raw: bytes, line: int, says: str, tmp_path: Path) -> None:
    pack = toy_pack(tmp_path)
    (pack / "studies" / "a.yaml").write_bytes(raw)
    (found,) = read_library([pack]).complaints
    assert (found.path, found.line) == (pack / "studies" / "a.yaml", line)
    assert says in found.message


def test_a_huge_file_is_not_even_opened(tmp_path: Path) -> None:
    pack = toy_pack(tmp_path)
    with (pack / "studies" / "huge.yaml").open("wb") as handle:
        handle.truncate(10**12)
    with (pack / "mappings.sssom.tsv").open("wb") as handle:
        handle.truncate(10**12)
    assert all("1,000,000,000,000 bytes" in message for _, message in said(pack))
    assert len(said(pack)) == 2


def test_a_record_is_called_as_its_file_is(tmp_path: Path) -> None:
    pack = toy_pack(tmp_path)
    change(pack, TRIAL, {"study": "larkspur-2091"})
    change(pack, "reviews/thistle-2022.yaml", {"review": "thistle"})
    assert said(pack) == [
        (TRIAL, "is larkspur-2091, but the file is called larkspur-2019.yaml; they must agree"),
        ("reviews/thistle-2022.yaml", "is thistle, but the file is called thistle-2022.yaml; they must agree"),
    ]


def test_the_parts_of_a_pack_may_be_missing(tmp_path: Path) -> None:
    shutil.copy(GOUT / "pack.yaml", tmp_path / "pack.yaml")
    library = read_library([tmp_path])
    assert not library.complaints and not library.studies and not library.people


def test_an_unreadable_pack_file_leaves_the_name_of_the_folder(tmp_path: Path) -> None:
    pack = toy_pack(tmp_path)
    (pack / "pack.yaml").write_text("pack: [")
    (shelf,) = read_library([pack]).shelves
    assert shelf.pack is None and shelf.slug == "gout"


def copies(tmp_path: Path) -> tuple[Path, Path]:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    first, second = toy_pack(tmp_path / "a"), toy_pack(tmp_path / "b")
    return first, second


def test_every_name_is_taken_once_over_all_packs(tmp_path: Path) -> None:
    first, second = copies(tmp_path)
    found = read_library([first, second]).complaints
    kinds = {one.message.split(" is already in ")[0] for one in found}
    assert {one.path.is_relative_to(second) for one in found} == {True}
    assert kinds == {
        "the pack gout", "the study or review larkspur-2019", "the study or review meadow-2021",
        "the study or review thistle-2022", "the publication larkspur-2019", "the publication meadow-2021",
        "the publication thistle-2022", "the publication nameless-2020", "the journal journal-of-made-up-medicine",
        "the person larkspur-a", "the person meadow-b", "the person thistle-c", "the organization toy-curators",
        "the organization toy-university", "the organization toy-university-rheumatology",
        "the condition gout", "the condition crystal-arthritis", "the intervention febuxostat",
        "the intervention allopurinol", "the outcome serum-urate", "the outcome gout-flare",
        "the adverse-event liver-enzymes-raised", "the instrument uricase-assay", "the scheme toy-grades",
    }  # fmt: skip
    assert all(one.line > 1 and one.field for one in found)


def test_a_study_and_a_review_do_not_share_a_name(tmp_path: Path) -> None:
    pack = toy_pack(tmp_path)
    shutil.copy(pack / TRIAL, pack / "studies" / "thistle-2022.yaml")
    change(pack, "studies/thistle-2022.yaml", {"study": "thistle-2022", "overlaps": DROP})
    ((name, message),) = said(pack)
    assert name == "reviews/thistle-2022.yaml" and "the study or review thistle-2022 is already in" in message


def test_a_term_twice_in_two_files_of_one_kind(tmp_path: Path) -> None:
    pack = toy_pack(tmp_path)
    shutil.copy(pack / "terms" / "instruments.yaml", pack / "terms" / "more.yaml")
    ((name, message),) = said(pack)
    assert name == "terms/more.yaml" and "the instrument uricase-assay is already in" in message


def test_all_complaints_come_at_once(tmp_path: Path) -> None:
    pack = toy_pack(tmp_path)
    change(pack, TRIAL, {"label": None, "results.target.events": "seven", "nonsense": 1})
    change(pack, PAPERS, {"curated": "soon"})
    with pytest.raises(RecordErrors) as caught:
        require(read_library([pack]))
    assert len(caught.value.complaints) == 4
    assert list(caught.value.complaints) == sorted(caught.value.complaints)
    assert caught.value.exit_code == 1
    assert f"{pack / TRIAL}:" in str(caught.value)


def test_warnings_alone_are_no_reason_to_stop() -> None:
    library = Library(complaints=[Complaint(Path("a"), 1, "b", "c", "warning")])
    assert require(library) is library


def test_a_complaint_reads_file_line_field_message() -> None:
    assert str(Complaint(Path("a.yaml"), 7, "results.x", "is wrong")) == "a.yaml:7: results.x: is wrong"
    assert str(Complaint(Path.cwd() / "b.yaml", 7, "", "is wrong")) == "b.yaml:7: is wrong"


def test_the_shipped_pack_and_the_invented_one_can_be_read_together() -> None:
    assert not read_library([MYOSITIS, GOUT]).complaints
