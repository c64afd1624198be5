"""The parts of the report's pages: text, charts and a table each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from warehouse.council_list.pages import day, words
from warehouse.council_list.rows import Row
from warehouse.report import figures, figures_people
from warehouse.report.drawing import Palette
from warehouse.report.figures import Figure
from warehouse.report.open_tables import OpenTables
from warehouse.report.release import Release, Table
from warehouse.report.roles import (
    EARNED,
    LIST_STATUS,
    PLACES,
    SHOWN_OVER_TIME,
    TIMES,
    leading_measure,
    page_of,
    table_by,
)
from warehouse.report.tables import Entry, Heading, TableView, statutory_table

RATES = ("pass_rate", "employment_rate")


@dataclass(frozen=True)
class Part:
    """A part of a page; without a heading it opens the page."""

    name: str
    heading: str = ""
    text: str = ""
    clause: str = ""
    figures: tuple[Figure, ...] = ()
    view: TableView | None = None


def released_parts(release: Release, palette: Palette) -> dict[str, tuple[Part, ...]]:
    """Give the parts of each page that show released tables, by the page's name."""
    found: dict[str, tuple[Part, ...]] = {"earned": (opening(release, palette),)}
    for table in release.tables:
        part = Part(
            table.table_id,
            table.title,
            table.description,
            f"Policy {table.statute}",
            tuple(charts_of(table, palette)),
            statutory_table(table),
        )
        found[page_of(table)] = (*found.get(page_of(table), ()), part)
    return found


def opening(release: Release, palette: Palette) -> Part:
    """Open the page of 5.A(a)-(d): the way to a credential, and what is on the List of it."""
    drawn = [figures_people.steps(release, palette)]
    table = table_by(release, "credential", EARNED)
    if table is not None and table.dimensions[-1].dimension == LIST_STATUS:
        measure = release.measures[EARNED]
        status = table.dimensions[-1]
        series = {status.label_of(m): ("all", m) for m in table.members(1)}
        drawn.append(figures.trend(table, [measure], palette, series))
    return Part("opening", figures=tuple(each for each in drawn if each is not None))


def charts_of(table: Table, palette: Palette) -> list[Figure]:
    """Choose the charts of a table by what it is broken down by."""
    measure = leading_measure(table)
    drawn: list[Figure | None] = []
    if not table.dimensions:
        drawn.append(figures.trend(table, [measure], palette))
    for position, dimension in enumerate(table.dimensions):
        name = dimension.dimension
        if name in TIMES:
            drawn.append(figures_people.over_quarters(table, measure, palette))
        elif dimension.partitions_persons and name not in PLACES:
            drawn.append(figures_people.shares(table, palette, position))
        elif name != LIST_STATUS:
            drawn.append(figures.by_member(table, measure, palette, position))
            if name in SHOWN_OVER_TIME:
                drawn.append(figures.over_time_by_member(table, measure, palette, position))
            drawn += [
                figures.by_member(table, rate, palette, position)
                for rate in table.measures
                if rate.measure in RATES and position == 0 and name != "program"
            ]
    return [figure for figure in drawn if figure is not None]


def credit_parts(open_tables: OpenTables) -> tuple[Part, ...]:
    """Say which credentials earn credit, where, and where they don't (5.A(e), 4.B(e))."""
    council = open_tables.council_list
    without = [each for each in council.credentials if not each.agreements]
    rows = tuple(
        (
            Entry(each.credential_name, each.credential_name),
            Entry(
                f"{each.institutions_with_agreement} of {each.institution_count}",
                str(each.institutions_with_agreement),
            ),
            Entry(credits_of(each.least_credits, each.most_credits), str(each.most_credits or 0)),
            Entry(
                "" if each.agreements else each.no_agreement_reason or "Not decided yet",
            ),
        )
        for each in council.credentials
    )
    colleges = tuple(
        (
            Entry(row["institution_name"], row["institution_name"]),
            Entry(f"{row['with_agreement']} of {row['credentials']}", str(row["with_agreement"])),
        )
        for row in open_tables.rows["colleges"]
    )
    return (
        Part(
            "agreements",
            "Agreements, and where there are none",
            f"{len(council.credentials) - len(without)} of the {len(council.credentials)} "
            f"credentials on the List of {council.list_year} earn credit at one college or more.",
            "Policy 4.B(e)",
            view=TableView(
                "agreements-table",
                f"Agreements by credential, List of {council.list_year}",
                (
                    Heading("Credential"),
                    Heading("Colleges that give credit", True),
                    Heading("Credits", True),
                    Heading("Why there is no agreement"),
                ),
                rows,
            ),
        ),
        Part(
            "agreements-by-college",
            "Agreements by college",
            "How many of the listed credentials each college gives credit for.",
            view=TableView(
                "agreements-by-college-table",
                f"Agreements by college, List of {council.list_year}",
                (Heading("College"), Heading("Credentials with an agreement", True)),
                colleges,
            ),
        ),
    )


