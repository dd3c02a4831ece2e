"""Ask HermiT whether the ontology, with or without data, is consistent.

    python tools/reasoner.py [FILE...]

Merges ``ontology/*.ttl`` (without the shapes), ``ontology/terms/*.ttl`` and the data files given (Turtle,
N-Triples, TriG or N-Quads, whose graphs are then taken together). Left out are annotations, which mean
nothing to a reasoner, and dates and years, for which OWL 2 has no datatypes.

Exit code 0: consistent, and every class can have members; 1: a contradiction, or classes that can have none;
2: wrong usage; 3: no Java, a file that cannot be read, or a literal that the reasoner refuses.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import owlready2
import pyoxigraph as ox

ROOT = Path(__file__).resolve().parent.parent
ONTOLOGY = ROOT / "ontology"
_OWL = "http://www.w3.org/2002/07/owl#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_TYPE = ox.NamedNode(f"{_RDF}type")
_ANNOTATION = ox.NamedNode(f"{_OWL}AnnotationProperty")
_BUILT_IN_ANNOTATIONS = frozenset(
    [ox.NamedNode(f"{_RDFS}{name}") for name in ("label", "comment", "isDefinedBy", "seeAlso")]
    + [ox.NamedNode(f"{_OWL}{name}") for name in ("versionInfo", "versionIRI", "deprecated")]
)
_DATES = frozenset(ox.NamedNode(f"{_XSD}{name}") for name in ("date", "gYear", "gYearMonth", "dateTime"))


def ontology_files(folder: Path = ONTOLOGY) -> list[Path]:
    """The files of axioms and terms, sorted; shapes are no part of the ontology."""
    return [path for path in sorted(folder.glob("**/*.ttl")) if path.name != "shapes.ttl"]


def read(paths: Iterable[Path]) -> set[ox.Triple]:
    """All triples of the files, whatever graph they stand in; the format follows from the suffix.

    Raises ``ValueError`` with the name of the file that is missing, of unknown suffix or malformed.
    """
    return {triple for path in paths for triple in _triples(path)}


def _triples(path: Path) -> Iterator[ox.Triple]:
    form = ox.RdfFormat.from_extension(path.suffix.removeprefix(".")) if path.suffix else None
    if form is None:
        raise ValueError(f"{path}: the suffix names no RDF format")
    try:
        for quad in ox.parse(path=str(path), format=form):
            yield ox.Triple(quad.subject, quad.predicate, quad.object)
    except (OSError, SyntaxError, ValueError) as error:
        raise ValueError(f"{path}: {error}") from error


def for_reasoner(triples: set[ox.Triple]) -> Iterator[ox.Triple]:
    """The triples that carry meaning in OWL 2 DL: no annotations, no dates and no years."""
    declared = {t.subject for t in triples if t.predicate == _TYPE and t.object == _ANNOTATION}
    skipped = declared | _BUILT_IN_ANNOTATIONS
    for triple in triples:
        dated = isinstance(triple.object, ox.Literal) and triple.object.datatype in _DATES
        if triple.predicate not in skipped and not dated:
            yield triple


def classify(triples: Iterable[ox.Triple]) -> tuple[int, list[str]]:
    """Number of classes, and the IRIs of those that can have no member.

    Raises ``owlready2.OwlReadyInconsistentOntologyError`` where the triples contradict one another.
    """
    with tempfile.TemporaryDirectory() as folder:
        merged = Path(folder) / "merged.owl"
        ox.serialize(sorted(triples, key=str), str(merged), format=ox.RdfFormat.RDF_XML)
        world = owlready2.World()
        world.get_ontology(merged.as_uri()).load()
        owlready2.sync_reasoner(world, debug=0)
        nothing = sorted(str(c.iri) for c in world.inconsistent_classes() if c is not owlready2.Nothing)
        return len(list(world.classes())), nothing


def main(arguments: Sequence[str] | None = None) -> int:
    """Check, print one line (or the classes at fault) and return the exit code."""
    parser = argparse.ArgumentParser(description="Check the ontology, and data if given, with HermiT.")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="data to check together with it")
    options = parser.parse_args(arguments)
    if shutil.which(owlready2.JAVA_EXE) is None:
        print("No Java was found: HermiT needs a Java runtime, 11 or later.", file=sys.stderr)
        return 3
    try:
        triples = read([*ontology_files(), *options.files])
    except ValueError as error:
        print(f"A file could not be read: {error}", file=sys.stderr)
        return 3
    try:
        classes, nothing = classify(for_reasoner(triples))
    except owlready2.OwlReadyInconsistentOntologyError:
        print("inconsistent: the triples contradict one another")
        return 1
    except owlready2.OwlReadyJavaError as error:
        print(f"The reasoner refused the triples: {_first_complaint(str(error))}", file=sys.stderr)
        return 3
    if nothing:
        print(f"unsatisfiable: {len(nothing)} of {classes} classes can have no member", *nothing, sep="\n")
        return 1
    print(f"consistent, {classes} classes, 0 unsatisfiable")
    return 0


def _first_complaint(message: str) -> str:
    """The line of a Java report that names the exception, without the stack below it."""
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    return next((line for line in lines if "Exception" in line), lines[0] if lines else "no reason given")


if __name__ == "__main__":
    sys.exit(main())
