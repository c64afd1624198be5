"""The figures of the report: each a chart, the finding it shows, and its numbers as a table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import altair as alt

from warehouse.report import charts, findings
from warehouse.report.charts import Bar, Point
from warehouse.report.drawing import HATCH_ID, Drawing, Palette, draw
from warehouse.report.findings import MemberFigure
from warehouse.report.release import ALL, NOT_REPORTED, Cell, Measure, Table
from warehouse.report.roles import RESTS_ON
from warehouse.report.tables import Entry, Heading, TableView, entry
from warehouse.report.wording import (
    SPACE,
    joined,
    moved,
    percent,
    school_year,
    short_year,
    shown,
    years_span,
)

OFF_LIST = " (not on the List)"
MOST_BARS = 12
LEAST_YEARS = 3
MOST_SMALL = 12
# Cells that no chart has a place for: there is nothing to count, or nobody counted.
UNCOUNTED = ("not_applicable", NOT_REPORTED)
SMALL_WIDTH = 240
SMALL_HEIGHT = 110


@dataclass(frozen=True)
class Figure:
    """A chart with what stands around it; several drawings are small multiples with labels."""

    name: str
    title: str
    subtitle: str
    description: str
    drawings: tuple[Drawing, ...]
    table: TableView
    key: tuple[tuple[str, str], ...] = ()
    labels: tuple[str, ...] = ()

    @property
    def is_hatched(self) -> bool:
        """Whether a withheld figure is drawn."""
        return any(HATCH_ID in drawing.wide for drawing in self.drawings)


def figure_of(
    name: str,
    title: str,
    subtitle: str,
    description: str,
    chart: Callable[[int], alt.LayerChart],
    table: TableView,
    key: tuple[tuple[str, str], ...] = (),
) -> Figure:
    """Draw a chart and put what belongs to it around it."""
    drawing = draw(name, title, description, chart)
    return Figure(name, title, subtitle, description, (drawing,), table, key)


def at(position: int, member: str) -> tuple[str, str]:
    """Give the members of a cell that names one dimension and stands at the margin of the other."""
    return (member, ALL) if position == 0 else (ALL, member)


def trend(
    table: Table,
    measures: Sequence[Measure],
    palette: Palette,
    series: Mapping[str, tuple[str, str]] | None = None,
) -> Figure:
    """Draw measures of the whole state over the years, or one measure of some members.

    Parameters
    ----------
    table
        The table that has them.
    measures
        A line for each; the title speaks of the first.
    palette
        Colours.
    series
        For one measure: the words for each line, and the members that it is of.
    """
    lines = series or {measure.label: (ALL, ALL) for measure in measures}
    what = dict(zip(lines, measures * len(lines) if series else measures, strict=False))
    cells = {
        label: {year: table.cell(year, what[label].measure, *members) for year in table.years}
        for label, members in lines.items()
    }
    title, says = findings.over_years(measures[0], next(iter(cells.values())))
    if series:
        first = next(iter(series))
        title = f"{first}: {title[:1].lower()}{title[1:]}"
    points = [
        Point(school_year(year), label, number(cell), shown(cell, what[label]))
        for label, line in cells.items()
        for year, cell in line.items()
    ]
    has_gap = any(point.value is None for point in points)
    name = f"{table.table_id}-{measures[0].measure}-{'members' if series else 'trend'}"
    return figure_of(
        name,
        title,
        f"{measures[0].label}, {measures[0].unit}, {years_span(table.years)}"
        + ("; a gap is a year that isn’t shown" if len(lines) > 1 and has_gap else ""),
        says,
        lambda width: charts.trend(points, palette, width),
        TableView(
            f"{name}-numbers",
            title,
            (Heading("School year"), *(Heading(label, True) for label in lines)),
            tuple(
                (
                    Entry(school_year(year), str(year)),
                    *(entry(line[year], what[label]) for label, line in cells.items()),
                )
                for year in reversed(table.years)
            ),
        ),
    )


def by_member(
    table: Table,
    measure: Measure,
    palette: Palette,
    position: int = 0,
    off_list: frozenset[str] = frozenset(),
) -> Figure | None:
    """Draw a measure by the members of a dimension, the year before as a tick behind.

    Figures that are told come first; those that aren't are drawn too if there is room for all, and
    always stand in the table. Nothing is drawn where fewer than two are told. Who is off the List
    is named so.
    """
    dimension = table.dimensions[position]
    year = last_year_of(table, measure)
    found = [
        MemberFigure(
            member,
            dimension.label_of(member) + (OFF_LIST if member in off_list else ""),
            now,
            before,
        )
        for member in table.members(position)
        if member not in dimension.stand_ins
        and (now := table.cell(year, measure.measure, *at(position, member))) is not None
        and now.code not in UNCOUNTED
        and now.value != 0
        for before in [table.cell(year - 1, measure.measure, *at(position, member))]
    ]
    found.sort(key=lambda each: (-height(each.now), each.label))
    told = [each for each in found if height(each.now) >= 0]
    if len(told) < 2:
        return None
    # Of figures that aren't told none comes before another: all are drawn, or none.
    drawn = found if len(found) <= MOST_BARS else told[:MOST_BARS]
    title, strong = findings.by_member(found, measure, dimension.label, year)
    items = [
        Bar(
            each.label.removesuffix(OFF_LIST),
            number(each.now),
            shown(each.now, measure),
            number(each.before),
            number_of(each.now.band_low),
            number_of(each.now.band_high),
            behind(rests_on(table, measure, year, at(position, each.member)))
            + behind("not on the List" if each.member in off_list else ""),
        )
        for each in drawn
    ]
    subtitle = f"{measure.label}, {measure.unit}, {school_year(year)}"
    if len(drawn) < len(told):
        subtitle += f"; the {len(drawn)} highest of {len(told)} shown exactly or as a range"
    elif len(drawn) < len(found):
        subtitle += f"; the {len(drawn)} of {len(found)} shown exactly or as a range"
    name = f"{table.table_id}-{measure.measure}-by-{dimension.dimension}"
    withheld = sum(each.now.is_withheld for each in found)
    return figure_of(
        name,
        title,
        subtitle,
        f"{title}. {'; '.join(f'{each.label}: {shown(each.now, measure)}' for each in drawn)}."
        + (f" {withheld} of {len(found)} figures are withheld." if withheld else ""),
        lambda width: charts.bars(items, palette, width, strong and strong.removesuffix(OFF_LIST)),
        TableView(
            f"{name}-numbers",
            f"{measure.label} by {dimension.label.lower()}",
            (
                Heading(dimension.label),
                Heading(school_year(year - 1), True),
                Heading(school_year(year), True),
            ),
            tuple(
                (
                    Entry(each.label, each.label),
                    entry(each.before, measure),
                    entry(each.now, measure),
                )
                for each in found
            ),
        ),
        marks_of(items, year),
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
    """Draw a small trend for each member, all on one scale; nothing where little is told."""
    dimension = table.dimensions[position]
    cells = {
        member: {
            year: table.cell(year, measure.measure, *at(position, member)) for year in table.years
        }
        for member in table.members(position)
        if member not in dimension.stand_ins
    }
    told = {
        member: [cell.value for cell in line.values() if cell and cell.value]
        for member, line in cells.items()
    }
    rows = tuple(
        (
            Entry(dimension.label_of(member), dimension.label_of(member)),
            *(entry(cell, measure) for cell in line.values()),
        )
        for member, line in cells.items()
    )
    many = [member for member in cells if len(told[member]) >= LEAST_YEARS]
    left_out = len(rows) - len(many)
    if len(many) < 2:
        return None
    fullest = sorted(many, key=lambda member: (-len(told[member]), -max(told[member]), member))
    cells = {member: cells[member] for member in many if member in fullest[:MOST_SMALL]}
    highest = float(max(max(told[member]) for member in cells))
    verbs = [
        moved(last.value, first.value)
        for line in cells.values()
        if (first := line[table.years[0]]) is not None
        and first.value is not None
        and (last := line[table.years[-1]]) is not None
        and last.value is not None
    ]
    if not verbs:
        return None
    title = findings.over_time_by_member(measure, dimension.label, verbs, table.years[0])
    labels = tuple(dimension.label_of(member) for member in cells)
    name = f"{table.table_id}-{measure.measure}-{dimension.dimension}-over-time"
    return Figure(
        name,
        title,
        f"{measure.label}, {measure.unit}, by {dimension.label.lower()}, "
        f"{years_span(table.years)}; all on one scale"
        + (f"; {left_out} with fewer than three years to show left out" if left_out else "")
        + (f"; {len(cells)} of the others drawn" if len(cells) < len(many) else ""),
        f"{title}. Small charts for {joined(list(labels))}.",
        tuple(
            small_trend(f"{name}-{number_}", label, measure, line, palette, highest)
            for number_, (label, line) in enumerate(zip(labels, cells.values(), strict=True))
        ),
        TableView(
            f"{name}-numbers",
            f"{measure.label} by {dimension.label.lower()} and school year",
            (Heading(dimension.label), *(Heading(school_year(y), True) for y in table.years)),
            rows,
        ),
        labels=labels,
    )


def small_trend(
    name: str,
    label: str,
    measure: Measure,
    line: Mapping[int, Cell | None],
    palette: Palette,
    highest: float | None = None,
) -> Drawing:
    """Draw one small line over the years."""
    points = [
        Point(short_year(year), label, number(cell), shown(cell, measure))
        for year, cell in line.items()
    ]
    says = ", ".join(f"{school_year(year)} {shown(cell, measure)}" for year, cell in line.items())
    return draw(
        name,
        f"{measure.label}: {label}",
        f"{says}.",
        lambda width: charts.trend(points, palette, SMALL_WIDTH, SMALL_HEIGHT, highest=highest),
        widths=(SMALL_WIDTH,),
    )


def rests_on(table: Table, measure: Measure, year: int, members: tuple[str, str]) -> str:
    """Say on how many people a median or rate rests, and what part of all these are."""
    if measure.measure not in RESTS_ON:
        return ""
    counted, whole = (
        table.cell(year, name, *members) if name and table.has_measure(name) else None
        for name in RESTS_ON[measure.measure]
    )
    if counted is None:
        return ""
    of = ""
    if whole is not None and whole.value and counted.value is not None:
        of = f" of {whole.display} ({percent(counted.value / whole.value)})"
    unit = next(
        each.unit for each in table.measures if each.measure == RESTS_ON[measure.measure][0]
    )
    if counted.code == "withheld":
        return f"number of {unit} not shown"
    number_shown = counted.display
    if counted.code == "small":
        number_shown = f"fewer than {counted.display.removeprefix('<')}"
    return f"{number_shown} {unit}{of}"


def behind(text: str) -> str:
    """Set a text off from the figure that it stands behind."""
    return f"{SPACE}· {text}" if text else ""


def last_year_of(table: Table, measure: Measure) -> int:
    """Give the latest year for which a table tells anything of a measure."""
    told = {
        place.school_year
        for place, cell in table.cells.items()
        if place.measure == measure.measure and cell.code not in UNCOUNTED
    }
    return max(told, default=table.years[-1])


def height(cell: Cell) -> Decimal:
    """Give what a cell is ordered by: its value, the middle of its range, or less than nothing."""
    if cell.value is not None:
        return cell.value
    if cell.band_low is not None and cell.band_high is not None:
        return (cell.band_low + cell.band_high) / 2
    return Decimal(-1)


def number(cell: Cell | None) -> float | None:
    """Give a cell's value for drawing; a withheld one has none."""
    return None if cell is None else number_of(cell.value)


def number_of(value: Decimal | None) -> float | None:
    """Give a figure for drawing."""
    return None if value is None else float(value)
