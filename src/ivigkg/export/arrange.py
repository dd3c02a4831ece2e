"""Puts triples into the order in which a person reads them: records with their parts, one subject after the other.

Terms are handled in their N-Triples form (``<iri>``, ``"text"@en``), which is cheap to compare, to sort and to take
apart. The order depends on the triples alone, never on the order in which they came.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import NamedTuple

from pyoxigraph import Quad, Triple

from ivigkg.errors import UsageError
from ivigkg.namespaces import BASE, CITO, CLOSED_LISTS, EV, INSTANCES, OA, OWL, PICO, RDF, TOPIC_KINDS, expand

Row = tuple[str, str, str]
"""Subject, predicate and object of a triple in their N-Triples form."""

Natural = tuple[str | int, ...]
"""A text cut into words and numbers, by which it sorts as people expect."""

UNNAMED = "DEFAULT"
"""What stands for the unnamed graph among graph names."""

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
    Question Search StudyDesign Population Stratum Arm ExposureGroup Subgroup InterventionUse Dose Comparison FlowCount
    Inclusion Exclusion Result PooledEstimate Recommendation Claim EvidenceLine Assessment Registration OverlapCheck
    Absence BibliographicSource
"""
_RESULTS = "CountResult AdverseEventResult SummaryResult ChangeResult EffectResult NarrativeResult"
_RESULT = 10 * _KINDS.split().index("Result")
_RANKS = {
    **{str(EV.term(kind)): 10 * place for place, kind in enumerate(_KINDS.split())},
    **{str(EV.term(kind)): _RESULT for kind in _RESULTS.split()},
    str(EV.Authorship): -1,
    str(CITO.Citation): _RESULT - 1,
    str(OWL.Ontology): 0,
    str(OWL.Class): 1,
    str(OWL.ObjectProperty): 2,
    str(OWL.DatatypeProperty): 3,
    str(OWL.AnnotationProperty): 4,
}
_UNRANKED = 900

_CONTAINS = frozenset(str(node) for node in (PICO.dose, EV.evidenceLine, EV.locator, OA.hasSelector))
"""Links from a part to a smaller part that belongs to it alone and is read best right below it."""

_FIRST = """
    rdf:type rdfs:label skos:prefLabel skos:altLabel skos:notation foaf:name foaf:familyName foaf:givenName
    dcterms:title dcterms:description skos:definition
    ev:study ev:review ev:stratumOf ev:describes pro:relatesToDocument pro:isHeldBy pro:withRole ev:position
    ev:printedName ev:affiliation cito:hasCitingEntity cito:hasCitedEntity
    ev:primaryReport ev:reportedIn ev:recordedIn ev:extendsStudy ev:funder ev:question ev:design ev:population
    ev:statedStudies ev:statedParticipants ev:facet ev:country ev:setting ev:period ev:followUpAsPrinted ev:analysis
    ev:eligibility pico:condition ev:diseaseStage ev:trait ev:participants ev:participantsFemale ev:participantsMale
    ev:femalePercent ev:ageValue ev:ageMean ev:ageSd ev:ageMedian ev:ageIqrLow ev:ageIqrHigh ev:ageMinimum
    ev:ageMaximum ev:eligibleAgeMinimum ev:eligibleAgeMaximum ev:ethnicity ev:criterion ev:priorUse ev:drawnFrom
    ev:restrictedTo pico:intervention pico:appliedIntervention ev:route ev:line ev:background pico:dose
    ev:repeatsEveryMonths ev:repeatsEveryMonthsUpTo ev:repeatsEveryWeeks ev:repeatsEveryWeeksUpTo ev:repeatsEveryDays
    ev:repeatsEveryDaysUpTo ev:durationMonths ev:durationMonthsUpTo ev:durationWeeks ev:durationWeeksUpTo
    ev:durationDays ev:durationDaysUpTo ev:durationStatistic ev:daysPerCourse ev:daysPerCourseUpTo ev:courses
    ev:coursesUpTo ev:coursesTotal ev:infusions ev:infusionsUpTo ev:infusionsTotal ev:product pico:population
    pico:interventionGroup pico:comparatorGroup ev:includedStudy ev:includedReport ev:excludedStudy ev:excludedReport
    ev:classifiedAs ev:eligiblePopulation ev:countedParticipants ev:exclusionReason ev:referenceNumber ev:flowStage
    ev:database ev:fromYear ev:toYear ev:kind ev:text ev:about ev:comparedWith ev:recommendedUse ev:appliesTo ev:group
    ev:comparison ev:count ev:outcome ev:instrument ev:measure ev:factor ev:adjustedFor ev:response ev:severity
    ev:reporting ev:definition ev:threshold ev:thresholdRelation ev:primaryEndpoint ev:timepointMonths
    ev:timepointWeeks ev:timepointDays ev:timepointAsPrinted ev:timepointOrder qudt:numericValue ev:upTo ev:events
    ev:total ev:percent ev:countedUnit ev:rate ev:ratePer ev:mean ev:median ev:value ev:sd ev:se ev:spread ev:low
    ev:high ev:rangeKind ev:baselineMean ev:followUpMean ev:baselineValue ev:followUpValue ev:meanChange
    ev:percentChange ev:estimate ev:ciLower ev:ciUpper ev:ciLevel ev:iSquared ev:studiesPooled qudt:hasUnit ev:per
    ev:statistic ev:pRelation ev:pValue ev:testName ev:testScope ev:direction ev:agreementPercent ev:asPrinted
    ev:certaintyWording ev:evidenceWording ev:stance ev:evidenceItem ev:evidenceLine ev:assesses ev:scheme ev:level
    ev:levelAsPrinted ev:gradedStatement ev:alternative ev:assessor ev:registryId ev:status ev:statusDate ev:concerns
    ev:possible ev:aspect ev:reason dcterms:creator ev:authorListComplete dcterms:issued prism:publicationDate
    frbr:partOf prism:volume prism:issueIdentifier prism:startingPage prism:endingPage prism:doi fabio:hasPubMedId
    ev:printedType ev:journalSection ev:keyword dcterms:language dcterms:rights ev:accessed
"""
_LAST = """
    ev:source ev:basis ev:readAt ev:alsoReadAt ev:locator ev:certainty ev:derived ev:derivation ev:variantOf ev:note
    rdfs:isDefinedBy
"""
_PLACES = {
    f"<{expand(curie)}>": place
    for start, curies in ((0, _FIRST), (2000, _LAST))
    for place, curie in enumerate(curies.split(), start)
}
_BETWEEN = 1000


