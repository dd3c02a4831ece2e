"""Parts that studies and reviews share: designs, people, regimens, claims, assessments, absences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from ivigkg import iris
from ivigkg.graph import labels
from ivigkg.graph.emit import Node, Page
from ivigkg.identifiers import RegistryId
from ivigkg.namespaces import CITO, EV, PICO
from ivigkg.records.base import Claim, Fact
from ivigkg.records.review import Review
from ivigkg.records.study import InterventionUse, Population, Stratum, Study


@dataclass(frozen=True)
class Surroundings:
    """What a file must know of the others: which outcomes are harms, what terms are called, which names are reviews."""

    outcome_kind: Mapping[str, str]
    labels: Mapping[tuple[str, str], str]
    reviews: frozenset[str] = frozenset()

    def outcome(self, slug: str, harm: bool = False) -> NamedNode:
        """The node of an outcome or adverse event; a name that is both is the harm where a harm was counted."""
        return iris.term(self.kind_of(slug, harm), slug)

    def kind_of(self, slug: str, harm: bool = False) -> str:
        """Whether an outcome's name is taken as that of an outcome or of an adverse event."""
        return "adverse-event" if harm and ("adverse-event", slug) in self.labels else self.outcome_kind[slug]

    def label(self, kind: str, slug: str) -> str:
        """What people call a term."""
        return self.labels[kind, slug]


class Whole:
    """The study or review whose parts are being written: its node, its graph, and the link from part to whole."""

    def __init__(self, page: Page, record: Study | Review, subject: NamedNode, link: NamedNode, around: Surroundings):
        self.page, self.record, self.subject, self.link, self.around = page, record, subject, link, around

    def key(self, name: str) -> NamedNode:
        """The node of a part of this file."""
        return iris.part(self.subject, name)

    def keys(self, names: tuple[str, ...]) -> list[NamedNode]:
        """The nodes of several parts of this file."""
        return [self.key(name) for name in names]

    def part(self, name: str, *kinds: NamedNode) -> Node:
        """Begins to describe a part; it points to the whole."""
        return self.page.node(self.key(name), *kinds).link(self.link, self.subject)

    def ref(self, ref: str) -> NamedNode:
        """The node that ``slug``, ``slug#key`` or ``#key`` speaks of; a slug is a study, or a review."""
        owner, _, key = ref.partition("#")
        kind = "review" if owner in self.around.reviews else "study"
        whole = iris.record(kind, owner) if owner else self.subject
        return iris.part(whole, key) if key else whole


def head(whole: Whole, kind: NamedNode) -> Node:
    """The study or review itself, with its papers and its graph."""
    record = whole.record
    node = whole.page.node(whole.subject, kind).label(record.label)
    node.link(EV.primaryReport, iris.record("publication", record.primary_report))
    node.link(EV.reportedIn, *(iris.record("publication", slug) for slug in record.reports))
    node.link(EV.recordedIn, whole.page.graph)
    node.terms(EV.design, "design", record.facets)
    for note in record.notes:
        node.value(EV.note, note, "en")
    return node


def readings(whole: Whole) -> None:
    """The pages that were opened, each with the paper it speaks for."""
    for key, reading in whole.record.readings.items():
        node = whole.part(f"reading-{key}", EV.BibliographicSource).label(labels.reading(reading))
        source = iris.record("publication", reading.source)
        node.link(EV.describes, source).link(EV.source, source).terms(EV.basis, "basis", reading.basis)
        node.address(EV.readAt, reading.read_at).address(EV.alsoReadAt, reading.also_read_at)
        node.value(EV.note, reading.note, "en")


def designs(whole: Whole) -> None:
    """How it was done, one node for each source that says so."""
    for key, design in whole.record.designs.items():
        node = whole.part(key, EV.StudyDesign).terms(EV.facet, "design", design.facets)
        node.fields(design, "setting", "period", "analysis", "eligibility", "as_printed")
        node.value(EV.followUpAsPrinted, design.follow_up)
        for country in design.countries:
            node.value(EV.country, country)
        node.fact(design, whole.record.readings)


def populations(whole: Whole) -> None:
    """Who was studied, and counted parts of them."""
    for key, population in whole.record.populations.items():
        whole.page.node(whole.subject).link(EV.population, whole.key(key))
        node = whole.part(key, EV.Population).label(
            population.label or labels.people(population, _called(whole, population))
        )
        _people(whole, node, population)
    for key, stratum in whole.record.strata.items():
        node = whole.part(key, EV.Stratum).link(EV.stratumOf, whole.key(stratum.of))
        called = _called(whole, stratum)
        node.label(stratum.label or stratum.trait or ", ".join(called) or labels.people(stratum, ()))
        _people(whole, node, stratum)
        node.fields(stratum, "trait", "percent", "percent_relation")


def _called(whole: Whole, record: Population | Stratum) -> list[str]:
    return [whole.around.label("condition", slug) for slug in record.conditions]


