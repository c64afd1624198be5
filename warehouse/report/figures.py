"""The figures of the report: each a chart, the finding it shows, and its numbers as a table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import altair as alt

from warehouse.report import charts, findings
from warehouse.report.charts import Point
from warehouse.report.drawing import HATCH_ID, Drawing, Palette, draw
from warehouse.report.release import ALL, NOT_REPORTED, Cell, Measure, Table
from warehouse.report.roles import (
    RESTS_ON,
)
from warehouse.report.tables import Entry, Heading, TableView, entry
from warehouse.report.wording import (
    SPACE,
    lowered,
    percent,
    school_year,
    short_year,
    shown,
    years_span,
)

NOT_ON_LIST = "not on the List"
OFF_LIST = f" ({NOT_ON_LIST})"
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


def at(position: int, member: str, status: str = "") -> tuple[str, str]:
    """Give the members of a cell that names one dimension and stands at the margin of the other.

    With a status it stands at that of the second dimension.
    """
    return (member, status or ALL) if position == 0 else (ALL, member)


def trend(
    table: Table,
    measures: Sequence[Measure],
    palette: Palette,
    series: Mapping[str, tuple[str, str]] | None = None,
    note: str = "",
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
    note
        What a reader must know of the years beside the figure, for the end of the subtitle.
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
        title = f"{first}: {lowered(title)}"
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
        + ("; a gap is a year that isn’t shown" if len(lines) > 1 and has_gap else "")
        + (f"; {note}" if note else ""),
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
