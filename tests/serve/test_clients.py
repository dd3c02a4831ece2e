"""Programs that people use: each reads the same rows."""

from __future__ import annotations

import json
import shutil
import subprocess
import urllib.request
from urllib.parse import urlencode

import pytest
import SPARQLWrapper as wrapper
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore

import ivigkg
from ivigkg.pipeline import BuildReport

TEXT = "PREFIX ev: <https://w3id.org/ivigkg/ontology#> SELECT ?s { ?s a ev:Study } ORDER BY ?s"
STUDY = "https://w3id.org/ivigkg/id/study/dalakas-1993"


@pytest.fixture(scope="module")
def studies(built: BuildReport) -> list[str]:
    """The studies as our own Python interface gives them."""
    with ivigkg.open(built.store) as evidence:
        table = evidence.query(TEXT)
        assert isinstance(table, ivigkg.Table)
        return [str(row["s"]) for row in table]


@pytest.mark.parametrize("method", [wrapper.GET, wrapper.POST])
@pytest.mark.parametrize("kind", [wrapper.URLENCODED, wrapper.POSTDIRECTLY])
def test_sparqlwrapper_reads_rows(method: str, kind: str, server: str, studies: list[str]) -> None:
    if method == wrapper.GET and kind == wrapper.POSTDIRECTLY:
        kind = wrapper.URLENCODED
    endpoint = wrapper.SPARQLWrapper2(f"{server}/sparql")
    endpoint.setMethod(method)
    endpoint.setRequestMethod(kind)
    endpoint.setQuery(TEXT)
    assert [row["s"].value for row in endpoint.query().bindings] == studies


@pytest.mark.parametrize("form", [wrapper.XML, wrapper.CSV, wrapper.TSV])
def test_sparqlwrapper_gets_the_format_it_asks_for(form: str, server: str, studies: list[str]) -> None:
    endpoint = wrapper.SPARQLWrapper(f"{server}/sparql", returnFormat=form)
    endpoint.setQuery(TEXT)
    found = endpoint.queryAndConvert()
    content = found.toxml() if form == wrapper.XML else found.decode()
    assert all(study in content for study in studies)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib warns of itself
@pytest.mark.parametrize("form", [wrapper.TURTLE, wrapper.RDFXML, wrapper.JSONLD, wrapper.XML, wrapper.N3])
def test_sparqlwrapper_reads_triples(form: str, server: str) -> None:
    endpoint = wrapper.SPARQLWrapper(f"{server}/sparql", returnFormat=form)
    endpoint.setQuery(f"CONSTRUCT {{ <{STUDY}> ?p ?o }} WHERE {{ <{STUDY}> ?p ?o }}")
    found = endpoint.queryAndConvert()
    graph = Graph().parse(data=found, format="turtle") if isinstance(found, bytes) else found
    assert len(graph) > 5


def test_sparqlwrapper_tells_a_bad_query_apart(server: str) -> None:
    endpoint = wrapper.SPARQLWrapper(f"{server}/sparql")
    endpoint.setQuery("SELECT ?s { ?s a ev:Studdy }")
    with pytest.raises(wrapper.SPARQLExceptions.QueryBadFormed, match="ev:Study"):
        endpoint.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_reads_rows_and_triples(method: str, server: str, studies: list[str]) -> None:
    graph = Graph(SPARQLStore(f"{server}/sparql", method=method))
    assert [str(row[0]) for row in graph.query(TEXT)] == studies
    assert len(list(graph.triples((URIRef(STUDY), None, None)))) > 5


def test_plain_programs_read_rows(server: str, studies: list[str]) -> None:
    address = f"{server}/sparql?{urlencode({'query': TEXT})}"
    with urllib.request.urlopen(address) as answer:
        answers = [answer.read()]
    if curl := shutil.which("curl"):
        done = subprocess.run(
            [curl, "-sS", "--fail", "--compressed", f"{server}/sparql", "--data-urlencode", f"query={TEXT}"],
            capture_output=True, check=True,
        )  # fmt: skip
        answers.append(done.stdout)
    for content in answers:
        assert [row["s"]["value"] for row in json.loads(content)["results"]["bindings"]] == studies
