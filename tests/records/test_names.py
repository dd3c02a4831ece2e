"""Every field that names something is looked up, and the nearest name is offered."""

from __future__ import annotations

import typing
from pathlib import Path

import pytest
from pydantic import BaseModel

from ivigkg.records import base, publication, review, study, term
from ivigkg.records.names import kinds_of, nodes, parts, walk

from .toys import PAPERS, PEOPLE, REVIEW, TRIAL, Wrong, assert_caught

DANGLING = [
    (TRIAL, "primary_report", "larkspur-2018", "there is no publication larkspur-2018 anywhere; did you mean larkspur-2019?"),
    (TRIAL, "reports", ["larkspur-2018"], "there is no publication"),
    (TRIAL, "funders", ["toy-univercity"], "there is no organization toy-univercity anywhere; did you mean toy-university?"),
    (TRIAL, "results.told.reading", "abstrct", "there is no reading abstrct in this file; did you mean abstract?"),
    (TRIAL, "readings.abstract.source", "larkspur", "there is no publication larkspur anywhere"),
    (TRIAL, "readings.abstract.basis", "abstrct", "there is no basis abstrct anywhere; did you mean abstract?"),
    (TRIAL, "results.told.basis", "abstrct", "there is no basis"),
    (TRIAL, "designs.design.facets", ["randomized-controlled-trial"], "did you mean randomised-controlled-trial?"),
    (TRIAL, "populations.population.conditions", ["gowt"], "there is no condition gowt anywhere; did you mean gout?"),
    (TRIAL, "populations.population.stages", ["cronic"], "there is no disease stage cronic anywhere; did you mean chronic?"),
    (TRIAL, "populations.population.prior_uses", ["use-allo"], "there is no use use-allo in this file"),
    (TRIAL, "uses.use-febuxostat.agent", "febuxostatt", "there is no intervention febuxostatt anywhere"),
    (TRIAL, "uses.use-febuxostat.route", "orally", "there is no route orally anywhere; did you mean oral?"),
    (TRIAL, "uses.use-febuxostat.doses.dose.unit", "mg/day", "there is no unit mg/day anywhere; did you mean mg/d?"),
    (TRIAL, "groups.arm-febuxostat.uses", ["use-febux"], "there is no use use-febux in this file"),
    (TRIAL, "groups.with-tophi.restricted_to", ["tophi"], "there is no population tophi in this file"),
    (TRIAL, "groups.with-tophi.drawn_from", ["arm-febux"], "there is no group arm-febux in this file"),
    (TRIAL, "comparisons.febuxostat-v-allopurinol.population", "people", "there is no population people"),
    (TRIAL, "comparisons.febuxostat-v-allopurinol.intervention", ["arm-x"], "there is no group arm-x"),
    (TRIAL, "results.told.group", "tophi", "there is no group tophi in this file"),
    (TRIAL, "results.risk.comparison", "febuxostat-v-allo", "there is no comparison febuxostat-v-allo in this file"),
    (TRIAL, "results.told.outcome", "gout-flares", "there is no outcome gout-flares anywhere; did you mean gout-flare?"),
    (TRIAL, "results.told.instrument", "assay", "there is no instrument assay anywhere"),
    (TRIAL, "results.told.direction", "improvd", "there is no direction improvd anywhere; did you mean improved?"),
    (TRIAL, "results.target.response", "definition", "there is no response definition anywhere"),
    (TRIAL, "results.liver.severity", "severely", "there is no severity severely anywhere; did you mean severe?"),
    (TRIAL, "results.risk.measure", "riskratio", "there is no measure riskratio anywhere; did you mean risk-ratio?"),
    (TRIAL, "claims.conclusion.about", ["febuxo"], "there is no intervention febuxo"),
    (TRIAL, "claims.conclusion.evidence.conclusion-line.stance", "suports", "did you mean supports?"),
    (TRIAL, "claims.conclusion.evidence.conclusion-line.items", ["#targt"], "there is no targt in this file; did you mean target?"),
    (TRIAL, "claims.conclusion.evidence.conclusion-line.items", ["meadow-2012"], "no study or review meadow-2012; did you mean"),
    (TRIAL, "claims.conclusion.evidence.conclusion-line.items", ["meadow-2021#flare"], "there is no flare in meadow-2021; did"),
    (TRIAL, "flow.screened.stage", "screning", "there is no flow stage screning anywhere; did you mean screened?"),
    (TRIAL, "assessments.grade.scheme", "toy-grade", "there is no scheme toy-grade anywhere; did you mean toy-grades?"),
    (TRIAL, "assessments.grade.assessor", "toy-curator", "there is no organization toy-curator"),
    (TRIAL, "assessments.grade.assesses", "#nothing", "there is no nothing in this file"),
    (TRIAL, "overlaps.with-meadow.concerns", ["larkspur-2019", "meadow-2020"], "there is no study meadow-2020 anywhere"),
    (TRIAL, "absences.no-centre.aspect", "center", "there is no aspect center anywhere; did you mean centre?"),
    (REVIEW, "questions.question.population", "all", "there is no population all in this file"),
    (REVIEW, "references.2.publication", "nameles-2020", "there is no publication nameles-2020"),
    (PAPERS, "publications.larkspur-2019.authors.0.affiliations", ["toy"], "there is no organization toy anywhere"),
    (PAPERS, "publications.larkspur-2019.authors.0.person", "larkspur", "there is no person larkspur anywhere; did you mean"),
    (PAPERS, "publications.nameless-2020.absences.no-title.aspect", "titel", "there is no aspect titel anywhere"),
    (PEOPLE, "organizations.toy-university-rheumatology.unit_of", "toy", "there is no organization toy anywhere"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "place", "name", "says"), DANGLING, ids=[f"{row[1]}={row[2]}" for row in DANGLING])
