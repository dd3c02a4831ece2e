"""What results and pooled estimates say alike: instrument, direction, time, measure, unit, p-value and all numbers."""

from __future__ import annotations

from pyoxigraph import NamedNode

from ivigkg.graph.emit import Node
from ivigkg.namespaces import EV, QUDT
from ivigkg.records.base import Fact
from ivigkg.records.review import PooledEstimate
from ivigkg.records.study import AnyResult
from ivigkg.records.vocabulary import units

UNITS = ("years", "months", "weeks", "days")
"""Units in which sources count the time of a result, the longest first."""

_APART = {
    *Fact.model_fields,
    *("kind", "label", "group", "comparison", "outcome", "response", "severity"),
    *("about", "about_uses", "compared_with", "population"),
    *("instrument", "direction", "measure", "at", "unit", "p"),
}
"""Fields that are not simply stated under the property of the same name."""


def figures(node: Node, record: AnyResult | PooledEstimate) -> None:
    """States everything that was measured; whose it is, and its source, are stated by the caller."""
    node.terms(EV.instrument, "instrument", record.instrument).terms(EV.direction, "direction", record.direction)
    node.terms(EV.measure, "measure", getattr(record, "measure", None))
    if record.at:
        for name in UNITS:
            node.value(EV.term(f"timepoint{name.capitalize()}"), getattr(record.at, name))
        node.value(EV.timepointAsPrinted, record.at.as_printed)
    node.fields(record, *(name for name in type(record).model_fields if name not in _APART))
    code = getattr(record, "unit", None)
    if code is not None:
        node.link(QUDT.hasUnit, NamedNode(units()[code]))
    if record.p:
        node.value(EV.pRelation, record.p.relation).value(EV.pValue, record.p.value)
