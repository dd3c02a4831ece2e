"""Runs the shapes over quads; what they say is a report, never an exception.

Everything can be judged at once, or graph by graph: the unit of a graph is what it says together with what others say
about the nodes it points to, as far as a shape may look there. The reports of all units, merged, are the report of the
whole, and ``unit_key`` tells whether a unit has changed since it was judged.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from typing import Any, Literal

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad

from ivigkg import resources
from ivigkg.namespaces import EV, RDF, Namespace

SH = Namespace("http://www.w3.org/ns/shacl#")
LOOKED_AT = frozenset([RDF.type, EV.study, EV.review])
"""What shapes look at in a node of another file."""

Severity = Literal["violation", "warning"]


@dataclass(frozen=True)
class Violation:
    """One thing a shape says of one node; ``path`` is the property concerned, where it is a single one."""

    focus: str
    path: str | None
    value: str | None
    message: str
    severity: Severity
    shape: str


@dataclass(frozen=True)
class ValidationReport:
    """What the shapes say, in a fixed order; warnings do not keep a graph from conforming."""

    conforms: bool
    results: tuple[Violation, ...]

    @classmethod
    def of(cls, results: Iterable[Violation]) -> ValidationReport:
        """The report that says ``results``, each once."""
        ordered = sorted(set(results), key=lambda one: (one.focus, one.shape, one.path or "", one.value or ""))
        return cls(all(one.severity == "warning" for one in ordered), tuple(ordered))


def validate_quads(quads: Iterable[Quad], *, focus: Collection[NamedNode] | None = None) -> ValidationReport:
    """What the shapes say about ``quads``, taken as one graph.

    With ``focus`` those nodes alone are judged, the others are context; a node that is named but described nowhere is
    reported all the same.
    """
    from rdflib import URIRef

    from ivigkg.graph.interop import JudgedGraph, to_graph

    quads = list(quads)
    context: set[URIRef] = set()
    if focus is not None:
        judged = {node.value for node in focus}
        subjects = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
        context = {URIRef(iri) for iri in subjects - judged}
    results = _results(to_graph(quads, JudgedGraph(context)))
    return ValidationReport.of(one for one in results if URIRef(one.focus) not in context)


def merge(reports: Iterable[ValidationReport]) -> ValidationReport:
    """All that several reports say, as one."""
    return ValidationReport.of(one for report in reports for one in report.results)


def validation_units(quads: Iterable[Quad]) -> dict[str, list[Quad]]:
    """The quads with which each graph can be judged alone, by the name of the graph.

    A node is at home in the graph that gives it a type. A unit holds the graph itself, whatever other graphs say about
    the nodes at home there, and of all nodes that these point to their type and what they are part of.
    """
    told: dict[Any, list[Quad]] = defaultdict(list)
    graphs: dict[str, dict[Quad, None]] = defaultdict(dict)
    for quad in quads:
        told[quad.subject].append(quad)
        graphs[_graph(quad)][quad] = None
    units: dict[str, list[Quad]] = {}
    for name, own in graphs.items():
        unit = dict(own)
        for node in _at_home(name, own, told):
            unit.update(dict.fromkeys(told[node]))
        for quad in list(unit):
            for end in (quad.subject, quad.object):
                unit.update(dict.fromkeys(seen for seen in told.get(end, ()) if seen.predicate in LOOKED_AT))
        units[name] = list(unit)
    return units


def validate_unit(name: str, unit: Collection[Quad]) -> ValidationReport:
    """What the shapes say about the nodes at home in the graph ``name``, given its unit."""
    told: dict[Any, list[Quad]] = defaultdict(list)
    for quad in unit:
        told[quad.subject].append(quad)
    own = [quad for quad in unit if _graph(quad) == name]
    return validate_quads(unit, focus=[node for node in _at_home(name, own, told) if isinstance(node, NamedNode)])


def unit_key(quads: Iterable[Quad]) -> str:
    """A hash over the quads, the shapes and the version of pySHACL; the same key means the same report."""
    digest = hashlib.sha256(f"{metadata.version('pyshacl')}\n".encode())
    digest.update(_shapes_text())
    for line in sorted(str(quad) for quad in quads):
        digest.update(line.encode())
        digest.update(b"\n")
    return digest.hexdigest()


def _at_home(name: str, own: Iterable[Quad], told: dict[Any, list[Quad]]) -> list[Any]:
    """The subjects that ``name`` gives a type, and those that no graph gives one."""
    subjects = dict.fromkeys(quad.subject for quad in own)
    typed = {node: {_graph(quad) for quad in told[node] if quad.predicate == RDF.type} for node in subjects}
    return [node for node in subjects if not typed[node] or name in typed[node]]


def _graph(quad: Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""


@cache
def _shapes_text() -> bytes:
    return (resources.ontology_folder() / "shapes.ttl").read_bytes()


@cache
def _shapes() -> Any:
    from ivigkg.graph.interop import to_graph

    return to_graph(ox.parse(_shapes_text(), format=ox.RdfFormat.TURTLE))


def _results(graph: Any) -> Iterable[Violation]:
    """Runs pySHACL and reads its report."""
    import pyshacl
    from rdflib import RDF as RDF_
    from rdflib import URIRef

    terms = {
        name: URIRef(SH.term(name).value)
        for name in ("focusNode", "resultPath", "value", "resultMessage", "resultSeverity", "sourceShape")
    }
    _, report, _ = pyshacl.validate(graph, shacl_graph=_shapes())
    for result in report.subjects(RDF_.type, URIRef(SH.ValidationResult.value)):
        said = {name: report.value(result, term) for name, term in terms.items()}
        path, value = said["resultPath"], said["value"]
        yield Violation(
            focus=str(said["focusNode"]),
            path=str(path) if isinstance(path, URIRef) else None,
            value=None if value is None else str(value),
            message=str(said["resultMessage"]),
            severity="warning" if str(said["resultSeverity"]) == SH.Warning.value else "violation",
            shape=str(said["sourceShape"]),
        )
