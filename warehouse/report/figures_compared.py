"""Figures of pay beside that of others: of people alike alone, and of all groups side by side."""

from decimal import Decimal
from statistics import median

from warehouse.report import charts_worth, findings_worth
from warehouse.report.charts_worth import SHAPES, Block, Difference
from warehouse.report.drawing import Palette
from warehouse.report.figures import Figure, figure_of, number
from warehouse.report.release import Measure, Table
from warehouse.report.roles import MATCHED, PREMIUM, PREMIUM_HIGH, PREMIUM_LOW, UNMATCHED
from warehouse.report.tables import Entry, Heading, TableView, entry
from warehouse.report.wording import amount, lowered

MOST_BLOCKS = 6
# As many credentials with the fairest comparison are drawn beside each other.
LEAST_MATCHED, MOST_MATCHED = 3, 20


def with_people_alike(table: Table, palette: Palette) -> Figure | None:
    """Draw the fairest comparison of each credential that has one; nothing where few have."""
    told = {
        member: value
        for member in table.members(0)
        if (value := value_of(table, PREMIUM, member, MATCHED)) is not None
    }
    if len(told) < LEAST_MATCHED:
        return None
    credential, group = table.dimensions
    found = sorted(told, key=lambda member: (-told[member], credential.label_of(member)))
    drawn = found[:MOST_MATCHED]
    block = Block(
        f"Beside {lowered(group.label_of(MATCHED))}",
        tuple(
            difference(table, member, MATCHED, told[member], credential.label_of(member))
            for member in drawn
        ),
    )
    return comparison_figure(
        table,
        f"{table.table_id}-{MATCHED}",
        title_of_matched(table),
        (block,),
        palette,
        found,
        [MATCHED],
        f"; the first {len(drawn)} of {len(found)} credentials drawn"
        if len(drawn) < len(found)
        else "",
    )


def side_by_side(table: Table, palette: Palette) -> Figure | None:
    """Draw pay beside that of every group of others, under each credential.

    Credentials that can be compared with people alike come first. A comparison that isn't told
    stands in the table alone; nothing is drawn if none is told.
    """
    credential, group = table.dimensions
    groups = table.members(1)
    told = {
        member: {
            each: value
            for each in groups
            if (value := value_of(table, PREMIUM, member, each)) is not None
        }
        for member in table.members(0)
    }
    found = sorted(
        (member for member in told if told[member]),
        key=lambda m: (MATCHED not in told[m], -len(told[m]), credential.label_of(m)),
    )
    if not found:
        return None
    plain = iter(SHAPES[1:] * len(groups))
    shapes = {each: SHAPES[0] if each == MATCHED else next(plain) for each in groups}
    blocks = tuple(
        Block(
            credential.label_of(member),
            tuple(
                difference(
                    table,
                    member,
                    each,
                    value,
                    group.label_of(each),
                    shapes[each],
                    each == MATCHED,
                )
                for each, value in told[member].items()
            ),
        )
        for member in found[:MOST_BLOCKS]
    )
    return comparison_figure(
        table,
        f"{table.table_id}-{PREMIUM}",
        title_of_groups(table),
        blocks,
        palette,
        found,
        groups,
        f"; {len(blocks)} of {len(found)} credentials" if len(blocks) < len(found) else "",
    )


def comparison_figure(
    table: Table,
    name: str,
    title: str,
    blocks: tuple[Block, ...],
    palette: Palette,
    members: list[str],
    groups: list[str],
    drawn: str,
) -> Figure:
    """Put title, drawing and numbers of a comparison together."""
    premium = next(measure for measure in table.measures if measure.measure == PREMIUM)
    credential, group = table.dimensions
    says = "; ".join(
        f"{block.heading}, {lowered(each.label)}: {each.display}"
        for block in blocks
        for each in block.differences
    )
    return figure_of(
        name,
        title,
        f"Pay of earners in a year less that of others, {premium.unit} a year, with the range that "
        "chance leaves; descriptive. Comparisons that can be shown; the table names the others"
        f"{drawn}",
        f"{title}. {says}.",
        lambda width: charts_worth.differences(blocks, palette, width),
        TableView(
            f"{name}-numbers",
            f"{premium.label}, by {credential.label.lower()} and {lowered(group.label)}",
            (Heading(credential.label), *(Heading(group.label_of(each), True) for each in groups)),
            tuple(
                (
                    Entry(credential.label_of(member), credential.label_of(member)),
                    *(with_interval(table, premium, member, each) for each in groups),
                )
                for member in members
            ),
        ),
    )


def title_of_matched(table: Table) -> str:
    """Say for how many credentials pay clearly differs from that of people alike."""
    ends = [
        tuple(value_of(table, name, member, MATCHED) for name in (PREMIUM_LOW, PREMIUM_HIGH))
        for member in table.members(0)
    ]
    intervals = [(low, high) for low, high in ends if low is not None and high is not None]
    return findings_worth.of_differences(intervals, table.dimensions[0].label.lower())


def title_of_groups(table: Table) -> str:
    """Say how far a plain comparison is from the fairest; of few, what the fairest shows."""
    both = [
        tuple(value_of(table, PREMIUM, member, group) for group in (UNMATCHED, MATCHED))
        for member in table.members(0)
    ]
    shifts = [abs(plain - fair) for plain, fair in both if plain is not None and fair is not None]
    if len(shifts) < LEAST_MATCHED:
        return title_of_matched(table)
    return findings_worth.of_bias(
        lowered(table.dimensions[1].label_of(UNMATCHED)),
        median(shifts),
        len(shifts),
        table.dimensions[0].label.lower(),
    )


def difference(
    table: Table,
    member: str,
    group: str,
    value: Decimal,
    label: str,
    shape: str = SHAPES[0],
    is_strong: bool = False,
) -> Difference:
    """Make the mark of a comparison of which the difference is told."""
    premium = next(measure for measure in table.measures if measure.measure == PREMIUM)
    low, high = (
        number(table.cell(table.years[-1], name, member, group))
        for name in (PREMIUM_LOW, PREMIUM_HIGH)
    )
    said = with_interval(table, premium, member, group).text
    return Difference(label, float(value), low, high, said, shape, is_strong)


def value_of(table: Table, measure: str, member: str, group: str) -> Decimal | None:
    """Give a figure of the latest year, if it is told."""
    cell = table.cell(table.years[-1], measure, member, group)
    return None if cell is None else cell.value


def with_interval(table: Table, measure: Measure, member: str, group: str) -> Entry:
    """Show a figure with its interval, where the table has measures for its low and high end."""
    year = table.years[-1]
    cell = table.cell(year, measure.measure, member, group)
    shown_alone = entry(cell, measure)
    ends = [table.cell(year, f"{measure.measure}_{end}", member, group) for end in ("low", "high")]
    if cell is None or cell.value is None:
        return shown_alone
    values = [end.value for end in ends if end is not None and end.value is not None]
    if len(values) < 2:
        return shown_alone
    written = " to ".join(amount(value, measure) for value in values)
    return Entry(f"{shown_alone.text} ({written})", shown_alone.order)
