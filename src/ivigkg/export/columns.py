"""The columns of ``studies.csv`` and ``results.csv``: each with its meaning, its unit and its property."""

from __future__ import annotations

from dataclasses import dataclass

from ivigkg.export import cells
from ivigkg.export.cells import BLINDING, RESULTS, TIMES, Cell
from ivigkg.export.facts import Facts

PEOPLE = "people"
YEARS = "years"
PERCENT = "%"
COUNTED = "as in the column counted_unit"
SAME_UNIT = "as in the column unit"


@dataclass(frozen=True)
class Column:
    """One column: what its cells hold and where they come from.

    ``path`` leads from the study or result to the values; ``cell`` makes the text where following the path is not
    all there is to it.
    """

    name: str
    path: str
    meaning: str
    unit: str = ""
    cell: Cell | None = None

    def text(self, facts: Facts, node: str) -> str:
        """The cell for ``node``; empty when nothing is known."""
        return (self.cell or cells.values(self.path))(facts, node)


def _population(name: str, path: str, meaning: str, unit: str = "") -> Column:
    return Column(name, f"ev:population/{path}", meaning, unit, cells.of_population(path))


STUDIES = (
    Column("study", "", "name of the study; the last part of its IRI", "", cells.name),
    Column("iri", "", "IRI of the study", "", cells.iri),
    Column("label", "rdfs:label", "label of the study"),
    Column(
        "year",
        "ev:primaryReport/dcterms:issued",
        "earliest year seen for the main paper",
        "",
        cells.values("ev:primaryReport/dcterms:issued", 4),
    ),
    Column("paper", "ev:primaryReport", "name of the main paper"),
    Column("other_papers", "ev:reportedIn", "further papers on the same study", "", cells.other_papers),
    Column("title", "ev:primaryReport/dcterms:title", "title of the main paper"),
    Column("doi", "ev:primaryReport/prism:doi", "DOI of the main paper"),
    Column("pmid", "ev:primaryReport/fabio:hasPubMedId", "PubMed number of the main paper"),
    Column("pmcid", "ev:primaryReport/fabio:hasPubMedCentralId", "PubMed Central number of the main paper"),
    Column(
        "paper_status", "ev:primaryReport/ev:publicationStatus", "retracted, corrected, or not checked: the main paper"
    ),
    Column("design", "ev:design", "facets of design, as its sources state them"),
    Column("blinding", "ev:design", f"those facets that tell who knew: {', '.join(BLINDING)}", "", cells.blinding),
    Column("countries", "^ev:study/ev:country", "where it was done, ISO 3166 codes"),
    Column("participants", "ev:participants", "people in the main population", PEOPLE),
    _population("conditions", "pico:condition", "conditions of the main population"),
    _population("stages", "ev:diseaseStage", "stage or course of their disease"),
    _population("criteria", "ev:criterion", "rules by which they were admitted"),
    _population("participants_over", "ev:participantsOver", "where only a bound is printed: more than this", PEOPLE),
    _population("female", "ev:participantsFemale", "women and girls among them", PEOPLE),
    _population("male", "ev:participantsMale", "men and boys among them", PEOPLE),
    _population("female_percent", "ev:femalePercent", "share of women and girls, where printed as such", PERCENT),
    _population("male_percent", "ev:malePercent", "share of men and boys, where printed as such", PERCENT),
    _population("age_mean", "ev:ageMean", "mean age", YEARS),
    _population("age_sd", "ev:ageSd", "standard deviation of age", YEARS),
    _population("age_spread", "ev:ageSpread", "number after a plus-minus sign whose kind is not told", YEARS),
    _population("age_median", "ev:ageMedian", "median age", YEARS),
    _population("age_iqr_low", "ev:ageIqrLow", "first quartile of age", YEARS),
    _population("age_iqr_high", "ev:ageIqrHigh", "third quartile of age", YEARS),
    _population("age_minimum", "ev:ageMinimum", "youngest age", YEARS),
    _population("age_maximum", "ev:ageMaximum", "oldest age", YEARS),
    _population("age_value", "ev:ageValue", "age of the only participant", YEARS),
    Column(
        "other_populations",
        "ev:population",
        "further descriptions of who was studied, with their participants; their numbers are in the graph",
        "",
        cells.other_populations,
    ),
    Column(
        "drugs_studied",
        "^ev:study/pico:intervention/pico:appliedIntervention",
        "agents given to its groups, except background treatment",
        "",
        cells.agents("^ev:study", background=False),
    ),
    Column(
        "drugs_background",
        "^ev:study/pico:intervention/pico:appliedIntervention",
        "agents given as background treatment",
        "",
        cells.agents("^ev:study", background=True),
    ),
    Column(
        "groups",
        "^ev:study",
        "how many arms, exposure groups and subgroups",
        "",
        cells.number_of("^ev:study", "ev:Arm", "ev:ExposureGroup", "ev:Subgroup"),
    ),
    Column("comparisons", "^ev:study", "how many comparisons", "", cells.number_of("^ev:study", "ev:Comparison")),
    Column(
        "results",
        "^ev:study",
        "how many results, adverse events and variants included",
        "",
        cells.number_of("^ev:study", *(f"ev:{name}" for name in RESULTS)),
    ),
    Column("reviews", "^ev:includedStudy/ev:review", "reviews that include it"),
    Column("registrations", "^ev:study/ev:registryId", "numbers in trial registries"),
    Column("basis", "^ev:study/ev:basis", "what was read for its facts"),
    Column(
        "curated",
        "ev:recordedIn/pav:curatedOn",
        "day on which the record was last curated",
        "",
        cells.values("ev:recordedIn/pav:curatedOn", 10),
    ),
    Column("note", "ev:note", "the curators' notes on the study"),
)