def test_a_name_that_leads_nowhere(file: str, place: str, name: object, says: str, toy: Path) -> None:
    last = len(name) - 1 if isinstance(name, list) and len(name) > 1 else None
    field = place if last is None else f"{place}.{last}"
    also = frozenset(
        ["inclusions.inc-larkspur.report", "publications.nameless-2020.title", "exclusions.exc-page.reference_number"]
    )
    assert_caught(Wrong(file, {place: name}, field, says, also=also), toy)


def models() -> list[type[BaseModel]]:
    return [
        value
        for module in (base, publication, review, study, term)
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, base.Record)
    ]


def test_no_bare_name_is_left_unchecked() -> None:
    """A field of the type of a name says what it names, or is one of those that name the record or part itself."""
    own = {"study", "review", "pack", "level", "variant_of", "broader"}
    bare = {
        f"{model.__name__}.{name}"
        for model in models()
        for name, info in model.model_fields.items()
        if base._slug in _validators(info.annotation, info.metadata) and name not in kinds_of(model) and name not in own
    }
    assert not bare


def _validators(annotation: object, metadata: list[object]) -> set[object]:
    found = {getattr(mark, "func", None) for mark in metadata}
    if typing.get_origin(annotation) is not dict:
        for part in typing.get_args(annotation):
            found |= _validators(part, list(getattr(part, "__metadata__", ())))
    return found


def test_walk_meets_every_part_with_its_place() -> None:
    from ivigkg.records.loader import read_library

    from .toys import GOUT

    trial = read_library([GOUT]).studies["larkspur-2019"]
    places = {place: type(part).__name__ for part, place in walk(trial)}
    assert places[()] == "Study"
    assert places["uses", "use-allopurinol", "doses", "total"] == "Dose"
    assert places["claims", "conclusion", "evidence", "conclusion-line"] == "EvidenceLine"
    assert places["populations", "population", "age"] == "Age"
    assert places["results", "urate-change", "p"] == "Reported"


def test_every_node_that_the_builder_makes_of_a_record_is_known_by_name() -> None:
    """So that two parts which would become one node are found before there is a graph."""
    from ivigkg import iris
    from ivigkg.graph.builder import record_quads
    from ivigkg.records.loader import read_library

    from .toys import GOUT, MYOSITIS

    library = read_library([GOUT, MYOSITIS])
    subjects = {quad.subject.value for quad in record_quads(library)}
    records = [("study", library.studies), ("review", library.reviews), ("publication", library.publications)]
    for kind, found in records:
        for slug, record in found.items():  # type: ignore[attr-defined]
            whole = iris.record(kind, slug).value
            made = {iri.partition("#")[2] for iri in subjects if iri.startswith(f"{whole}#")}
            known = {name for name, _ in nodes(record, list(walk(record)))}
            assert made <= known, (slug, made - known)


def test_parts_are_what_a_reference_may_point_to() -> None:
    from ivigkg.records.loader import read_library

    from .toys import GOUT

    trial = read_library([GOUT]).studies["larkspur-2019"]
    assert {"population", "target", "conclusion-line"} <= set(parts(trial))
    assert "abstract" not in set(parts(trial))
