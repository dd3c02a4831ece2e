"""Small questions that the program itself asks of a store."""

from __future__ import annotations

from ivigkg.namespaces import PREFIXES, shorten
from ivigkg.results import Table, Value
from ivigkg.store.base import Store

_USED = ("ev", "rdfs", "skos", "dcterms", "prism", "oa", "pav", "fabio", "dcat")
_HEAD = " ".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>" for prefix in _USED) + "\n"


def rows(store: Store, text: str) -> list[tuple[Value, ...]]:
    """The rows of a SELECT as plain values; the common prefixes are supplied."""
    answer = store.query(_HEAD + text)
    if not isinstance(answer, Table):
        raise TypeError("only SELECT gives rows")
    return answer.values()


def name(store: Store, iri: str) -> str:
    """The label of a node, English before others, or its short form where it has none."""
    found = rows(
        store,
        f"SELECT ?l WHERE {{ <{iri}> rdfs:label|skos:prefLabel ?l }} "
        'ORDER BY DESC(LANGMATCHES(LANG(?l), "en")) ?l LIMIT 1',
    )
    return str(found[0][0]) if found else shorten(iri)


def names(store: Store, iris: set[str]) -> dict[str, str]:
    """Labels of many nodes at once; nodes without one are left out."""
    if not iris:
        return {}
    block = " ".join(f"<{iri}>" for iri in sorted(iris))
    found = rows(
        store,
        f"SELECT ?n ?l WHERE {{ VALUES ?n {{ {block} }} ?n rdfs:label|skos:prefLabel ?l }} ORDER BY ?n DESC(?l)",
    )
    labels: dict[str, str] = {}
    for node, label in found:
        labels[str(node)] = str(label)
    return labels
