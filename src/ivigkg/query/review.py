"""A review's stated numbers beside the recomputed ones."""

from __future__ import annotations

from dataclasses import dataclass

from ivigkg.errors import UsageError
from ivigkg.query.ask import name, rows
from ivigkg.records.vocabulary import did_you_mean
from ivigkg.store.base import Store


@dataclass(frozen=True)
class Included:
    """One study as the review is taken to count it, and what the study itself tells of its people."""

    study: str
    label: str
    number: int | None
    classified_as: str
    participants: int | None
    of: int | None
    basis: str
    certainty: str | None
    note: str | None


@dataclass(frozen=True)
class ClassTotal:
    """Studies of one class: stated by the review, counted here, and the people seen in them."""

    label: str
    stated: int | None
    counted: int
    participants: int
    with_number: int


@dataclass(frozen=True)
class ReviewTotals:
    """Everything that ``ivigkg review`` prints: per class, per study, and in sum; ``retracted`` are in no sum."""

    review: str
    label: str
    stated_studies: int | None
    stated_participants: int | None
    classes: tuple[ClassTotal, ...]
    included: tuple[Included, ...]
    retracted: tuple[str, ...]
    overlaps: tuple[tuple[str, bool, str], ...]
    missing: tuple[str, ...]
    readings: tuple[tuple[str, str], ...]

    @property
    def studies(self) -> int:
        """Studies counted here."""
        return len(self.included)

    @property
    def participants(self) -> int:
        """People in those included studies whose number was seen."""
        return sum(item.participants or 0 for item in self.included)

    @property
    def with_number(self) -> int:
        """Included studies whose number of people was seen."""
        return sum(item.participants is not None for item in self.included)


def address(slug: str) -> str:
    """The IRI of the review ``slug``."""
    return f"https://w3id.org/ivigkg/id/review/{slug}"


def review_totals(store: Store, slug: str) -> ReviewTotals:
    """Totals of the review ``slug``; ``UsageError`` when there is no such review, with the nearest name."""
    iri = address(slug)
    known = {str(row[0]).rpartition("/")[2] for row in rows(store, "SELECT ?r WHERE { ?r a ev:Synthesis }")}
    if slug not in known:
        raise UsageError(
            f"There is no review {slug}{did_you_mean(slug, known) or '; known are ' + ', '.join(sorted(known)) + '.'}"
        )
    stated = rows(
        store,
        f"SELECT ?s ?p WHERE {{ OPTIONAL {{ <{iri}> ev:statedStudies ?s }} "
        f"OPTIONAL {{ <{iri}> ev:statedParticipants ?p }} }}",
    )[0]
    included = _included(store, iri)
    return ReviewTotals(
        review=iri,
        label=name(store, iri),
        stated_studies=_whole(stated[0]),
        stated_participants=_whole(stated[1]),
        classes=_classes(store, iri, included),
        included=included,
        retracted=_retracted(store, iri),
        overlaps=_overlaps(store, iri),
        missing=_missing(store, iri),
        readings=_readings(store, iri),
    )


def _whole(cell: object) -> int | None:
    return None if cell is None else int(str(cell))


def _included(store: Store, iri: str) -> tuple[Included, ...]:
    found = rows(
        store,
        "SELECT ?s ?n ?c ?p ?w ?b ?k ?t WHERE { "
        f"?i a ev:Inclusion ; ev:review <{iri}> ; ev:includedStudy ?s ; ev:classifiedAs ?c ; ev:basis ?b . "
        "OPTIONAL { ?i ev:referenceNumber ?n } OPTIONAL { ?i ev:certainty ?k } OPTIONAL { ?i ev:note ?t } "
        "FILTER NOT EXISTS { ?s ev:retractedSource ?r } "
        "OPTIONAL { ?i ev:eligiblePopulation ?e . ?e ev:participants ?p . "
        "FILTER NOT EXISTS { ?e ev:retractedSource ?x } "
        "OPTIONAL { ?e ev:stratumOf/ev:participants ?w } } "
        "} ORDER BY ?n ?s",
    )
    return tuple(
        Included(
            study=str(study),
            label=name(store, str(study)),
            number=_whole(number),
            classified_as=name(store, str(kind)),
            participants=_whole(people),
            of=_whole(whole),
            basis=str(basis).rpartition("/")[2],
            certainty=None if certainty is None else str(certainty),
            note=None if note is None else str(note),
        )
        for study, number, kind, people, whole, basis, certainty, note in found
    )


def _retracted(store: Store, iri: str) -> tuple[str, ...]:
    """Included studies whose main paper was retracted since."""
    found = rows(
        store,
        f"SELECT DISTINCT ?s WHERE {{ ?i a ev:Inclusion ; ev:review <{iri}> ; ev:includedStudy ?s . "
        "?s ev:retractedSource ?r } ORDER BY ?s",
    )
    return tuple(name(store, str(row[0])) for row in found)


def _classes(store: Store, iri: str, included: tuple[Included, ...]) -> tuple[ClassTotal, ...]:
    stated = {
        name(store, str(kind)): _whole(count)
        for kind, count in rows(
            store,
            f"SELECT ?k ?c WHERE {{ ?f a ev:FlowCount ; ev:review <{iri}> ; "
            "ev:classifiedAs ?k ; ev:count ?c } ORDER BY ?c",
        )
    }
    labels = list(dict.fromkeys([*stated, *(item.classified_as for item in included)]))
    totals = (
        ClassTotal(
            label=label,
            stated=stated.get(label),
            counted=sum(item.classified_as == label for item in included),
            participants=sum(item.participants or 0 for item in included if item.classified_as == label),
            with_number=sum(item.participants is not None for item in included if item.classified_as == label),
        )
        for label in labels
    )
    return tuple(sorted(totals, key=lambda total: ("randomised" not in total.label, -total.counted, total.label)))


def _overlaps(store: Store, iri: str) -> tuple[tuple[str, bool, str], ...]:
    """Pairs of included studies that somebody weighed for shared participants, with the reading."""
    found = rows(
        store,
        "SELECT ?a ?b ?possible ?text WHERE { "
        f"?i a ev:Inclusion ; ev:review <{iri}> ; ev:includedStudy ?a . "
        f"?j a ev:Inclusion ; ev:review <{iri}> ; ev:includedStudy ?b . "
        "?check a ev:OverlapCheck ; ev:concerns ?a , ?b ; ev:possible ?possible ; ev:text ?text . "
        "FILTER(STR(?a) < STR(?b)) } ORDER BY ?a ?b ?text",
    )
    return tuple(
        (f"{name(store, str(a))} and {name(store, str(b))}", possible is True, str(text))
        for a, b, possible, text in found
    )


def _missing(store: Store, iri: str) -> tuple[str, ...]:
    found = rows(store, f"SELECT ?n WHERE {{ ?a a ev:Absence ; ev:review <{iri}> ; ev:note ?n }} ORDER BY ?n")
    return tuple(str(row[0]) for row in found)


def _readings(store: Store, iri: str) -> tuple[tuple[str, str], ...]:
    found = rows(
        store,
        f"SELECT DISTINCT ?at ?b WHERE {{ ?f ev:review <{iri}> ; a ev:FlowCount ; ev:readAt ?at ; ev:basis ?b }} "
        "ORDER BY ?at",
    )
    return tuple((str(at), str(basis).rpartition("/")[2]) for at, basis in found)
