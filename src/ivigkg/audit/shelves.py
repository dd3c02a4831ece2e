"""The sections of an evidence file, in plain words."""

from __future__ import annotations

PAPER = frozenset(
    [
        "bibliographic",
        "bibliography",
        "title",
        "authors",
        "journal",
        "year",
        "month",
        "volume",
        "issue",
        "pages",
        "doi",
        "pmid",
        "pmcid",
        "registry",
        "acronym",
        "publication_type",
        "publisher",
        "sponsor",
        "article",
        "description",
        "title_seen",
    ]
)
SECTIONS = {
    "design": "design",
    "population": "population",
    "arms": "groups and doses",
    "outcomes": "results",
    "adverse_events": "harms",
    "claims": "claims",
    "claims_source": "claims",
    "conclusion": "claims",
    "reconciliation": "claims",
    "levels": "claims",
    "levels_sources": "claims",
    "recommendation_grades": "claims",
    "recommendation_grades_source": "claims",
    "related_publications": "related papers",
    "not_found": "not found",
}
RESULTS = frozenset(["steroid_sparing", "lung", "oesophageal", "skin", "relapse", "follow_up", "mortality"])
NUMBERED = frozenset(["results", "harms", "population", "groups and doses"])
"""Sections whose numbers may be left out for a reason in the source alone, never as a stray key."""


def section(path: str) -> str:
    """The section of an evidence file that a path belongs to, in plain words."""
    head = path.partition(".")[0]
    if head in PAPER:
        return "bibliography"
    return "results" if head in RESULTS else SECTIONS.get(head, "remarks")
