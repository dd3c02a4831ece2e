"""What a check says about a place of a record, before the file and line are known."""

from __future__ import annotations

from ivigkg.records.yaml_text import Place

Problem = tuple[Place, str] | tuple[Place, str, str]
"""Where, what is wrong, and the severity where it is not ``error``."""


def inside(place: Place, problem: Problem) -> Problem:
    """The same problem as seen from the record around ``place``."""
    where, message, *severity = problem
    return ((*place, *where), message, severity[0]) if severity else ((*place, *where), message)