class Subject(NamedTuple):
    """One subject with its facts in reading order; ``record`` is the IRI of the record it is, or is a part of."""

    node: str
    facts: list[tuple[str, list[str]]]
    section: str
    record: str
    is_part: bool


class Arrangement:
    """The triples of a graph or data set in reading order, worked out once for all formats."""

    def __init__(self, data: Iterable[Quad | Triple]):
        self.rows = rows_by_graph(data)

    @cached_property
    def union(self) -> list[Subject]:
        """The subjects of all graphs together."""
        return arrange(row for rows in self.rows.values() for row in rows)

    @cached_property
    def graphs(self) -> dict[str, list[Subject]]:
        """The subjects of each graph, by its name in N-Triples form."""
        return {name: arrange(self.rows[name]) for name in graph_order(self.rows)}


def rows_by_graph(data: Iterable[Quad | Triple]) -> dict[str, list[Row]]:
    """The rows of each graph, by its name in N-Triples form; bare triples are in the ``UNNAMED`` one.

    Blank nodes, which only answers have, are named anew in the order in which they come.
    """
    found: dict[str, list[Row]] = {}
    blank: dict[str, str] = {}
    for item in data:
        name = str(item.graph_name) if isinstance(item, Quad) else UNNAMED
        subject, predicate, target = str(item.subject), str(item.predicate), str(item.object)
        if subject[0] == "_":
            subject = blank.setdefault(subject, f"_:b{len(blank)}")
        if target[0] == "_":
            target = blank.setdefault(target, f"_:b{len(blank)}")
        elif target[0] == "<" and target[1] == "<":
            raise UsageError(f"{target} is a triple inside a triple, as RDF 1.2 has it; ivigkg writes RDF 1.1.")
        found.setdefault(name, []).append((subject, predicate, target))
    return found


def literal(token: str) -> tuple[str, str | None, str | None]:
    """A literal taken apart: its text in quotes, which is a JSON string too, its datatype IRI, its language tag."""
    if token[-1] == '"':
        return token, None, None
    if token[-1] == ">":
        cut = token.rindex('"^^<')
        return token[: cut + 1], token[cut + 4 : -1], None
    cut = token.rindex('"@')
    if "--" in token[cut:]:
        raise UsageError(f"{token} has a direction of writing, as RDF 1.2 has it; ivigkg writes RDF 1.1.")
    return token[: cut + 1], None, token[cut + 2 :]