def source_parts(open_tables: OpenTables) -> tuple[Part, ...]:
    """Say where the data of each credential come from, and how good they are (5.A(g))."""
    rows = open_tables.rows
    direct = [row for row in rows["sources"] if row["data_sharing_id"]]
    years = sorted({row["school_year"] for row in rows["agencies"]})
    latest = [row for row in rows["agencies"] if years and row["school_year"] == years[-1]]
    return (
        Part(
            "source-by-credential",
            "Source of data by credential",
            f"For {len(direct)} of the {len(rows['sources'])} listed credentials the state has a "
            "direct agreement with the entity that certifies. Schools, colleges and training "
            "providers report attempts and awards beside it; where reports disagree, the "
            "certifying entity’s counts.",
            "Policy 5.A(g)",
            view=table_of(
                "source-by-credential-table",
                "Source of data by credential",
                ("Credential", "Certifying entity", "Direct agreement", "Covers", "Files hold"),
                [
                    (
                        row["credential_name"],
                        row["certifying_entity_name"] or "",
                        f"{row['data_sharing_id']}, since {day(row['in_force_from'])}"
                        if row["data_sharing_id"]
                        else "None",
                        covered(row, "covers"),
                        covered(row, "delivers")
                        + (
                            f"; last on {day(row['last_delivered_on'])}"
                            if row["last_delivered_on"]
                            else ""
                        ),
                    )
                    for row in rows["sources"]
                ],
            ),
        ),
        Part(
            "match-rates",
            "How well records are matched",
            "A record is matched if another agency or certifying entity knows the same person. "
            "An unmatched record is counted as a person of its own.",
            view=table_of(
                "match-rates-table",
                "Records matched, by source",
                ("Source", "Records", "Matched"),
                [
                    (
                        row["source"],
                        f"{row['record_count']:,}",
                        f"{row['record_match_rate'] * 100:.1f}%",
                    )
                    for row in rows["match_rates"]
                    if row["source"]
                ],
                numbers=(1, 2),
            ),
        ),
        Part(
            "agency-scorecards",
            "How the agencies delivered",
            f"Files of the school year {years[-1] - 1}–{years[-1] % 100:02d}: "
            "what was owed, what was missing or late, what was refused, and which rules were kept."
            if years
            else "",
            view=table_of(
                "agency-scorecards-table",
                "Deliveries by agency",
                ("Agency", "Files owed", "Missing", "Late", "Rows", "Refused", "Rules kept", "Since last year"),
                [
                    (
                        row["agency"],
                        f"{row['files_owed']:,}",
                        f"{row['files_missing']:,}",
                        f"{row['files_late']:,}",
                        f"{row['rows_delivered']:,}",
                        f"{row['refused_share'] * 100:.1f}%",
                        f"{row['rules_judged'] - row['rules_failed']} of {row['rules_judged']}",
                        words(row["trend"]),
                    )
                    for row in latest
                ],
                numbers=(1, 2, 3, 4, 5, 6),
            ),
        ),
        Part(
            "rules-kept",
            "Rules that the data must keep",
            "Rules of the Council by what they speak of; a rule isn’t kept where more rows break it "
            "than the Council tolerates. Rows that break a rule of acceptance are refused and "
            "counted nowhere in this report.",
            view=table_of(
                "rules-kept-table",
                "Rules kept, by subject",
                ("Subject", "Rules", "Kept throughout"),
                [
                    (words(row["subject"]), str(row["rules"]), str(row["rules"] - row["failed"]))
                    for row in rows["rules"]
                ],
                numbers=(1, 2),
            ),
        ),
        Part(
            "data-systems",
            "The systems behind them",
            "Agencies whose records the report is made of.",
            "Policy 2.E(a)(i)",
            view=table_of(
                "data-systems-table",
                "Data systems by agency",
                ("Data system", "Agency", "Holds"),
                [(row["system_name"], row["agency_name"], row["holds"]) for row in rows["systems"]],
            ),
        ),
    )


def table_of(
    name: str,
    caption: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    numbers: Sequence[int] = (),
) -> TableView:
    """Make a table of words; columns of numbers sort by the first number in them."""
    return TableView(
        name,
        caption,
        tuple(Heading(text, position in numbers) for position, text in enumerate(headings)),
        tuple(
            tuple(
                Entry(text, first_number(text) if position in numbers else text)
                for position, text in enumerate(row)
            )
            for row in rows
        ),
    )


def first_number(text: str) -> str:
    """Give the number with which a text begins, or what sorts below all numbers."""
    start = text.split(" ")[0].replace(",", "").rstrip("%").lstrip("$")
    return start if start.replace(".", "", 1).isdigit() else "-1"


def covered(row: Row, verb: str) -> str:
    """Name what an agreement covers, or what files hold: attempts, scores, awards."""
    found = [name for name in ("attempts", "scores", "awards") if row[f"{verb}_{name}"]]
    return ", ".join(found) or "nothing"


def credits_of(least: object, most: object) -> str:
    """Write how many credits are given, from the least to the most."""
    if most is None:
        return "none"
    low, high = (f"{value:.2f}".rstrip("0").rstrip(".") for value in (least, most))
    return low if low == high else f"{low} to {high}"


def not_released(release: Release) -> list[str]:
    """Name what the policy asks of outcomes and the release doesn't hold."""
    names = {measure.measure for table in release.tables for measure in table.measures}
    dimensions = {d.dimension for table in release.tables for d in table.dimensions}
    wanted = [
        ("return on investment by credential", any("return" in name for name in names)),
        ("a comparison with people who attempted and didn’t pass", any("premium" in n for n in names)),
        ("earnings quarter by quarter, before and after", bool(dimensions & set(TIMES))),
        ("outcomes by region", any(
            t.has_measure("median_wages") and any(d.dimension in PLACES for d in t.dimensions)
            for t in release.tables
        )),
    ]
    return [what for what, is_there in wanted if not is_there]


