"""Figures of pay around the award: of all earners, and of each credential."""

from collections.abc import Sequence
from decimal import Decimal

from warehouse.report import charts_worth, findings_worth
from warehouse.report.charts_worth import Quarter
from warehouse.report.drawing import Palette, draw
from warehouse.report.figures import SMALL_HEIGHT, SMALL_WIDTH, Figure, figure_of, number
from warehouse.report.release import ALL, Measure, Table
from warehouse.report.tables import Entry, Heading, TableView, entry
from warehouse.report.wording import joined, plural, school_year, shown

# A year is full if it tells so large a part of the quarters that the fullest of its like tells.
FULL_ENOUGH = 0.9
LEAST_QUARTERS = 4
MOST_SMALL = 9


def quarters_of(table: Table, measure: Measure, year: int, member: str) -> list[Quarter]:
    """Give the quarters around the award of one member in one year, in their order."""
    found = []
    for quarter in sorted(table.members(1), key=int):
        cell = table.cell(year, measure.measure, member, quarter)
        is_withheld = cell is not None and cell.is_withheld
        found.append(Quarter(int(quarter), number(cell), shown(cell, measure), is_withheld))
    return found


def values_of(table: Table, measure: Measure, year: int, member: str) -> dict[int, Decimal]:
    """Give what is told of one member in one year, by quarter from the award."""
    cells = {
        int(quarter): table.cell(year, measure.measure, member, quarter)
        for quarter in table.members(1)
    }
    return {n: cell.value for n, cell in cells.items() if cell and cell.value is not None}


def fullest_year(table: Table, measure: Measure) -> int:
    """Choose the latest year whose earners are followed over as many quarters as any.

    A quarter that wage records don't cover for the year's earners is not applicable. Of the years
    that lack fewest, one of which far less may be told than of another is passed over.
    """
    lacking = {year: not_covered(table, measure, year) for year in table.years}
    covered = [year for year in table.years if lacking[year] == min(lacking.values())]
    told = {year: len(values_of(table, measure, year, ALL)) for year in covered}
    most = max(told.values())
    return max(year for year, count in told.items() if count >= most * FULL_ENOUGH)


def not_covered(table: Table, measure: Measure, year: int) -> int:
    """Count the quarters that aren't over, or not in the records, for earners of a year."""
    cells = [table.cell(year, measure.measure, ALL, quarter) for quarter in table.members(1)]
    return sum(cell is None or cell.code == "not_applicable" for cell in cells)


def why_not_later(table: Table, measure: Measure, year: int) -> str:
    """Say why a chart is of an earlier year than the last; nothing if it is of the last."""
    later = [each for each in table.years if each > year]
    if not later:
        return ""
    lacking = not_covered(table, measure, year)
    if all(not_covered(table, measure, each) > lacking for each in later):
        return ", the latest whose earners can be followed over as many quarters"
    return ", the latest of which as many quarters can be shown"


def pay_around_award(
    table: Table, measure: Measure, year: int, people: str, palette: Palette
) -> Figure | None:
    """Draw the pay of all earners of a year, quarter by quarter; nothing if none is told."""
    items = quarters_of(table, measure, year, ALL)
    told = [item for item in items if item.value is not None]
    if len(told) < 2:
        return None
    values = values_of(table, measure, year, ALL)
    title = findings_worth.around_award(measure, values)
    name = f"{table.table_id}-all"
    spoken = "; ".join(f"{charts_worth.spoken(i.number)} {i.display}" for i in told)
    hidden = sum(item.is_withheld for item in items)
    latest = why_not_later(table, measure, year)
    return figure_of(
        name,
        title,
        f"{measure.label}, {measure.unit}, by quarter from the award (dashed line); earners of "
        f"{school_year(year)}{latest}, all credentials{people}",
        f"{title}. {spoken}." + (f" {hidden} quarters are withheld." if hidden else ""),
        lambda width: charts_worth.quarters(items, palette, width),
        quarters_view(f"{name}-numbers", table, measure, year, [ALL]),
    )


def pay_by_credential(
    table: Table, measure: Measure, year: int, people: str, palette: Palette
) -> Figure | None:
    """Draw the same small for each credential of which most is told, all on one scale."""
    quarters = {member: quarters_of(table, measure, year, member) for member in table.members(0)}
    told = {m: sum(item.value is not None for item in items) for m, items in quarters.items()}
    found = {m: items for m, items in quarters.items() if told[m] >= LEAST_QUARTERS}
    ordered = sorted(found, key=lambda member: (-told[member], member))
    chosen = [member for member in table.members(0) if member in ordered[:MOST_SMALL]]
    if not chosen:
        return None
    dimension = table.dimensions[0]
    labels = tuple(dimension.label_of(member) for member in chosen)
    highest = max(item.value for member in chosen for item in found[member] if item.value)
    unit = dimension.label.lower()
    title = findings_worth.of_each(
        measure, unit, [values_of(table, measure, year, member) for member in found]
    )
    name = f"{table.table_id}-each"
    return Figure(
        name,
        title,
        f"{measure.label}, {measure.unit}, by quarter from the award (dashed line); earners of "
        f"{school_year(year)}; all on one scale{people}; {len(chosen)} of {len(found)} "
        f"{plural(unit)} that can be shown",
        f"{title}. Small charts for {joined(list(labels))}.",
        tuple(
            draw(
                f"{name}-{at}",
                f"{measure.label}: {label}",
                "; ".join(f"{charts_worth.spoken(i.number)} {i.display}" for i in found[m]) + ".",
                lambda width, m=m: charts_worth.quarters(
                    found[m], palette, width, SMALL_HEIGHT, highest
                ),
                widths=(SMALL_WIDTH,),
            )
            for at, (m, label) in enumerate(zip(chosen, labels, strict=True))
        ),
        quarters_view(f"{name}-numbers", table, measure, year, list(found)),
        labels=labels,
    )


def quarters_view(
    name: str, table: Table, measure: Measure, year: int, members: Sequence[str]
) -> TableView:
    """Lay out quarters as rows, a column for each member."""
    dimension = table.dimensions[0]
    return TableView(
        name,
        f"{measure.label} by quarter from the award, earners of {school_year(year)}",
        (
            Heading(table.dimensions[1].label),
            *(Heading(dimension.label_of(member), True) for member in members),
        ),
        tuple(
            (
                Entry(Quarter(int(quarter), None, "").place, quarter),
                *(
                    entry(table.cell(year, measure.measure, member, quarter), measure)
                    for member in members
                ),
            )
            for quarter in sorted(table.members(1), key=int)
        ),
    )
