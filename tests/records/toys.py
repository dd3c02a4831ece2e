"""The invented gout pack, copied and changed field by field: the smallest wrong records."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ivigkg.errors import Complaint
from ivigkg.records.lint import lint
from ivigkg.records.loader import read_library
from ivigkg.records.yaml_text import read

from ..conftest import ROOT

GOUT = ROOT / "tests" / "packs" / "gout"
MYOSITIS = ROOT / "data" / "packs" / "ivig-myositis"
TRIAL = "studies/larkspur-2019.yaml"
SERIES = "studies/meadow-2021.yaml"
REVIEW = "reviews/thistle-2022.yaml"
PAPERS = "publications.yaml"
PEOPLE = "people.yaml"
DROP = object()
"""Stands in for a field that is taken out."""


class Dumper(yaml.SafeDumper):
    """Writes texts in quotation marks and numbers with the digits they have."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


Dumper.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))
Dumper.add_representer(Decimal, lambda dumper, number: dumper.represent_scalar(_tag(number), format(number, "f")))


def _tag(number: Decimal) -> str:
    return "tag:yaml.org,2002:float" if "." in format(number, "f") else "tag:yaml.org,2002:int"


def dump(value: Any) -> str:
    """A value as YAML that reads back the same."""
    return yaml.dump(value, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=10**6)


@dataclass(frozen=True)
class Wrong:
    """A change of one file of the invented pack, and the one complaint that has to follow.

    ``also`` are fields of further errors that cannot but follow from the same change.
    """

    file: str
    changes: Mapping[str, Any]
    field: str
    says: str
    severity: str = "error"
    also: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return f"{self.field or Path(self.file).stem}: {self.says}"


def toy_pack(folder: Path) -> Path:
    """A copy of the invented pack in ``folder``."""
    return Path(shutil.copytree(GOUT, folder / "gout"))


def change(pack: Path, file: str, changes: Mapping[str, Any]) -> None:
    """Writes values at dotted places of a file of ``pack``."""
    record = read((pack / file).read_text("utf-8")).value if (pack / file).exists() else {}
    for dotted, value in changes.items():
        _set(record, dotted.split("."), value)
    (pack / file).parent.mkdir(exist_ok=True)
    (pack / file).write_text(dump(record), "utf-8")


def _set(whole: Any, steps: list[str], value: Any) -> None:
    for step in steps[:-1]:
        whole = whole[int(step)] if isinstance(whole, list) else whole.setdefault(step, {})
    last: Any = int(steps[-1]) if isinstance(whole, list) else steps[-1]
    if value is DROP:
        del whole[last]
    elif isinstance(whole, list) and last == len(whole):
        whole.append(value)
    else:
        whole[last] = value


def complaints(*packs: Path) -> list[Complaint]:
    """Everything that reading and checking say."""
    library = read_library(packs)
    return [*library.complaints, *lint(library)]


@cache
def usual() -> frozenset[tuple[str, str, str]]:
    """What is said of the invented pack as it stands: a few warnings at most."""
    return frozenset((one.path.name, one.field, one.message) for one in complaints(GOUT))


def assert_caught(wrong: Wrong, pack: Path) -> None:
    """The change of the invented pack brings the complaint that it should, and no other error."""
    change(pack, wrong.file, wrong.changes)
    found = [one for one in complaints(pack) if (one.path.name, one.field, one.message) not in usual()]
    meant = [one for one in found if one.field == wrong.field and wrong.says in one.message]
    assert meant, [str(one) for one in found]
    assert all(one.severity == wrong.severity and one.path == pack / wrong.file and one.line > 0 for one in meant)
    rest = [one for one in found if one not in meant and one.severity == "error"]
    assert {one.field for one in rest} <= wrong.also, [str(one) for one in rest]
