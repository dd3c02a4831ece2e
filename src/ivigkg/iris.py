"""Identifiers in, IRIs out; nobody else mints."""

from __future__ import annotations

from pyoxigraph import NamedNode

from ivigkg.namespaces import BASE, CLOSED_LISTS, DATASET, INSTANCES, ONTOLOGY, TOPIC_KINDS


def record(kind: str, slug: str) -> NamedNode:
    """The node of a study, review, publication, person, organization or journal."""
    if kind not in INSTANCES:
        raise KeyError(kind)
    return NamedNode(f"{BASE}id/{kind}/{slug}")


def part(owner: NamedNode, key: str) -> NamedNode:
    """The node of a part: a hash IRI of what it belongs to."""
    return NamedNode(f"{owner.value}#{key}")


def term(kind: str, slug: str) -> NamedNode:
    """The node of a topic term or of an entry of a closed list."""
    if kind == "scheme":
        return scheme(slug)
    if kind not in TOPIC_KINDS and kind not in CLOSED_LISTS:
        raise KeyError(kind)
    return NamedNode(f"{BASE}term/{kind}/{slug}")


def scheme(slug: str) -> NamedNode:
    """The node of a list of terms, or of a grading scheme."""
    return NamedNode(f"{BASE}term/{slug}")


def pack(slug: str) -> NamedNode:
    """The node of a topic pack."""
    return NamedNode(f"{BASE}pack/{slug}")


def graph(*path: str) -> NamedNode:
    """The name of a graph: ``graph("study", "dalakas-1993")``, ``graph("catalogue")``."""
    return NamedNode(f"{BASE}graph/{'/'.join(path)}")


def dataset() -> NamedNode:
    """The node of the whole data set."""
    return NamedNode(DATASET)


def ontology() -> NamedNode:
    """The node of the ontology."""
    return NamedNode(ONTOLOGY)


def license_(code: str) -> NamedNode:
    """The address of a licence by its SPDX code; only those that the packs may use."""
    return NamedNode(LICENSES[code])


LICENSES = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
}
