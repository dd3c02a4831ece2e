"""Where damage can befall a record file: predicates over a file, a place in it and the value there."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from ivigkg.records import base, publication, review, study, term
from ivigkg.records.yaml_text import Place

from .sheets import Sheet, block, indent

Where = Callable[[Sheet, Place, Any], bool]
FIELDS = frozenset(
    name
    for module in (base, publication, review, study, term)
    for model in vars(module).values()
    if isinstance(model, type) and issubclass(model, BaseModel)
    for name in model.model_fields
)
_KEYED = """readings designs populations strata uses groups comparisons results claims flow registrations assessments
overlaps absences questions searches inclusions exclusions pooled publications journals people organizations terms
doses evidence sources labels alt"""
KEYED = frozenset(_KEYED.split())
PARTS = frozenset(["designs", "uses", "groups", "results", "claims", "absences", "strata"])
LISTS = frozenset(["conditions", "facets", "reading", "uses", "items", "stages", "outcome", "affiliations"])
_COUNTS = """events total participants participants_female participants_male count courses infusions days_per_course
    stated_studies stated_participants reference_number number studies_pooled"""
COUNTS = frozenset(_COUNTS.split())
WORDS = frozenset(["kind", "per", "statistic", "certainty", "reason", "reporting", "range_kind", "test_scope", "type"])
NO_NUMBERS = frozenset(["volume", "issue", "pages", "issued", "issue_date", "level", "pmid", "p"])


def is_field(place: Place) -> bool:
    """Whether a place is a field of a model, and no name that the curator chose."""
    return place[-1] in FIELDS and not (len(place) > 1 and place[-2] in KEYED)


def fields(*names: str, within: str = "") -> Where:
    """Fields of those names, anywhere or in some sections; the entries of a list count one by one."""
    sections = frozenset(within.split())

    def where(sheet: Sheet, place: Place, value: Any) -> bool:
        own = place[:-1] if isinstance(place[-1], int) and len(place) > 1 else place
        return (
            own[-1] in names
            and is_field(own)
            and not isinstance(value, (list, dict))
            and (not sections or place[0] in sections)
        )

    return where


def beside(name: str, *others: str) -> Where:
    """Fields of a name beside which all of the others stand."""
    return lambda sheet, place, value: (
        place[-1] == name and is_field(place) and all(other in sheet.value(place[:-1]) for other in others)
    )


def of_doses(name: str) -> Where:
    """Fields of a dose."""
    return lambda sheet, place, value: place[-1] == name and "doses" in place and is_field(place)


def own_line(sheet: Sheet, place: Place, value: Any) -> bool:
    """A field on a line of its own, below a sibling, inside an entry."""
    if len(place) < 3 or not is_field(place) or not block(sheet, place) or isinstance(value, (dict, list)):
        return False
    return indent(sheet.rows[sheet.line(place) - 2]) >= indent(sheet.row(place)) > 2


def quoted(sheet: Sheet, place: Place, value: Any) -> bool:
    return own_line(sheet, place, value) and sheet.row(place).endswith('"')


def colon_inside(sheet: Sheet, place: Place, value: Any) -> bool:
    return quoted(sheet, place, value) and ": " in value


def bracketed(sheet: Sheet, place: Place, value: Any) -> bool:
    row = sheet.row(place) if len(place) > 2 and place[-1] not in KEYED and block(sheet, place) else ""
    return row.endswith(("]", "}"))


def inner_field(sheet: Sheet, place: Place, value: Any) -> bool:
    return len(place) > 2 and is_field(place)


def section(sheet: Sheet, place: Place, value: Any) -> bool:
    return len(place) == 1 and isinstance(value, (dict, list)) and place[0] != "notes"


def english(sheet: Sheet, place: Place, value: Any) -> bool:
    return place[0] == "terms" and place[-1] == "en" and place[-2] == "labels"


def reason(sheet: Sheet, place: Place, value: Any) -> bool:
    """The note of something inferred or uncertain."""
    part = sheet.value(place[:-1])
    return place[-1] == "note" and len(place) > 2 and (part.get("basis") == "inferred" or "certainty" in part)


def scope(sheet: Sheet, place: Place, value: Any) -> bool:
    return beside("test_scope", "p", "group")(sheet, place, value)


def language(sheet: Sheet, place: Place, value: Any) -> bool:
    return fields("language", "title_language", "languages")(sheet, place, value)


def direction(sheet: Sheet, place: Place, value: Any) -> bool:
    return place[0] == "results" and place[-1] == "direction"


def word(sheet: Sheet, place: Place, value: Any) -> bool:
    """One of a few words; the reason of an exclusion is free text."""
    return place[-1] in WORDS and is_field(place) and place[0] != "exclusions"


def number_field(sheet: Sheet, place: Place, value: Any) -> bool:
    whole = isinstance(value, (int, Decimal)) and not isinstance(value, bool)
    return whole and is_field(place) and place[-1] not in NO_NUMBERS


def count_field(sheet: Sheet, place: Place, value: Any) -> bool:
    return number_field(sheet, place, value) and place[-1] in COUNTS


def part_size(sheet: Sheet, place: Place, value: Any) -> bool:
    return place[-1] == "participants" and place[0] in {"groups", "strata"}


def percent(sheet: Sheet, place: Place, value: Any) -> bool:
    return place[-1] in {"percent", "female_percent", "agreement_percent"} and is_field(place)


def upper_end(sheet: Sheet, place: Place, value: Any) -> bool:
    return str(place[-1]).endswith("up_to") and is_field(place)


def age(sheet: Sheet, place: Place, value: Any) -> bool:
    return len(place) > 2 and place[-2] in {"age", "eligible_age"}


def sex(sheet: Sheet, place: Place, value: Any) -> bool:
    names = ("participants_female", "participants_male")
    return any(beside(name, "participants")(sheet, place, value) for name in names)


def derived(sheet: Sheet, place: Place, value: Any) -> bool:
    return len(place) > 2 and place[-2] == "derived"


def date(sheet: Sheet, place: Place, value: Any) -> bool:
    return place[-1] == "curated" or date_of_paper(sheet, place, value)


def date_of_paper(sheet: Sheet, place: Place, value: Any) -> bool:
    return place[-1] in {"issued", "issue_date", "accessed", "status_date"} and is_field(place)


def address(sheet: Sheet, place: Place, value: Any) -> bool:
    return fields("read_at", "also_read_at", "url")(sheet, place, value)


def kind_of_part(sheet: Sheet, place: Place, value: Any) -> bool:
    return fields("kind", within="results groups")(sheet, place, value)


def part_name(sheet: Sheet, place: Place, value: Any) -> bool:
    return len(place) == 2 and place[0] in PARTS


def whole(sheet: Sheet, place: Place, value: Any) -> bool:
    return place in {("study",), ("review",)}


def list_field(sheet: Sheet, place: Place, value: Any) -> bool:
    return place[-1] in LISTS and is_field(place) and isinstance(value, list)


def side(sheet: Sheet, place: Place, value: Any) -> bool:
    return place[0] == "comparisons" and len(place) == 4 and place[2] in {"intervention", "comparator"}


def totals(sheet: Sheet, place: Place, value: Any) -> bool:
    return place[0] in {"stated_studies", "stated_participants"}


def table_row(sheet: Sheet, place: Place, value: Any) -> bool:
    return sheet.path.endswith(".tsv") and "\t" in value and not value.startswith("subject_id")
