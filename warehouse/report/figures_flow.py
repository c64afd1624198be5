"""The figure of where earners went on to: to further learning, and to work."""

from decimal import Decimal

from warehouse.report import findings_worth
from warehouse.report.drawing import Palette, draw_marks
from warehouse.report.figures import Figure, at, last_year_of, number
from warehouse.report.flow import Band, Flow, Node, flow_of, svg_of
from warehouse.report.release import ALL, Measure, Table
from warehouse.report.tables import Entry, Heading, TableView, entry
from warehouse.report.wording import school_year, shown

# Members by which is only said that nothing is known yet.
NOT_YET = "not_yet_observable"
# A year is settled if that is said of no larger part of its people.
FEW = Decimal("0.1")
# What can't be known of a year yet isn't counted: to draw it would show it for withheld.
NOT_APPLICABLE = "not_applicable"


def ways_on(table: Table, measure: Measure, palette: Palette) -> Figure | None:
    """Draw the ways from a credential over further learning to work; nothing without a total."""
    year = settled_year(table, measure)
    whole = table.cell(year, measure.measure)
    if whole is None or not whole.value:
        return None
    flow = flow_in(table, measure, year)
    title = finding(table, measure, year, whole.value)
    name = f"{table.table_id}-flow"
    learning, work = table.dimensions
    labels = {node.key: node.label for column in flow.columns for node in column}
    spoken = "; ".join(
        f"{labels[band.source]}, {labels[band.target][:1].lower()}{labels[band.target][1:]}: "
        f"{band.display}"
        for band in flow.bands
        if band.source != ALL
    )
    return Figure(
        name,
        title,
        f"{measure.label}, {measure.unit}, {school_year(year)}: from the credential to "
        f"{learning.label.lower()}, and to work. Bands are as wide as their numbers; a thin "
        "hatched band is a number that isn’t shown, whatever it is"
        + ("; of later years too little is known yet" if year < table.years[-1] else ""),
        f"{title}. {spoken}.",
        (draw_marks(name, title, f"{spoken}.", lambda width: svg_of(flow, palette, width)),),
        TableView(
            f"{name}-numbers",
            f"{learning.label} and {work.label.lower()}, {school_year(year)}",
            (
                Heading(learning.label),
                Heading("All", True),
                *(Heading(work.label_of(member), True) for member in table.members(1)),
            ),
            tuple(
                (
                    Entry(learning.label_of(first), "" if first == ALL else first),
                    *(
                        entry(table.cell(year, measure.measure, first, second), measure)
                        for second in [ALL, *table.members(1)]
                    ),
                )
                for first in [ALL, *table.members(0)]
            ),
        ),
    )


def settled_year(table: Table, measure: Measure) -> int:
    """Choose the latest year in which of nearly everybody it is known where they went.

    Where a way on can't be told of a year at all, the year isn't over for it.
    """
    last = last_year_of(table, measure)
    for year in reversed(table.years):
        whole = table.cell(year, measure.measure)
        margins = {
            (position, member): cell
            for position in (0, 1)
            for member in table.members(position)
            if (cell := table.cell(year, measure.measure, *at(position, member))) is not None
        }
        if any(c.code == NOT_APPLICABLE for (_, m), c in margins.items() if m != NOT_YET):
            continue
        bounds = [
            cell.bounds
            for (_, member), cell in margins.items()
            if member == NOT_YET and cell.code != NOT_APPLICABLE
        ]
        if (
            whole is not None
            and whole.value
            and all(each is not None and each[1] <= whole.value * FEW for each in bounds)
        ):
            return year
    return last


def flow_in(table: Table, measure: Measure, year: int) -> Flow:
    """Make the flow of a year from the table's cells and margins."""
    learning, work = table.dimensions
    cell_of = {
        (first, second): table.cell(year, measure.measure, first, second)
        for first in [ALL, *table.members(0)]
        for second in [ALL, *table.members(1)]
    }
    told = {
        members: (number(cell), shown(cell, measure))
        for members, cell in cell_of.items()
        if cell is not None and cell.code != NOT_APPLICABLE
    }
    columns = (
        [Node(ALL, "people earned one", *told[ALL, ALL])],
        [
            Node(f"to-{first}", learning.label_of(first), *told[first, ALL])
            for first in table.members(0)
            if (first, ALL) in told
        ],
        [
            Node(f"at-{second}", work.label_of(second), *told[ALL, second])
            for second in table.members(1)
            if (ALL, second) in told
        ],
    )
    # Bands leave and reach a node in the order of the column across.
    to_learning = [
        Band(ALL, f"to-{first}", *told[first, ALL])
        for first in table.members(0)
        if (first, ALL) in told
    ]
    to_work = [
        Band(f"to-{first}", f"at-{second}", *told[first, second])
        for first in table.members(0)
        for second in table.members(1)
        if (first, second) in told
    ]
    return flow_of(columns, [*to_learning, *to_work])


def finding(table: Table, measure: Measure, year: int, whole: Decimal) -> str:
    """Say where most people of whom it is known worked afterwards."""
    cells = {
        member: table.cell(year, measure.measure, ALL, member)
        for member in table.members(1)
        if member != NOT_YET
    }
    told = {m: cell.value for m, cell in cells.items() if cell and cell.value}
    if not told:
        return f"{measure.label}, {school_year(year)}: no way can be shown exactly"
    best = max(told, key=lambda member: (told[member], member))
    others = [cell.bounds for member, cell in cells.items() if cell and member != best]
    is_sure = all(bounds is not None and bounds[1] <= told[best] for bounds in others)
    work = table.dimensions[1]
    return findings_worth.of_members(work.label, work.label_of(best), told[best], whole, is_sure)
