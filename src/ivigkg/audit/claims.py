"""Claims of a review, one by one: what they speak of, which way they point, and how firmly."""

from __future__ import annotations

from typing import Any

from ivigkg.audit.desk import Desk
from ivigkg.audit.footing import provenance
from ivigkg.audit.graph import Thing


def claims(desk: Desk) -> None:
    """All claims of the entry."""
    known = [c for c in desk.parts("Claim", "Recommendation") if c.key.startswith("claim-")]
    by_number = {c.key.removeprefix("claim-").lstrip("0"): c for c in known}
    for index, item in enumerate(desk.content.get("claims") or ()):
        path = f"claims.{index}"
        claim = by_number.get(str(item.get("n", index + 1)))
        where = f"{desk.label}, claim {item.get('n', index + 1)}"
        if claim is None:
            continue
        if isinstance(item.get("n"), str):
            desk.say(f"{path}.n", item["n"], "graph", where, witnesses=[(claim.iri, "key")])
        _claim(desk, path, item, claim, where)
    told = desk.content.get("claims_source")
    if isinstance(told, dict):
        provenance(desk, "claims_source", told, known, f"{desk.label}, claims")


def _claim(desk: Desk, path: str, item: dict[str, Any], claim: Thing, where: str) -> None:
    uses = desk.facts.linked([claim], "about", "recommendedUse", "comparedWith")
    agents = [*uses, *desk.facts.linked(uses, "appliedIntervention")]
    spoken = [
        claim,
        *agents,
        *desk.facts.linked([claim], "appliesTo", "outcome", "direction", "evidenceLine"),
        *desk.facts.linked(desk.facts.linked([claim], "evidenceLine"), "evidenceItem"),
        *desk.facts.linked(desk.facts.linked([claim], "recommendedUse"), "dose"),
    ]
    meant = desk.terms("intervention", item.get("subject", ""), "drugs") if item.get("subject") else set()
    if meant:
        about = {
            iri for t in (claim, *uses) for iri in (*t.links.get("about", ()), *t.links.get("appliedIntervention", ()))
        } | {t.iri for t in agents}
        held = meant <= about
        desk.judge(
            f"{path}.subject",
            item["subject"],
            held,
            f"{where}, about",
            ", ".join(sorted(iri.rpartition("/")[2] for iri in about)),
            [(claim.iri, "about")],
        )
    elif item.get("subject"):
        desk.tell(f"{path}.subject", item["subject"], spoken, where, phrase=True)
    terms = desk.terms("outcome", item.get("outcome", ""), "outcomes")
    if terms & set(claim.links.get("outcome", ())):
        desk.link(f"{path}.outcome", item["outcome"], [claim], ("outcome",), terms, where)
    elif item.get("outcome"):
        desk.tell(f"{path}.outcome", item["outcome"], spoken, where, phrase=True)
    for name in ("population", "comparator", "value", "certainty_wording", "evidence", "significance", "caution"):
        if isinstance(item.get(name), str):
            desk.tell(f"{path}.{name}", item[name], spoken, where, phrase=name not in ("caution",))
    if isinstance(item.get("direction"), str):
        ways = desk.direction(item["direction"])
        if ways:
            desk.link(f"{path}.direction", item["direction"], [claim], ("direction",), ways, where)
        else:
            desk.tell(f"{path}.direction", item["direction"], spoken, where, phrase=True)
    if isinstance(item.get("likely_ref"), str):
        items = desk.facts.linked(desk.facts.linked([claim], "evidenceLine"), "evidenceItem")
        wholes = {iri for t in items for iri in t.links.get("study", ())} | {t.iri for t in items}
        cited = {
            iri
            for i in desk.parts("Inclusion", "Exclusion")
            if item["likely_ref"] in i.values.get("referenceNumber", ())
            for iri in (*i.links.get("includedStudy", ()), *i.links.get("excludedStudy", ()))
        }
        lines = desk.facts.linked([claim], "evidenceLine")
        desk.judge(
            f"{path}.likely_ref",
            item["likely_ref"],
            wholes & cited,
            where,
            ", ".join(t.key for t in items),
            [(line.iri, "evidenceItem") for line in lines],
        )
        firm = [
            line
            for line in lines
            if line.value("certainty") == item.get("likely_ref_certainty")
            or any(b.endswith(f"/{item.get('likely_ref_certainty')}") for b in line.links.get("basis", ()))
        ]
        desk.judge(
            f"{path}.likely_ref_certainty",
            item.get("likely_ref_certainty"),
            firm,
            where,
            "no evidence line is inferred",
            [(line.iri, "certainty") for line in firm],
        )
