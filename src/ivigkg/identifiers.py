"""Public identifiers of papers, people and trials: parsed once, printed one way.

Each type is a ``str`` in its bare normal form, so that equal identifiers compare equal however they were typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import unquote


class Doi(str):
    """A digital object identifier, such as ``10.1007/s10067-012-1940-5``; case is kept, compared by ``key``."""

    _ADDRESS = re.compile(r"https?://(?:dx\.|www\.)?doi\.org/", re.IGNORECASE)
    _PATTERN = re.compile(r"(?:doi:\s*)?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The identifier in ``text``, which may be bare, ``doi:…`` or a doi.org address; else ``ValueError``."""
        bare = text.strip()
        address = cls._ADDRESS.match(bare)
        match = cls._PATTERN.fullmatch(unquote(bare[address.end() :]) if address else bare)
        if not match or re.search(r'[\s"<>\\^`{|}]', match[1]) or not match[1].isprintable():
            raise ValueError(f"{text!r} is not a DOI; it looks like 10.1007/s10067-012-1940-5")
        return cls(match[1])

    @property
    def key(self) -> str:
        """The form in which two DOIs are the same: DOIs ignore case."""
        return self.lower()

    @property
    def url(self) -> str:
        """The address that resolves it."""
        return f"https://doi.org/{self}"


class Pmid(str):
    """A PubMed number, one to eight digits."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """The number in ``text``, bare, ``PMID: …`` or a PubMed address; else ``ValueError``."""
        match = re.fullmatch(
            r"(?:pmid:?\s*|https?://pubmed\.ncbi\.nlm\.nih\.gov/)?([1-9][0-9]{0,7})/?", text.strip(), re.IGNORECASE
        )
        if not match:
            raise ValueError(f"{text!r} is not a PubMed number; it has one to eight digits")
        return cls(match[1])

    @property
    def url(self) -> str:
        """The address of its PubMed page."""
        return f"https://pubmed.ncbi.nlm.nih.gov/{self}/"


class Orcid(str):
    """A researcher's ORCID with its check digit (ISO 7064 mod 11-2)."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """The identifier in ``text``, bare or as an address; ``ValueError`` when the check digit is wrong."""
        match = re.fullmatch(r"(?:https?://orcid\.org/)?((?:[0-9]{4}-){3}[0-9]{3}[0-9X])/?", text.strip())
        if not match or cls._check_digit(match[1]) != match[1][-1]:
            raise ValueError(
                f"{text!r} is not an ORCID; its last character does not check" if match else f"{text!r} is not an ORCID"
            )
        return cls(match[1])

    @staticmethod
    def _check_digit(text: str) -> str:
        total = 0
        for digit in text.replace("-", "")[:-1]:
            total = (total + int(digit)) * 2
        rest = (12 - total % 11) % 11
        return "X" if rest == 10 else str(rest)

    @property
    def url(self) -> str:
        """The address of the researcher's page."""
        return f"https://orcid.org/{self}"


@dataclass(frozen=True)
class Registry:
    """A registry of trials: how its numbers look, the name of its node, and what people call it."""

    pattern: str
    slug: str
    name: str


REGISTRIES = (
    Registry(r"NCT\d{8}", "clinicaltrials-gov", "ClinicalTrials.gov"),
    Registry(r"EudraCT \d{4}-\d{6}-\d{2}", "eudract", "EudraCT"),
    Registry(r"ISRCTN\d{8}", "isrctn-registry", "ISRCTN registry"),
    Registry(r"UMIN\d{9}", "umin-ctr", "UMIN Clinical Trials Registry"),
    Registry(r"jRCTs?\d{9,10}", "jrct", "Japan Registry of Clinical Trials"),
    Registry(r"JapicCTI-\d{6}", "japic-cti", "JAPIC Clinical Trials Information"),
    Registry(r"ACTRN\d{14}", "anzctr", "Australian New Zealand Clinical Trials Registry"),
    Registry(r"ChiCTR[\w-]+", "chictr", "Chinese Clinical Trial Registry"),
    Registry(r"NL-OMON\d{5}", "omon", "OMON"),
    Registry(r"CTRI/[\d/]+", "ctri", "Clinical Trials Registry - India"),
)


def registry_of(number: str) -> Registry | None:
    """The registry that gives numbers of this form, or ``None``; every form belongs to one alone."""
    return next((one for one in REGISTRIES if re.fullmatch(one.pattern, number, re.ASCII)), None)
