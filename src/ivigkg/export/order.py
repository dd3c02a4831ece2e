"""The order in which a person reads the graph: sections, kinds of parts, properties; one table each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from ivigkg.graph.rows import UNNAMED
from ivigkg.namespaces import (
    BASE,
    CITO,
    CLOSED_LISTS,
    EV,
    INSTANCES,
    OA,
    OWL,
    PICO,
    PROV,
    RDF,
    SKOS,
    TOPIC_KINDS,
    expand,
)

Natural = tuple[str | int, ...]
"""A text cut into words and numbers, by which it sorts as people expect."""

TYPE = str(RDF.type)

_TITLES = {
    **{kind: f"{kind}s" for kind in INSTANCES},
    "study": "studies",
    "person": "people",
    **{kind: f"terms: {kind}" for kind in (*TOPIC_KINDS, *CLOSED_LISTS)},
}
_RECORDS = ("review", "study", "publication", "person", "organization", "journal")
_SECTIONS = {
    "dataset": (0, "data set and packs"),
    "pack": (0, "data set and packs"),
    **{f"id/{kind}": (1 + place, _TITLES[kind]) for place, kind in enumerate(_RECORDS)},
    **{f"term/{kind}": (10 + place, _TITLES[kind]) for place, kind in enumerate((*TOPIC_KINDS, *CLOSED_LISTS))},
    "graph": (41, "graphs"),
    "ontology": (42, "ontology"),
}
_OTHER_TERMS = (40, "further schemes")
_OTHERS = (43, "borrowed terms and other things")

_KINDS = """
    Authorship Question Search StudyDesign Population Stratum Arm ExposureGroup Subgroup InterventionUse Dose Comparison
    FlowCount Inclusion Exclusion Citation CountResult AdverseEventResult PooledEstimate Claim Recommendation
    EvidenceLine Assessment Registration OverlapCheck Absence BibliographicSource StatusCheck
"""
_RANKS = {
    **{str(EV.term(kind)): place for place, kind in enumerate(_KINDS.split())},
    **{str(EV.term(f"{kind}Result")): _KINDS.split().index("CountResult") for kind in ("Summary", "Change", "Effect")},
    str(EV.NarrativeResult): _KINDS.split().index("CountResult"),
    str(CITO.Citation): _KINDS.split().index("Citation"),
    str(OWL.Ontology): 0,
    str(OWL.Class): 1,
    str(OWL.ObjectProperty): 2,
    str(OWL.DatatypeProperty): 3,
    str(OWL.AnnotationProperty): 4,
}
"""Where a thing stands by its class. A class stands after its super-class, so that the later place is the apter."""

_GENERAL = frozenset(
    str(kind)
    for kind in (
        EV.Investigation,
        EV.Synthesis,
        EV.FactBearing,
        EV.Group,
        EV.Result,
        EV.Term,
        SKOS.Concept,
        PROV.Entity,
    )
)
_UNRANKED = 900

CONTAINS = frozenset(str(node) for node in (PICO.dose, EV.evidenceLine, EV.locator, OA.hasSelector))
"""Links from a part to a smaller part that belongs to it alone and is read best right below it."""

_FIRST = """
    rdf:type rdfs:label skos:prefLabel skos:altLabel skos:notation foaf:name foaf:familyName foaf:givenName
    dcterms:title dcterms:description skos:definition ev:study ev:review ev:stratumOf ev:describes ev:gives
    pro:relatesToDocument pro:isHeldBy pro:withRole ev:position ev:printedName ev:affiliation cito:hasCitingEntity
    cito:hasCitedEntity ev:primaryReport ev:reportedIn ev:recordedIn ev:extendsStudy ev:mayShareParticipantsWith
    ev:funder ev:question ev:design ev:population ev:statedStudies ev:statedParticipants ev:facet ev:country
    ev:setting ev:period ev:followUpAsPrinted ev:analysis ev:eligibility pico:condition ev:diseaseStage ev:trait
    ev:participants ev:participantsOver ev:participantsFemale ev:participantsMale ev:femalePercent ev:malePercent
    ev:ageValue ev:ageMean ev:ageSd ev:ageSpread ev:ageMedian ev:ageIqrLow ev:ageIqrHigh ev:ageMinimum ev:ageMaximum
    ev:eligibleAgeMinimum ev:eligibleAgeMaximum ev:ethnicity ev:criterion ev:priorUse ev:drawnFrom ev:restrictedTo
    pico:intervention pico:appliedIntervention ev:route ev:line ev:background pico:dose ev:repeatsEveryMonths
    ev:repeatsEveryMonthsUpTo ev:repeatsEveryWeeks ev:repeatsEveryWeeksUpTo ev:repeatsEveryDays
    ev:repeatsEveryDaysUpTo ev:durationMonths ev:durationMonthsUpTo ev:durationWeeks ev:durationWeeksUpTo
    ev:durationDays ev:durationDaysUpTo ev:durationStatistic ev:durationRelation ev:durationSd ev:durationSpread
    ev:daysPerCourse ev:daysPerCourseUpTo ev:courses ev:coursesUpTo ev:coursesRelation ev:coursesMean
    ev:coursesMedian ev:coursesSd ev:coursesTotal ev:infusions ev:infusionsUpTo ev:infusionsTotal ev:product
    pico:population pico:interventionGroup pico:comparatorGroup ev:includedStudy ev:includedReport ev:excludedStudy
    ev:excludedReport ev:classifiedAs ev:eligiblePopulation ev:countedParticipants ev:exclusionReason
    ev:referenceNumber ev:flowStage ev:database ev:searchLanguage ev:fromDate ev:toDate ev:kind ev:text ev:about
    ev:comparedWith ev:recommendedUse ev:appliesTo ev:group ev:switchedTo ev:comparison ev:count ev:outcome
    ev:instrument ev:measure ev:factor ev:adjustedFor ev:response ev:severity ev:reporting ev:definition
    ev:threshold ev:thresholdRelation ev:primaryEndpoint ev:timepointYears ev:timepointMonths ev:timepointWeeks
    ev:timepointDays ev:timepointAsPrinted ev:timepointOrder qudt:numericValue ev:relation ev:upTo ev:events
    ev:total ev:percent ev:percentRelation ev:countedUnit ev:rate ev:ratePer ev:mean ev:median ev:value ev:sd ev:se
    ev:spread ev:low ev:high ev:rangeKind ev:baselineMean ev:followUpMean ev:baselineValue ev:followUpValue
    ev:meanChange ev:percentChange ev:estimate ev:ciLower ev:ciUpper ev:ciLevel ev:iSquared ev:studiesPooled
    qudt:hasUnit ev:per ev:statistic ev:pRelation ev:pValue ev:testName ev:testScope ev:direction
    ev:agreementPercent ev:asPrinted ev:certaintyWording ev:evidenceWording ev:stance ev:evidenceItem
    ev:evidenceLine ev:assesses ev:scheme ev:judges ev:level ev:levelAsPrinted ev:gradedStatement ev:alternative
    ev:assessor ev:registryId ev:registry ev:status ev:statusDate ev:concerns ev:possible ev:aspect ev:reason
    ev:publicationStatus ev:checkedOn ev:notice dcterms:creator ev:authorListComplete dcterms:issued
    prism:publicationDate frbr:partOf prism:volume prism:issueIdentifier prism:startingPage prism:endingPage
    ev:articleNumber prism:doi fabio:hasPubMedId fabio:hasPubMedCentralId ev:printedType ev:journalSection
    ev:keyword dcterms:language dcterms:rights ev:accessed ev:address ev:place
