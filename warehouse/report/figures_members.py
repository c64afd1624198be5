"""Figures of a measure by the members of a breakdown: bars, and small lines over the years."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from warehouse.report import charts_bars, findings
from warehouse.report.charts import Bar
from warehouse.report.drawing import Palette
from warehouse.report.figures import (
    LEAST_YEARS,
    MOST_BARS,
    MOST_SMALL,
    NOT_ON_LIST,
    OFF_LIST,
    UNCOUNTED,
    Figure,
    at,
    behind,
    figure_of,
    height,
    last_year_of,
    number,
    number_of,
    rests_on,
    small_trend,
)
from warehouse.report.findings import MemberFigure
from warehouse.report.release import ALL, NOT_A_STUDENT, Cell, Measure, Table
from warehouse.report.roles import (
    HIGH_VALUE,
    LIST_STATUS,
    LONG_PLACES,
    NOT_HIGH_VALUE,
    PLACES,
)
from warehouse.report.tables import Entry, Heading, TableView, entry
from warehouse.report.wording import (
    SPACE,
    amount,
    joined,
    lowered,
    moved,
    plural,
    school_year,
    shown,
    years_span,
)

# Of what alone a chart's title speaks.
OF_HIGH_VALUE, OF_STUDENTS = "In high-value credentials", "Among school students"


def by_member(
    table: Table,
    measure: Measure,
    palette: Palette,
    position: int = 0,
    off_list: frozenset[str] = frozenset(),
) -> Figure | None:
    """Draw a measure by the members of a dimension, the year before as a tick behind.

    A table that tells apart what is on the List is drawn for that, with the rest beside it; one by
    place is of school students, with all others as a bar of their own. Figures told exactly come
    first, then ranges; those that aren't told are drawn too if there is room for all, and always
    stand in the table. Nothing is drawn where fewer than two are told. Who is off the List is named
    so.
    """
    dimension = table.dimensions[position]
    year = last_year_of(table, measure)
    status = listed_status(table, measure, position, year)
    found = [
        each
        for member in table.members(position)
        if member not in dimension.stand_ins
        for each in [member_figure(table, measure, year, position, member, status, off_list)]
        if each is not None
    ]
    found.sort(key=lambda each: (rank(each.now), -height(each.now), -beside(each), each.label))
    if sum(height(each.now) >= 0 for each in found) < 2:
        return None
    drawn, which = with_room(found)
    of_place = dimension.dimension in PLACES
    scope = OF_STUDENTS if of_place else OF_HIGH_VALUE if status else ""
    whole = whole_of(table, measure, year, position, status)
    title, leading = findings.by_member(found, measure, dimension.label, year, scope, whole)
    strong = leading and leading.removesuffix(OFF_LIST)
    others = others_of(table, measure, year, position) if of_place else []
    with_others = [*drawn, *([] if dimension.dimension in LONG_PLACES else others)]
    items = [
        bar_of(each, measure, rests_on(table, measure, year, at(position, each.member, status)))
        for each in with_others
    ]
    if off_list and not status:
        items = [
            replace(item, note=item.note + behind(NOT_ON_LIST)) if each.member in off_list else item
            for item, each in zip(items, drawn, strict=True)
        ]
    subtitle = f"{measure.label}, {measure.unit}, {school_year(year)}"
    if status:
        subtitle += "; credentials on the List that day, and in light those not on it"
    if of_place:
        subtitle += coverage(table, measure, year, position)
    name = f"{table.table_id}-{measure.measure}-by-{dimension.dimension}"
    cells = [
        cell for each in [*found, *others] for cell in (each.now, each.beside) if cell is not None
    ]
    withheld = sum(cell.is_withheld for cell in cells)
    return figure_of(
        name,
        title,
        subtitle + which,
        f"{title}. {'; '.join(spoken(each, measure) for each in with_others)}."
        + (f" {withheld} of {len(cells)} figures are withheld." if withheld else ""),
        lambda width: charts_bars.bars(items, palette, width, strong),
        members_view(f"{name}-numbers", [*found, *others], measure, dimension.label, year),
        marks_of(items, year),
    )


def with_room(found: list[MemberFigure]) -> tuple[list[MemberFigure], str]:
    """Choose the members that a chart has room for, and say which they are if not all.

    Of figures that aren't told none comes before another: all are drawn, or none. Nor is a range
    higher or lower than a figure within it: where not all have room, the highest exact ones have.
    """
    exact = [each for each in found if each.now.value is not None]
    told = [each for each in found if height(each.now) >= 0]
    if len(found) <= MOST_BARS:
        return found, ""
    if len(told) <= MOST_BARS:
        return told, f"; the {len(told)} of {len(found)} shown exactly or as a range"
    kept, how = (exact, "exactly") if len(exact) > 1 else (told, "exactly or as a range")
    drawn = kept[:MOST_BARS]
    which = f"; the {len(drawn)} highest of {len(kept)} shown {how}"
    return drawn, which + (f", of {len(found)} in all" if len(kept) < len(found) else "")


def members_view(
    name: str, figures: Sequence[MemberFigure], measure: Measure, label: str, year: int
) -> TableView:
    """Lay out the figures of a chart by members, with what isn't on the List if any has it."""
    has_others = any(each.beside is not None for each in figures)
    return TableView(
        name,
        f"{measure.label} by {lowered(label)}",
        (
            Heading(label),
            Heading(school_year(year - 1), True),
            Heading(school_year(year), True),
            *([Heading(f"{school_year(year)}, {NOT_ON_LIST}", True)] if has_others else []),
        ),
        tuple(
            (
                Entry(each.label, each.label),
                entry(each.before, measure),
                entry(each.now, measure),
                *([entry(each.beside, measure)] if has_others else []),
            )
            for each in figures
        ),
    )


