"""Reads the files of topic packs; every complaint carries file, line and field, and all of them come at once."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from ivigkg.errors import Complaint, RecordErrors, UsageError
from ivigkg.records.base import Record
from ivigkg.records.mappings import Mapping, read_mappings
from ivigkg.records.parsing import parse
from ivigkg.records.publication import Journal, Organization, People, Person, Publication, Publications
from ivigkg.records.review import Review
from ivigkg.records.study import Study
from ivigkg.records.term import Pack, Term, Terms
from ivigkg.records.yaml_text import Document, Place, dotted, too_large

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Origin:
    """The file that a record stands in, with its lines and the hash of its bytes."""

    path: Path
    document: Document
    digest: str

    def complain(self, place: Place, message: str, severity: str = "error") -> Complaint:
        """A complaint about ``place`` of this file."""
        return Complaint(self.path, self.document.line(place), dotted(place), message, severity)


@dataclass
class Shelf:
    """One topic pack as read: its records by name and the file of each."""

    folder: Path
    pack: Pack | None = None
    terms: dict[str, Terms] = field(default_factory=dict)
    publications: Publications | None = None
    people: People | None = None
    studies: dict[str, Study] = field(default_factory=dict)
    reviews: dict[str, Review] = field(default_factory=dict)
    mappings: tuple[Mapping, ...] = ()
    curie_map: dict[str, str] = field(default_factory=dict)
    mappings_digest: str = ""
    origins: dict[str, Origin] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        """The name of the pack; the folder's where ``pack.yaml`` could not be read."""
        return self.pack.pack if self.pack else self.folder.name


@dataclass
class Library:
    """Everything that was read, over all packs, by name."""

    shelves: list[Shelf] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)

    def _all(self, kind: str) -> Iterable[tuple[str, Any]]:
        for shelf in self.shelves:
            yield from getattr(shelf, kind).items()

    @property
    def studies(self) -> dict[str, Study]:
        """All studies by name."""
        return dict(self._all("studies"))

    @property
    def reviews(self) -> dict[str, Review]:
        """All reviews by name."""
        return dict(self._all("reviews"))

    @property
    def publications(self) -> dict[str, Publication]:
        """All publications by name."""
        return {k: v for s in self.shelves if s.publications for k, v in s.publications.publications.items()}

    @property
    def journals(self) -> dict[str, Journal]:
        """All journals by name."""
        return {k: v for s in self.shelves if s.publications for k, v in s.publications.journals.items()}

    @property
    def people(self) -> dict[str, Person]:
        """All people by name."""
        return {k: v for s in self.shelves if s.people for k, v in s.people.people.items()}

    @property
    def organizations(self) -> dict[str, Organization]:
        """All organisations by name."""
        return {k: v for s in self.shelves if s.people for k, v in s.people.organizations.items()}

    def terms(self, kind: str) -> dict[str, Term]:
        """All topic terms of one kind by name."""
        return {k: v for s in self.shelves for t in s.terms.values() if t.kind == kind for k, v in t.terms.items()}


def read_library(folders: Sequence[Path]) -> Library:
    """All packs in ``folders``; complaints are collected in the library, nothing is raised for a bad record.

    ``UsageError`` when a folder is no pack at all.
    """
    library = Library()
    for folder in folders:
        if not folder.is_dir():
            raise UsageError(
                f"{folder} is not a folder; --pack wants the folder of a topic pack, with a pack.yaml in it."
            )
        if not (folder / "pack.yaml").is_file():
            raise UsageError(f"{folder} holds no pack.yaml, so it is not a topic pack; see docs/how-to/new-topic.md.")
        library.shelves.append(_read_shelf(folder, library.complaints))
    _refuse_duplicates(library)
    return library


def require(library: Library) -> Library:
    """The library itself when nothing is wrong with it, else ``RecordErrors`` with everything."""
    errors = [complaint for complaint in library.complaints if complaint.severity == "error"]
    if errors:
        raise RecordErrors(errors)
    return library


def _read_shelf(folder: Path, complaints: list[Complaint]) -> Shelf:
    shelf = Shelf(folder)
    shelf.pack = _read_file(folder / "pack.yaml", Pack, shelf, "pack", complaints)
    for path in _files(folder / "terms", complaints):
        terms = _read_file(path, Terms, shelf, f"terms/{path.stem}", complaints)
        if terms is not None:
            shelf.terms[path.stem] = terms
    if _stands(folder / "publications.yaml"):
        shelf.publications = _read_file(folder / "publications.yaml", Publications, shelf, "publications", complaints)
    if _stands(folder / "people.yaml"):
        shelf.people = _read_file(folder / "people.yaml", People, shelf, "people", complaints)
    shelf.studies = _read_records(shelf, "study", "studies", Study, complaints)
    shelf.reviews = _read_records(shelf, "review", "reviews", Review, complaints)
    _read_mappings(shelf, complaints)
    _refuse_strays(folder, complaints)
    return shelf


