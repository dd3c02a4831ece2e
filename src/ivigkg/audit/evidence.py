"""The evidence files of a folder, flattened to facts: entry, path and value as typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from ivigkg import resources
from ivigkg.audit.names import Names
from ivigkg.errors import Complaint, RecordErrors, UsageError
from ivigkg.records.base import Record
from ivigkg.records.left_out import LeftOut, LeftOutList, RecordList
from ivigkg.records.parsing import parse
from ivigkg.records.yaml_text import BadYaml, decode, dotted, read_any

KEYS = ("key", "id")
BESIDE = frozenset(["records.yaml", "names.yaml"])
R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Entry:
    """One entry of an evidence file: its name, its fields as typed, and the records that hold it."""

    name: str
    file: str
    content: dict[str, Any]
    records: tuple[str, ...] | None

    def facts(self) -> Iterator[tuple[str, str | None]]:
        """Every leaf with its dotted path; ``None`` where the file says null."""
        return leaves(self.content)


@dataclass
class Evidence:
    """A folder of evidence files with what stands beside them."""

    folder: Path
    entries: list[Entry]
    names: Names
    left_out: tuple[LeftOut, ...]
    complaints: list[str] = field(default_factory=list)


def evidence_folders() -> list[Path]:
    """The evidence folders of the packs shipped with ivigkg; ``UsageError`` when none has one."""
    folders = [pack / "evidence" for pack in resources.default_packs() if (pack / "evidence").is_dir()]
    if not folders:
        raise UsageError("No pack shipped with ivigkg has an evidence folder; name one.")
    return folders


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, str | None]]:
    """The leaves of a nested value as dotted paths; list entries count from 0."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from leaves(item, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from leaves(item, f"{path}.{index}" if path else str(index))
    else:
        yield path, value


def read_evidence(folder: Path) -> Evidence:
    """The evidence in a folder; ``UsageError`` when it is none, ``RecordErrors`` when a file cannot be read."""
    if not folder.is_dir():
        raise UsageError(f"{folder} is not a folder; name the evidence folder of a pack.")
    files = [path for path in sorted(folder.glob("*.yaml")) if path.name not in BESIDE]
    if not files:
        raise UsageError(f"{folder} holds no evidence file (*.yaml, a list of entries with key or id).")
    records = _beside(folder / "records.yaml", RecordList)
    names = _beside(folder / "names.yaml", Names)
    left_out = _beside(folder.parent / "left-out.yaml", LeftOutList)
    known = {} if records is None else records.records
    entries = [entry for path in files for entry in _entries(path, known)]
    found = Evidence(folder, entries, names or Names(), () if left_out is None else left_out.left_out)
    have = {entry.name for entry in entries}
    found.complaints += [
        f"records.yaml: there is no entry {name} in the evidence" for name in known if name not in have
    ]
    found.complaints += [
        f"names.yaml: there is no entry {name} in the evidence" for name in found.names.entries if name not in have
    ]
    if len(have) < len(entries):
        twice = sorted({e.name for e in entries if sum(o.name == e.name for o in entries) > 1})
        found.complaints.append(f"{', '.join(twice)}: the name of two entries")
    return found


def _beside(path: Path, model: type[R]) -> R | None:
    if not path.is_file():
        return None
    _, record, flaws = parse(_bytes(path), model)
    if flaws or record is None:
        raise RecordErrors([Complaint(path, flaw.line, dotted(flaw.place), flaw.message) for flaw in flaws])
    return record


def _entries(path: Path, records: dict[str, tuple[str, ...]]) -> Iterator[Entry]:
    try:
        document = read_any(decode(_bytes(path)))
    except BadYaml as error:
        raise RecordErrors([Complaint(path, error.line, dotted(error.place), error.message)]) from None
    if not isinstance(document.value, list):
        raise RecordErrors([Complaint(path, 1, "", "an evidence file is a list of entries (- key: ...)")])
    for index, content in enumerate(document.value):
        name = next((content[key] for key in KEYS if isinstance(content.get(key), str)), None) if _is(content) else None
        if name is None:
            raise RecordErrors([Complaint(path, document.line((index,)), "", "this entry has no key and no id")])
        yield Entry(name, path.name, _typed(content), records.get(name))


def _is(content: Any) -> bool:
    return isinstance(content, dict)


def _typed(value: Any) -> Any:
    """The same with every value as the text that stands in the file."""
    if isinstance(value, dict):
        return {name: _typed(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_typed(item) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    return value if value is None else str(value)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror or error}).") from error