def arrange(rows: Iterable[Row]) -> list[Subject]:
    """The subjects of ``rows`` in reading order, each triple once.

    A record comes before its parts, a part before the smaller parts that it contains; the facts of a subject begin
    with its types and labels and end with its sources and notes.
    """
    described: dict[str, dict[str, list[str]]] = {}
    holders: dict[str, str] = {}
    last, facts = "", {}
    for subject, predicate, target in sorted(set(rows)):
        if subject != last:
            last, facts = subject, {}
            described[subject] = facts
        if predicate in facts:
            facts[predicate].append(target)
        else:
            facts[predicate] = [target]
        if predicate in _CONTAINS:
            holders.setdefault(target, subject)
    return [
        Subject(node, _facts(described[node]), section, record, is_part)
        for _, node, section, record, is_part in sorted(_placed(described, holders))
    ]


def graph_order(names: Iterable[str]) -> list[str]:
    """Graph names in the order of the sections that they speak of; the unnamed graph comes first."""
    return sorted(names, key=lambda name: (name != UNNAMED, _graph_section(name), natural(name)))


def natural(text: str) -> Natural:
    """A sorting key by which ``author-2`` comes before ``author-10``."""
    return tuple(int(word) if place % 2 else word for place, word in enumerate(_DIGITS.split(text)))


_DIGITS = re.compile(r"([0-9]{1,18})")


def _facts(facts: dict[str, list[str]]) -> list[tuple[str, list[str]]]:
    for predicate, targets in facts.items():
        if len(targets) > 1:
            targets.sort(key=_among_types if predicate == TYPE else _among_targets)
    return [(predicate, facts[predicate]) for predicate in _in_order(tuple(facts))]


def _among_types(kind: str) -> tuple[int, str]:
    return _RANKS.get(kind, _UNRANKED), kind


def _among_targets(token: str) -> tuple[Natural, str]:
    return natural(token[:-1]), token


@lru_cache(maxsize=4096)
def _in_order(predicates: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(predicates, key=lambda predicate: (_PLACES.get(predicate, _BETWEEN), predicate)))


def _placed(
    described: Mapping[str, Mapping[str, list[str]]], holders: Mapping[str, str]
) -> Iterator[tuple[_Key, str, str, str, bool]]:
    """For each subject the key that sorts it, the node, its section, its record, and whether it is a part of it."""
    for node, facts in described.items():
        record, hash_, local = node[1:-1].partition("#")
        is_part = bool(hash_) and record.startswith(_IDS)
        if not is_part:
            record += hash_ + local
        place, section, name = _section(record)
        if is_part:
            chain = [node]
            while (holder := holders.get(chain[-1])) and holder not in chain and holder.startswith(f"<{record}#"):
                chain.append(holder)
            path = tuple(natural(link[len(record) + 2 : -1]) for link in reversed(chain))
            key: _Key = (place, 0, name, 1, _rank(described.get(chain[-1], {})), path)
        else:
            key = (place, _rank(facts) if place == _ONTOLOGY else 0, name, 0, 0, ())
        yield key, node, section, record, is_part


_Key = tuple[int, int, Natural, int, int, tuple[Natural, ...]]
_IDS = f"{BASE}id/"
_ONTOLOGY = _SECTIONS["ontology"][0]


@lru_cache(maxsize=4096)
def _section(iri: str) -> tuple[int, str, Natural]:
    """Where a record or other thing stands: the place and title of its section, and its name for sorting."""
    place, title = _OTHERS
    if iri.startswith(BASE):
        head, *rest = re.split("[/#]", iri[len(BASE) :], maxsplit=2)
        kind = f"{head}/{rest[0]}" if head in {"id", "term"} and rest else head
        place, title = _SECTIONS.get(kind, _OTHER_TERMS if head == "term" else _OTHERS)
    return place, title, natural(iri)


def _graph_section(name: str) -> tuple[int, str]:
    path = name.removeprefix(f"<{BASE}graph/").rstrip(">")
    if path.startswith(("review/", "study/")):
        return _section(f"{BASE}id/{path}")[:2]
    return {"catalogue": (0, ""), "ontology": (90, ""), "derived": (91, "")}.get(path, (40, ""))


def _rank(facts: Mapping[str, list[str]]) -> int:
    return min((_RANKS.get(kind, _UNRANKED) for kind in facts.get(TYPE, ())), default=_UNRANKED)