def _stands(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _read_records(shelf: Shelf, kind: str, folder: str, model: type[R], complaints: list[Complaint]) -> dict[str, R]:
    records: dict[str, R] = {}
    for path in _files(shelf.folder / folder, complaints):
        record = _read_file(path, model, shelf, f"{kind}/{path.stem}", complaints)
        if record is None:
            continue
        slug = getattr(record, kind)
        if slug != path.stem:
            origin = shelf.origins[f"{kind}/{path.stem}"]
            complaints.append(
                origin.complain((kind,), f"is {slug}, but the file is called {path.name}; they must agree")
            )
        records[path.stem] = record
    return records


def _read_mappings(shelf: Shelf, complaints: list[Complaint]) -> None:
    path = shelf.folder / "mappings.sssom.tsv"
    if not _stands(path):
        return
    raw = _bytes(path, shelf.folder, complaints)
    if raw is None:
        return
    shelf.mappings_digest = hashlib.sha256(raw).hexdigest()
    shelf.mappings, shelf.curie_map, found = read_mappings(path, raw)
    complaints.extend(found)


def _files(folder: Path, complaints: list[Complaint]) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.suffix == ".yaml")


def _refuse_strays(folder: Path, complaints: list[Complaint]) -> None:
    """A record with a misspelt suffix or in the wrong folder would be left out without a word."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.suffix.lower() not in {".yaml", ".yml"}:
            continue
        known = (
            len(inside.parts) == 1 and inside.name in {"pack.yaml", "publications.yaml", "people.yaml", "left-out.yaml"}
        ) or (
            len(inside.parts) == 2 and inside.parts[0] in {"terms", "studies", "reviews"} and inside.suffix == ".yaml"
        )
        if not known and inside.parts[0] != "evidence":
            complaints.append(
                Complaint(path, 1, "", "no record is read from here; move it to studies/, reviews/ or terms/")
            )


def _bytes(path: Path, folder: Path, complaints: list[Complaint]) -> bytes | None:
    try:
        if not path.resolve(strict=True).is_relative_to(folder.resolve()):
            complaints.append(Complaint(path, 1, "", "is a link that leads out of the pack; put the file itself here"))
            return None
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            complaints.append(Complaint(path, 1, "", "is not an ordinary file"))
            return None
        refusal = too_large(about.st_size)
        if refusal:
            complaints.append(Complaint(path, 1, "", refusal))
            return None
        return path.read_bytes()
    except (OSError, RuntimeError) as error:  # a link to itself is the one or the other, by version of Python
        reason = getattr(error, "strerror", None) or "a link that leads to itself"
        complaints.append(Complaint(path, 1, "", f"cannot be read ({reason})"))
        return None


def _read_file(path: Path, model: type[R], shelf: Shelf, name: str, complaints: list[Complaint]) -> R | None:
    raw = _bytes(path, shelf.folder, complaints)
    if raw is None:
        return None
    document, record, flaws = parse(raw, model)
    complaints.extend(Complaint(path, flaw.line, dotted(flaw.place), flaw.message) for flaw in flaws)
    if document is not None:
        shelf.origins[name] = Origin(path, document, hashlib.sha256(raw).hexdigest())
    return record


def _refuse_duplicates(library: Library) -> None:
    """The same name twice, in one pack or across packs, would merge two things into one node."""
    seen: dict[tuple[str, str], Path] = {}

    def note(kind: str, slug: str, origin: Origin | None, place: Place) -> None:
        if origin is None:
            return
        first = seen.setdefault((kind, slug), origin.path)
        if first != origin.path:
            library.complaints.append(
                origin.complain(place, f"the {kind} {slug} is already in {first}; names are unique over all packs")
            )

    for shelf in library.shelves:
        if shelf.pack:
            note("pack", shelf.pack.pack, shelf.origins["pack"], ("pack",))
        for slug in shelf.studies:
            note("study or review", slug, shelf.origins.get(f"study/{slug}"), ("study",))
        for slug in shelf.reviews:
            note("study or review", slug, shelf.origins.get(f"review/{slug}"), ("review",))
        if shelf.publications:
            for slug in shelf.publications.publications:
                note("publication", slug, shelf.origins["publications"], ("publications", slug))
            for slug in shelf.publications.journals:
                note("journal", slug, shelf.origins["publications"], ("journals", slug))
        if shelf.people:
            for slug in shelf.people.people:
                note("person", slug, shelf.origins["people"], ("people", slug))
            for slug in shelf.people.organizations:
                note("organization", slug, shelf.origins["people"], ("organizations", slug))
        for stem, terms in shelf.terms.items():
            for slug in terms.terms:
                note(terms.kind, slug, shelf.origins[f"terms/{stem}"], ("terms", slug))
