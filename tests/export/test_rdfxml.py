"""RDF/XML, where many things need care that other formats give for free."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from ivigkg.errors import UsageError
from ivigkg.export.rdf import Release, serialize
from ivigkg.formats import RDFXML
from ivigkg.namespaces import BASE, EV, OBO, RDF
from tests.export.support import lines, quad, read_pyoxigraph, read_rdflib

STUDY = NamedNode(f"{BASE}id/study/a-1990")


def text(*quads: Quad, header: Release | None = None) -> str:
    content = b"".join(serialize(quads, RDFXML, header))
    ET.fromstring(content)
    assert read_pyoxigraph(content, RDFXML) == read_rdflib(content, RDFXML) == lines(quads, RDFXML)
    return content.decode()


@pytest.mark.parametrize("value", ["<b>&amp;</b>", "]]>", ' " ', "\r\n\t", " lead and trail ", "", "\u2028", "\ufffd"])
def test_text_survives(value: str) -> None:
    text(quad(STUDY, EV.note, Literal(value)), quad(STUDY, EV.note, Literal(value, language="en")))


def test_a_subject_is_an_element_of_its_class() -> None:
    content = text(quad(STUDY, RDF.type, EV.Study), quad(STUDY, RDF.type, EV.Investigation), quad(STUDY, EV.p, EV.q))
    assert f'<ev:Study rdf:about="{STUDY.value}">' in content
    assert f'<rdf:type rdf:resource="{EV.Investigation.value}"/>' in content


def test_a_class_without_a_name_or_of_the_syntax_is_a_type_as_any_other() -> None:
    for kind in (NamedNode("http://e/12"), RDF.Description, RDF.Property):
        content = text(quad(STUDY, RDF.type, kind))
        assert "<rdf:Description " in content and kind.value in content


def test_namespaces_that_are_not_ours_get_a_prefix() -> None:
    content = text(quad(STUDY, NamedNode("http://e/x#p"), EV.q), quad(STUDY, NamedNode("http://f/1ab"), EV.q))
    assert 'xmlns:ns1="http://e/x#"' in content and 'xmlns:ns2="http://f/1"' in content and "<ns2:ab " in content
    assert content.index("xmlns:rdf=") < content.index("xmlns:ns1=")


def test_only_used_namespaces_are_declared() -> None:
    content = text(quad(STUDY, OBO.SEPIO_0000006, EV.q))
    assert content.count("xmlns:") == 2


@pytest.mark.parametrize("iri", ["http://e/12", "http://e/", f"{RDF.iri}li", f"{RDF.iri}Description"])
def test_a_property_that_xml_cannot_name_is_refused(iri: str) -> None:
    with pytest.raises(UsageError, match="has no name that XML allows"):
        text(quad(STUDY, NamedNode(iri), EV.q))


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\ufffe"])
def test_a_character_that_xml_cannot_hold_is_refused(character: str) -> None:
    with pytest.raises(UsageError, match=f"U\\+{ord(character):04X}"):
        text(quad(STUDY, EV.note, Literal(f"a{character}b")))


def test_a_head_with_dashes_is_still_a_comment() -> None:
    content = text(quad(STUDY, EV.p, EV.q), header=Release("1--2", "--->", "abc-"))
    assert "<!-- version: 1- -2 -->" in content
