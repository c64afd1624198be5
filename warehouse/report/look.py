"""A first look at a release in the terminal: bars of one measure."""

from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from warehouse.errors import WarehouseError
from warehouse.report.figures import at, last_year_of
from warehouse.report.release import Cell, Release
from warehouse.report.roles import HEADLINES, HIGH_VALUE_EARNED, totals
from warehouse.report.wording import school_year, sentence, shown, subject

BAR_WIDTH = 32
LABEL_WIDTH = 36
Bar = tuple[str, Cell, str]


def look_at(release: Release, measure: str | None, by: str | None) -> tuple[str, list[Bar]]:
    """Find the figures of a measure: of the state by year, or of the members of a breakdown.

    Raises
    ------
    WarehouseError
        If the release has no such measure or breakdown; the message names those that it has.
    """
    found = totals(release)
    name = measure or next((each for each in (HIGH_VALUE_EARNED, *HEADLINES) if each in found), "")
    if name not in found:
        raise WarehouseError(
            f"No total of {name} is released. Look at: {', '.join(sorted(found))}."
        )
    what = release.measures[name]
    if by is None:
        table = found[name]
        years = [(school_year(year), table.cell(year, name)) for year in table.years]
        return sentence(subject(what)), [
            (label, cell, shown(cell, what)) for label, cell in years if cell is not None
        ]
    tables = [table for table in release.tables if table.has_measure(name)]
    places = {
        dimension.dimension: (table, position)
        for table in reversed(tables)
        for position, dimension in enumerate(table.dimensions)
    }
    if by not in places:
        raise WarehouseError(
            f"{name} isn't released by {by}. It is by: {', '.join(sorted(places))}."
        )
    table, position = places[by]
    year = last_year_of(table, what)
    dimension = table.dimensions[position]
    cells = [
        (dimension.label_of(member), table.cell(year, name, *at(position, member)))
        for member in table.members(position)
    ]
    return sentence(f"{subject(what)} by {dimension.label.lower()}, {school_year(year)}"), [
        (label, cell, shown(cell, what)) for label, cell in cells if cell is not None
    ]


def draw_bars(title: str, bars: list[Bar], console: Console) -> None:
    """Draw a bar for each figure; one that isn't told has its word and no bar."""
    highest = max((cell.value for _, cell, _ in bars if cell.value is not None), default=None)
    drawn = RichTable(box=None, show_header=False, pad_edge=False)
    drawn.add_column(style="bold", max_width=LABEL_WIDTH)
    drawn.add_column(justify="right")
    drawn.add_column(no_wrap=True)
    for label, cell, text in bars:
        length = 0 if cell.value is None or not highest else int(cell.value / highest * BAR_WIDTH)
        bar = Text("█" * length, "blue") if cell.value is not None else Text("░" * 3, "dim")
        drawn.add_row(Text(label), Text(text), bar)
    console.print(title)
    console.print(drawn)
