"""Evidence newer than a review: what bears on a claim, which way it points, and that each part of it matters."""

from __future__ import annotations

from collections import Counter

import pyoxigraph as ox
import pytest

from ivigkg.graph.derive import derived_quads
from ivigkg.namespaces import PREFIXES
from ivigkg.query.binding import bind
from tests.query.answers import QUERIES, by_oxigraph
from tests.query.conftest import Rules

ID = "https://w3id.org/ivigkg/id/"
HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items()) + "@prefix : <http://e/> .\n"
REVIEW = """
    review:old a ev:SystematicReview ; ev:primaryReport :paper . :paper dcterms:issued "2012-03" .
    :claim ev:review review:old ; ev:text "It helps." ; ev:kind "finding" ; ev:direction dir:improved ; ev:about :drug ;
      ev:outcome :strength ; ev:appliesTo :people . :people pico:condition :disease .
    :grip skos:broader :strength . :strength skos:broader :muscle . :walking skos:broader :muscle .
    :salt skos:broader :drug . :drug skos:broader :drugs . :rival skos:broader :drugs .
    :subtype skos:broader :disease . :disease skos:broader :diseases . :other skos:broader :diseases .
"""
TRIAL = """
    :new a ev:Study ; ev:primaryReport :report ; ev:design dsgn:randomised-controlled-trial , dsgn:pilot ;
      ev:population :patients .
    :report dcterms:issued "2012-04-01" . :patients pico:condition :disease .
    :result a ev:Result ; ev:study :new ; ev:group :arm ; ev:outcome :strength ; ev:direction dir:worsened .
    :arm pico:intervention :use . :use pico:appliedIntervention :drug .
"""
SAID = """
    :later a ev:NarrativeReview ; ev:primaryReport :report . :report dcterms:issued "2013" .
    :sentence ev:review :later ; ev:kind "finding" ; ev:about :drug ; ev:outcome :strength ; ev:appliesTo :those .
    :those pico:condition :disease .
"""


def rows(text: str, name: str = "newer-evidence") -> list[dict[str, str]]:
    store = ox.Store()
    store.load((HEAD + text).encode(), format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode("http://e/graph"))
    header, *found = by_oxigraph(store, bind(QUERIES[name], {"review": "old"}))
    return [dict(zip(header, row, strict=True)) for row in found]


def test_a_later_result_on_the_same_matter_is_listed_with_its_direction() -> None:
    (row,) = rows(REVIEW + TRIAL)
    assert {name: cell.rpartition("/")[2] for name, cell in row.items()} == {
        "claim": "claim", "claimed": "improved", "year": "2012", "newer": "new", "randomised": "true",
        "evidence": "result", "outcome": "strength", "points": "worsened", "stance": "",
    }  # fmt: skip


def test_a_later_claim_on_the_same_matter_is_listed() -> None:
    (row,) = rows(REVIEW + SAID)
    assert (row["evidence"], row["randomised"], row["points"], row["year"]) == (
        "http://e/sentence",
        "false",
        "",
        "2013",
    )


@pytest.mark.parametrize(
    ("old", "new", "bears"),
    [
        ('"2012-04-01"', '"2012"', True),
        ('"2012-04-01"', '"2012-03-31"', False),
        ('"2012-04-01"', '"2011"', False),
        ('"2012-04-01"', '"2012-03"', False),
        ("ev:outcome :strength", "ev:outcome :grip", True),
        ("ev:outcome :strength", "ev:outcome :muscle", True),
        ("ev:outcome :strength", "ev:outcome :walking", True),
        ("ev:outcome :strength", "ev:outcome :weight", False),
        ("appliedIntervention :drug", "appliedIntervention :salt", True),
        ("appliedIntervention :drug", "appliedIntervention :drugs", False),
        ("appliedIntervention :drug", "appliedIntervention :rival", False),
        ("appliedIntervention :drug", "appliedIntervention :drug ; ev:background true", False),
        ("condition :disease", "condition :subtype", True),
        ("condition :disease", "condition :diseases", True),
        ("condition :disease", "condition :other", False),
        ("ev:group :arm", "ev:comparison :pair . :pair pico:interventionGroup :arm", True),
        ("ev:group :arm", "ev:comparison :pair . :pair pico:comparatorGroup :arm", False),
        ("ev:group :arm", "ev:group :arm ; ev:variantOf :better", False),
        ("ev:group :arm", "ev:group :arm ; ev:retractedSource :report", False),
        ("dsgn:randomised-controlled-trial , dsgn:pilot", "dsgn:pilot", True),
    ],
)
def test_what_bears_on_a_claim(old: str, new: str, bears: bool) -> None:
    assert old in TRIAL
    text = TRIAL.replace(old, new) if "comparison" not in new else TRIAL + f":result {new} ."
    if "comparison" in new:
        text = text.replace("ev:group :arm ; ", "")
    assert bool(rows(REVIEW + text)) is bears


