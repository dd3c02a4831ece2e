"""Identifiers have one form, however they were typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivigkg.identifiers import Doi, Orcid, Pmcid, Pmid, RegistryId
from ivigkg.records.vocabulary import closed_list

SUFFIX = st.text("abcXYZ0189.-_;()/:[]+é", min_size=1, max_size=30)
DOIS = st.builds("10.{}/{}".format, st.integers(1000, 999_999_999), SUFFIX)
BEFORE_DOI = ["", "doi:", "DOI: ", "https://doi.org/", "http://dx.doi.org/", "https://www.doi.org/", "  "]


def orcid_of(digits: int) -> str:
    body = f"{digits:015d}"
    whole = body + Orcid._check_digit(body + "0")
    return "-".join(whole[start : start + 4] for start in range(0, 16, 4))


ORCIDS = st.integers(0, 10**15 - 1).map(orcid_of)


@given(DOIS, st.sampled_from(BEFORE_DOI))
def test_a_doi_is_the_same_however_it_is_typed(bare: str, before: str) -> None:
    found = Doi.parse(before + bare)
    assert found == bare
    assert Doi.parse(found) == found and Doi.parse(found.url) == found


@given(DOIS)
def test_case_does_not_tell_two_dois_apart(bare: str) -> None:
    assert Doi.parse(bare.upper().replace("É", "é")).key == Doi.parse(bare).key


@given(st.integers(1, 99_999_999), st.sampled_from(["", "PMID: ", "pmid:", "https://pubmed.ncbi.nlm.nih.gov/"]))
def test_a_pubmed_number_is_the_same_however_it_is_typed(number: int, before: str) -> None:
    found = Pmid.parse(f"{before}{number}")
    assert found == str(number)
    assert Pmid.parse(found) == found == Pmid.parse(found.url)


@given(ORCIDS, st.sampled_from(["", "https://orcid.org/", "http://orcid.org/"]))
def test_an_orcid_is_the_same_however_it_is_typed(bare: str, before: str) -> None:
    found = Orcid.parse(before + bare)
    assert found == bare
    assert Orcid.parse(found) == found == Orcid.parse(found.url)


@given(ORCIDS, st.integers(0, 14))
def test_one_wrong_digit_of_an_orcid_is_seen(bare: str, spot: int) -> None:
    spots = [index for index, sign in enumerate(bare) if sign.isdigit()][:15]
    index = spots[spot]
    wrong = bare[:index] + str((int(bare[index]) + 1) % 10) + bare[index + 1 :]
    with pytest.raises(ValueError, match="last character does not check"):
        Orcid.parse(wrong)


@given(
    st.integers(1, 99_999_999),
    st.sampled_from(
        ["", "PMCID: ", "https://pmc.ncbi.nlm.nih.gov/articles/", "https://www.ncbi.nlm.nih.gov/pmc/articles/"]
    ),
)
def test_a_pubmed_central_number_is_the_same_however_it_is_typed(number: int, before: str) -> None:
    found = Pmcid.parse(f"{before}PMC{number}")
    assert found == f"PMC{number}"
    assert Pmcid.parse(found) == found == Pmcid.parse(found.url)


@pytest.mark.parametrize("text", ["2938791", "PMC", "PMC0", "PMC12 34", "https://example.org/PMC1"])
def test_other_numbers_are_none_of_pubmed_central(text: str) -> None:
    with pytest.raises(ValueError, match="PMC2938791"):
        Pmcid.parse(text)


@pytest.mark.parametrize(
    ("text", "registry"),
    [
        ("NCT01234567", "clinicaltrials-gov"),
        ("EudraCT 2016-002902-37", "eudract"),
        ("EUCT 2022-501234-10-00", "ctis"),
        ("ISRCTN40085050", "isrctn"),
        ("jRCT2080220256", "jrct"),
        ("jRCTs031180132", "jrct"),
        ("ACTRN12614000000000", "anzctr"),
        ("NL-OMON26160", "omon"),
        ("NTR1234", "ntr"),
        ("PROSPERO CRD42022353740", "prospero"),
        ("CRD42022353740", "prospero"),
    ],
)
def test_a_registry_number_tells_its_registry(text: str, registry: str) -> None:
    assert RegistryId.parse(text).registry == registry
    assert RegistryId.parse(f" {text} ") == text


@pytest.mark.parametrize("text", ["NCT1234", "NL-OMON", "2016-002902-37", "ChiCTR 1", "CRD123", ""])
def test_what_no_registry_writes_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="registry number"):
        RegistryId.parse(text)


def test_every_registry_is_a_term() -> None:
    assert set(RegistryId.registries()) == set(closed_list("registry"))


def test_an_escaped_address_is_unescaped() -> None:
    assert Doi.parse("https://doi.org/10.1007%2Fs10067-012-1940-5") == "10.1007/s10067-012-1940-5"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "10.1007",
        "10.1007/",
        "1O.1007/s1",
        "10.12/x",
        "10.1007/a b",
        "10.1007/<a>",
        "doi:",
        "https://doi.org/",
        "10.1007/a\u200b",
        "https://example.org/10.1007/x",
        "10.١٢٣٤/x",
        "10.1007/a%2520\n10.1007/b",
    ],
)
def test_what_is_no_doi(text: str) -> None:
    with pytest.raises(ValueError, match="is not a DOI"):
        Doi.parse(text)


@pytest.mark.parametrize("text", ["", "0", "012", "123456789", "PMC123", "12 34", "1.5", "-1", "١٢٣", "1\n2"])
def test_what_is_no_pubmed_number(text: str) -> None:
    with pytest.raises(ValueError, match="is not a PubMed number"):
        Pmid.parse(text)


@pytest.mark.parametrize(
    "text", ["", "0000-0000-0000-0000", "0000-0002-1825-009", "0000000218250097", "٠٠٠٠-0002-1825-0097"]
)
def test_what_is_no_orcid(text: str) -> None:
    with pytest.raises(ValueError, match="is not an ORCID"):
        Orcid.parse(text)
