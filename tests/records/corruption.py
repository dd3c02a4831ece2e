"""Ways to damage a record file, each as a seeded change of its text; one table holds them all.

A case is one change of one real file. It says on which lines a complaint about it may stand (the damaged line, or that
of a part of the record around it) and which field a complaint has to name.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from ivigkg.records import base, publication, review, study, term
from ivigkg.records.yaml_text import Document, Place, decode, read


@dataclass(frozen=True)
class Edit:
    """A file as damaged: its bytes, the line that changed, and the fields one of which must be named.

    ``also`` are further lines that changed, or that contradict the changed one: a complaint may stand on either.
    """

    raw: bytes
    line: int
    names: frozenset[str]
    also: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Case:
    """One damaged file of a pack; ``lines`` are those on which a complaint is in the right place."""

    kind: str
    path: str
    raw: bytes
    lines: frozenset[int]
    names: frozenset[str]


@dataclass(frozen=True)
class Sheet:
    """A record file as text, with the line and the value of everything in it."""

    path: str
    rows: tuple[str, ...]
    document: Document = field(default_factory=Document)

    def value(self, place: Place) -> Any:
        found = self.document.value
        for step in place:
            found = found[step]
        return found

    def line(self, place: Place) -> int:
        return self.document.lines[place]

    def row(self, place: Place) -> str:
        return self.rows[self.line(place) - 1]

    def edit(self, line: int, rows: Iterable[str], names: Iterable[str], until: int | None = None) -> Edit:
        """The file with ``rows`` in place of the rows from ``line`` to before ``until``."""
        after = self.rows[(until or line + 1) - 1 :]
        text = "\n".join([*self.rows[: line - 1], *rows, *after]) + "\n"
        return Edit(text.encode("utf-8"), line, frozenset(names))

    def end(self, place: Place) -> int:
        """The first line after everything that belongs to ``place``."""
        line = self.line(place)
        indent = _indent(self.rows[line - 1])
        for number in range(line + 1, len(self.rows) + 1):
            row = self.rows[number - 1]
            if row.strip() and _indent(row) <= indent and not row.lstrip().startswith("#"):
                return number
        return len(self.rows) + 1


def _indent(row: str) -> int:
    return len(row) - len(row.lstrip())


def _block(sheet: Sheet, place: Place) -> bool:
    """Whether a field has a line of its own."""
    return bool(place) and isinstance(place[-1], str) and sheet.row(place).lstrip().startswith(f"{place[-1]}:")


def put(sheet: Sheet, place: Place, new: str) -> Edit | None:
    """The file with ``new`` written where the value of a field stands."""
    row, name = sheet.row(place), place[-1]
    if isinstance(name, int):
        return _put_item(sheet, place, new)
    value = r'"(?:[^"\\]|\\.)*"|\[[^\]]*\]' + (r"|[^#]+?(?=\s*$)" if _block(sheet, place) else r"|[^,}]+")
    fresh, count = re.subn(rf"(?<![\w-])({name}: )({value})", lambda match: match[1] + new, row, count=1)
    return sheet.edit(sheet.line(place), [fresh], [name]) if count and fresh != row else None


def _put_item(sheet: Sheet, place: Place, new: str) -> Edit | None:
    row, old = sheet.row(place), str(sheet.value(place))
    spot = row.find(old)
    if spot < 0 or row.count(old) > 1:
        return None
    fresh = row[:spot] + new.strip('"') + row[spot + len(old) :]
    return sheet.edit(sheet.line(place), [fresh], [str(place[-2])])


def drop(sheet: Sheet, place: Place) -> Edit | None:
    """The file without a field and all that belongs to it."""
    name = str(place[-1])
    if _block(sheet, place):
        return sheet.edit(sheet.line(place), [], [name], sheet.end(place))
    row = sheet.row(place)
    value = r'(?:"(?:[^"\\]|\\.)*"|\[[^\]]*\]|[^,}]+)'
    for pattern in (rf"(?<![\w-]){name}: {value}, ", rf", {name}: {value}"):
        fresh, count = re.subn(pattern, "", row, count=1)
        if count:
            return sheet.edit(sheet.line(place), [fresh], [name])
    return None


def rename(sheet: Sheet, place: Place, new: str) -> Edit | None:
    """The file with another name for a field or part."""
    row, name = sheet.row(place), str(place[-1])
    fresh = re.sub(rf"(?<![\w-]){name}:", f"{new}:", row, count=1)
    return sheet.edit(sheet.line(place), [fresh], [name, new]) if fresh != row else None


def misspell(word: str, rng: random.Random) -> str:
    """The word with one letter lost, doubled or changed over with its neighbour."""
    spots = [spot for spot in range(1, len(word) - 1) if word[spot].isalpha()] or [0]
    for _ in range(20):
        spot = rng.choice(spots)
        wrong = rng.choice(
            [
                word[:spot] + word[spot + 1 :],
                word[:spot] + word[spot] + word[spot:],
                word[:spot] + word[spot + 1 : spot + 2] + word[spot] + word[spot + 2 :],
            ]
        )
        if wrong != word and len(wrong) > 1:
            return wrong
    return word + "x"


# --- where to look -------------------------------------------------------------------------------------------------

Where = Callable[[Sheet, Place, Any], bool]
Harm = Callable[[Sheet, Place, random.Random], "Edit | None"]
MODULES = (base, publication, review, study, term)
FIELDS = frozenset(
    name
    for module in MODULES
    for model in vars(module).values()
    if isinstance(model, type) and issubclass(model, BaseModel)
    for name in model.model_fields
)
KEYED = frozenset(
    ["readings", "designs", "populations", "strata", "uses", "groups", "comparisons", "results", "claims", "flow", "registrations", "assessments", "overlaps", "absences", "questions", "searches", "inclusions", "exclusions", "pooled", "publications", "journals", "people", "organizations", "terms", "doses", "evidence", "sources", "labels", "alt"]
)


def is_field(place: Place) -> bool:
    """Whether a place is a field of a model, and no name that the curator chose."""
    return place[-1] in FIELDS and not (len(place) > 1 and place[-2] in KEYED)


def fields(*names: str, within: str = "") -> Where:
    """Fields of those names, anywhere or in some sections; the entries of a list count one by one."""
    sections = frozenset(within.split())

    def where(sheet: Sheet, place: Place, value: Any) -> bool:
        name = place[-2] if isinstance(place[-1], int) and len(place) > 1 else place[-1]
        here = is_field(place[:-1] if isinstance(place[-1], int) else place)
        return name in names and here and not isinstance(value, (list, dict)) and (not sections or place[0] in sections)

    return where


def beside(where: Where, *names: str) -> Where:
    """Fields beside which all of the named ones stand."""
    return lambda sheet, place, value: where(sheet, place, value) and all(
        name in sheet.value(place[:-1]) for name in names
    )


def number_fields(sheet: Sheet, place: Place, value: Any) -> bool:
    return (
        is_field(place)
        and isinstance(value, (int, Decimal))
        and not isinstance(value, bool)
        and place[-1] not in {"volume", "issue", "pages", "issued", "issue_date", "level", "pmid"}
    )


def count_fields(sheet: Sheet, place: Place, value: Any) -> bool:
    return number_fields(sheet, place, value) and place[-1] in {
        "events", "total", "participants", "participants_female", "participants_male", "count", "courses",
        "infusions", "days_per_course", "stated_studies", "stated_participants", "reference_number", "number",
        "studies_pooled",
    }  # fmt: skip


def own_line(sheet: Sheet, place: Place, value: Any) -> bool:
    """A field on a line of its own, below a sibling, inside an entry."""
    if len(place) < 3 or not is_field(place) or not _block(sheet, place):
        return False
    above = sheet.rows[sheet.line(place) - 2]
    return _indent(above) >= _indent(sheet.row(place)) > 2 and not isinstance(value, (dict, list))


def quoted(sheet: Sheet, place: Place, value: Any) -> bool:
    return own_line(sheet, place, value) and sheet.row(place).endswith('"')


# --- how to harm ---------------------------------------------------------------------------------------------------


def writes(*values: str) -> Harm:
    """Writes one of the values."""
    return lambda sheet, place, rng: put(sheet, place, rng.choice(values))


def misspells(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    """Misspells a name or code."""
    return put(sheet, place, f'"{misspell(str(sheet.value(place)), rng)}"')


def loses(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    """Loses the field."""
    return drop(sheet, place)


def scaled(low: int, high: int) -> Harm:
    """Multiplies a number."""
    return lambda sheet, place, rng: put(sheet, place, f"{sheet.value(place) * rng.randint(low, high):f}")


def more_than(*others: str) -> Harm:
    """Writes a whole number above that of a field beside it."""

    def harm(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
        most = max(sheet.value((*place[:-1], other)) for other in others)
        return put(sheet, place, str(most + rng.randint(1, 30)))

    return harm


def swaps(first: str, second: str) -> Harm:
    """Changes the values of two fields over."""

    def harm(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
        other = (*place[:-1], second)
        one, two = sheet.value(place), sheet.value(other)
        if one == two:
            return None
        half = put(sheet, place, str(two))
        if half is None:
            return None
        fresh = put(_sheet(sheet.path, half.raw.decode()), other, str(one))
        return fresh and Edit(fresh.raw, half.line, frozenset([first, second]), frozenset([fresh.line]))

    return harm


def tab(sheet: Sheet, place: Place, rng: random.Random) -> Edit:
    return sheet.edit(sheet.line(place), ["\t" + sheet.row(place).lstrip()], [str(place[-1])])


def shifted(*by: int) -> Harm:
    """Moves a line some spaces to the right or left."""

    def harm(sheet: Sheet, place: Place, rng: random.Random) -> Edit:
        row = sheet.row(place)
        fresh = " " * (_indent(row) + rng.choice(by)) + row.lstrip()
        return sheet.edit(sheet.line(place), [fresh], [str(place[-1])])

    return harm


def cut(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    """Ends the file in the middle of a line."""
    row, line = sheet.row(place), sheet.line(place)
    length = rng.randint(_indent(row) + 1, len(row) - 1)
    text = "\n".join([*sheet.rows[: line - 1], row[:length]])
    return Edit(text.encode("utf-8"), line, frozenset(str(step) for step in place[1:]))


def unquoted_end(sheet: Sheet, place: Place, rng: random.Random) -> Edit:
    return sheet.edit(sheet.line(place), [sheet.row(place)[:-1]], [str(place[-1])])


def bare(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    """Takes the quotation marks off a text that needs them."""
    return put(sheet, place, str(sheet.value(place)))


def marked(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    """Writes an anchor, an alias or a tag."""
    return put(sheet, place, rng.choice(["&same {}", "*same", "!!str {}", "!important {}"]).format(sheet.value(place)))


def twice(sheet: Sheet, place: Place, rng: random.Random) -> Edit:
    row = sheet.row(place)
    edit = sheet.edit(sheet.line(place), [row, row], [str(place[-1])])
    return Edit(edit.raw, edit.line + 1, edit.names)


def latin_1(sheet: Sheet, place: Place, rng: random.Random) -> Edit:
    row = sheet.row(place)
    edit = sheet.edit(sheet.line(place), [row[:-1] + "\ue000" + row[-1]], [str(place[-1])])
    return Edit(edit.raw.replace("\ue000".encode(), b"\xe9"), edit.line, edit.names)


def unseen(sheet: Sheet, place: Place, rng: random.Random) -> Edit:
    row = sheet.row(place)
    sign = rng.choice(["\u200b", "\u202e", "\x07", "\ufeff", "\u2028", "\x00"])
    return sheet.edit(sheet.line(place), [row[:-1] + sign + row[-1]], [str(place[-1])])


def colon_lost(sheet: Sheet, place: Place, rng: random.Random) -> Edit:
    return sheet.edit(sheet.line(place), [sheet.row(place).replace(": ", " ", 1)], [str(place[-1])])


def emptied(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    row = sheet.row(place)
    return sheet.edit(sheet.line(place), [row[: row.index(":") + 1]], [str(place[-1])])


def misspelt_field(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    return rename(sheet, place, misspell(str(place[-1]), rng))


def taken_name(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    """Gives a part the name of a part of another section."""
    whole = sheet.document.value
    others = [
        key
        for section in ("designs", "populations", "uses", "groups", "results", "claims", "absences")
        if section != place[0]
        for key in whole.get(section, {})
    ]
    return rename(sheet, place, rng.choice(others)) if others else None


def letter_in_number(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    """Slips a letter, a comma or a blank into a number."""
    digits = f"{sheet.value(place):f}"
    spot = rng.randrange(len(digits))
    like = {"0": "O", "1": "l", "5": "S", "8": "B"}.get(digits[spot], digits[spot] + rng.choice(["o", " ", "'"]))
    wrong = digits.replace(".", ",") if "." in digits and rng.random() < 0.5 else digits[:spot] + like + digits[spot + 1 :]
    return put(sheet, place, wrong if _block(sheet, place) else f'"{wrong}"')


def impossible_p(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    sign, digits = re.fullmatch(r"([<>=]?)(.*)", str(sheet.value(place))).groups()  # type: ignore[union-attr]
    wrong = [f"{sign}-{digits}", f"{sign}{digits.replace('0.', '1.', 1)}", f"{sign}{digits.replace('0.', '0,', 1)}"]
    wrong += [f"{sign}{digits.replace('0', 'O', 1)}", f"{sign}{sign}{digits}", f"{digits}{sign or '<'}", "<0"]
    return put(sheet, place, f'"{rng.choice(wrong)}"')


def above_one(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    sign, digits = re.fullmatch(r"([<>=]?)(.*)", str(sheet.value(place))).groups()  # type: ignore[union-attr]
    return put(sheet, place, f'"{sign}{Decimal(digits) * 100:f}"' if Decimal(digits) > Decimal("0.01") else f'"{sign}5"')


def wrong_percent(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    value = sheet.value(place)
    return put(sheet, place, f"{value + 7 if value < 90 else value - 7:f}")


def fewer_than(*others: str) -> Harm:
    """Writes a number below that of a field beside it."""

    def harm(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
        least = min(sheet.value((*place[:-1], name)) for name in others if name in sheet.value(place[:-1]))
        edit = put(sheet, place, f"{least - rng.randint(1, 3):f}")
        return edit and Edit(edit.raw, edit.line, edit.names | set(others))

    return harm


def _sizes(whole: dict[str, Any]) -> dict[str, Any]:
    return {key: group.get("participants") for key, group in whole.get("groups", {}).items()}


def above_group(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    """Counts more people than the group has."""
    result = sheet.value(place[:-1])
    most = _sizes(sheet.document.value).get(result.get("group"))
    return put(sheet, place, str(most + rng.randint(1, 9))) if most else None


def above_study(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    """Gives a group or a part more people than the study has."""
    most = sheet.document.value.get("populations", {}).get("population", {}).get("participants")
    return put(sheet, place, str(most + rng.randint(1, 40))) if most is not None else None


def other_study(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    """Names the population of another included study."""
    own = sheet.value(place)
    others = [entry["study"] for entry in sheet.document.value["inclusions"].values() if entry["study"] not in own]
    return put(sheet, place, f'"{rng.choice(others)}#population"') if others else None


def other_number(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    """Gives an inclusion the number of another reference, or of none."""
    numbers = [entry["number"] for entry in sheet.document.value.get("references", [])]
    own = sheet.value(place)
    return put(sheet, place, str(rng.choice([n for n in [*numbers, 0, 99] if n != own]))) if numbers else None


def other_kind(*pairs: tuple[str, str]) -> Harm:
    """Calls a part by another kind."""
    table = dict(pairs)

    def harm(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
        new = table.get(sheet.value(place))
        edit = put(sheet, place, new) if new else None
        fields_ = sheet.value(place[:-1])
        part = frozenset(sheet.line((*place[:-1], name)) for name in fields_)
        return edit and Edit(edit.raw, edit.line, frozenset(["kind", *fields_]), part)

    return harm


def other_unit(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    return put(sheet, place, rng.choice(["mo", "wk", "cm", "h"]) if "doses" in place else '"minutes of arc"')


def bad_date(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    year = str(sheet.value(place))[:4]
    return put(sheet, place, rng.choice([f"{year}-13-01", f"{year}-02-30", f"{year}-5", f"05/{year}", f"{year[2:]}-05"]))


def spoilt_address(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    old = str(sheet.value(place))
    wrong = [old.replace("://", ":/", 1), "ftp" + old[old.index(":") :], old.partition("://")[2], old + " and another"]
    wrong += [old.replace("://", ":// ", 1), "javascript:alert(1)", "https://…", "file:///etc/passwd", f"<{old}>"]
    return put(sheet, place, f'"{rng.choice(wrong)}"')


def spoilt_doi(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    old = str(sheet.value(place))
    wrong = [old.replace("10.", "1O.", 1), old.replace("/", " ", 1), old.partition("/")[0], old.replace("10.", "10,", 1)]
    return put(sheet, place, f'"{rng.choice([*wrong, old.partition("/")[2], old + " " + old])}"')


def spoilt_pmid(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    old = str(sheet.value(place))
    return put(sheet, place, f'"{rng.choice([old + "12", "PMC" + old, old[:-1] + "x", "0" + old, old[:3] + " " + old[3:]])}"')


def spoilt_pages(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    first, _, last = str(sheet.value(place)).partition("-")
    wrong = [f"{first}–{last}", f"{first}--{last}", f"pp. {first}", f"{first}-", f"{first} to {last}"]
    return put(sheet, place, f'"{rng.choice([*wrong, f"{last}-{first}"] if len(last) == len(first) else wrong)}"')


def taken_value(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    """Gives a paper the identifier of another one."""
    name = place[-1]
    others = [
        paper[name]
        for slug, paper in sheet.document.value["publications"].items()
        if slug != place[1] and name in paper
    ]
    return put(sheet, place, f'"{rng.choice(others)}"')


def author_twice(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    authors = sheet.value(place[:-2])
    others = [author["person"] for author in authors if author["person"] != sheet.value(place)]
    edit = put(sheet, place, rng.choice(others)) if others else None
    return edit and Edit(edit.raw, edit.line, edit.names | {"authors"})


def item_twice(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    """Names the same thing twice in a list."""
    row = sheet.row(place)
    fresh = re.sub(rf"({place[-1]}: \[)([^,\]]+)", r"\1\2, \2", row, count=1)
    return sheet.edit(sheet.line(place), [fresh], [str(place[-1])]) if fresh != row else None


def own_broader(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    """Makes a term broader than itself, straight or by way of another."""
    return put(sheet, place, str(place[1]))


def same_side(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    other = "comparator" if place[-2] == "intervention" else "intervention"
    edit = put(sheet, place, str(sheet.value((*place[:-2], other, 0))))
    return edit and Edit(edit.raw, edit.line, edit.names | {str(place[1])})


def absent_field(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    return put(sheet, place, rng.choice(["percentage", "ci_upper", "sd", "up_too", "median"]))


def too_much(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    """A dose a thousand times as high, or none."""
    value = sheet.value(place)
    return put(sheet, place, rng.choice([f"{value * 1000:f}", "0", f"-{value:f}"]))


def other_direction(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    """Says of one group what is said of two, or the other way round."""
    between = "comparison" in sheet.value(place[:-1])
    return put(sheet, place, rng.choice(["improved", "worsened"] if between else ["favours-intervention", "no-difference"]))


def cell(column: int, change: Callable[[str, random.Random], str]) -> Harm:
    """Changes one cell of a table of matches."""

    def harm(sheet: Sheet, place: Place, rng: random.Random) -> Edit:
        cells = sheet.rows[int(place[0]) - 1].split("\t")
        cells[column] = change(cells[column], rng)
        return sheet.edit(int(place[0]), ["\t".join(cells)], [COLUMNS[column]])

    return harm


COLUMNS = ("subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification", "comment")


def lost_cell(sheet: Sheet, place: Place, rng: random.Random) -> Edit:
    cells = sheet.rows[int(place[0]) - 1].split("\t")
    del cells[rng.randrange(len(cells))]
    return sheet.edit(int(place[0]), ["\t".join(cells)], COLUMNS)


def second_exact(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    row = sheet.rows[int(place[0]) - 1]
    cells = row.split("\t")
    if cells[2] != "skos:exactMatch" or not cells[3][-1].isdigit():
        return None
    cells[3] = cells[3][:-1] + str((int(cells[3][-1]) + 1) % 10)
    edit = sheet.edit(int(place[0]), [row, "\t".join(cells)], ["object_id"])
    return Edit(edit.raw, edit.line + 1, edit.names)


def table_rows(sheet: Sheet, place: Place, value: Any) -> bool:
    return sheet.path.endswith(".tsv") and int(place[0]) > 1 and "\t" in value and not value.startswith("subject_id")


# --- the table -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kind:
    """One kind of damage: what it is, where it can befall a file, and how."""

    name: str
    what: str
    where: Where
    harm: Harm
    cases: int = 6


def both(first: Where, second: Where) -> Where:
    return lambda sheet, place, value: first(sheet, place, value) and second(sheet, place, value)


def inferred(sheet: Sheet, place: Place, value: Any) -> bool:
    part = sheet.value(place[:-1])
    return place[-1] == "note" and len(place) > 2 and (part.get("basis") == "inferred" or "certainty" in part)


def colon_inside(sheet: Sheet, place: Place, value: Any) -> bool:
    return quoted(sheet, place, value) and ": " in value


def part_name(sheet: Sheet, place: Place, value: Any) -> bool:
    return len(place) == 2 and place[0] in {"designs", "uses", "groups", "results", "claims", "absences", "strata"}


def top_section(sheet: Sheet, place: Place, value: Any) -> bool:
    return len(place) == 1 and isinstance(value, (dict, list)) and place[0] != "notes"


def list_field(sheet: Sheet, place: Place, value: Any) -> bool:
    names = {"conditions", "facets", "reading", "uses", "items", "stages", "outcome", "affiliations", "intervention"}
    return place[-1] in names and is_field(place) and isinstance(value, list)


def derived_item(sheet: Sheet, place: Place, value: Any) -> bool:
    return len(place) > 2 and place[-2] == "derived"


def bracketed(sheet: Sheet, place: Place, value: Any) -> bool:
    return place[-1] not in KEYED and len(place) > 2 and _block(sheet, place) and sheet.row(place).endswith(("]", "}"))


def side(sheet: Sheet, place: Place, value: Any) -> bool:
    return place[0] == "comparisons" and len(place) == 4 and place[2] in {"intervention", "comparator"}


KINDS: tuple[Kind, ...] = (
    # what is no YAML, or not the YAML it looks like
    Kind("tab", "a tab in place of the indentation", own_line, tab),
    Kind("indentation", "a line one space off its neighbours", own_line, shifted(-1, 1)),
    Kind("level", "a line moved out of its entry", own_line, shifted(-2)),
    Kind("half a file", "the file ends in the middle of a line", own_line, cut, 10),
    Kind("open quote", "a closing quotation mark lost", quoted, unquoted_end),
    Kind("open bracket", "a closing bracket lost", bracketed, unquoted_end),
    Kind("bare text", "the quotation marks lost around a text with a colon", colon_inside, bare, 4),
    Kind("lost colon", "no colon after a field name", own_line, colon_lost),
    Kind("YAML signs", "an anchor, an alias or a tag", own_line, marked),
    Kind("duplicate key", "a line of an entry stands twice", own_line, twice),
    Kind("not UTF-8", "a byte of another encoding", quoted, latin_1, 4),
    Kind("invisible", "a character that nobody sees", own_line, unseen),
    Kind("empty value", "a field name without a value", own_line, emptied),
    # fields
    Kind("misspelt field", "a letter wrong in a field name", lambda s, p, v: is_field(p) and len(p) > 2, misspelt_field, 8),
    Kind("misspelt section", "a letter wrong in the name of a section", top_section, misspelt_field, 5),
    Kind("lost label", "a study, review, group, paper or term without its label", fields("label", within="groups publications label"), loses, 5),
    Kind("lost English label", "a term without its English label", lambda s, p, v: p[0] == "terms" and p[-1] == "en" and p[-2] == "labels", lambda s, p, r: put(s, p[:-1], "{fr: mot}") or rename(s, p, "fr"), 3),
    Kind("lost source", "a reading without its source", fields("source"), loses, 5),
    Kind("lost basis", "a reading without its basis", fields("basis", within="readings"), loses, 5),
    Kind("lost address", "a reading without the page that was opened", fields("read_at"), loses, 5),
    Kind("lost reading", "a fact that stands on nothing", fields("reading"), loses, 6),
    Kind("lost reason", "an inferred or uncertain fact without its note", inferred, loses, 6),
    Kind("lost derivation", "a derived number without its derivation", fields("derivation"), loses, 4),
    Kind("lost outcome", "a result without an outcome", fields("outcome", within="results pooled"), loses, 4),
    Kind("lost agent", "a regimen without its agent", fields("agent"), loses, 3),
    Kind("lost aspect", "an absence without its aspect or reason", fields("aspect", "reason", within="absences"), loses, 3),
    Kind("lost group", "a result of nobody", fields("group", within="results"), loses, 4),
    Kind("lost scope", "a p-value of a change without its scope", both(beside(fields("test_scope"), "p"), lambda s, p, v: "group" in s.value(p[:-1])), loses, 3),
    # names that lead nowhere
    Kind("dangling reading", "a reading that is not in the file", fields("reading"), misspells),
    Kind("dangling group", "a group that is not in the file", fields("group", "drawn_from"), misspells),
    Kind("dangling use", "a regimen that is not in the file", fields("uses", "prior_uses", "about_uses"), misspells, 4),
    Kind("dangling comparison", "a comparison that is not in the file", fields("comparison"), misspells, 3),
    Kind("dangling population", "a population that is not in the file", fields("population", "of", "restricted_to"), misspells, 4),
    Kind("dangling outcome", "an outcome without a term", fields("outcome"), misspells, 5),
    Kind("dangling condition", "a condition without a term", fields("conditions"), misspells, 5),
    Kind("dangling intervention", "an agent without a term", fields("agent", "about", "compared_with"), misspells, 5),
    Kind("dangling instrument", "an instrument without a term", fields("instrument"), misspells, 4),
    Kind("dangling scheme", "a scheme without a term", fields("scheme"), misspells, 3),
    Kind("dangling broader", "a broader term that there is not", fields("broader"), misspells, 4),
    Kind("dangling paper", "a paper that is not in publications.yaml", fields("source", "primary_report", "reports", "report", "publication"), misspells, 6),
    Kind("dangling person", "an author who is not in people.yaml", fields("person"), misspells, 5),
    Kind("dangling organisation", "a body that is not in people.yaml", fields("assessor", "affiliations", "unit_of", "curators"), misspells, 5),
    Kind("dangling journal", "a journal that is not in publications.yaml", fields("journal"), misspells, 4),
    Kind("dangling study", "a study without a record", fields("study", "concerns", within="inclusions exclusions overlaps"), misspells, 5),
    Kind("dangling part", "a result or study that evidence rests on, not there", fields("items", "eligible_population", "assesses"), misspells, 6),
    # codes
    Kind("misspelt code", "a letter wrong in a code of a closed list", fields("basis", "facets", "stages", "stage", "route", "severity", "response", "direction", "stance", "aspect", "measure", "classified_as"), misspells, 12),
    Kind("misspelt word", "a letter wrong in one of a few words", fields("kind", "per", "statistic", "certainty", "reason", "reporting", "range_kind", "test_scope", "type"), misspells, 10),
    Kind("misspelt unit", "a unit that is not in the list", fields("unit"), writes("gr/kg", "G/KG", "mg/day", "months", "grams"), 6),
    Kind("other unit", "a unit of time or length for a dose", both(fields("unit"), lambda s, p, v: "doses" in p), other_unit, 5),
    Kind("wrong level", "a level that its scheme does not have", fields("level"), writes("6", "1d", "IIb", "1-b"), 5),
    Kind("wrong country", "a country by another code", fields("countries"), writes("UK", "fr", "JPN", "XX"), 4),
    Kind("wrong language", "a language by its name", fields("language", "title_language", "languages"), writes("english", "EN", "f"), 4),
    Kind("other direction", "words for two groups said of one, or the other way", fields("direction", within="results"), other_direction, 6),
    Kind("other kind", "a result or group of another kind", fields("kind", within="results groups"), other_kind(("count", "summary"), ("change", "count"), ("summary", "count"), ("adverse-event", "narrative"), ("arm", "subgroup"), ("subgroup", "arm"), ("exposure-group", "arm")), 8),
    # numbers
    Kind("swapped count", "events and total changed over", beside(fields("events"), "total"), swaps("events", "total"), 8),
    Kind("too many events", "more events than people", beside(fields("events"), "total"), more_than("total"), 6),
    Kind("above the group", "more people counted than the group has", fields("total", within="results"), above_group, 8),
    Kind("above the study", "a group with more people than the study", fields("participants", within="groups strata"), above_study, 6),
    Kind("negative count", "a count below 0", count_fields, lambda s, p, r: put(s, p, str(-1 - s.value(p))), 6),
    Kind("words for a number", "a number written out", number_fields, writes("twelve", "some", "n/a", '"8 of 12"', "?"), 6),
    Kind("letter in a number", "a letter, comma or blank in a number", number_fields, letter_in_number, 10),
    Kind("number of another form", "a number as YAML 1.1 would guess it", number_fields, writes("1e3", "0x1F", "007", "+5", ".5", "1_000", "~", "1:30", "-0"), 8),
    Kind("part of a person", "a count that is no whole number", count_fields, lambda s, p, r: put(s, p, f"{s.value(p)}.5"), 5),
    Kind("above 100 %", "a percentage above 100", fields("percent", "female_percent", "agreement_percent"), writes("101", "714", "100.1"), 5),
    Kind("percent that does not fit", "a percentage of other numbers", beside(fields("percent"), "events", "total"), wrong_percent, 6),
    Kind("impossible p", "a p-value that is none", fields("p"), impossible_p, 8),
    Kind("p above 1", "a p-value above 1", fields("p"), above_one, 5),
    Kind("interval turned round", "the ends of an interval changed over", beside(fields("ci_lower"), "ci_upper"), swaps("ci_lower", "ci_upper"), 3),
    Kind("one end of an interval", "an interval without an end", fields("ci_lower", "ci_upper"), loses, 3),
    Kind("low above high", "a lower end above the upper one", lambda s, p, v: p[-1] == "minimum" and "maximum" in s.value(p[:-1]), swaps("minimum", "maximum"), 4),
    Kind("range upside down", "an upper end below the lower one", lambda s, p, v: str(p[-1]).endswith("_up_to") or p[-1] == "up_to", lambda s, p, r: put(s, p, "0.01" if p[-1] == "up_to" else "0"), 5),
    Kind("age 555", "an age that nobody reaches", lambda s, p, v: len(p) > 2 and p[-2] in {"age", "eligible_age"}, writes("555", "-3", "1990"), 4),
    Kind("impossible dose", "a dose that nobody is given", both(fields("value"), lambda s, p, v: "doses" in p), too_much, 6),
    Kind("women and men", "more women and men than people", beside(fields("participants_female", "participants_male"), "participants"), more_than("participants"), 5),
    Kind("derived but absent", "a derived field that is not there", derived_item, absent_field, 4),
    # dates, addresses, identifiers
    Kind("13th month", "a date that is not in the calendar", fields("issued", "issue_date", "curated", "status_date", "accessed"), bad_date, 6),
    Kind("future", "a paper dated after its record", fields("issued", "issue_date", "accessed"), writes("2031-01-01", "2099", "2027-05"), 4),
    Kind("broken address", "an address that no browser opens", fields("read_at", "also_read_at", "url"), spoilt_address, 8),
    Kind("broken DOI", "a DOI that is none", fields("doi"), spoilt_doi, 5),
    Kind("broken PMID", "a PubMed number that is none", fields("pmid"), spoilt_pmid, 5),
    Kind("shared identifier", "the DOI or PubMed number of another paper", fields("doi", "pmid"), taken_value, 4),
    Kind("broken pages", "pages that cannot be", fields("pages"), spoilt_pages, 5),
    Kind("broken registry number", "a registry number with a slip", fields("registry_id"), misspells, 2),
    # across the file
    Kind("taken name", "a part with the name of another part", part_name, taken_name, 6),
    Kind("other file", "a record that is not what its file is called", lambda s, p, v: p in {("study",), ("review",)}, misspells, 4),
    Kind("twice in a list", "the same name twice in a list", list_field, item_twice, 5),
    Kind("author twice", "the same author twice in a paper", fields("person"), author_twice, 4),
    Kind("broader than itself", "a term above itself", fields("broader"), own_broader, 3),
    Kind("both sides", "a group compared with itself", side, same_side, 2),
    Kind("other population", "an inclusion that counts people of another study", fields("eligible_population"), other_study, 5),
    Kind("other reference", "an inclusion with the number of another reference", fields("reference_number"), other_number, 6),
    Kind("references out of order", "a reference with a number that is taken", fields("number"), lambda s, p, r: put(s, p, str(r.choice([n for n in range(1, 24) if n != s.value(p)]))), 4),
    Kind("other totals", "a review whose totals contradict its counts", fields("stated_studies", "stated_participants"), lambda s, p, r: put(s, p, str(s.value(p) - 1)), 2),
    Kind("wrong licence", "a licence that the data cannot have", fields("license"), writes("MIT", "CC-BY", "all rights reserved"), 2),
    # the table of matches
    Kind("match of nothing", "a match of a term that there is not", table_rows, cell(0, lambda text, rng: text[:3] + misspell(text[3:], rng)), 4),
    Kind("match under another name", "a match of another term than the one named", table_rows, cell(1, lambda text, rng: misspell(text, rng)), 3),
    Kind("match that SKOS has not", "a kind of match that SKOS has not", table_rows, cell(2, lambda text, rng: misspell(text, rng)), 4),
    Kind("foreign prefix", "a prefix that the head does not explain", table_rows, cell(3, lambda text, rng: rng.choice(["snomed", "mesh2", "http", "xx"]) + text[text.index(":") :]), 4),
    Kind("broken match", "an identifier of another form", table_rows, cell(3, lambda text, rng: text.partition(":")[0] + ":" + rng.choice(["", "?x y", "\u00e9<>"])), 4),
    Kind("lost cell", "a row with a cell too few", table_rows, lost_cell, 3),
    Kind("two exact matches", "a second exact match in one vocabulary", table_rows, second_exact, 4),
)

BEYOND = {
    "another plausible number": "a 9 that should be an 11 and breaks no sum; only a second reader of the page sees it",
    "another known name": "one author, outcome, condition or paper for another; both are there and both could be meant",
    "another code of the same list": "improved for worsened, abstract for table; the page alone tells which is right",
    "another reading of the same file": "the other page was read, too",
    "a lost fact": "an entry that is left out altogether looks like a fact that nobody saw",
    "a lost optional field": "a country or a note that is missing looks like one that was not seen",
    "a file cut between two entries": "the entries that are left are whole; nothing says how many there were",
    "another wording": "a label, note or derivation with other words is still a text",
    "another working address": "an address of the right form that leads elsewhere; the network is not asked",
    "another identifier of the right form": "a DOI or PubMed number with one digit changed may be that of another paper",
    "another day of the calendar": "a date before the day of the record is as good as the right one",
}
"""Kinds of damage that no check of the records can see, each with the reason; they are not among the cases."""


# --- the cases -----------------------------------------------------------------------------------------------------


def _sheet(path: str, text: str) -> Sheet:
    rows = tuple(text.removesuffix("\n").split("\n"))
    return Sheet(path, rows, Document() if path.endswith(".tsv") else read(text))


def sheets(pack: Path) -> Iterator[Sheet]:
    """All record files of a pack."""
    for path in sorted([*pack.rglob("*.yaml"), *pack.rglob("*.tsv")]):
        yield _sheet(path.relative_to(pack).as_posix(), decode(path.read_bytes()))


def spots(sheet: Sheet) -> Iterator[tuple[Place, Any]]:
    """Every place of a file with its value; rows of a table by their number."""
    if sheet.path.endswith(".tsv"):
        yield from (((number,), row) for number, row in enumerate(sheet.rows, start=1))
    for place in sheet.document.lines:
        if place:
            yield place, sheet.value(place)


@cache
def cases(pack: Path) -> tuple[Case, ...]:
    """The cases of all kinds, the same on every run."""
    everything = [(sheet, place, value) for sheet in sheets(pack) for place, value in spots(sheet)]
    return tuple(case for kind in KINDS for case in _cases_of(kind, everything))


def _cases_of(kind: Kind, everything: list[tuple[Sheet, Place, Any]]) -> Iterator[Case]:
    rng = random.Random(kind.name)
    found = [(sheet, place) for sheet, place, value in everything if _fits(kind, sheet, place, value)]
    rng.shuffle(found)
    made: set[tuple[str, bytes]] = set()
    for sheet, place in found:
        if len(made) == kind.cases:
            return
        edit = kind.harm(sheet, place, rng)
        if edit is None or (sheet.path, edit.raw) in made or edit.raw == ("\n".join(sheet.rows) + "\n").encode():
            continue
        made.add((sheet.path, edit.raw))
        around = {sheet.line(place[:n]) for n in range(2, len(place) + 1) if place[:n] in sheet.document.lines}
        lines = {edit.line, *edit.also, *(line for line in around if line <= edit.line)} | ({1} if len(place) == 1 else set())
        yield Case(kind.name, sheet.path, edit.raw, frozenset(lines), edit.names)


def _fits(kind: Kind, sheet: Sheet, place: Place, value: Any) -> bool:
    if sheet.path.endswith(".tsv"):
        return kind.where is table_rows and table_rows(sheet, place, value)
    return kind.where is not table_rows and bool(kind.where(sheet, place, value))
