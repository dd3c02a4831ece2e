"""From which day each statement counts, on the smallest graphs that show it."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from ivigkg.graph.dates import ALWAYS, NEVER, Statement, dates, last_day, statement
from ivigkg.namespaces import PREFIXES

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items()) + "@prefix : <http://e/> .\n"
PAPERS = """
    :p2005 a fabio:JournalArticle ; dcterms:issued "2005" . :p2012 a fabio:JournalArticle ; dcterms:issued "2012-01-26" .
    :p2020 a fabio:Abstract ; dcterms:issued "2020-02" . :undated a fabio:WebContent .
    :s a ev:Study ; ev:primaryReport :p2012 ; ev:reportedIn :p2005 . :t a ev:Study ; ev:primaryReport :p2012 .
    :late a ev:Study ; ev:primaryReport :p2020 . :lost a ev:Study ; ev:primaryReport :undated .
"""


def statements(text: str, graph: str = "https://w3id.org/ivigkg/graph/study/s") -> list[Statement]:
    quads = [
        ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(graph))
        for triple in ox.parse(HEAD + text, format=ox.RdfFormat.TURTLE)
    ]
    return [statement(f"{quad} .") for quad in quads]


def day(text: str, node: str) -> str:
    """The day of a node of which ``text`` speaks, beside the papers and studies."""
    return dates(statements(PAPERS + text)).nodes[f"<http://e/{node}>"]


def shown(text: str, until: str) -> set[str]:
    """What of ``text`` counts on a day, as subject, property and target in short."""
    said = statements(PAPERS + text)
    found = zip(said, dates(said).statements, strict=True)
    parts = ([part.strip("<>").replace("http://e/", ":") for part in one[:3]] for one, first in found if first <= until)
    return {f"{s} {p.rpartition('#')[2].rpartition('/')[2]} {o.rpartition('/')[2].strip('>')}" for s, p, o in parts}


@pytest.mark.parametrize(
    ("printed", "last"),
    [("2011", "2011-12-31"), ("2012-02", "2012-02-29"), ("2011-02", "2011-02-28"), ("2012-01-26", "2012-01-26")],
)
def test_a_year_and_a_month_count_from_their_last_day(printed: str, last: str) -> None:
    assert last_day(printed) == last


def test_a_line_of_nquads_is_taken_apart_whatever_its_text_holds() -> None:
    text = 'a <b> "c" . <d> <e> .\n\u2028\\'
    quad = ox.Quad(ox.NamedNode("a:s"), ox.NamedNode("a:p"), ox.Literal(text, language="en"), ox.NamedNode("a:g"))
    one = statement(f"{quad} .")
    assert (one.subject, one.predicate, one.graph) == ("<a:s>", "<a:p>", "<a:g>")
    assert one.target == str(quad.object)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('dcterms:issued "2012-01-26" ; prism:publicationDate "2012-05"', "2012-01-26"),
        ('dcterms:issued "2012" ; prism:publicationDate "2012-05"', "2012-05-31"),
        ('prism:publicationDate "2012-05"', "2012-05-31"),
        ('dcterms:title "?"', NEVER),
    ],
)
def test_a_paper_counts_from_its_earliest_date_and_without_one_never(text: str, expected: str) -> None:
    assert day(f":p a fabio:Letter ; {text} .", "p") == expected


@pytest.mark.parametrize(
    ("study", "expected"), [("s", "2005-12-31"), ("t", "2012-01-26"), ("late", "2020-02-29"), ("lost", NEVER)]
)
def test_a_study_counts_from_its_first_dated_report(study: str, expected: str) -> None:
    assert day("", study) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ev:study :t ; ev:source :p2005", "2012-01-26"),
        ("ev:study :s ; ev:source :p2012", "2012-01-26"),
        ("ev:review :t ; ev:source :p2020", "2020-02-29"),
        ("ev:describes :p2020 ; ev:source :p2005", "2020-02-29"),
        ("ev:study :s ; ev:source :undated", NEVER),
        ("ev:study :lost ; ev:source :p2005", NEVER),
    ],
)
def test_a_fact_counts_from_the_later_of_its_records_and_its_sources_date(text: str, expected: str) -> None:
    assert day(f":f {text} .", "f") == expected


@pytest.mark.parametrize(
    ("basis", "sources", "expected"),
    [
        ("abstract", ":p2012 , :p2020", "2012-01-26"),
        ("abstract", ":p2012 , :undated", "2012-01-26"),
        ("inferred", ":p2012 , :p2020", "2020-02-29"),
        ("inferred", ":p2012 , :undated", NEVER),
    ],
)
def test_of_several_sources_the_first_suffices_unless_all_were_needed(basis: str, sources: str, expected: str) -> None:
    assert day(f":f ev:study :s ; ev:source {sources} ; ev:basis basis:{basis} .", "f") == expected


def test_a_registration_counts_from_the_day_of_its_status() -> None:
    assert day(':r ev:study :s ; ev:source :undated ; ev:statusDate "2014-04-08" .', "r") == "2014-04-08"
    assert day(':r ev:study :late ; ev:source :p2005 ; ev:statusDate "2014-04-08" .', "r") == "2020-02-29"


@pytest.mark.parametrize(
    ("text", "node", "expected"),
    [
        (":o ev:study :s ; ev:source :p2005 ; ev:concerns :s , :late .", "o", "2020-02-29"),
        (":i ev:review :s ; ev:source :p2012 ; ev:includedStudy :lost .", "i", NEVER),
        (":c cito:hasCitingEntity :p2012 ; cito:hasCitedEntity :p2005 .", "c", "2012-01-26"),
        (":a pro:relatesToDocument :p2012 ; pro:isHeldBy :anna .", "a", "2012-01-26"),
        (
            ":g ev:study :s ; ev:source :p2005 . :h ev:study :s ; ev:source :p2012 ."
            ":c ev:study :s ; pico:interventionGroup :g ; pico:comparatorGroup :h .",
            "c",
            "2012-01-26",
        ),
        (
            ":k ev:study :s ; ev:source :p2020 . :l ev:study :s ; ev:source :p2005 ; ev:evidenceItem :k .",
            "l",
            "2020-02-29",
        ),
        (
            ":k ev:study :s ; ev:source :p2020 . :l ev:study :s ; ev:source :p2005 ; ev:evidenceItem :k , :t .",
            "l",
            "2012-01-26",
        ),
    ],
)
def test_a_node_waits_for_what_it_is_about(text: str, node: str, expected: str) -> None:
    assert day(text, node) == expected


@pytest.mark.parametrize(
    ("text", "node", "expected"),
    [
        (
            ":u ev:study :s ; ev:source :p2020 ; pico:dose :d . :d ev:study :s ; qudt:numericValue 2 .",
            "d",
            "2020-02-29",
        ),
        (
            ":f ev:study :s ; ev:source :p2005 ; ev:locator :at . :at oa:hasSelector :quote . :quote oa:exact 'so' .",
            "quote",
            "2005-12-31",
        ),
        (
            ":p2012 dcterms:creator :anna . :p2005 dcterms:creator :anna . :anna foaf:name 'Anna' .",
            "anna",
            "2005-12-31",
        ),
        (":p2012 frbr:partOf :j . :j a fabio:Journal ; rdfs:label 'J' .", "j", "2012-01-26"),
        (
            ":a pro:relatesToDocument :p2012 ; ev:affiliation :unit . :unit orgn:unitOf :house . :house foaf:name 'H' .",
            "house",
            "2012-01-26",
        ),
        (":undated dcterms:creator :nobody . :nobody foaf:name 'Nobody' .", "nobody", NEVER),
        (":alone foaf:name 'Alone' .", "alone", "2020-02-29"),
    ],
)
def test_other_nodes_count_from_the_first_that_points_to_them(text: str, node: str, expected: str) -> None:
    assert day(text, node) == expected


@pytest.mark.parametrize("graph", ["ontology", "catalogue", "ivig-myositis/terms", "ivig-myositis/mappings"])
def test_words_and_bookkeeping_are_outside_time(graph: str) -> None:
    said = statements(":w rdfs:label 'word' ; skos:related :v . :v ev:note 'remark' .", f"https://e/graph/{graph}")
    assert set(dates(said).statements) == {ALWAYS}


def test_the_entry_of_a_graph_in_the_catalogue_counts_with_its_record() -> None:
    said = statements(PAPERS + ":late ev:recordedIn :graph .")
    said += statements(":graph pav:curatedOn '2026' . :pack dcterms:title 'Pack' .", "https://e/graph/catalogue")
    found = dates(said).nodes
    assert (found["<http://e/graph>"], found["<http://e/pack>"]) == ("2020-02-29", ALWAYS)


def test_a_link_to_what_does_not_count_yet_is_left_out_and_the_fact_stays() -> None:
    text = (
        ":g ev:study :s ; ev:source :p2020 . :f ev:study :s ; ev:source :p2005 ; ev:group :g ; ev:events 3 ."
        ":s ev:extendsStudy :late ."
    )
    early, late = shown(text, "2012-01-25"), shown(text, "2020-02-29")
    assert {":f study :s", ":f source :p2005"} <= early
    assert {line for line in late - early if line[:2] in (":f", ":s")} == {
        ":f group :g",
        ":s extendsStudy :late",
        ":s primaryReport :p2012",
    }


def test_a_design_and_a_number_of_people_count_with_the_first_source_that_states_them() -> None:
    text = (
        ":s ev:design dsgn:open-label , dsgn:pilot ; ev:participants 8 ; ev:population :w , :x ."
        ":d ev:study :s ; ev:source :p2005 ; ev:facet dsgn:open-label ."
        ":e ev:study :s ; ev:source :p2020 ; ev:facet dsgn:open-label , dsgn:pilot ."
        ":w ev:study :s ; ev:source :p2005 ; ev:participants 9 . :x ev:study :s ; ev:source :p2020 ; ev:participants 8 ."
    )
    at_first, later = ({line for line in shown(text, on) if line[:3] == ":s "} for on in ("2012-01-25", "2020-02-29"))
    assert ":s design open-label" in at_first
    assert {line for line in later - at_first if "design" in line or "participants" in line} == {
        ":s design pilot",
        next(line for line in later if "participants" in line),
    }


def test_a_remark_without_a_source_counts_from_the_last_that_is_told_of_the_thing() -> None:
    text = ":s ev:note 'as in 2020' . :f ev:study :s ; ev:source :p2020 ; ev:note 'own' . :g ev:study :s ; ev:source :undated ."
    assert ":s note" not in " ".join(shown(text, "2020-02-28"))
    assert ":s note" in " ".join(shown(text, "2020-02-29"))


def test_a_standing_counts_from_its_notice_or_from_the_day_it_was_seen() -> None:
    checks = (
        ":p2005 ev:publicationStatus pstat:retracted , pstat:erratum ."
        ":c ev:describes :p2005 ; ev:source :p2005 ; ev:publicationStatus pstat:retracted ; ev:notice :p2012 ;"
        ' ev:checkedOn "2026-01-01" .'
        ":e ev:describes :p2005 ; ev:source :p2005 ; ev:publicationStatus pstat:erratum ; ev:checkedOn '2026-01-01' ."
    )
    assert day(checks, "c") == "2012-01-26"
    assert day(checks, "e") == "2026-01-01"
    assert ":p2005 publicationStatus retracted" not in shown(checks, "2012-01-25")
    assert ":p2005 publicationStatus retracted" in shown(checks, "2012-01-26")
    assert ":p2005 publicationStatus erratum" not in shown(checks, "2012-01-26")
