"""`warehouse look`: a first look at the released figures, as bars in the terminal."""

from dataclasses import dataclass
from decimal import Decimal

import duckdb
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from warehouse.errors import WarehouseError

MEASURES = """
    select distinct on (measures.measure) measures.measure, measures.label, measures.unit
    from released.report_table_measures as shown
    inner join released.report_measures as measures using (measure)
    inner join released.report_tables as tables using (table_id)
    order by measures.measure, tables.display_order
"""
# A figure of the whole state stands in several tables, and is the same in each.
STATE_FIGURES = """
    select distinct on (school_year) school_year, value, display
    from released.released_cells
    where measure = ? and member_1 in ('all', 'none') and member_2 in ('all', 'none')
        and release_code != 'not_applicable'
    order by school_year, table_id
"""
BAR_WIDTH = 48


@dataclass(frozen=True)
class Figure:
    """The state's figure of a school year; ``value`` is none if it isn't released exactly."""

    school_year: int
    value: Decimal | None
    display: str


def read_measures(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str]]:
    """Read name, label and unit of each released measure."""
    try:
        return connection.execute(MEASURES).fetchall()
    except duckdb.CatalogException:
        raise WarehouseError(
            "This file holds no released figures. Run `make build`, which releases some."
        ) from None


def read_figures(connection: duckdb.DuckDBPyConnection, measure: str) -> list[Figure]:
    """Read the state's figures of a measure, oldest first."""
    return [Figure(*row) for row in connection.execute(STATE_FIGURES, [measure]).fetchall()]


def bar(value: Decimal | None, largest: Decimal, width: int = BAR_WIDTH) -> str:
    """Draw a bar from zero on; what isn't released exactly has none, and so looks like no zero."""
    if value is None or not largest:
        return ""
    return "█" * round(width * value / largest)


def print_look(connection: duckdb.DuckDBPyConnection, asked: str, console: Console) -> None:
    """Print a measure of the state over the years, and which others there are.

    Raises
    ------
    WarehouseError
        If there is no such measure, or the file holds no released figures.
    """
    measures = read_measures(connection)
    found = [measure for measure in measures if measure[0] == asked]
    if not found:
        names = ", ".join(measure for measure, _, _ in measures)
        raise WarehouseError(f"No measure is called {asked}; there are {names}.")
    _, label, unit = found[0]
    figures = read_figures(connection, asked)
    largest = max((figure.value for figure in figures if figure.value is not None), default=0)
    table = Table(
        title=f"{escape(label)}, the whole state, by school year ({escape(unit)})",
        title_justify="left",
        box=None,
        show_header=False,
    )
    for figure in figures:
        table.add_row(
            str(figure.school_year), bar(figure.value, Decimal(largest)), escape(figure.display)
        )
    console.print(table)
    others = ", ".join(measure for measure, _, _ in measures if measure != asked)
    console.print(f"Others: warehouse look MEASURE, with {others}.")
