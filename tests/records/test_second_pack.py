"""Another topic needs data only: the invented gout pack is read, checked and built, alone and beside the shipped one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ivigkg.graph.builder import asserted_quads
from ivigkg.records.loader import Library, read_library
from ivigkg.resources import default_packs, ontology_folder

from ..conftest import ROOT
from .toys import GOUT, MYOSITIS, complaints


@pytest.mark.parametrize("packs", [[GOUT], [MYOSITIS, GOUT], [GOUT, MYOSITIS]], ids=["alone", "second", "first"])
def test_the_second_pack_is_sound(packs: list[Path]) -> None:
    assert not [str(one) for one in complaints(*packs) if one.severity == "error"]
    assert set(read_library(packs).studies) >= {"larkspur-2019", "meadow-2021"}


def test_the_second_pack_makes_a_graph() -> None:
    quads = asserted_quads(read_library([GOUT]), "0")
    graphs = {quad.graph_name.value.rpartition("/graph/")[2] for quad in quads}  # type: ignore[union-attr]
    assert {"study/larkspur-2019", "study/meadow-2021", "review/thistle-2022", "gout/terms", "gout/mappings"} <= graphs


def test_every_file_of_the_second_pack_says_that_it_is_invented() -> None:
    for path in (GOUT / "pack.yaml", *GOUT.glob("*.yaml"), *GOUT.glob("studies/*"), *GOUT.glob("reviews/*")):
        assert "INVENTED FOR TESTS" in path.read_text("utf-8"), path


TOPIC_NEUTRAL = {"placebo", "steroid"}
"""Words of interventions that designs (placebo-controlled) and stages (steroid-refractory) have as well."""


def labels(library: Library) -> Iterator[str]:
    """Every name of a condition or intervention, in any language."""
    for kind in ("condition", "intervention"):
        for term in library.terms(kind).values():
            yield from term.labels.values()
            yield from (name for names in term.alt.values() for name in names)


def test_the_ontology_names_no_condition_or_intervention() -> None:
    text = "\n".join(path.read_text("utf-8") for path in sorted(ontology_folder().rglob("*")) if path.is_file())
    every = set(labels(read_library([*default_packs(), GOUT])))
    words = {label for label in every - TOPIC_NEUTRAL if len(label) > 2}
    found = {word for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE)}
    assert len(words) > 100 and not found


def test_no_code_names_a_term_of_a_pack_but_placebo() -> None:
    """What the programs know of a topic they read from its records."""
    library = read_library([*default_packs(), GOUT])
    slugs = {slug for kind in ("condition", "outcome", "instrument", "adverse-event") for slug in library.terms(kind)}
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "src" / "ivigkg" / "records").glob("*.py"))
    assert not {slug for slug in slugs if "-" in slug and f'"{slug}"' in code}
