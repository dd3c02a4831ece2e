"""What the review that began the evidence made of an entry: its reference number, and how it was counted."""

from __future__ import annotations

from ivigkg.audit.desk import Desk


def role(desk: Desk) -> None:
    """What the seed review made of the entry: its reference number, and whether and how it was counted."""
    named = {w.iri for w in desk.wholes} | {p.iri for p in desk.papers}
    links = ("includedStudy", "includedReport", "excludedStudy", "excludedReport")
    about = [
        t
        for t in desk.facts.things.values()
        if t.kinds & {"Inclusion", "Exclusion"} and any(named & set(t.links.get(n, ())) for n in links)
    ]
    where = f"{desk.label}, inclusion or exclusion"
    if isinstance(desk.content.get("seed_ref"), str):
        desk.look("seed_ref", desk.content["seed_ref"], about, ("referenceNumber",), where)
    if isinstance(desk.content.get("role"), str):
        good = bool(about or desk.wholes)
        desk.judge("role", desk.content["role"], good, where, "no record", [(t.iri, "type") for t in about])
    told = desk.content.get("included_in_review")
    if not isinstance(told, dict):
        return
    if told.get("status") == "not-applicable":
        desk.judge("included_in_review.status", "not-applicable", not about, where, ", ".join(t.key for t in about))
    elif isinstance(told.get("status"), str):
        kind = "Inclusion" if told["status"] == "likely" else "Exclusion"
        held = [t for t in about if kind in t.kinds]
        desk.judge(
            "included_in_review.status",
            told["status"],
            held,
            f"{where}, {kind}",
            ", ".join(t.key for t in about),
            [(t.iri, "type") for t in held],
        )
    for name in ("certainty", "counted_as_certainty"):
        if isinstance(told.get(name), str):
            held = [t for t in about if t.value("certainty") in (told[name], "uncertain")]
            desk.judge(
                f"included_in_review.{name}",
                told[name],
                held,
                where,
                "no such certainty",
                [(t.iri, "certainty") for t in held],
            )
    if isinstance(told.get("counted_as"), str):
        slug = {
            "retrospective": "retrospective-study",
            "RCT": "randomised-controlled-trial",
            "prospective open": "prospective-open-study",
        }.get(told["counted_as"], told["counted_as"])
        held = [t for t in about if any(iri.endswith(f"/{slug}") for iri in t.links.get("classifiedAs", ()))]
        desk.judge(
            "included_in_review.counted_as",
            told["counted_as"],
            held,
            f"{where}, classifiedAs {slug}",
            ", ".join(iri.rpartition("/")[2] for t in about for iri in t.links.get("classifiedAs", ())),
            [(t.iri, "classifiedAs") for t in held],
        )
    if isinstance(told.get("reason"), str):
        desk.tell("included_in_review.reason", told["reason"], about, where, phrase=True)