def listed_status(table: Table, measure: Measure, position: int, year: int) -> str:
    """Give what of a table is drawn: what is on the List, where the table tells it apart."""
    names = [each.dimension for each in table.dimensions]
    if position != 0 or names[1:] != [LIST_STATUS]:
        return ""
    return HIGH_VALUE if table.cell(year, measure.measure, ALL, HIGH_VALUE) is not None else ""


def member_figure(
    table: Table,
    measure: Measure,
    year: int,
    position: int,
    member: str,
    status: str = "",
    off_list: frozenset[str] = frozenset(),
) -> MemberFigure | None:
    """Give a member's figures; nothing where there is nothing to draw of it."""
    now, before = (
        table.cell(each, measure.measure, *at(position, member, status))
        for each in (year, year - 1)
    )
    other = table.cell(year, measure.measure, member, NOT_HIGH_VALUE) if status else None
    if other is not None and is_empty(other):
        other = None
    if now is None or (now.code in UNCOUNTED and other is None):
        return None
    if now.value == 0 and other is None:
        return None
    label = table.dimensions[position].label_of(member)
    return MemberFigure(
        member, label + (OFF_LIST if member in off_list else ""), now, before, other
    )


def is_empty(cell: Cell) -> bool:
    """Whether there is nobody, or nothing to count."""
    return cell.code in UNCOUNTED or cell.value == 0


def bar_of(each: MemberFigure, measure: Measure, rests: str) -> Bar:
    """Draw a member's figure, and below it that of what isn't on the List."""
    below, before = None, each.before
    if each.beside is not None:
        below = Bar(
            NOT_ON_LIST,
            number(each.beside),
            shown(each.beside, measure),
            None,
            number_of(each.beside.band_low),
            number_of(each.beside.band_high),
            behind(NOT_ON_LIST) if each.beside.is_withheld else f"{SPACE}{NOT_ON_LIST}",
        )
    return Bar(
        each.label.removesuffix(OFF_LIST),
        number(each.now),
        shown(each.now, measure),
        number(before) if before is not None and (before.value or each.now.value) else None,
        number_of(each.now.band_low),
        number_of(each.now.band_high),
        behind(rests),
        below,
        each.member in NOT_A_STUDENT,
    )


def spoken(each: MemberFigure, measure: Measure) -> str:
    """Say a member's figures in words."""
    said = f"{each.label}: {shown(each.now, measure)}"
    if each.beside is None:
        return said
    return f"{said} on the List, {shown(each.beside, measure)} not on it"


def whole_of(
    table: Table, measure: Measure, year: int, position: int, status: str
) -> MemberFigure | None:
    """Give the figure of all members together; nothing where a table by place tells more."""
    margin = ALL, status or ALL
    if any(other in table.members(position) for other in NOT_A_STUDENT):
        return None
    now, before = (table.cell(each, measure.measure, *margin) for each in (year, year - 1))
    return None if now is None else MemberFigure(ALL, "All", now, before)


def others_of(table: Table, measure: Measure, year: int, position: int) -> list[MemberFigure]:
    """Give the figure of those whom no place counts, if there are any."""
    found = [
        member_figure(table, measure, year, position, member)
        for member in table.members(position)
        if member in NOT_A_STUDENT
    ]
    return [each for each in found if each is not None]


def coverage(table: Table, measure: Measure, year: int, position: int) -> str:
    """Say how many of all a chart by place counts: school students of that year."""
    whole = table.cell(year, measure.measure)
    others = others_of(table, measure, year, position)
    if whole is None or whole.value is None or not others:
        return ""
    counts = [each.now.value for each in others]
    if None in counts:
        return (
            f"; how many of all {shown(whole, measure)} weren’t school students that year can’t be "
            "shown"
        )
    left = whole.value - sum(count for count in counts if count is not None)
    return (
        f"; school students are {amount(left, measure)} of all {shown(whole, measure)}, the others "
        "weren’t school students that year"
    )


