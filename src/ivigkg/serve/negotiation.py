"""An ``Accept`` header to one of the formats on offer (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence

from ivigkg.formats import Format

HTML = "text/html"


def choose(accept: str | None, offered: Sequence[Format], html: bool = False) -> Format | str | None:
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