def _people(whole: Whole, node: Node, record: Population | Stratum) -> None:
    node.terms(PICO.condition, "condition", record.conditions).terms(EV.diseaseStage, "disease-stage", record.stages)
    node.fields(record, "participants", "participants_over", "participants_female", "participants_male")
    node.fields(record, "female_percent", "male_percent", "ethnicity")
    for stem, ages in (("age", record.age), ("eligibleAge", record.eligible_age)):
        for name, value in vars(ages).items() if ages else ():
            node.value(EV.term(stem + _capital(name)), value)
    for criterion in record.criteria:
        node.value(EV.criterion, criterion, "en")
    node.link(EV.priorUse, *whole.keys(record.prior_uses))
    node.fact(record, whole.record.readings)


def _capital(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))


USE_APART = {*Fact.model_fields, "agent", "label", "doses", "route"}
"""Fields of a regimen that are not simply stated under the property of the same name."""
USE_FIELDS = [name for name in InterventionUse.model_fields if name not in USE_APART]


def uses(whole: Whole) -> None:
    """What was given: agents with doses, schedules and durations."""
    for key, use in whole.record.uses.items():
        node = whole.part(key, EV.InterventionUse).label(
            use.label or labels.use(whole.around.label("intervention", use.agent), use)
        )
        node.terms(PICO.appliedIntervention, "intervention", use.agent).terms(EV.route, "route", use.route)
        node.fields(use, *USE_FIELDS)
        for name, dose in use.doses.items():
            node.link(PICO.dose, whole.key(f"{key}-{name}"))
            whole.part(f"{key}-{name}", EV.Dose).dose(dose)
        node.fact(use, whole.record.readings)


def claims(whole: Whole) -> None:
    """What is asserted, how firmly, and which results or studies it rests on."""
    for key, claim in whole.record.claims.items():
        node = whole.part(key, EV.Recommendation if claim.kind == "recommendation" else EV.Claim)
        node.fields(claim, "text", "kind", "certainty_wording", "evidence_wording", "agreement_percent")
        node.terms(EV.about, "intervention", claim.about).link(EV.about, *whole.keys(claim.about_uses))
        node.terms(EV.comparedWith, "intervention", claim.compared_with).link(
            EV.appliesTo, *whole.keys(claim.population)
        )
        for outcome in claim.outcome:
            node.link(EV.outcome, whole.around.outcome(outcome))
        node.terms(EV.direction, "direction", claim.direction)
        node.link(EV.recommendedUse, *whole.keys(claim.recommended_use))
        node.link(EV.evidenceLine, *(whole.key(name) for name in claim.evidence))
        node.fact(claim, whole.record.readings)
        _evidence(whole, claim)


def _evidence(whole: Whole, claim: Claim) -> None:
    for key, line in claim.evidence.items():
        node = whole.part(key, EV.EvidenceLine).terms(EV.stance, "stance", line.stance)
        node.link(EV.evidenceItem, *(whole.ref(item) for item in line.items))
        node.fact(line, whole.record.readings)


def assessments(whole: Whole) -> None:
    """Levels and grades, each by somebody under a named scheme."""
    for key, assessment in whole.record.assessments.items():
        node = whole.part(key, EV.Assessment)
        node.link(EV.assesses, whole.ref(assessment.assesses) if assessment.assesses else whole.subject)
        node.link(EV.scheme, iris.scheme(assessment.scheme))
        node.link(EV.assessor, iris.record("organization", assessment.assessor))
        if assessment.level is not None:
            node.link(EV.level, iris.term(assessment.scheme, assessment.level))
        node.fields(assessment, "level_as_printed", "alternative", "graded_statement")
        node.fact(assessment, whole.record.readings)


def flow(whole: Whole) -> None:
    """How many were counted at each stage."""
    for key, count in whole.record.flow.items():
        node = whole.part(key, EV.FlowCount).terms(EV.flowStage, "flow-stage", count.stage)
        node.fields(count, "count", "percent", "period")
        for prop, group in ((EV.group, count.group), (EV.switchedTo, count.switched_to)):
            if group:
                node.link(prop, whole.key(group))
        node.terms(EV.classifiedAs, "design", count.classified_as).fact(count, whole.record.readings)


def registrations(whole: Whole) -> None:
    """Entries in registries, each with its registry."""
    for key, entry in whole.record.registrations.items():
        node = whole.part(key, EV.Registration).fields(entry, "registry_id", "status")
        node.terms(EV.registry, "registry", RegistryId.parse(entry.registry_id).registry)
        node.date(EV.statusDate, entry.status_date).fact(entry, whole.record.readings)


def overlaps(whole: Whole) -> None:
    """Studies weighed for shared participants."""
    for key, check in whole.record.overlaps.items():
        node = whole.part(key, EV.OverlapCheck)
        node.link(EV.concerns, *(iris.record("study", slug) for slug in check.concerns))
        node.fields(check, "text", "possible").fact(check, whole.record.readings)


def absences(whole: Whole) -> None:
    """What was looked for and not found."""
    for key, absence in whole.record.absences.items():
        node = whole.part(key, EV.Absence).terms(EV.aspect, "aspect", absence.aspect)
        node.terms(EV.reason, "absence-reason", absence.reason).fact(absence, whole.record.readings)


def citation(whole: Whole, number: int, slug: str) -> None:
    """One entry of a numbered reference list."""
    node = whole.part(f"ref-{number}", CITO.Citation).value(EV.referenceNumber, number)
    node.link(CITO.hasCitingEntity, iris.record("publication", whole.record.primary_report))
    node.link(CITO.hasCitedEntity, iris.record("publication", slug))
