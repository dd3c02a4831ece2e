"""Public identifiers of papers, people and trials: parsed once, printed one way.

Each type is a ``str`` in its bare normal form, so that equal identifiers compare equal however they were typed.
"""

from __future__ import annotations

import re
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


class Pmcid(str):
    """A number of PubMed Central, such as ``PMC2938791``."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """The number in ``text``, bare, ``PMCID: …`` or an address of its page; else ``ValueError``."""
        match = re.fullmatch(
            r"(?:pmcid:?\s*|https?://(?:www\.)?(?:pmc\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pmc)/articles/)?"
            r"(PMC[1-9][0-9]{0,8})/?",
            text.strip(),
            re.IGNORECASE,
        )
        if not match:
            raise ValueError(f"{text!r} is not a number of PubMed Central; it looks like PMC2938791")
        return cls(match[1].upper())

    @property
    def url(self) -> str:
        """The address of its page."""
        return f"https://pmc.ncbi.nlm.nih.gov/articles/{self}/"


class RegistryId(str):
    """The number of an entry in a public registry, such as ``NCT01234567``, as the registry writes it."""

    _PATTERNS = {
        "clinicaltrials-gov": r"NCT\d{8}",
        "eudract": r"EudraCT \d{4}-\d{6}-\d{2}",
        "ctis": r"EUCT \d{4}-\d{6}-\d{2}-\d{2}",
        "isrctn": r"ISRCTN\d{8}",
        "umin": r"UMIN\d{9}",
        "jrct": r"jRCTs?\d{9,10}",
        "japic": r"JapicCTI-\d{6}",
        "anzctr": r"ACTRN\d{14}",
        "chictr": r"ChiCTR[\w-]+",
        "ctri": r"CTRI/[\d/]+",
        "omon": r"NL-OMON\d{5}",
        "ntr": r"N(?:L|TR)\d+",
        "drks": r"DRKS\d{8}",
        "prospero": r"(?:PROSPERO )?CRD\d{11}",
    }
    registry: str
    """Which registry it is, a name of the closed list."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """The number in ``text``; ``ValueError`` when it is that of no registry known here."""
        for registry, pattern in cls._PATTERNS.items():
            if re.fullmatch(pattern, text.strip(), re.ASCII):
                found = cls(text.strip())
                found.registry = registry
                return found
        raise ValueError(f"{text} does not look like a registry number, such as NCT01234567")

    @classmethod
    def registries(cls) -> tuple[str, ...]:
        """The registries whose numbers are known."""
        return tuple(cls._PATTERNS)


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
