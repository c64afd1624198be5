"""The parts of the report's pages: text, charts and a table each."""

from warehouse.report import figures, figures_members, figures_people, figures_reached
from warehouse.report.drawing import Palette
from warehouse.report.figures import Figure
from warehouse.report.part import Part
from warehouse.report.parts_worth import own_part
from warehouse.report.release import Release, Table
from warehouse.report.roles import (
    CREDENTIAL,
    EARNED,
    LIST_STATUS,
    LONG_PLACES,
    PAY_OF_QUARTER,
    PLACES,
    PREMIUM,
    RETURNS,
    SHOWN_OVER_TIME,
    leading_measure,
    off_list,
    page_of,
    table_by,
)
from warehouse.report.tables import statutory_table

RATES = ("pass_rate", "employment_rate")


def released_parts(release: Release, palette: Palette) -> dict[str, tuple[Part, ...]]:
    """Give the parts of each page that show released tables, by the page's name."""
    found: dict[str, tuple[Part, ...]] = {"earned": (opening(release, palette),)}
    # What is said of a table stands once, over the first of its levels.
    described: set[str] = set()
    for table in release.tables:
        part = own_part(table, release, palette) or Part(
            f"part-{table.table_id}",
            table.title,
            text_of(table) if table.released_as not in described else "",
            f"Policy {table.statute}",
            tuple(charts_of(table, palette, off_list(release))),
            statutory_table(table),
        )
        described.add(table.released_as)
        found[page_of(table)] = (*found.get(page_of(table), ()), part)
    return found


def opening(release: Release, palette: Palette) -> Part:
    """Open the page of 5.A(a)-(d): the way to a credential, and what is on the List of it."""
    drawn = [figures_reached.steps(release, palette)]
    table = table_by(release, "credential", EARNED)
    if table is not None and table.dimensions[-1].dimension == LIST_STATUS:
        measure = release.measures[EARNED]
        status = table.dimensions[-1]
        series = {status.label_of(m): ("all", m) for m in table.members(1)}
        drawn.append(figures.trend(table, [measure], palette, series))
    return Part("opening", figures=tuple(each for each in drawn if each is not None))


def text_of(table: Table) -> str:
    """Describe a table; where it tells apart what is on the List, say what charts show of it."""
    if [each.dimension for each in table.dimensions[1:]] != [LIST_STATUS]:
        return table.description
    return (
        f"{table.description} Titles and bars are of high-value credentials, those on the List "
        "that day; the table has them under On the List, and begins with all."
    )


def charts_of(table: Table, palette: Palette, off: frozenset[str]) -> list[Figure]:
    """Choose the charts of a table by what it is broken down by."""
    measure = leading_measure(table)
    drawn: list[Figure | None] = []
    if not table.dimensions or page_of(table) == "credit":
        drawn.append(figures.trend(table, [measure], palette))
    for position, dimension in enumerate(table.dimensions):
        name = dimension.dimension
        marked = off if name == CREDENTIAL else frozenset()
        if dimension.partitions_persons and name not in LONG_PLACES:
            drawn.append(figures_people.shares(table, palette, position))
            drawn.append(figures_people.ratios_over_time(table, palette, position))
        if name in PLACES or not (dimension.partitions_persons or name == LIST_STATUS):
            drawn.append(figures_members.by_member(table, measure, palette, position, marked))
            if name in SHOWN_OVER_TIME:
                drawn.append(figures_members.over_time_by_member(table, measure, palette, position))
            drawn += [
                figures_members.by_member(table, rate, palette, position, marked)
                for rate in table.measures
                if rate.measure in RATES and position == 0 and name != "program"
            ]
    drawn.append(figures_reached.conversion(table, palette))
    return [figure for figure in drawn if figure is not None]


def not_released(release: Release) -> list[str]:
    """Name what the policy asks of outcomes and the release doesn't hold."""
    names = {measure.measure for table in release.tables for measure in table.measures}
    wanted = [
        ("return on investment by credential", not names.isdisjoint(RETURNS)),
        (
            "a comparison with people who attempted and didn’t pass",
            PREMIUM in names,
        ),
        ("earnings quarter by quarter, before and after", PAY_OF_QUARTER in names),
        (
            "outcomes by region",
            any(
                t.has_measure("median_wages") and any(d.dimension in PLACES for d in t.dimensions)
                for t in release.tables
            ),
        ),
    ]
    return [what for what, is_there in wanted if not is_there]
