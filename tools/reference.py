"""Writes the reference pages in docs/reference from the ontology and the questions.

python tools/reference.py            writes docs/reference/*.md
python tools/reference.py --check    exit 1 when a page is not what would be written
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox

from ivigkg import resources
from ivigkg.api import queries
from ivigkg.namespaces import CLOSED_LISTS, EV, OWL, PREFIXES, RDF, RDFS, SKOS, shorten

ROOT = Path(__file__).resolve().parent.parent
Facts = dict[str, dict[str, list[str]]]


def facts() -> Facts:
    """Everything that the ontology says, by subject and predicate."""
    found: Facts = defaultdict(lambda: defaultdict(list))
    for path in resources.ontology_files():
        for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, (ox.NamedNode, ox.Literal)):
                found[triple.subject.value][triple.predicate.value].append(triple.object.value)
    return found


def _row(iri: str, said: dict[str, list[str]], columns: dict[str, str]) -> str:
    cells = [f"`{shorten(iri)}`", "; ".join(said[SKOS.definition.value])]
    cells += [", ".join(f"`{shorten(value)}`" for value in sorted(said[predicate])) for predicate in columns.values()]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _table(found: Facts, kinds: set[str], columns: dict[str, str]) -> list[str]:
    head = ["name", "meaning", *columns]
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    for iri in sorted(found):
        if iri.startswith(EV.iri) and kinds & set(found[iri][RDF.type.value]):
            lines.append(_row(iri, found[iri], columns))
    return lines


def ontology_page() -> str:
    """Every class, property and closed-list entry with its meaning."""
    found = facts()
    edges = {"domain": RDFS.domain.value, "range": RDFS.range.value, "under": RDFS.subPropertyOf.value}
    lines = [
        "# Classes, properties and closed lists",
        "",
        "Written by `tools/reference.py` from `ontology/`; do not edit here.",
        "",
    ]
    lines += [
        "## Prefixes",
        "",
        "```turtle",
        *(f"@prefix {name}: <{iri}> ." for name, iri in PREFIXES.items()),
        "```",
        "",
    ]
    lines += ["## Classes", "", *_table(found, {OWL.Class.value}, {"under": RDFS.subClassOf.value}), ""]
    lines += ["## Properties that lead to nodes", "", *_table(found, {OWL.ObjectProperty.value}, edges), ""]
    lines += ["## Properties that hold values", "", *_table(found, {OWL.DatatypeProperty.value}, edges), ""]
    lines += [
        "## Notes on properties",
        "",
        *_table(found, {OWL.AnnotationProperty.value}, {}),
        "",
        "## Closed lists",
        "",
    ]
    for kind, prefix in CLOSED_LISTS.items():
        lines += [f"### {kind} (`{prefix}:`)", "", "| name | label | meaning |", "| --- | --- | --- |"]
        for iri in sorted(found):
            if iri.startswith(PREFIXES[prefix]):
                label, meaning = ("; ".join(found[iri][p.value]) for p in (SKOS.prefLabel, SKOS.definition))
                lines.append(f"| `{shorten(iri)}` | {label} | {meaning} |")
        lines.append("")
    return "\n".join(lines)


def questions_page() -> str:
    """Every named question with what it asks and its parameters."""
    lines = ["# Named questions", "", "Written by `tools/reference.py` from `queries/`; do not edit here.", ""]
    lines += ["| name | question | for | parameters |", "| --- | --- | --- | --- |"]
    for query in queries().values():
        given = ", ".join(f"`{p.name}={p.example}` {p.text}" for p in query.parameters)
        audience = query.audience if isinstance(query.audience, str) else ", ".join(query.audience)
        lines.append(f"| [{query.name}](../../queries/{query.name}.rq) | {query.question} | {audience} | {given} |")
    return "\n".join([*lines, ""])


PAGES = {"ontology.md": ontology_page, "questions.md": questions_page}


def main() -> int:
    """Writes or checks the pages."""
    stale = [name for name, page in PAGES.items() if not _same(name, page())]
    if "--check" in sys.argv[1:]:
        for name in stale:
            print(f"docs/reference/{name} is stale; run python tools/reference.py")
        return 1 if stale else 0
    for name in stale:
        (ROOT / "docs" / "reference" / name).write_text(PAGES[name](), "utf-8")
        print(f"wrote docs/reference/{name}")
    return 0


def _same(name: str, text: str) -> bool:
    path = ROOT / "docs" / "reference" / name
    return path.is_file() and path.read_text("utf-8") == text


if __name__ == "__main__":
    sys.exit(main())
