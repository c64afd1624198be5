"""A panel for each credential on the List: what it is, what it takes, what became of it."""

from dataclasses import dataclass

from warehouse.council_list.content import Listed
from warehouse.council_list.pages import words
from warehouse.council_list.rows import Row
from warehouse.report.drawing import Drawing, Palette
from warehouse.report.figures import last_year_of, rests_on, small_trend
from warehouse.report.figures_compared import lowered, value_of, with_interval
from warehouse.report.open_tables import OpenTables
from warehouse.report.parts_open import credits_of, reporters
from warehouse.report.release import ALL, NOT_REPORTED, Release, Table
from warehouse.report.roles import EARNED, MATCHED, PREMIUM, table_by
from warehouse.report.tables import Entry, Heading, TableView, entry
from warehouse.report.wording import joined, school_year, sentence, shown

YEARS_SHOWN = 5
RESULTS = ("persons_enrolled", "persons_attempted", "pass_rate", EARNED)
OUTCOMES = ("employment_rate", "median_wages")
NOBODY_FOLLOWED = (
    "Not reported: no source reports who earned it, or its data ended before that year."
)


@dataclass(frozen=True)
class Panel:
    """What the report says of one credential."""

    listed: Listed
    facts: tuple[tuple[str, str], ...]
    programs: tuple[Row, ...]
    source: str
    results: TableView | None
    drawing: Drawing | None
    outcomes: tuple[tuple[str, str, str], ...]
    outcome_year: str


def panels(release: Release, open_tables: OpenTables, palette: Palette) -> tuple[Panel, ...]:
    """Make the panels of the latest List, in its order."""
    return tuple(
        panel(listed, release, open_tables, palette)
        for listed in open_tables.council_list.credentials
    )


def panel(listed: Listed, release: Release, open_tables: OpenTables, palette: Palette) -> Panel:
    """Make the panel of a credential."""
    code = listed.credential_code
    counts = table_by(release, "credential", EARNED)
    outcomes = table_by(release, "credential", OUTCOMES[1])
    results, drawing = (None, None) if counts is None else results_of(counts, listed, palette)
    told, year = ([], "") if outcomes is None else worked_and_paid(outcomes, code)
    told += beside_people_alike(release, code)
    source = next(
        (
            row
            for row in open_tables.rows["sources"]
            if row["credential_name"] == listed.credential_name
        ),
        None,
    )
    return Panel(
        listed,
        tuple(facts_of(listed, open_tables)),
        tuple(row for row in open_tables.rows["programs"] if row["credential_code"] == code),
        source_of(source, reporters(release, code)),
        results,
        drawing,
        tuple(told),
        year,
    )


def worked_and_paid(table: Table, code: str) -> tuple[list[tuple[str, str, str]], str]:
    """Tell how many who earned a credential work and what they are paid, and of which year that is.

    Each is a label, a figure, and on whom it rests. That nobody reports them is said once.
    """
    told, codes, year = [], set(), ""
    for measure in table.measures:
        if measure.measure in OUTCOMES:
            latest = last_year_of(table, measure)
            cell = table.cell(latest, measure.measure, code)
            if cell is not None:
                rest = rests_on(table, measure, latest, (code, ALL))
                told.append((measure.label, shown(cell, measure), rest))
                codes.add(cell.code)
                year = school_year(latest)
    return [("Work and pay", NOBODY_FOLLOWED, "")] if codes == {NOT_REPORTED} else told, year


def beside_people_alike(release: Release, code: str) -> list[tuple[str, str, str]]:
    """Tell how pay stands beside that of people alike, if that is shown."""
    table = table_by(release, "credential", PREMIUM)
    if table is None or value_of(table, PREMIUM, code, MATCHED) is None:
        return []
    premium = next(measure for measure in table.measures if measure.measure == PREMIUM)
    label = f"{premium.label}: {lowered(table.dimensions[1].label_of(MATCHED))}"
    told = with_interval(table, premium, code, MATCHED).text
    return [(label, told, "a year, earners of all years; descriptive")]


