"""What the service says of itself, as documents and as answers to queries, and the files it offers."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import DCAT, RDF, VOID, URIRef

import ivigkg
from ivigkg.namespaces import DATASET, PREFIXES
from ivigkg.serve.describe.sheet import is_of_service

from .conftest import http

SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
DOCUMENTS = ["/sparql", "/.well-known/void", "/.well-known/sparql-examples", "/dcat"]
KINDS = {
    "text/turtle": "turtle",
    "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
    "application/n-triples": "nt",
}


def graph(server: str, path: str, kind: str = "text/turtle") -> rdflib.Graph:
    answer = http.get(server + path, headers={"accept": kind})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].split(";")[0] == kind
    return rdflib.Graph().parse(data=answer.content, format=KINDS[kind])


def rows(server: str, text: str) -> list[list[str]]:
    answer = http.get(f"{server}/sparql.csv", params={"query": text})
    assert answer.status_code == 200, answer.text
    return list(csv.reader(io.StringIO(answer.text)))[1:]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib warns of itself
@pytest.mark.parametrize("path", DOCUMENTS)
def test_every_syntax_says_the_same_without_blank_nodes(path: str, server: str) -> None:
    plain = set(graph(server, path, "application/n-triples"))
    assert len(plain) > 20
    assert not any(isinstance(term, rdflib.BNode) for triple in plain for term in triple)
    for kind in ("text/turtle", "application/rdf+xml", "application/ld+json"):
        if len(plain) < 3000 or kind == "text/turtle":
            assert set(graph(server, path, kind)) == plain


@pytest.mark.parametrize("path", DOCUMENTS)
def test_descriptions_are_kept_and_negotiated(path: str, server: str) -> None:
    first = http.get(server + path, headers={"accept": "text/turtle, */*;q=0.1"})
    assert first.headers["content-type"].startswith("text/turtle")
    assert "accept" in first.headers["vary"].lower()
    again = http.get(server + path, headers={"accept": "text/turtle", "if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert http.get(server + path, headers={"accept": "image/png"}).status_code == 406
    head = http.head(server + path, headers={"accept": "text/turtle"})
    assert (head.status_code, head.content) == (200, b"")


def test_service_description_claims_what_is_there(server: str) -> None:
    found = graph(server, "/sparql")
    service = URIRef(f"{server}/sparql")
    assert (service, RDF.type, SD.Service) in found
    assert set(found.objects(service, SD.supportedLanguage)) == {SD.SPARQL11Query}
    assert set(found.objects(service, SD.feature)) == {SD.UnionDefaultGraph}
    for format_ in found.objects(service, SD.resultFormat):
        assert str(format_).startswith("http://www.w3.org/ns/formats/")
    data = found.value(service, SD.defaultDataset)
    counts = {
        str(found.value(named, SD.name)): int(found.value(found.value(named, SD.graph), VOID.triples))  # type: ignore[arg-type]
        for named in found.objects(data, SD.namedGraph)
    }
    asked = rows(server, "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    assert counts == {name: int(number) for name, number in asked}
    default = found.value(data, SD.defaultGraph)
    assert int(found.value(default, VOID.triples)) == sum(counts.values())  # type: ignore[arg-type]


def test_void_counts_what_queries_count(server: str) -> None:
    found = graph(server, "/.well-known/void")
    data = URIRef(DATASET)
    total = int(rows(server, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0][0])
    assert int(found.value(data, VOID.triples)) == total  # type: ignore[arg-type]
    classes = {
        str(found.value(part, VOID["class"])): int(found.value(part, VOID.entities))  # type: ignore[arg-type]
        for part in found.objects(data, VOID.classPartition)
    }
    asked = rows(server, "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c")
    assert classes == {name: int(number) for name, number in asked}
    for example in found.objects(data, VOID.exampleResource):
        assert rows(server, f"SELECT ?p {{ <{example}> ?p ?o }} LIMIT 1")
    assert len(set(found.objects(data, VOID.exampleResource))) >= 3


def test_partitions_say_what_properties_lead_to(server: str) -> None:
    text = (
        "SELECT ?p ?target ?n { ?data void:classPartition [ void:class ev:Study ; void:propertyPartition ?part ] . "
        "?part void:property ?p ; void:classPartition [ void:class ?target ; void:triples ?n ] }"
    )
    found = {(row[0], row[1]): int(row[2]) for row in rows(server, text)}
    ev = PREFIXES["ev"]
    asked = rows(server, "SELECT (COUNT(*) AS ?n) { ?s a ev:Study ; ev:population ?o . ?o a ev:Population }")
    assert found[f"{ev}population", f"{ev}Population"] == int(asked[0][0]) > 10


def test_dumps_and_files_are_there_with_their_hashes(server: str) -> None:
    void, catalogue = graph(server, "/.well-known/void"), graph(server, "/dcat")
    dumps = {str(dump) for dump in void.objects(URIRef(DATASET), VOID.dataDump)}
    assert f"{server}/download/ivigkg.ttl" in dumps
    sums = http.get(f"{server}/download/SHA256SUMS").text
    for entry in catalogue.objects(URIRef(DATASET), DCAT.distribution):
        place = str(catalogue.value(entry, DCAT.downloadURL))
        content = http.get(place)
        assert content.status_code == 200, place
        assert len(content.content) == int(catalogue.value(entry, DCAT.byteSize))  # type: ignore[arg-type]
        assert f"{hashlib.sha256(content.content).hexdigest()}  {place.rpartition('/')[2]}" in sums
        kind = content.headers["content-type"].split(";")[0]
        assert str(catalogue.value(entry, DCAT.mediaType)).endswith(f"/{kind}")
    assert len(dumps) >= 5


@pytest.mark.parametrize("name", ["nothing.ttl", "..%2Fstore%2Fquads.nq", "../store/manifest.json", "%2e%2e/store"])
def test_nothing_but_the_release_is_offered(name: str, server: str) -> None:
    assert http.get(f"{server}/download/{name}").status_code == 404


def test_editors_find_the_questions_by_asking(server: str) -> None:
    text = """PREFIX sh: <http://www.w3.org/ns/shacl#>
        SELECT DISTINCT ?sq ?comment ?query WHERE {
          ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct ?query }"""
    found = {row[0].rpartition("/")[2]: row[2] for row in rows(server, text)}
    assert set(found) == {name for name, query in ivigkg.queries().items() if query.form != "describe"}
    for query in found.values():
        ox.Store().query(query)  # it declares its prefixes itself


def test_editors_find_the_prefixes_by_asking(server: str) -> None:
    text = "PREFIX sh: <http://www.w3.org/ns/shacl#> SELECT ?p ?n { [] sh:prefix ?p ; sh:namespace ?n }"
    assert {row[0]: row[1] for row in rows(server, text)} == PREFIXES


def test_data_have_no_word_of_those_that_lead_to_the_description(store: Path) -> None:
    with ivigkg.open(store) as evidence:
        words = evidence.query("SELECT DISTINCT ?x { { ?s ?x ?o } UNION { ?s a ?x } UNION { GRAPH ?x { } } }")
        assert isinstance(words, ivigkg.Table)
        found = [str(word) for word in words.column("x")]
    assert len(found) > 100
    assert not [word for word in found if is_of_service(word)]


def test_description_is_no_part_of_the_data(server: str) -> None:
    total = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    service = "https://w3id.org/ivigkg/graph/service"
    declared = f"PREFIX sh: <http://www.w3.org/ns/shacl#> {total}"
    assert rows(server, declared) == rows(server, total)
    assert int(rows(server, f"SELECT (COUNT(*) AS ?n) FROM <{service}> {{ ?s ?p ?o }}")[0][0]) > 3000
    answer = http.get(f"{server}/sparql.csv", params={"query": total, "default-graph-uri": service})
    assert int(answer.text.split()[1]) > 3000
    assert (
        rows(server, 'SELECT ("http://www.w3.org/ns/shacl#" AS ?x) (COUNT(*) AS ?n) { ?s ?p ?o }')[0][1]
        == rows(server, total)[0][0]
    )
