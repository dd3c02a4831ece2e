"""How a record file is damaged: functions of a file, a place in it and a source of chance."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from ivigkg.records.mappings import COLUMNS
from ivigkg.records.yaml_text import Place

from .sheets import Edit, Sheet, block, drop, indent, put, rename, sheet_of

Harm = Callable[[Sheet, Place, random.Random], "Edit | None"]


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


def writes(*values: str) -> Harm:
    """Writes one of the values."""
    return lambda sheet, place, rng: put(sheet, place, rng.choice(values))


def misspells(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    """Misspells a name or code."""
    return put(sheet, place, f'"{misspell(str(sheet.value(place)), rng)}"')


def loses(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    """Loses the field."""
    return drop(sheet, place)


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
        fresh = put(sheet_of(sheet.path, half.raw.decode()), other, str(one))
        return fresh and Edit(fresh.raw, half.line, frozenset([first, second]), frozenset([fresh.line]))

    return harm


def tab(sheet: Sheet, place: Place, rng: random.Random) -> Edit:
    return sheet.edit(sheet.line(place), ["\t" + sheet.row(place).lstrip()], [str(place[-1])])


def shifted(*by: int) -> Harm:
    """Moves a line some spaces to the right or left."""

    def harm(sheet: Sheet, place: Place, rng: random.Random) -> Edit:
        row = sheet.row(place)
        fresh = " " * (indent(row) + rng.choice(by)) + row.lstrip()
        return sheet.edit(sheet.line(place), [fresh], [str(place[-1])])

    return harm


def cut(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    """Ends the file in the middle of a line."""
    row, line = sheet.row(place), sheet.line(place)
    length = rng.randint(indent(row) + 1, len(row) - 1)
    text = "\n".join([*sheet.rows[: line - 1], row[:length]])
    return Edit(text.encode("utf-8"), line, frozenset(str(step) for step in place[1:]))


def unclosed(sheet: Sheet, place: Place, rng: random.Random) -> Edit:
    """Loses the last sign of a line, which closes a text or a list."""
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


def renamed(name: str) -> Harm:
    """Calls a field something else."""
    return lambda sheet, place, rng: rename(sheet, place, name)


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
    wrong = digits[:spot] + like + digits[spot + 1 :]
    if "." in digits and rng.random() < 0.5:
        wrong = digits.replace(".", ",")
    return None if wrong.strip() == digits else put(sheet, place, wrong if block(sheet, place) else f'"{wrong}"')


def guessed_number(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    """A form that YAML 1.1 takes for a number, or for none."""
    return put(sheet, place, rng.choice(["1e3", "0x1F", "007", "+5", ".5", "5.", "1_000", "~", "1:30", "-0", ".nan"]))


def negative(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    return put(sheet, place, f"-{sheet.value(place) + 1}")


def halved(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    return put(sheet, place, f"{sheet.value(place)}.5")


def one_less(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    return put(sheet, place, f"{sheet.value(place) - 1}")


def impossible_p(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    sign, digits = re.fullmatch(r"([<>=]?)(.*)", str(sheet.value(place))).groups()  # type: ignore[union-attr]
    wrong = [f"{sign}-{digits}", f"{sign}{digits.replace('0.', '1.', 1)}", f"{sign}{digits.replace('0.', '0,', 1)}"]
    wrong += [f"{sign}{digits.replace('0', 'O', 1)}", f"{sign}{sign}{digits}", f"{digits}{sign or '<'}", "<0"]
    return put(sheet, place, f'"{rng.choice(wrong)}"')


def above_one(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    sign, digits = re.fullmatch(r"([<>=]?)(.*)", str(sheet.value(place))).groups()  # type: ignore[union-attr]
    value = Decimal(digits) * 100
    return put(sheet, place, f'"{sign}{value if value > 1 else 5:f}"')


def wrong_percent(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    value = sheet.value(place)
    return put(sheet, place, f"{value + 7 if value < 90 else value - 7:f}")


def _sizes(whole: dict[str, Any]) -> dict[str, Any]:
    return {key: group.get("participants") for key, group in whole.get("groups", {}).items()}


def above_group(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    """Counts more people than the group has."""
    result = sheet.value(place[:-1])
    most = _sizes(sheet.document.value).get(result.get("group"))
    return put(sheet, place, str(most + rng.randint(1, 9))) if most and "counted_unit" not in result else None


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


OTHER_KIND = {
    "count": "summary",
    "change": "count",
    "summary": "count",
    "adverse-event": "narrative",
    "arm": "subgroup",
    "subgroup": "arm",
    "exposure-group": "arm",
}


def other_kind(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    """Calls a result or group by another kind; what contradicts it stands in the same part."""
    new = OTHER_KIND.get(sheet.value(place))
    edit = put(sheet, place, new) if new else None
    part = frozenset(sheet.line((*place[:-1], name)) for name in sheet.value(place[:-1]))
    return edit and Edit(edit.raw, edit.line, edit.names, part)


def bad_date(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    year = str(sheet.value(place))[:4]
    wrong = [f"{year}-13-01", f"{year}-02-30", f"{year}-5", f"05/{year}", f"{year[2:]}-05"]
    return put(sheet, place, rng.choice(wrong))


def taken_number(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    """Gives a reference the number of another one."""
    taken = [entry["number"] for entry in sheet.document.value["references"] if entry["number"] != sheet.value(place)]
    return put(sheet, place, str(rng.choice(taken)))


def spoilt_address(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    old = str(sheet.value(place))
    wrong = [old.replace("://", ":/", 1), "ftp" + old[old.index(":") :], old.partition("://")[2], old + " and another"]
    wrong += [old.replace("://", ":// ", 1), "javascript:alert(1)", "https://…", "file:///etc/passwd", f"<{old}>"]
    return put(sheet, place, f'"{rng.choice(wrong)}"')


def spoilt_doi(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    old = str(sheet.value(place))
    wrong = [old.replace("10.", "1O.", 1), old.replace("/", " ", 1), old.replace("10.", "10,", 1), f"{old} {old}"]
    return put(sheet, place, f'"{rng.choice([*wrong, *old.split("/", 1)])}"')


def spoilt_pmid(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    old = str(sheet.value(place))
    wrong = [old + "12", "PMC" + old, old[:-1] + "x", "0" + old, old[:3] + " " + old[3:]]
    return put(sheet, place, f'"{rng.choice(wrong)}"')


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


def too_much(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    """A dose a thousand times as high, or none."""
    value = sheet.value(place)
    return put(sheet, place, rng.choice([f"{value * 1000:f}", "0", f"-{value:f}"]))


def other_direction(sheet: Sheet, place: Place, rng: random.Random) -> Edit | None:
    """Says of one group what is said of two, or the other way round."""
    between = "comparison" in sheet.value(place[:-1])
    wrong = ["improved", "worsened"] if between else ["favours-intervention", "no-difference"]
    return put(sheet, place, rng.choice(wrong))


def cell(column: int, change: Callable[[str, random.Random], str]) -> Harm:
    """Changes one cell of a table of matches."""

    def harm(sheet: Sheet, place: Place, rng: random.Random) -> Edit:
        cells = sheet.rows[int(place[0]) - 1].split("\t")
        cells[column] = change(cells[column], rng)
        return sheet.edit(int(place[0]), ["\t".join(cells)], [COLUMNS[column]])

    return harm


def misspelt_end(text: str, rng: random.Random) -> str:
    """A misspelt name behind its right prefix."""
    prefix, _, name = text.partition(":")
    return f"{prefix}:{misspell(name, rng)}"


def foreign(text: str, rng: random.Random) -> str:
    """The same name behind a prefix that nobody explains."""
    return rng.choice(["snomed", "mesh2", "http", "xx"]) + text[text.index(":") :]


def formless(text: str, rng: random.Random) -> str:
    """No identifier behind the right prefix."""
    return text.partition(":")[0] + ":" + rng.choice(["", "?x y", "\u00e9<>"])


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
