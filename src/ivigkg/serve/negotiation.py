"""An ``Accept`` header to one of the formats on offer (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from ivigkg import formats
from ivigkg.errors import UsageError
from ivigkg.formats import Format
from ivigkg.serve.question import Refusal

HTML = "text/html"
ROWS = (formats.JSON, formats.XML, formats.CSV, formats.TSV)
TRUTHS = (formats.JSON, formats.XML)
GRAPHS = (formats.TURTLE, formats.NTRIPLES, formats.JSONLD, formats.RDFXML, formats.TRIG, formats.NQUADS)
OFFERED = {"select": ROWS, "ask": TRUTHS, "construct": GRAPHS, "describe": GRAPHS}
"""By the form of a query the formats of its answer; the first one is given when anything goes."""

_FOR_TRIPLES: Mapping[str, Format] = {
    "xml": formats.RDFXML,
    "rdf+xml": formats.RDFXML,
    "json": formats.JSONLD,
    "n3": formats.TURTLE,
}
"""What programs mean by these names, which they send with every query, when the answer is triples."""


@lru_cache(1024)
def format_for(form: str, accept: str | None, wanted: str | None = None) -> Format:
    """The format of the answer to a query of that form; ``wanted``, a name or a media type, beats ``accept``.

    ``Refusal`` when no such format is known (400) or none fits the answer (406).
    """
    offered = OFFERED[form]
    if wanted:
        return named(wanted, offered)
    chosen = choose(accept, offered)
    if not isinstance(chosen, Format):
        names = ", ".join(format_.media_type for format_ in offered)
        raise Refusal(406, f"None of the media types asked for is on offer; this answer comes as {names}.")
    return chosen


def named(wanted: str, offered: Sequence[Format]) -> Format:
    """The format called ``wanted`` among those on offer; ``Refusal`` as for :func:`format_for`."""
    likeness = _FOR_TRIPLES.get(wanted.lower())
    if likeness is not None and likeness in offered:
        return likeness
    find = formats.for_media_type if "/" in wanted else formats.for_name
    try:
        return find(wanted, offered)
    except UsageError as error:
        try:
            find(wanted)
        except UsageError:
            raise Refusal(400, str(error)) from error
        raise Refusal(406, str(error)) from error


@lru_cache(1024)
def choose(accept: str | None, offered: tuple[Format, ...], html: bool = False) -> Format | str | None:
    """The best of ``offered`` for an ``Accept`` header; the first one when anything goes; ``None`` when nothing fits.

    ``"text/html"`` is given back when ``html`` is offered and wanted most.
    """
    if not accept or not accept.strip():
        return offered[0]
    best: tuple[float, int, int] | None = None
    chosen: Format | str | None = None
    candidates: list[tuple[Format | str, str, int]] = [(HTML, HTML, len(offered))] if html else []
    for order, format_ in enumerate(offered):
        candidates += [(format_, kind, order) for kind in (format_.media_type, *format_.also)]
    for candidate, media_type, order in candidates:
        quality, precision = _quality(media_type, accept)
        rank = (quality, precision, -order)
        if quality > 0 and (best is None or rank > best):
            best, chosen = rank, candidate
    return chosen


def quality(media_type: str, accept: str | None) -> float:
    """The weight that an ``Accept`` header gives to a media type, 0 to 1; everything is welcome without one."""
    return _quality(media_type, accept)[0] if accept and accept.strip() else 1.0


def _quality(media_type: str, accept: str) -> tuple[float, int]:
    """The weight that the header gives to a media type, and how precisely it names it (0 to 2)."""
    found = (0.0, -1)
    kind = media_type.partition("/")[0]
    for entry in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in entry.split(";"))
        precision = {media_type: 2, f"{kind}/*": 1, "*/*": 0}.get(name, -1)
        if precision > found[1]:
            found = (_weight(parameters), precision)
    return found


def _weight(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, text = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(text), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0
