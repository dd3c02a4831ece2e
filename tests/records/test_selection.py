"""A review that selects what it cannot have selected is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from .toys import DROP, REVIEW, Wrong, assert_caught

LARKSPUR = "inclusions.inc-larkspur"
MEADOW = "inclusions.inc-meadow"
PAGE = "exclusions.exc-page"
WRONG = [
    Wrong(REVIEW, {f"{MEADOW}.study": "larkspur-2019"}, f"{MEADOW}.study", "larkspur-2019 is included 2 times",
          also=frozenset([f"{MEADOW}.eligible_population", f"{MEADOW}.reference_number"])),
    Wrong(REVIEW, {f"{MEADOW}.report": "larkspur-2019"}, f"{MEADOW}.report", "larkspur-2019 is included 2 times",
          also=frozenset([f"{MEADOW}.report", f"{MEADOW}.reference_number"])),
    Wrong(REVIEW, {f"{MEADOW}.eligible_population": "larkspur-2019#population"}, f"{MEADOW}.eligible_population",
          "is not a population of meadow-2021"),
    Wrong(REVIEW, {f"{MEADOW}.eligible_population": "meadow-2021#treated"}, f"{MEADOW}.eligible_population",
          "is neither a population nor a stratum"),
    Wrong(REVIEW, {f"{MEADOW}.report": "nameless-2020", f"{MEADOW}.reference_number": DROP}, f"{MEADOW}.report",
          "is no report of meadow-2021"),
    Wrong(REVIEW, {f"{MEADOW}.reference_number": 3}, f"{MEADOW}.reference_number", "the list of references has no number 3"),
    Wrong(REVIEW, {f"{MEADOW}.reference_number": 1}, f"{MEADOW}.reference_number",
          "reference 1 is larkspur-2019, not meadow-2021"),
    Wrong(REVIEW, {f"{LARKSPUR}.reference_number": 2}, f"{LARKSPUR}.reference_number",
          "reference 2 is meadow-2021, not larkspur-2019"),
    Wrong(REVIEW, {f"{PAGE}.report": DROP}, PAGE, "needs a study or a report"),
    Wrong(REVIEW, {f"{PAGE}.study": "meadow-2021", f"{PAGE}.report": DROP, f"{PAGE}.reference_number": DROP},
          f"{PAGE}.study", "is among the inclusions too"),
    Wrong(REVIEW, {PAGE: {"study": "meadow-2021", "report": "nameless-2020", "reason": "twin", "reading": "abstract"},
                   MEADOW: DROP}, f"{PAGE}.report", "nameless-2020 is no report of meadow-2021"),
    Wrong(REVIEW, {"stated_studies": 1, "flow": DROP}, "stated_studies", "is 1, but there are 2 inclusions"),
    Wrong(REVIEW, {"references.1.number": 9}, "references.1.number", "reference 9 is out of order",
          also=frozenset([f"{MEADOW}.reference_number"])),
    Wrong(REVIEW, {"references.1.number": 0}, "references.1.number", "reference 0 is out of order",
          also=frozenset([f"{MEADOW}.reference_number"])),
    Wrong(REVIEW, {"references.1.number": 4}, "references.1.number", "reference 4 stands in the list twice",
          also=frozenset(["references.2.number", f"{MEADOW}.reference_number"])),
    Wrong(REVIEW, {"references.2.publication": "meadow-2021"}, "references.2.publication", "stands in the list twice",
          also=frozenset(["references.1.publication", f"{PAGE}.reference_number"])),
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_a_selection_that_cannot_be(wrong: Wrong, toy: Path) -> None:
    assert_caught(wrong, toy)
