"""A commented template for a new record."""

from __future__ import annotations

import os
from pathlib import Path

from ivigkg import resources
from ivigkg.errors import OutputError, UsageError
from ivigkg.records.base import SLUG

STUDY = """\
# yaml-language-server: $schema={schema}
# One study, however many papers describe it. Fill in what a page says, take out what none says.
# A line that begins with # is a remark; take the # away to use it.
# When done: ivigkg validate {path}
study: {slug}
label: ""                      # first author, year and subject in a few words
curated: YYYY-MM-DD            # the day you read it
primary_report: {slug}         # its paper, an entry of publications.yaml
# reports: [...]               # further papers on the same study
# notes:
#   - "..."

readings:                      # the pages you opened; every fact below names one of them
  abstract:
    source: {slug}             # the paper that states the facts
    basis: abstract            # title, abstract, full-text, table, figure, registry, secondary, author
    read_at: "https://..."     # the address of the page

designs:
  design:
    facets: []                 # such as randomised-controlled-trial, double-blind, prospective-study
    # countries: [FR]
    # setting: "..."
    # follow_up: "..."
    reading: abstract

populations:
  population:
    conditions: []             # terms of terms/conditions.yaml
    # stages: [refractory]
    # participants: 15
    # participants_female: 9
    # age: {{minimum: 18, maximum: 55}}
    reading: abstract

# strata:                      # counted parts of the population
#   part-a: {{trait: "...", participants: 5, reading: abstract}}

uses:                          # what was given
  use-a:
    agent: ""                  # a term of terms/interventions.yaml
    # doses:
    #   dose: {{value: 2, unit: g/kg, per: month}}
    # courses: 3
    reading: abstract

groups:                        # people whose results are given together
  arm-a:
    kind: arm                  # arm (as allocated), exposure-group (as treated), subgroup
    label: ""
    # participants: 8
    uses: [use-a]
    reading: abstract

# comparisons:
#   a-v-b: {{intervention: [arm-a], comparator: [arm-b]}}

# results:
#   response:
#     kind: count              # count, adverse-event, summary, change, effect, narrative
#     group: arm-a             # or comparison: a-v-b
#     outcome: ...             # a term of terms/outcomes.yaml
#     events: 9
#     total: 12
#     direction: improved
#     # p: "<0.018"            # as printed
#     reading: abstract

# absences:                    # what you looked for and did not find: not-reported, none-seen, not-applicable, not-seen
#   no-doses: {{aspect: dose, reason: not-seen, reading: abstract, note: "dose and schedule"}}
"""


def new_study(pack: Path, slug: str) -> Path:
    """Writes the template for the study ``slug`` into ``pack`` and gives its path.

    ``UsageError`` when the name is not one, the pack is none, or the file is there already.
    """
    if not SLUG.fullmatch(slug):
        raise UsageError(
            f"{slug!r} is not a name: use lower-case letters, digits and single hyphens, such as dalakas-1993."
        )
    if not (pack / "pack.yaml").is_file():
        raise UsageError(f"{pack} is not a topic pack: it holds no pack.yaml. Name one with --pack.")
    path = pack / "studies" / f"{slug}.yaml"
    schema = os.path.relpath(resources.root() / "data" / "schema" / "study.schema.json", path.parent)
    if path.exists() or path.is_symlink():
        raise UsageError(f"{path} is there already and stays as it is.")
    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("x", encoding="utf-8") as handle:
            handle.write(STUDY.format(slug=slug, path=path, schema=Path(schema).as_posix()))
    except OSError as error:
        raise OutputError(f"{path} cannot be written ({error.strerror or error}).") from error
    return path
