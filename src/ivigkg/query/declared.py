"""Everything that the ontology declares, for finding misspelt names in queries."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox

from ivigkg import resources


@cache
def declared_iris() -> frozenset[str]:
    """IRIs of all classes, properties and entries of closed lists."""
    return frozenset(
        triple.subject.value
        for path in resources.ontology_files()
        for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
        if isinstance(triple.subject, ox.NamedNode)
    )