def facts_of(listed: Listed, open_tables: OpenTables) -> list[tuple[str, str]]:
    """Give what a student asks first, in words."""
    facts = [
        ("Certified by", listed.certifying_entity_name),
        (
            "Type and level",
            f"{words(listed.credential_type)}, {words(listed.credential_level).lower()}",
        ),
    ]
    work = next(
        (row for row in open_tables.rows["occupations"] if row["soc_code"] == listed.soc_code), None
    )
    if listed.occupation_title:
        facts.append(("Leads to", f"{listed.occupation_title} (SOC {listed.soc_code})"))
    if listed.demand_class:
        facts.append(
            (
                "In the labor market",
                f"{words(listed.demand_class)} demand, {listed.skill_class} skill, "
                f"{listed.wage_class} wages"
                + ("; a priority occupation" if listed.is_priority else ""),
            )
        )
    if work is not None and work["annual_median"] is not None:
        facts.append(
            (
                "Pay of the occupation",
                f"median ${work['annual_median']:,.0f} a year (OEWS {work['oews_year']})"
                + (
                    f", {work['annual_openings']:,} openings a year"
                    if work["annual_openings"]
                    else ""
                ),
            )
        )
    takes = [
        f"from age {listed.minimum_age}" if listed.minimum_age else "",
        f"first {listed.prerequisite_name}" if listed.prerequisite_name else "",
        f"fee ${listed.fee:,.0f}" if listed.fee is not None else "fee not known",
        f"valid {listed.validity_months} months" if listed.validity_months else "doesn’t expire",
    ]
    facts.append(("What it takes", ", ".join(filter(None, takes))))
    facts.append(
        (
            "College credit",
            f"{credits_of(listed.least_credits, listed.most_credits)} credits at "
            f"{listed.institutions_with_agreement} of {listed.institution_count} colleges"
            if listed.agreements
            else listed.no_agreement_reason or "Not decided yet",
        )
    )
    score = next(
        (
            row
            for row in open_tables.rows["scorecards"]
            if row["credential_code"] == listed.credential_code
        ),
        None,
    )
    if score is not None:
        facts.append(("By the Council’s criteria", scored(score)))
    facts.append(("On the List", f"since {listed.listed_since_year}"))
    return facts


def scored(score: Row) -> str:
    """Say how many points a credential has, and whether it meets what every one must."""
    unmet = score["required_unmet_count"]
    said = f"{score['points']:.0f} of {score['possible_points']:.0f} points"
    if not unmet:
        return f"{said}; meets what is required of every credential"
    return f"{said}; {unmet} required {'criterion' if unmet == 1 else 'criteria'} not met"


def results_of(
    table: Table, listed: Listed, palette: Palette
) -> tuple[TableView | None, Drawing | None]:
    """Tell the last years of a credential, and draw how many earned it."""
    code = listed.credential_code
    measures = [measure for measure in table.measures if measure.measure in RESULTS]
    years = [year for year in table.years if table.cell(year, EARNED, code) is not None]
    if not years:
        return None, None
    view = TableView(
        f"results-{code}",
        f"{listed.credential_name}, by school year",
        (Heading("School year"), *(Heading(measure.label, True) for measure in measures)),
        tuple(
            (
                Entry(school_year(year), str(year)),
                *(entry(table.cell(year, m.measure, code), m) for m in measures),
            )
            for year in reversed(years[-YEARS_SHOWN:])
        ),
    )
    earned = next(m for m in measures if m.measure == EARNED)
    line = {year: table.cell(year, EARNED, code) for year in table.years}
    told = [cell for cell in line.values() if cell is not None and cell.value]
    drawing = (
        small_trend(f"trend-{code}", earned.label, earned, line, palette) if len(told) > 1 else None
    )
    return view, drawing


def source_of(row: Row | None, reporting: str) -> str:
    """Say where the counts of a credential come from."""
    reports = f"reports of {reporting}" if reporting else ""
    files = ""
    if row is not None and row["certifying_entity_name"]:
        agreement = row["data_sharing_id"]
        how = f"under agreement {agreement}" if agreement else "without a standing agreement"
        files = f"files of {row['certifying_entity_name']} {how}"
    return sentence(joined([each for each in (files, reports) if each]) or "none known") + "."
