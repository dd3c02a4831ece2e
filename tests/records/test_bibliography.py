"""Papers and people that cannot be are refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Quad

from ivigkg import iris
from ivigkg.graph.builder import asserted_quads
from ivigkg.namespaces import DCTERMS, PRO
from ivigkg.records.loader import read_library

from .toys import DROP, PAPERS, PEOPLE, Wrong, assert_caught, change, complaints

TRIAL = "publications.larkspur-2019"
LETTER = "publications.meadow-2021"
CHECK = "publications.larkspur-2019.status_checks.looked-at"
WRONG = [
    Wrong(PAPERS, {f"{LETTER}.title": DROP}, f"{LETTER}.title", "or an absence with aspect title"),
    Wrong(PAPERS, {f"{LETTER}.issued": DROP}, f"{LETTER}.issued", "or an absence with aspect year"),
    Wrong(PAPERS, {f"{LETTER}.authors": DROP}, f"{LETTER}.authors", "or an absence with aspect authors"),
    Wrong(PAPERS, {f"{LETTER}.authors.0.printed": "et al."}, f"{LETTER}.authors", "write author_list_complete: false"),
    Wrong(PAPERS, {f"{TRIAL}.authors.1.person": "larkspur-a"}, f"{TRIAL}.authors.1.person", "stands in the list 2 times",
          also=frozenset([f"{TRIAL}.authors.0.person"])),
    Wrong(PAPERS, {f"{TRIAL}.authors.1.organization": "toy-university"}, f"{TRIAL}.authors.1", "a person or, for a group"),
    Wrong(PAPERS, {f"{TRIAL}.authors.1.person": DROP}, f"{TRIAL}.authors.1", "a person or, for a group author, an org"),
    Wrong(PAPERS, {f"{TRIAL}.authors.2": {"organization": "toy-universty", "printed": "the group"}},
          f"{TRIAL}.authors.2.organization", "there is no organization toy-universty anywhere; did you mean"),
    Wrong(PAPERS, {f"{CHECK}.status": "withdrawn"}, f"{CHECK}.status", "there is no publication status withdrawn"),
    Wrong(PAPERS, {f"{CHECK}.status": "not-checked"}, f"{CHECK}.status", "leave the check out"),
    Wrong(PAPERS, {f"{CHECK}.checked": DROP}, f"{CHECK}.checked", "holds for one day"),
    Wrong(PAPERS, {f"{CHECK}.checked": "2026-11-02"}, f"{CHECK}.checked", "later than the day of the record"),
    Wrong(PAPERS, {f"{CHECK}.notice": "larkspur-2020"}, f"{CHECK}.notice", "there is no publication larkspur-2020"),
    Wrong(PAPERS, {f"{CHECK}.reading": "lits"}, f"{CHECK}.reading", "there is no reading lits in this file"),
    Wrong(PAPERS, {f"{LETTER}.issued": "2027"}, f"{LETTER}.issued", "2027 is later than the day of the record"),
    Wrong(PAPERS, {f"{LETTER}.accessed": "2026-11-02"}, f"{LETTER}.accessed", "is later than the day of the record"),
    Wrong(PAPERS, {f"{LETTER}.issued": 1721}, f"{LETTER}.issued", "1721 is too early to be right"),
    Wrong(PAPERS, {f"{TRIAL}.issued": 2020}, f"{TRIAL}.issued", "the issue is of 2019-05"),
    Wrong(PAPERS, {f"{TRIAL}.pages": "801–806"}, f"{TRIAL}.pages", "does not look like pages"),
    Wrong(PAPERS, {f"{TRIAL}.pages": "806-801"}, f"{TRIAL}.pages", "801 is before 806"),
    Wrong(PAPERS, {f"{LETTER}.doi": "https://doi.org/10.5555/INVENTED.1"}, f"{LETTER}.doi", "is that of larkspur-2019, too",
          also=frozenset([f"{TRIAL}.doi"])),
    Wrong(PAPERS, {f"{LETTER}.pmid": "PMID: 99000001"}, f"{LETTER}.pmid", "is that of larkspur-2019, too",
          also=frozenset([f"{TRIAL}.pmid"])),
    Wrong(PAPERS, {f"{TRIAL}.journal": "jama"}, f"{TRIAL}.journal", "there is no journal jama"),
    Wrong(PAPERS, {f"{TRIAL}.sources.from-list.reading": "lits"}, f"{TRIAL}.sources.from-list.reading",
          "there is no reading lits in this file; did you mean list?"),
    Wrong(PEOPLE, {"people.meadow-b.orcid": "0000-0000-0000-001X"}, "people.meadow-b.orcid", "that of larkspur-a, too",
          also=frozenset(["people.larkspur-a.orcid"])),
    Wrong(PEOPLE, {"people.nobody": {"name": "No Body", "family": "Body"}}, "people.nobody", "the author of no paper",
          "warning"),
    Wrong(PEOPLE, {"organizations.toy-university.unit_of": "toy-university-rheumatology"},
          "organizations.toy-university.unit_of", "is a unit of itself, in a circle",
          also=frozenset(["organizations.toy-university-rheumatology.unit_of"])),
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_an_entry_that_cannot_be(wrong: Wrong, toy: Path) -> None:
    assert_caught(wrong, toy)


@pytest.mark.parametrize("pages", ["801-806", "801-6", "99-101", "e12", "S1-S9", "e12.e3", "1092"])
def test_pages_as_journals_print_them(pages: str, toy: Path) -> None:
    change(toy, PAPERS, {f"{TRIAL}.pages": pages})
    assert not [one for one in complaints(toy) if one.severity == "error"]


def test_a_group_author_stands_in_the_list_like_a_person(toy: Path) -> None:
    author = {"organization": "toy-university", "printed": "The Toy Group"}
    change(toy, PAPERS, {f"{TRIAL}.authors.2": author})
    quads = asserted_quads(read_library([toy]), "0")
    [held] = [quad for quad in quads if quad.predicate == PRO.isHeldBy and "author-3" in str(quad.subject)]
    assert held.object == iris.record("organization", "toy-university")
    assert Quad(iris.record("publication", "larkspur-2019"), DCTERMS.creator, held.object, held.graph_name) in quads
