"""The figures of the report: each a chart, the finding it shows, and its numbers as a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import altair as alt

from warehouse.report import charts
from warehouse.report.charts import Bar, Point
from warehouse.report.drawing import Drawing, Palette, draw
from warehouse.report.release import Cell, Measure, Table
from warehouse.report.roles import RESTS_ON, leading_measure
from warehouse.report.tables import Entry, Heading, TableView, entry
from warehouse.report.wording import amount, listed, moved, percent, school_year, shown

MOST_BARS = 12
MOST_MULTIPLES = 12
LEAST_YEARS = 3


@dataclass(frozen=True)
class Figure:
    """A chart with what stands around it."""

    name: str
    title: str
    subtitle: str
    description: str
    drawings: tuple[Drawing, ...]
    table: TableView
    key: tuple[tuple[str, str], ...] = ()
    labels: tuple[str, ...] = ()


def state_trend(table: Table, measure: Measure, palette: Palette) -> Figure:
    """Draw the state's total of a measure over the years."""
    cells = {year: table.cell(year, measure.measure) for year in table.years}
    told = {year: cell.value for year, cell in cells.items() if cell and cell.value is not None}
    title = f"{measure.label} over the years"
    description = "No total is released."
    if len(told) > 1:
        first, last = min(told), max(told)
        verb = moved(told[last], told[first])
        by = "" if verb == "held steady" else f" {percent(told[last] / told[first] - 1)}"
        title = f"{measure.label} {verb}{by} since {school_year(first)}"
        description = (
            f"{measure.label} {verb} from {amount(told[first], measure)} in {school_year(first)} to "
            f"{amount(told[last], measure)} in {school_year(last)}."
        )
    points = [
        Point(school_year(year), measure.label, number(cell), shown(cell, measure))
        for year, cell in cells.items()
    ]
    return _figure(
        f"{table.table_id}-{measure.measure}-trend",
        title,
        f"{measure.label}, {measure.unit}, school years {span(table.years)}",
        description,
        lambda width: charts.trend(points, palette, width),
        years_table(table, measure, cells),
    )


def by_member(table: Table, palette: Palette, position: int = 0) -> Figure:
    """Draw the leading measure by the members of a dimension, the year before as a tick."""
    measure = leading_measure(table)
    dimension = table.dimensions[position]
    year = last_told_year(table, measure)
    rows = []
    for member in table.members(position):
        places = ("all", "all")[:position] + (member,)
        now = table.cell(year, measure.measure, *places)
        before = table.cell(year - 1, measure.measure, *places)
        if now is not None and now.code != "not_applicable":
            rows.append((member, dimension.label_of(member), now, before))
    rows.sort(key=lambda row: (-(row[2].value or Decimal(-1)), -(row[2].band_high or 0), row[1]))
    left_out = len(rows) - MOST_BARS
    title, strong = member_finding(rows, measure, dimension.label)
    items = [
        Bar(
            label,
            number(now),
            shown(now, measure),
            number(before),
            number_of(now.band_low),
            number_of(now.band_high),
            rests_on(table, measure, year, member),
        )
        for member, label, now, before in rows[:MOST_BARS]
    ]
    subtitle = f"{measure.label}, {measure.unit}, {school_year(year)}"
    if left_out > 0:
        subtitle += f"; the {MOST_BARS} largest of {len(rows)}"
    withheld = sum(row[2].is_withheld for row in rows)
    return _figure(
        f"{table.table_id}-by-{dimension.dimension}",
        title,
        subtitle,
        f"{title}. "
        + "; ".join(f"{row[1]}: {shown(row[2], measure)}" for row in rows[:MOST_BARS])
        + (f". {withheld} of {len(rows)} are withheld." if withheld else "."),
        lambda width: charts.bars(items, palette, width, strong),
        TableView(
            f"{table.table_id}-by-{dimension.dimension}-numbers",
            f"{measure.label} by {dimension.label.lower()}",
            (
                Heading(dimension.label),
                Heading(school_year(year - 1), True),
                Heading(school_year(year), True),
            ),
            tuple(
                (Entry(row[1], row[1]), entry(row[3], measure), entry(row[2], measure))
                for row in rows
            ),
        ),
        (("bar", school_year(year)), ("tick", school_year(year - 1))),
    )


def member_finding(
    rows: Sequence[tuple[str, str, Cell, Cell | None]], measure: Measure, dimension: str
) -> tuple[str, str | None]:
    """Say what a chart by members shows, and which member it speaks of."""
    told = [row for row in rows if row[2].value is not None]
    what = measure.label.lower()
    if not told:
        return f"{measure.label} by {dimension.lower()}: every figure is withheld", None
    top = told[0]
    if measure.kind in ("persons", "events"):
        gains = {
            row[1]: row[2].value - row[3].value
            for row in told
            if row[2].value is not None and row[3] is not None and row[3].value is not None
        }
        up = {label: gain for label, gain in gains.items() if gain > 0}
        if up and len(gains) > 1:
            most = max(up, key=lambda label: (up[label], label))
            if up[most] * 2 > sum(up.values()):
                return f"{most} had most of the growth in a year", most
    return f"{top[1]} leads with {shown(top[2], measure)} {what}".replace(
        f" {what}", "" if measure.kind == "dollars" else f" {what}"
    ), top[1]


