"""Figures of what a credential is worth: pay around the award, and beside that of others."""

from collections.abc import Sequence
from decimal import Decimal

from warehouse.report import charts_worth, findings_worth
from warehouse.report.charts_worth import SHAPES, Block, Difference, Quarter
from warehouse.report.drawing import Palette, draw
from warehouse.report.figures import SMALL_HEIGHT, SMALL_WIDTH, Figure, figure_of, number
from warehouse.report.release import ALL, Measure, Table
from warehouse.report.roles import MATCHED, PREMIUM, PREMIUM_HIGH, PREMIUM_LOW
from warehouse.report.tables import Entry, Heading, TableView, entry
from warehouse.report.wording import joined, money, plural, school_year, shown

# A year is shown in full if it tells so large a part of the quarters that the fullest year tells.
FULL_ENOUGH = 0.9
LEAST_QUARTERS = 4
MOST_SMALL = 9
MOST_BLOCKS = 6


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
    """Choose the latest year of which nearly as much is told of the whole as of any."""
    told = {
        year: sum(item.value is not None for item in quarters_of(table, measure, year, ALL))
        for year in table.years
    }
    most = max(told.values())
    return max(year for year, count in told.items() if count >= most * FULL_ENOUGH)


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
    latest = ", the latest year followed for as long" if year < table.years[-1] else ""
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


def differences(table: Table, palette: Palette) -> Figure | None:
    """Draw the difference in pay between earners and each group of others, with its interval.

    Credentials that can be compared with people alike come first. Nothing is drawn if none is told.
    """
    year = table.years[-1]
    measures = {measure.measure: measure for measure in table.measures}
    premium = measures[PREMIUM]
    credential, group = table.dimensions
    groups = table.members(1)
    told = {
        member: [g for g in groups if is_told(table, year, member, g)]
        for member in table.members(0)
    }
    found = sorted(
        (member for member in told if told[member]),
        key=lambda m: (MATCHED not in told[m], -len(told[m]), credential.label_of(m)),
    )
    if not found:
        return None
    plain = iter(SHAPES[1:] * len(groups))
    shapes = {g: SHAPES[0] if g == MATCHED else next(plain) for g in groups}
    blocks = [
        Block(
            credential.label_of(member),
            tuple(
                Difference(
                    group.label_of(g),
                    *(
                        number(table.cell(year, name, member, g))
                        for name in (PREMIUM, PREMIUM_LOW, PREMIUM_HIGH)
                    ),
                    difference_shown(table, year, member, g),
                    shapes[g],
                    g == MATCHED,
                )
                for g in groups
            ),
        )
        for member in found[:MOST_BLOCKS]
    ]
    intervals = [
        (low.value, high.value)
        for member in found
        for low, high in [
            [table.cell(year, name, member, MATCHED) for name in (PREMIUM_LOW, PREMIUM_HIGH)]
        ]
        if low and high and low.value is not None and high.value is not None
    ]
    title = findings_worth.of_differences(intervals, credential.label.lower())
    name = f"{table.table_id}-{PREMIUM}"
    drawn = f"; {len(blocks)} of {len(found)} drawn" if len(blocks) < len(found) else ""
    says = "; ".join(
        f"{block.heading}, {each.label.lower()}: {each.display}"
        for block in blocks
        for each in block.differences
    )
    return figure_of(
        name,
        title,
        f"Pay of earners in a year less that of others, {premium.unit} a year, with the range that "
        "chance leaves 95 times of 100; descriptive. Credentials of which a comparison can be "
        f"shown{drawn}",
        f"{title}. {says}.",
        lambda width: charts_worth.differences(blocks, palette, width),
        TableView(
            f"{name}-numbers",
            f"{premium.label}, by {credential.label.lower()} and {group.label.lower()}",
            (Heading(credential.label), *(Heading(group.label_of(g), True) for g in groups)),
            tuple(
                (
                    Entry(credential.label_of(member), credential.label_of(member)),
                    *(with_interval(table, year, premium, member, g) for g in groups),
                )
                for member in found
            ),
        ),
    )


def is_told(table: Table, year: int, member: str, group: str) -> bool:
    """Say whether a difference is told."""
    cell = table.cell(year, PREMIUM, member, group)
    return cell is not None and cell.value is not None


def difference_shown(table: Table, year: int, member: str, group: str) -> str:
    """Write a difference with its interval, as far as it is told."""
    premium = next(measure for measure in table.measures if measure.measure == PREMIUM)
    return with_interval(table, year, premium, member, group).text


def with_interval(table: Table, year: int, measure: Measure, member: str, group: str) -> Entry:
    """Show a figure with its interval, where the table has measures for its low and high end."""
    cell = table.cell(year, measure.measure, member, group)
    shown_alone = entry(cell, measure)
    ends = [table.cell(year, f"{measure.measure}_{end}", member, group) for end in ("low", "high")]
    if cell is None or cell.value is None:
        return shown_alone
    values = [end.value for end in ends if end is not None and end.value is not None]
    if len(values) < 2:
        return shown_alone
    written = " to ".join(
        money(value) if measure.unit == "dollars" else f"{value:,.2f}" for value in values
    )
    return Entry(f"{shown_alone.text} ({written})", shown_alone.order)