def marks_of(items: Sequence[Bar], year: int) -> tuple[tuple[str, str], ...]:
    """Explain the marks of a chart of bars that it has."""
    bars = [("bar", school_year(year))] if any(each.value is not None for each in items) else []
    if any(each.before is not None and is_told(each) for each in items):
        bars.append(("tick", school_year(year - 1)))
    return tuple(bars) if len(bars) > 1 else ()


def is_told(item: Bar) -> bool:
    """Whether a bar is drawn for an item, of a figure or a range."""
    return item.value is not None or item.low is not None


def over_time_by_member(
    table: Table, measure: Measure, palette: Palette, position: int = 0
) -> Figure | None:
    """Draw a small trend for each member, all on one scale; nothing where little is told.

    As in bars, what is on the List is drawn alone, and of places all others in a chart of theirs.
    """
    dimension = table.dimensions[position]
    status = listed_status(table, measure, position, table.years[-1])
    of_place = dimension.dimension in PLACES

    def line_of(member: str) -> dict[int, Cell | None]:
        members = at(position, member, status)
        return {year: table.cell(year, measure.measure, *members) for year in table.years}

    cells = {
        member: line_of(member)
        for member in table.members(position)
        if member not in dimension.stand_ins
    }
    others = {
        member: line_of(member) for member in table.members(position) if member in NOT_A_STUDENT
    }
    told = {
        member: [cell.value for cell in line.values() if cell and cell.value]
        for member, line in (cells | others).items()
    }
    rows = tuple(
        (
            Entry(dimension.label_of(member), dimension.label_of(member)),
            *(entry(cell, measure) for cell in line.values()),
        )
        for member, line in (cells | others).items()
    )
    many = [member for member in cells if len(told[member]) >= LEAST_YEARS]
    left_out = len(cells) - len(many)
    if len(many) < 2:
        return None
    fullest = sorted(many, key=lambda member: (-len(told[member]), -max(told[member]), member))
    drawn = {member: cells[member] for member in many if member in fullest[:MOST_SMALL]}
    verbs = [
        moved(last.value, first.value)
        for line in drawn.values()
        if (first := line[table.years[0]]) is not None
        and first.value is not None
        and (last := line[table.years[-1]]) is not None
        and last.value is not None
    ]
    if not verbs:
        return None
    title = findings.over_time_by_member(
        measure,
        dimension.label,
        verbs,
        table.years[0],
        OF_STUDENTS if of_place else OF_HIGH_VALUE if status else "",
        "".join(findings.of_others(measure, list(line.values())) for line in others.values()),
    )
    if dimension.dimension not in LONG_PLACES:
        drawn |= {m: line for m, line in others.items() if len(told[m]) >= LEAST_YEARS}
    # The others are many: on their scale no place could be read.
    highest = float(max(max(told[member]) for member in drawn if member in cells))
    labels = tuple(dimension.label_of(member) for member in drawn)
    name = f"{table.table_id}-{measure.measure}-{dimension.dimension}-over-time"
    members_drawn = sum(member in cells for member in drawn)
    several = plural(dimension.label)
    return Figure(
        name,
        title,
        f"{measure.label}, {measure.unit}, by {lowered(dimension.label)}, "
        f"{years_span(table.years)}"
        + ("; credentials on the List that day" if status else "")
        + ("; all on one scale" if members_drawn == len(drawn) else f"; {several} on one scale")
        + (f"; {left_out} with fewer than three years to show left out" if left_out else "")
        + (f"; {members_drawn} of the others drawn" if members_drawn < len(many) else ""),
        f"{title}. Small charts for {joined(list(labels))}.",
        tuple(
            small_trend(
                f"{name}-{at_}",
                dimension.label_of(member),
                measure,
                line,
                palette,
                highest if member in cells else None,
            )
            for at_, (member, line) in enumerate(drawn.items())
        ),
        TableView(
            f"{name}-numbers",
            f"{measure.label} by {lowered(dimension.label)} and school year",
            (Heading(dimension.label), *(Heading(school_year(y), True) for y in table.years)),
            rows,
        ),
        labels=labels,
    )


def rank(cell: Cell) -> int:
    """Set figures told exactly before ranges, and these before what isn't told."""
    if cell.value is not None:
        return 0
    return 1 if height(cell) >= 0 else 2


def beside(each: MemberFigure) -> Decimal:
    """Give what members are ordered by that have as much on the List: what they have beside it."""
    return Decimal(-1) if each.beside is None else height(each.beside)
