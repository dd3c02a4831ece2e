"""The SPARQL 1.1 Service Description: which languages, formats and graphs the endpoint offers."""

from __future__ import annotations

from pyoxigraph import NamedNode, Triple

from ivigkg.namespaces import DATASET, VOID
from ivigkg.serve.describe.sheet import ENTAILMENT, FORMATS, SD, Sheet
from ivigkg.serve.describe.statistics import Counts

OUTPUTS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "JSON-LD", "RDF_XML", "TriG", "N-Quads",
)  # fmt: skip


def service(base: str, graphs: Counts, writable: bool = False) -> list[Triple]:
    """The description of the endpoint at ``base``, with the named graphs and the number of triples in each."""
    sheet = Sheet()
    home = f"{base}/sparql"
    default, data = f"{home}#default-graph", f"{home}#dataset"
    found = sheet.node(home, SD.Service).say(SD.endpoint, NamedNode(home))
    found.say(SD.supportedLanguage, SD.SPARQL11Query, SD.SPARQL11Update if writable else None)
    found.say(SD.feature, SD.UnionDefaultGraph).say(SD.defaultEntailmentRegime, ENTAILMENT.Simple)
    found.say(SD.resultFormat, *(FORMATS.term(name) for name in OUTPUTS))
    found.say(SD.defaultDataset, NamedNode(data)).say(SD.availableGraphs, NamedNode(data))
    whole = sheet.node(data, SD.Dataset, SD.GraphCollection).say(SD.defaultGraph, NamedNode(default))
    union = sheet.node(default, SD.Graph, VOID.Dataset).say(VOID.triples, sum(number for _, number in graphs))
    union.say(VOID.inDataset, NamedNode(DATASET))
    for name, number in graphs:
        short = name.rpartition("/graph/")[2].replace("/", "-")
        entry = sheet.node(f"{home}#named-{short}", SD.NamedGraph).say(SD.name, NamedNode(name))
        content = sheet.node(f"{home}#graph-{short}", SD.Graph, VOID.Dataset).say(VOID.triples, number)
        entry.say(SD.graph, content.node)
        whole.say(SD.namedGraph, entry.node)
    return sheet.triples