@pytest.mark.parametrize(
    ("old", "new"),
    [('ev:kind "finding" ; ev:about', 'ev:kind "curators-reading" ; ev:about'), ("ev:about :drug", "ev:about :rival")],
)
def test_readings_of_the_curators_and_other_drugs_are_no_newer_evidence(old: str, new: str) -> None:
    assert old in SAID
    assert not rows(REVIEW + SAID.replace(old, new))


def test_a_curators_reading_is_no_claim_of_the_review() -> None:
    assert not rows(REVIEW.replace('"finding"', '"curators-reading"') + TRIAL)


def test_a_stance_is_told_only_where_it_was_recorded() -> None:
    line = ":claim ev:evidenceLine :line . :line ev:stance stance:disputes ; ev:evidenceItem :result ."
    assert [row["stance"].rpartition("/")[2] for row in rows(REVIEW + TRIAL + line)] == ["disputes"]


def test_the_summary_counts_what_the_list_tells(oxigraph: ox.Store) -> None:
    header, *listed = by_oxigraph(oxigraph, QUERIES["newer-evidence"].text)
    one = [dict(zip(header, row, strict=True)) for row in listed]
    header, *summed = by_oxigraph(oxigraph, QUERIES["claims-with-newer-evidence"].text)
    total = [dict(zip(header, row, strict=True)) for row in summed]
    assert Counter((row["claim"], row["points"]) for row in total).most_common(1)[0][1] == 1
    for row in total:
        mine = [x for x in one if (x["claim"], x["points"]) == (row["claim"], row["points"])]
        assert int(row["newerOnes"]) == len({x["newer"] for x in mine})
        assert int(row["randomised"]) == len({x["newer"] for x in mine if x["randomised"] == "true"})
        assert int(row["results"]) == len({x["evidence"] for x in mine})
        assert row["latest"] == max(x["year"] for x in mine)
    assert {(row["claim"], row["points"]) for row in one} == {(row["claim"], row["points"]) for row in total}


def test_the_trial_of_2022_and_the_review_of_2025_are_newer_evidence(oxigraph: ox.Store) -> None:
    header, *found = by_oxigraph(oxigraph, QUERIES["newer-evidence"].text)
    newer = {row[header.index("newer")].removeprefix(ID) for row in found}
    assert {"study/aggarwal-2022", "review/raaphorst-2025"} <= newer
    assert not newer & {"study/dalakas-1993", "study/miyasaka-2012", "review/wang-2012"}


@pytest.mark.parametrize("slug", ["study/aggarwal-2022", "review/raaphorst-2025", "study/ivig-tertiary2021"])
def test_leaving_out_a_newer_record_changes_both_answers(slug: str, asserted: list[ox.Quad], rules: Rules) -> None:
    left = [quad for quad in asserted if not str(quad.graph_name).endswith(f"/graph/{slug}>")]
    store = ox.Store()
    store.extend([*left, *derived_quads(left, rules)])
    full = ox.Store()
    full.extend([*asserted, *derived_quads(asserted, rules)])
    for name in ("newer-evidence", "claims-with-newer-evidence"):
        assert by_oxigraph(store, QUERIES[name].text) != by_oxigraph(full, QUERIES[name].text)
