"""Runs the shapes over quads; what they say is a report, never an exception.

Everything can be judged at once, or graph by graph (:mod:`ivigkg.graph.units`). The reports of all units, merged, are
the report of the whole, and ``unit_key`` tells whether a unit has changed since it was judged. pySHACL is imported by
the first run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from typing import Any, Literal

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad

from ivigkg import resources
from ivigkg.graph.rows import rows_by_graph
from ivigkg.graph.units import at_home
from ivigkg.namespaces import Namespace

SH = Namespace("http://www.w3.org/ns/shacl#")
Severity = Literal["violation", "warning"]


@dataclass(frozen=True)
class Violation:
    """One thing a shape says of one node; ``path`` is the property to look at, where there is one."""

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
    from ivigkg.graph.interop import JudgedGraph, to_graph

    quads = list(quads)
    context: set[str] = set()
    if focus is not None:
        context = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
        context.difference_update(node.value for node in focus)
    results = _results(to_graph(quads, JudgedGraph(context)))
    return ValidationReport.of(one for one in results if one.focus not in context)


def merge(reports: Iterable[ValidationReport]) -> ValidationReport:
    """All that several reports say, as one."""
    return ValidationReport.of(one for report in reports for one in report.results)


def validate_unit(name: str, lines: Iterable[str]) -> ValidationReport:
    """What the shapes say about the nodes at home in the graph ``name``, given its unit as lines of N-Quads."""
    parsed = ox.parse("".join(lines), format=ox.RdfFormat.N_QUADS)
    quads = [quad for quad in parsed if isinstance(quad, Quad)]
    return validate_quads(quads, focus=[NamedNode(node[1:-1]) for node in at_home(f"<{name}>", rows_by_graph(quads))])


def unit_key(lines: Iterable[str]) -> str:
    """A hash over the lines, the shapes and the version of pySHACL; the same key means the same report."""
    return hashlib.sha256(_engine() + "".join(sorted(lines)).encode()).hexdigest()


@cache
def _shapes_text() -> bytes:
    return (resources.ontology_folder() / "shapes.ttl").read_bytes()


@cache
def _engine() -> bytes:
    return hashlib.sha256(f"pyshacl {metadata.version('pyshacl')}\n".encode() + _shapes_text()).digest()


def prepare() -> None:
    """Loads pySHACL and the shapes ahead of time."""
    import pyshacl  # noqa: F401

    _shapes()


@cache
def _shapes() -> Any:
    from rdflib import Graph

    from ivigkg.graph.interop import to_graph

    graph = Graph(store="SimpleMemory", bind_namespaces="none")  # looked into at every turn, so in the quickest store
    return to_graph(ox.parse(_shapes_text(), format=ox.RdfFormat.TURTLE), graph)


def _results(graph: Any) -> Iterator[Violation]:
    """Runs pySHACL and reads its report."""
    import pyshacl
    from rdflib import URIRef

    def term(name: str) -> URIRef:
        return URIRef(SH.term(name).value)

    _, report, _ = pyshacl.validate(graph, shacl_graph=_shapes())
    for result in report.objects(None, term("result")):
        value = report.value(result, term("value"))
        severe = report.value(result, term("resultSeverity")) == term("Violation")
        yield Violation(
            focus=str(report.value(result, term("focusNode"))),
            path=_property(report, report.value(result, term("resultPath"))),
            value=None if value is None else str(value),
            message=str(report.value(result, term("resultMessage"))),
            severity="violation" if severe else "warning",
            shape=str(report.value(result, term("sourceShape"))),
        )


def _property(report: Any, path: Any) -> str | None:
    """The property at which a path sets out, unless it sets out against the direction or in several at once."""
    from rdflib import RDF, URIRef

    first = report.value(path, RDF.first) if path is not None else None
    step = first if first is not None else path
    return str(step) if isinstance(step, URIRef) else None
