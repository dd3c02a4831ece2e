"""The one table of ways to damage a record, and the seeded cases made from it.

A case is one change of one real file. It says on which lines a complaint about it may stand (a changed line, one that
contradicts it, or that of a part of the record around it) and which fields a complaint may name.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ivigkg.records.yaml_text import Place

from . import harms as harm
from . import spots as spot
from .harms import Harm, cell, loses, misspells, more_than, swaps, writes
from .sheets import Sheet, contents, sheets
from .spots import Where, beside, fields, of_doses


@dataclass(frozen=True)
class Kind:
    """One kind of damage: what it is, where it can befall a file, how, and how many cases of it are made."""

    name: str
    what: str
    where: Where
    harm: Harm
    cases: int = 2


LOST = {
    "label": ("a group or paper without its label", ("label",), "groups publications"),
    "source": ("a reading without its source", ("source",), "readings publications"),
    "basis": ("a reading without its basis", ("basis",), "readings"),
    "address": ("a reading without the page that was opened", ("read_at",), "readings"),
    "reading": ("a fact that stands on nothing", ("reading",), ""),
    "derivation": ("a derived number without its derivation", ("derivation",), ""),
    "outcome": ("a result without an outcome", ("outcome",), "results pooled"),
    "agent": ("a regimen without its agent", ("agent",), "uses"),
    "aspect": ("an absence without its aspect or reason", ("aspect", "reason"), "absences"),
    "group": ("a result of nobody", ("group",), "results"),
    "end": ("an interval without one end", ("ci_lower", "ci_upper"), ""),
}
DANGLING = {
    "reading": ("that is not in the file", ("reading",), ""),
    "group": ("that is not in the file", ("group", "drawn_from"), ""),
    "use": ("that is not in the file", ("uses", "prior_uses", "about_uses"), ""),
    "comparison": ("that is not in the file", ("comparison",), ""),
    "population": ("that is not in the file", ("population", "of", "restricted_to"), ""),
    "outcome": ("without a term", ("outcome",), ""),
    "condition": ("without a term", ("conditions",), ""),
    "intervention": ("without a term", ("agent", "about", "compared_with"), ""),
    "instrument": ("without a term", ("instrument",), ""),
    "scheme": ("without a term", ("scheme",), ""),
    "broader": ("term that there is not", ("broader",), ""),
    "paper": ("without an entry", ("source", "primary_report", "reports", "report", "publication"), ""),
    "person": ("without an entry", ("person",), ""),
    "body": ("without an entry", ("assessor", "affiliations", "unit_of", "curators"), ""),
    "journal": ("without an entry", ("journal",), ""),
    "study": ("without a record", ("study", "concerns"), "inclusions exclusions overlaps"),
    "part": ("of a record, not there", ("items", "eligible_population", "assesses"), ""),
}
CODES = ("basis", "facets", "stages", "stage", "route", "response", "direction", "stance", "aspect", "measure")
KINDS: tuple[Kind, ...] = (
    # no YAML, or not the YAML that it looks like
    Kind("tab", "a tab in place of the indentation", spot.own_line, harm.tab),
    Kind("indentation", "a line one space off its neighbours", spot.own_line, harm.shifted(-1, 1)),
    Kind("level", "a line moved out of its entry", spot.own_line, harm.shifted(-2)),
    Kind("half a file", "the file ends in the middle of a line", spot.own_line, harm.cut, 10),
    Kind("open quote", "a closing quotation mark lost", spot.quoted, harm.unclosed),
    Kind("open bracket", "a closing bracket lost", spot.bracketed, harm.unclosed),
    Kind("bare text", "a text with a colon without its quotation marks", spot.colon_inside, harm.bare),
    Kind("lost colon", "no colon after a field name", spot.own_line, harm.colon_lost),
    Kind("YAML signs", "an anchor, an alias or a tag", spot.own_line, harm.marked),
    Kind("duplicate key", "a line of an entry stands twice", spot.own_line, harm.twice),
    Kind("not UTF-8", "a byte of another encoding", spot.quoted, harm.latin_1),
    Kind("invisible", "a character that nobody sees", spot.own_line, harm.unseen),
    Kind("empty value", "a field name without a value", spot.own_line, harm.emptied),
    # fields
    Kind("misspelt field", "a letter wrong in a field name", spot.inner_field, harm.misspelt_field, 8),
    Kind("misspelt section", "a letter wrong in the name of a section", spot.section, harm.misspelt_field),
    *(Kind(f"lost {name}", what, fields(*names, within=within), loses) for name, (what, names, within) in LOST.items()),
    Kind("lost English", "a term without its English label", spot.english, harm.renamed("fr")),
    Kind("lost reason", "an inferred or uncertain fact without its note", spot.reason, loses, 6),
    Kind("lost scope", "a p-value in one group without its scope", spot.scope, loses),
    # names that lead nowhere, and codes
    *(
        Kind(f"dangling {name}", f"a {name} {what}", fields(*names, within=within), misspells)
        for name, (what, names, within) in DANGLING.items()
    ),
    Kind("misspelt code", "a letter wrong in a code of a closed list", fields(*CODES), misspells, 12),
    Kind("misspelt word", "a letter wrong in one of a few words", spot.word, misspells, 10),
    Kind("misspelt unit", "a unit that is not in the list", fields("unit"), writes("gr/kg", "G/KG", "mg/day", "month")),
    Kind("other unit", "a unit of time or length for a dose", of_doses("unit"), writes("mo", "wk", "cm", "h", '"%"')),
    Kind("wrong level", "a level that its scheme does not have", fields("level"), writes("6", "1d", "IIb", "1-b")),
    Kind("wrong country", "a country by another code", fields("countries"), writes("UK", "fr", "JPN", "XX")),
    Kind("wrong language", "a language by its name", spot.language, writes("english", "EN", "f")),
    Kind("other direction", "words for two groups said of one, or vice versa", spot.direction, harm.other_direction),
    Kind(
        "other kind", "a result or group of another kind", fields("kind", within="results groups"), harm.other_kind, 8
    ),
    # numbers
    Kind("swapped count", "events and total changed over", beside("events", "total"), swaps("events", "total"), 8),
    Kind("too many events", "more events than people", beside("events", "total"), more_than("total")),
    Kind("above the group", "more people than the group has", fields("total", within="results"), harm.above_group, 8),
    Kind("above the study", "a part with more people than the study", spot.part_size, harm.above_study, 6),
    Kind("negative count", "a count below 0", spot.count_field, harm.negative),
    Kind("words for a number", "a number written out", spot.number_field, writes("twelve", "some", "n/a", '"8 of 12"')),
    Kind("letter in a number", "a letter or comma in a number", spot.number_field, harm.letter_in_number, 8),
    Kind("guessed number", "a number in a form of old YAML", spot.number_field, harm.guessed_number, 8),
    Kind("part of a person", "a count that is no whole number", spot.count_field, harm.halved),
    Kind("above 100 %", "a percentage above 100", spot.percent, writes("101", "714", "100.1")),
    Kind(
        "percent of others", "a percentage of other numbers", beside("percent", "events", "total"), harm.wrong_percent
    ),
    Kind("impossible p", "a p-value that is none", fields("p"), harm.impossible_p, 8),
    Kind("p above 1", "a p-value above 1", fields("p"), harm.above_one),
    Kind("interval turned", "its ends changed over", beside("ci_lower", "ci_upper"), swaps("ci_lower", "ci_upper")),
    Kind("low above high", "ages changed over", beside("minimum", "maximum"), swaps("minimum", "maximum")),
    Kind("range upside down", "an upper end below the lower one", spot.upper_end, writes("0", "-1")),
    Kind("age 555", "an age that nobody reaches", spot.age, writes("555", "-3", "1990")),
    Kind("impossible dose", "a dose that nobody is given", of_doses("value"), harm.too_much),
    Kind("women and men", "more women and men than people", spot.sex, more_than("participants")),
    Kind("derived, absent", "a derived field that is not there", spot.derived, writes("percentage", "sd", "up_too")),
    # dates, addresses, identifiers
    Kind("13th month", "a date that is not in the calendar", spot.date, harm.bad_date),
    Kind("future", "a paper dated after its record", spot.date_of_paper, writes("2031-01-01", "2099", "2027-05")),
    Kind("broken address", "what no browser opens", spot.address, harm.spoilt_address, 8),
    Kind("broken DOI", "a DOI that is none", fields("doi"), harm.spoilt_doi),
    Kind("broken PMID", "a PubMed number that is none", fields("pmid"), harm.spoilt_pmid),
    Kind("shared identifier", "the identifier of another paper", fields("doi", "pmid"), harm.taken_value),
    Kind("broken pages", "pages that cannot be", fields("pages"), harm.spoilt_pages),
    Kind("broken number", "a registry number with a slip", fields("registry_id"), misspells),
    # across the file
    Kind("taken name", "a part with the name of another part", spot.part_name, harm.taken_name, 6),
    Kind("other file", "a record that is not what its file is called", spot.whole, misspells),
    Kind("twice in a list", "the same name twice in a list", spot.list_field, harm.item_twice),
    Kind("author twice", "the same author twice in a paper", fields("person"), harm.author_twice),
    Kind("above itself", "a term broader than itself", fields("broader"), harm.own_broader),
    Kind("both sides", "a group compared with itself", spot.side, harm.same_side),
    Kind("other population", "people of another study counted", fields("eligible_population"), harm.other_study),
    Kind("other reference", "the number of another reference", fields("reference_number"), harm.other_number, 6),
    Kind("taken reference", "a reference with a number that is taken", fields("number"), harm.taken_number),
    Kind("other totals", "totals that contradict the counts", spot.totals, harm.one_less),
    Kind("wrong licence", "a licence that the data cannot have", fields("license"), writes("MIT", "CC-BY")),
    # the table of matches
    Kind("match of nothing", "a match of a term that there is not", spot.table_row, cell(0, harm.misspelt_end)),
    Kind("other label", "a match of another term than the one named", spot.table_row, cell(1, harm.misspell)),
    Kind("other match", "a kind of match that SKOS has not", spot.table_row, cell(2, harm.misspell)),
    Kind("foreign prefix", "a prefix that the head does not explain", spot.table_row, cell(3, harm.foreign)),
    Kind("broken match", "an identifier of another form", spot.table_row, cell(3, harm.formless)),
    Kind("lost cell", "a row with a cell too few", spot.table_row, harm.lost_cell),
    Kind("two exact matches", "a second exact match in one vocabulary", spot.table_row, harm.second_exact),
)
BEYOND = {
    "another plausible number": "a 9 that should be an 11 and breaks no sum; only a second reader of the page sees it",
    "another known name": "one author, outcome, condition or paper for another; both are there, both could be meant",
    "another code of the same list": "improved for worsened, abstract for table; the page alone tells which is right",
    "another reading of the same file": "the other page was read, too",
    "a lost fact": "an entry that is left out altogether looks like a fact that nobody saw",
    "a lost optional field": "a country or a note that is missing looks like one that was not seen",
    "a file cut between two entries": "the entries that are left are whole; nothing says how many there were",
    "another wording": "a label, note or derivation with other words is still a text",
    "another working address": "an address of the right form that leads elsewhere; the network is not asked",
    "another identifier of the right form": "a DOI or PubMed number with one digit changed may be another paper's",
    "another day of the calendar": "a date before the day of the record is as good as the right one",
}
"""Kinds of damage that no check of the records can see, each with the reason; they are not among the cases."""


@dataclass(frozen=True)
class Case:
    """One damaged file of a pack; a complaint about it stands on one of ``lines`` and names one of ``names``."""

    kind: str
    path: str
    raw: bytes
    lines: frozenset[int]
    names: frozenset[str]


@cache
def cases(pack: Path) -> tuple[Case, ...]:
    """The cases of all kinds, the same on every run."""
    everything = [(sheet, place, value) for sheet in sheets(pack) for place, value in contents(sheet)]
    return tuple(case for kind in KINDS for case in _cases_of(kind, everything))


def _cases_of(kind: Kind, everything: list[tuple[Sheet, Place, Any]]) -> Iterator[Case]:
    rng = random.Random(kind.name)
    found = [(sheet, place) for sheet, place, value in everything if kind.where(sheet, place, value)]
    rng.shuffle(found)
    made: set[tuple[str, bytes]] = set()
    for sheet, place in found:
        edit = kind.harm(sheet, place, rng)
        if edit is None or (sheet.path, edit.raw) in made or edit.raw == sheet.raw:
            continue
        made.add((sheet.path, edit.raw))
        around = {sheet.line(place[:steps]) for steps in range(2, len(place) + 1) if place[:steps] in sheet.lines}
        top = {1} if len(place) == 1 else set()
        lines = {edit.line, *edit.also, *(line for line in around if line <= edit.line)} | top
        yield Case(kind.name, sheet.path, edit.raw, frozenset(lines), edit.names)
        if len(made) == kind.cases:
            return