"""
_LAST = """
    ev:retractedSource ev:source ev:basis ev:readAt ev:alsoReadAt ev:locator ev:certainty ev:derived ev:derivation
    ev:variantOf ev:note rdfs:isDefinedBy
"""
_PLACES = {
    f"<{expand(curie)}>": place
    for start, curies in ((0, _FIRST), (2000, _LAST))
    for place, curie in enumerate(curies.split(), start)
}
_BETWEEN = 1000


def graph_order(names: Iterable[str]) -> list[str]:
    """Graph names in the order of the sections that they speak of; the unnamed graph comes first."""
    return sorted(names, key=lambda name: (name != UNNAMED, _graph_section(name), natural(name)))


def kind_rank(kinds: Iterable[str]) -> int:
    """The place of a thing of these classes among the parts of a record, or among the terms of the ontology."""
    return max((_RANKS[kind] for kind in kinds if kind in _RANKS), default=_UNRANKED)


def among_types(kind: str) -> tuple[bool, int, str]:
    """A sorting key for the classes of one thing: the telling ones first, the general ones last."""
    return kind in _GENERAL, -_RANKS.get(kind, -_UNRANKED), kind


def natural(text: str) -> Natural:
    """A sorting key by which ``author-2`` comes before ``author-10``."""
    return tuple(int(word) if place % 2 else word for place, word in enumerate(_DIGITS.split(text)))


_DIGITS = re.compile(r"([0-9]{1,18})")


@lru_cache(maxsize=4096)
def in_order(predicates: tuple[str, ...]) -> tuple[str, ...]:
    """Properties in reading order: types and labels first, sources and notes last."""
    return tuple(sorted(predicates, key=lambda predicate: (_PLACES.get(predicate, _BETWEEN), predicate)))


@lru_cache(maxsize=4096)
def section(iri: str) -> tuple[int, str, Natural]:
    """Where a record or other thing stands: the place and title of its section, and its name for sorting."""
    place, title = _OTHERS
    if iri.startswith(BASE):
        head, *rest = re.split("[/#]", iri[len(BASE) :], maxsplit=2)
        kind = f"{head}/{rest[0]}" if head in {"id", "term"} and rest else head
        place, title = _SECTIONS.get(kind, _OTHER_TERMS if head == "term" else _OTHERS)
    return place, title, natural(iri)


ONTOLOGY_SECTION = _SECTIONS["ontology"][0]
"""The section whose things stand by kind before they stand by name."""


def _graph_section(name: str) -> tuple[int, str]:
    path = name.removeprefix(f"<{BASE}graph/").rstrip(">")
    if path.startswith(("review/", "study/")):
        return section(f"{BASE}id/{path}")[:2]
    return {"catalogue": (0, ""), "ontology": (90, ""), "derived": (91, "")}.get(path, (40, ""))
