"""The graph of one review, or of a guideline."""

from __future__ import annotations

from pyoxigraph import Quad

from ivigkg import iris
from ivigkg.graph import parts
from ivigkg.graph.emit import Page
from ivigkg.graph.figures import figures
from ivigkg.namespaces import EV, PICO
from ivigkg.records.review import Review

KINDS = {
    "systematic-review": EV.SystematicReview,
    "narrative-review": EV.NarrativeReview,
    "guideline": EV.Guideline,
}


def review_quads(review: Review, around: parts.Surroundings) -> list[Quad]:
    """Everything one review file says, in its own graph."""
    page = Page(iris.graph("review", review.review))
    whole = parts.Whole(page, review, iris.record("review", review.review), EV.review, around)
    node = parts.head(whole, KINDS[review.kind]).fields(review, "stated_studies", "stated_participants")
    node.link(EV.question, *(whole.key(key) for key in review.questions))
    parts.readings(whole)
    parts.designs(whole)
    parts.populations(whole)
    parts.uses(whole)
    _questions(whole, review)
    _searches(whole, review)
    parts.flow(whole)
    parts.registrations(whole)
    _inclusions(whole, review)
    _exclusions(whole, review)
    for citation in review.references:
        parts.citation(whole, citation.number, citation.publication)
    parts.claims(whole)
    _pooled(whole, review)
    parts.assessments(whole)
    parts.overlaps(whole)
    parts.absences(whole)
    return page.quads


def _questions(whole: parts.Whole, review: Review) -> None:
    for key, question in review.questions.items():
        node = whole.part(key, EV.Question).fields(question, "text", "eligibility")
        if question.population in review.populations:
            node.link(PICO.population, whole.key(question.population))
        node.terms(EV.about, "intervention", question.interventions)
        node.terms(EV.comparedWith, "intervention", question.comparators).fact(question, review.readings)


def _searches(whole: parts.Whole, review: Review) -> None:
    for key, search in review.searches.items():
        node = whole.part(key, EV.Search).date(EV.fromDate, search.from_date).date(EV.toDate, search.to_date)
        for database in search.databases:
            node.value(EV.database, database)
        for language in search.languages:
            node.value(EV.searchLanguage, language)
        node.fact(search, review.readings)


def _inclusions(whole: parts.Whole, review: Review) -> None:
    for key, inclusion in review.inclusions.items():
        node = whole.part(key, EV.Inclusion).link(EV.includedStudy, iris.record("study", inclusion.study))
        if inclusion.report:
            node.link(EV.includedReport, iris.record("publication", inclusion.report))
        if inclusion.eligible_population:
            node.link(EV.eligiblePopulation, whole.ref(inclusion.eligible_population))
        node.terms(EV.classifiedAs, "design", inclusion.classified_as)
        node.fields(inclusion, "counted_participants", "reference_number").fact(inclusion, review.readings)


def _exclusions(whole: parts.Whole, review: Review) -> None:
    for key, exclusion in review.exclusions.items():
        node = whole.part(key, EV.Exclusion).value(EV.exclusionReason, exclusion.reason, "en")
        if exclusion.study:
            node.link(EV.excludedStudy, iris.record("study", exclusion.study))
        if exclusion.report:
            node.link(EV.excludedReport, iris.record("publication", exclusion.report))
        node.fields(exclusion, "reference_number").fact(exclusion, review.readings)


def _pooled(whole: parts.Whole, review: Review) -> None:
    for key, pooled in review.pooled.items():
        node = whole.part(key, EV.PooledEstimate).label(pooled.label)
        node.link(EV.outcome, whole.around.outcome(pooled.outcome))
        node.terms(EV.about, "intervention", pooled.about).link(EV.about, *whole.keys(pooled.about_uses))
        node.terms(EV.comparedWith, "intervention", pooled.compared_with)
        node.link(EV.appliesTo, *whole.keys(pooled.population))
        figures(node, pooled)
        node.fact(pooled, review.readings)