_SIDES = (("intervention", "pico:interventionGroup"), ("comparator", "pico:comparatorGroup"))

RESULT_COLUMNS = (
    Column("study", "ev:study", "name of the study, as in studies.csv"),
    Column("result", "", "IRI of the result", "", cells.iri),
    Column("kind", "rdf:type", f"kind of result: {', '.join(RESULTS.values())}", "", cells.kind),
    Column("label", "rdfs:label", "label of the result"),
    Column("outcome", "ev:outcome", "what was measured, by the name of the term"),
    Column("outcome_label", "ev:outcome/skos:prefLabel", "label of the outcome"),
    Column("instrument", "ev:instrument", "scale, score or test it was measured with"),
    Column("response", "ev:response", "category of response that was counted"),
    Column("severity", "ev:severity", "severity of the adverse event"),
    Column("reporting", "ev:reporting", "how an adverse event is reported: counted, none-seen, described"),
    Column("definition", "ev:definition", "the study's own definition of what was counted"),
    Column("threshold_relation", "ev:thresholdRelation", "relation to the threshold"),
    Column("threshold", "ev:threshold", "value of the instrument from which it counted"),
    Column("primary_endpoint", "ev:primaryEndpoint", "true where the study calls it its primary endpoint"),
    Column("group", "ev:group", "name of the group within the study"),
    Column("group_label", "ev:group/rdfs:label", "label of the group"),
    Column("group_participants", "ev:group/ev:participants", "people in the group", PEOPLE),
    Column(
        "drugs",
        "ev:group/pico:intervention/pico:appliedIntervention",
        "agents given to the group except background treatment; a subgroup has those of the one group it is part of",
        "",
        cells.agents("ev:group", background=False),
    ),
    Column(
        "background_drugs",
        "ev:group/pico:intervention/pico:appliedIntervention",
        "agents given to the group as background treatment",
        "",
        cells.agents("ev:group", background=True),
    ),
    Column("comparison", "ev:comparison", "name of the comparison within the study"),
    Column("comparison_label", "ev:comparison/rdfs:label", "label of the comparison"),
    *(
        Column(
            f"{side}_participants",
            f"ev:comparison/{path}/ev:participants",
            f"people on the {side} side, all its groups together",
            PEOPLE,
            cells.people(f"ev:comparison/{path}"),
        )
        for side, path in _SIDES
    ),
    *(
        Column(
            f"{side}_drugs",
            f"ev:comparison/{path}/pico:intervention/pico:appliedIntervention",
            f"agents given on the {side} side except background treatment",
            "",
            cells.agents(f"ev:comparison/{path}", background=False),
        )
        for side, path in _SIDES
    ),
    Column(
        "time_value",
        "|".join(TIMES.values()),
        "time point, in the unit that the source counts in",
        "as in the column time_unit",
        cells.time_value,
    ),
    Column(
        "time_unit",
        "|".join(TIMES.values()),
        f"unit of the time point: {', '.join(TIMES)}",
        "",
        cells.time_unit,
    ),
    Column("time_as_printed", "ev:timepointAsPrinted", "time point in the words of the source"),
    Column("events", "ev:events", "how many had it", COUNTED),
    Column("total", "ev:total", "out of how many; for measurements the people measured", COUNTED),
    Column("percent", "ev:percent", "share of the total", PERCENT),
    Column("percent_relation", "ev:percentRelation", "relation of the share to the printed one, where it is a bound"),
    Column(
        "counted_unit", "ev:countedUnit", "what was counted: participants, events, infusions, courses or person-years"
    ),
    Column("rate", "ev:rate", "rate", "per what the column rate_per says"),
    Column("rate_per", "ev:ratePer", "what the rate refers to"),
    Column("unit", "qudt:hasUnit", "unit of the values, by its name in the QUDT vocabulary"),
    Column("mean", "ev:mean", "mean", SAME_UNIT),
    Column("median", "ev:median", "median", SAME_UNIT),
    Column("value", "ev:value", "value of a single person", SAME_UNIT),
    Column("sd", "ev:sd", "standard deviation", SAME_UNIT),
    Column("se", "ev:se", "standard error of the mean", SAME_UNIT),
    Column("spread", "ev:spread", "number after a plus-minus sign whose kind is not told", SAME_UNIT),
    Column("low", "ev:low", "lower end of the range that range_kind names", SAME_UNIT),
    Column("high", "ev:high", "upper end of the range that range_kind names", SAME_UNIT),
    Column("range_kind", "ev:rangeKind", "kind of range: range, iqr, ci95, not-stated"),
    Column("baseline_mean", "ev:baselineMean", "mean before", SAME_UNIT),
    Column("follow_up_mean", "ev:followUpMean", "mean after", SAME_UNIT),
    Column("baseline_value", "ev:baselineValue", "value of a single person before", SAME_UNIT),
    Column("follow_up_value", "ev:followUpValue", "value of a single person after", SAME_UNIT),
    Column("mean_change", "ev:meanChange", "mean change", SAME_UNIT),
    Column("percent_change", "ev:percentChange", "change in per cent of the value before; a fall is negative", PERCENT),
    Column("measure", "ev:measure", "measure of effect, such as risk-ratio"),
    Column("estimate", "ev:estimate", "estimate of the effect", SAME_UNIT),
    Column("ci_lower", "ev:ciLower", "lower limit of the confidence interval", SAME_UNIT),
    Column("ci_upper", "ev:ciUpper", "upper limit of the confidence interval", SAME_UNIT),
    Column("ci_level", "ev:ciLevel", "level of the confidence interval", PERCENT),
    Column("adjusted_for", "ev:adjustedFor", "what the estimate was adjusted for"),
    Column("factor", "ev:factor", "what the effect is of, when it is not a comparison of groups"),
    Column("p_relation", "ev:pRelation", "relation printed before the p-value: <, = or >"),
    Column("p_value", "ev:pValue", "p-value with the digits printed"),
    Column("test_name", "ev:testName", "statistical test"),
    Column("test_scope", "ev:testScope", "what the test compared: within-group, between-groups, not-stated"),
    Column("direction", "ev:direction", "direction of the result"),
    Column("text", "ev:text", "the result in the curators' words"),
    Column("as_printed", "ev:asPrinted", "the result as it is printed"),
    Column("quote", "ev:locator/oa:hasSelector/oa:exact", "printed figure or phrase by which it is found"),
    Column("source", "ev:source", "paper that states it, by its name"),
    Column("basis", "ev:basis", "what was read of the source"),
    Column("read_at", "ev:readAt", "address of the page that was read"),
    Column("certainty", "ev:certainty", "inferred or uncertain; empty when simply seen"),
    Column("derived", "ev:derived", "properties that were worked out, not printed"),
    Column("derivation", "ev:derivation", "how they were worked out"),
    Column("variant_of", "ev:variantOf", "the result preferred to this one; leave such rows out of sums"),
    Column("retracted", "ev:retractedSource", "retracted paper it comes from; leave such rows out of sums"),
    Column("note", "ev:note", "the curators' note"),
)
