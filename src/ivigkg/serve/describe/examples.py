"""The named questions as SHACL executables, the form in which SPARQL editors look for examples and prefixes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode, Triple

from ivigkg.namespaces import OWL, PREFIXES, RDFS, SCHEMA, XSD
from ivigkg.query.catalogue import Query
from ivigkg.query.check import complete
from ivigkg.serve.describe.sheet import SH, Sheet, english

_KINDS: Mapping[str, tuple[NamedNode, NamedNode]] = {
    "select": (SH.SPARQLSelectExecutable, SH.select),
    "ask": (SH.SPARQLAskExecutable, SH.ask),
    "construct": (SH.SPARQLConstructExecutable, SH.construct),
}


def examples(base: str, queries: Iterable[Query]) -> list[Triple]:
    """Each question with its text, ready to run, and the prefixes that the endpoint at ``base`` knows.

    DESCRIBE has no form in SHACL; such a question is left out.
    """
    sheet = Sheet()
    home = f"{base}/.well-known/sparql-examples"
    prefixes = sheet.node(f"{home}/prefixes", OWL.Ontology)
    for prefix, namespace in PREFIXES.items():
        declared = sheet.node(f"{home}/prefixes#{prefix}", SH.PrefixDeclaration).say(SH.prefix, prefix)
        declared.say(SH.namespace, Literal(namespace, datatype=XSD.anyURI))
        prefixes.say(SH.declare, declared.node)
    for query in queries:
        if query.form not in _KINDS:
            continue
        kind, property_ = _KINDS[query.form]
        node = sheet.node(f"{home}/{query.name}", SH.SPARQLExecutable, kind)
        node.say(RDFS.label, english(query.title)).say(RDFS.comment, english(query.question))
        node.say(property_, complete(query.text).text).say(SH.prefixes, prefixes.node)
        node.say(SCHEMA.target, NamedNode(f"{base}/sparql")).say(SCHEMA.keywords, query.audience)
    return sheet.triples