def multiples(table: Table, palette: Palette, position: int = 0) -> Figure | None:
    """Draw a small trend for each member, all on one scale; nothing with few years."""
    measure = leading_measure(table)
    dimension = table.dimensions[position]
    members = table.members(position)
    if len(table.years) < LEAST_YEARS or not 1 < len(members) <= MOST_MULTIPLES:
        return None
    drawings, labels, rows, rising, falling = [], [], [], 0, 0
    for member in members:
        places = ("all", "all")[:position] + (member,)
        cells = {year: table.cell(year, measure.measure, *places) for year in table.years}
        label = dimension.label_of(member)
        points = [
            Point(f"’{year % 100:02d}", label, number(cell), shown(cell, measure))
            for year, cell in cells.items()
        ]
        told = [cell.value for cell in cells.values() if cell and cell.value is not None]
        verb = moved(told[-1], told[0]) if len(told) > 1 else ""
        rising += verb == "rose"
        falling += verb == "fell"
        says = f"{label}: " + ", ".join(
            f"{school_year(year)} {shown(cell, measure)}" for year, cell in cells.items()
        )
        drawings.append(
            draw(
                f"{table.table_id}-{dimension.dimension}-{member}",
                label,
                says,
                lambda width, points=points: charts.trend(points, palette, 240, 110),
            )
        )
        labels.append(label)
        rows.append((Entry(label, label), *(entry(cell, measure) for cell in cells.values())))
    return Figure(
        f"{table.table_id}-{dimension.dimension}-over-time",
        f"{measure.label} rose in {rising} of {len(members)} and fell in {falling} "
        f"since {school_year(table.years[0])}",
        f"{measure.label}, {measure.unit}, by {dimension.label.lower()}, school years "
        f"{span(table.years)}; each on a scale of its own",
        f"Small charts of {measure.label.lower()} for {listed(labels)}.",
        tuple(drawings),
        TableView(
            f"{table.table_id}-{dimension.dimension}-over-time-numbers",
            f"{measure.label} by {dimension.label.lower()} and school year",
            (Heading(dimension.label), *(Heading(school_year(y), True) for y in table.years)),
            tuple(rows),
        ),
        labels=tuple(labels),
    )


def _figure(
    name: str,
    title: str,
    subtitle: str,
    description: str,
    chart: Callable[[int], alt.LayerChart],
    table: TableView,
    key: tuple[tuple[str, str], ...] = (),
) -> Figure:
    drawing = draw(name, title, description, chart)
    return Figure(name, title, subtitle, description, (drawing,), table, key)


def years_table(table: Table, measure: Measure, cells: dict[int, Cell | None]) -> TableView:
    """Lay out a figure's numbers by year."""
    return TableView(
        f"{table.table_id}-{measure.measure}-numbers",
        f"{measure.label} by school year",
        (Heading("School year"), Heading(measure.label, True)),
        tuple(
            (Entry(school_year(year), str(year)), entry(cell, measure))
            for year, cell in cells.items()
        ),
    )


def rests_on(table: Table, measure: Measure, year: int, member: str) -> str:
    """Say on how many people a median or rate rests, and what part of all these are."""
    if measure.measure not in RESTS_ON:
        return ""
    counted, whole = (
        table.cell(year, name, member) if table.has_measure(name) else None
        for name in RESTS_ON[measure.measure]
    )
    if counted is None:
        return ""
    people = "·\N{NO-BREAK SPACE}n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}" + counted.display
    if whole is None or not whole.value or counted.value is None or whole is counted:
        return people
    return f"{people} of {whole.display} ({percent(counted.value / whole.value)})"


def last_told_year(table: Table, measure: Measure) -> int:
    """Give the latest year for which a table tells any figure of a measure."""
    told = {
        place.school_year
        for place, cell in table.cells.items()
        if place.measure == measure.measure and cell.code != "not_applicable"
    }
    return max(told, default=table.years[-1])


def number(cell: Cell | None) -> float | None:
    """Give a cell's value for drawing; a withheld one has none."""
    return None if cell is None else number_of(cell.value)


def number_of(value: Decimal | None) -> float | None:
    """Give a figure for drawing."""
    return None if value is None else float(value)


def span(years: Sequence[int]) -> str:
    """Name the first and the last of some school years."""
    if len(years) == 1:
        return school_year(years[0])
    return f"{school_year(years[0])} to {school_year(years[-1])}"
