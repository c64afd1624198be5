"""Tables as pages show them and as files hold them."""

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from warehouse.report.reasons import is_withheld, reason_of
from warehouse.report.release import ALL, NONE, Cell, Measure, Table
from warehouse.report.roles import LIST_STATUS, leading_measure
from warehouse.report.wording import school_year, shown

# Figures that a page holds of one table, where a year has no more. Its file holds all.
MOST_FIGURES = 2100
# What a withheld figure sorts as: below every figure that is told, in the red or not.
UNTOLD = "-1e9"
COUNTS = ("events", "persons")
# What there is no figure of, or not yet.
OPEN = "not_applicable"
# What a page says of rows that are in the file alone.
ZEROS_LEFT_OUT = "Rows of zeros alone are in the file."
UNTOLD_LEFT_OUT = "Rows of which nothing can be shown are in the file."
OPEN_LEFT_OUT = "A year of which nothing can be known yet is in the file."
FEW_LEFT_OUT = "Rows of which at most one figure can be shown are in the file."
# What a spreadsheet would run; a signed number is none.
FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d.]+$)")


@dataclass(frozen=True)
class Heading:
    """A column: its words, and whether it holds numbers."""

    text: str
    is_number: bool = False


@dataclass(frozen=True)
class Entry:
    """What stands in one place of a table: words, what they sort by, why there is no figure."""

    text: str
    order: str = ""
    code: str = "released"

    @property
    def is_unfounded(self) -> bool:
        """Whether there is no figure to be told or withheld."""
        return self.code != "released" and not is_withheld(self.code)


@dataclass(frozen=True)
class TableView:
    """A table ready for a page."""

    name: str
    caption: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Entry, ...], ...]
    row_headings: int = 1
    years: tuple[str, ...] = ()
    rows_in_file: int = 0
    is_released: bool = False
    status_column: int = 0
    left_out: str = ""

    @property
    def file(self) -> str:
        """Where the table lies as a file."""
        return f"data/{self.name}.csv"

    @property
    def codes(self) -> set[str]:
        """Kinds of withholding that occur, for the key beneath."""
        return {entry.code for row in self.rows for entry in row} - {"released"}

    @property
    def of_latest_year(self) -> "TableView":
        """The same table with the rows of its latest year alone, for paper."""
        rows = tuple(row for row in self.rows if not self.years or row[0].text == self.years[0])
        return replace(self, rows=rows, years=self.years[:1])

    @property
    def is_partly_withheld(self) -> bool:
        """Whether any figure of it isn't told."""
        return any(map(is_withheld, self.codes))


def entry(cell: Cell | None, measure: Measure) -> Entry:
    """Show a cell in a table; what isn't told sorts below all that is."""
    if cell is None:
        return Entry("–", UNTOLD)
    order = UNTOLD if cell.value is None else f"{cell.value:f}"
    return Entry(shown(cell, measure), order, reason_of(cell.code, measure))


def statutory_table(table: Table, all_years: bool = False) -> TableView:
    """Lay out a released table: a row for each year and member, a column for each measure.

    The measure that its charts show stands first, and after all of them the larger members of which
    a row's is a part, as the district of a school. A page shows the rows of `rows_of_page`, of the
    latest years that fit; a file can hold them all.
    """
    every_row = list(table.rows())
    rows, left_out = (every_row, "") if all_years else rows_of_page(table, every_row)
    leading = leading_measure(table)
    measures = [leading, *(each for each in table.measures if each != leading)]
    names = [each.dimension for each in table.dimensions]
    years: list[int] = []
    for year in dict.fromkeys(row[0] for row in rows):
        so_far = sum(row[0] in (*years, year) for row in rows)
        if years and not all_years and so_far * len(table.measures) > MOST_FIGURES:
            break
        years.append(year)
    return TableView(
        table.table_id,
        table.title,
        (
            Heading("School year"),
            *(Heading(dimension.label) for dimension in table.dimensions),
            *(Heading(measure.label, True) for measure in measures),
            *(Heading(dimension.label) for dimension in table.larger),
        ),
        tuple(
            (
                Entry(school_year(row[0]), str(row[0])),
                *member_entries(table, row),
                *(entry(table.cells.get((*row, measure.measure)), measure) for measure in measures),
                *larger_entries(table, row),
            )
            for row in rows
            if row[0] in years
        ),
        1 + len(table.dimensions),
        tuple(map(school_year, years)),
        len(every_row),
        True,
        1 + names.index(LIST_STATUS) if LIST_STATUS in names[1:] else 0,
        left_out,
    )


def rows_of_page(
    table: Table, every_row: Sequence[tuple[int, str, str]]
) -> tuple[list[tuple[int, str, str]], str]:
    """Choose the rows that say something on a page, and say which are in the file alone.

    Left out are years of which nothing can be known yet, rows of zeros, in a table without counts
    rows of which nothing is told, and of a table too large for one year all but the margins.
    """
    known = {place.school_year for place, cell in table.cells.items() if cell.code != OPEN}
    of_known = rows = [row for row in every_row if row[0] in known]
    said = [OPEN_LEFT_OUT] if len(of_known) < len(every_row) else []
    if not any(measure.kind in COUNTS for measure in table.measures):
        rows = [row for row in rows if is_told(table, row)]
        said += [UNTOLD_LEFT_OUT] if len(rows) < len(of_known) else []
    elif not any(each.partitions_persons for each in table.dimensions[1:]):
        rows = [row for row in rows if not is_of_zeros(table, row)]
        said += [ZEROS_LEFT_OUT] if len(rows) < len(of_known) else []
    latest = [row for row in rows if row[0] == rows[0][0]]
    if len(latest) * len(table.measures) > MOST_FIGURES:
        rows = [row for row in rows if row[2] in (ALL, NONE)]
    return rows, " ".join(said)


def over_second(table: Table, heading: Callable[[str], str]) -> TableView:
    """Lay out a table of one measure with a column for each member of its second dimension.

    `heading` gives the words over the column of a member. Rows of which fewer than two figures are
    told are in the table's file alone, as are years that don't fit.
    """
    (measure,) = table.measures
    members = table.members(1)
    every_row = list(dict.fromkeys(row[:2] for row in table.rows()))
    told = [row for row in every_row if sum(is_told(table, (*row, m)) for m in members) > 1]
    fit = max(1, MOST_FIGURES // len(members))
    years = list(dict.fromkeys(year for year, _ in told))
    while years[1:] and sum(row[0] in years for row in told) > fit:
        years.pop()
    return TableView(
        table.table_id,
        f"{table.title}: {measure.label.lower()}",
        (
            Heading("School year"),
            Heading(table.dimensions[0].label),
            *(Heading(heading(each), True) for each in members),
        ),
        tuple(
            (
                Entry(school_year(year), str(year)),
                *member_entries(table, (year, member, ALL))[:1],
                *(entry(table.cell(year, measure.measure, member, m), measure) for m in members),
            )
            for year, member in told
            if year in years
        ),
        2,
        tuple(map(school_year, years)),
        len(every_row),
        True,
        left_out=FEW_LEFT_OUT if len(told) < len(every_row) else "",
    )


def is_told(table: Table, row: tuple[int, str, str]) -> bool:
    """Say whether a row tells any figure."""
    cells = [table.cells.get((*row, measure.measure)) for measure in table.measures]
    return any(cell is not None and cell.value is not None for cell in cells)


def is_of_zeros(table: Table, row: tuple[int, str, str]) -> bool:
    """Say whether a row tells only that there was nobody; the row of the whole state stays."""
    cells = [table.cells.get((*row, measure.measure)) for measure in table.measures]
    return set(row[1:]) - {ALL, NONE} != set() and all(
        cell is None or cell.value == 0 or cell.code == OPEN for cell in cells
    )


def member_entries(table: Table, row: tuple[int, str, str]) -> list[Entry]:
    """Name the members of a row; the margin sorts first."""
    return [
        Entry(
            dimension.label_of(row[1 + position]),
            "" if row[1 + position] == ALL else dimension.label_of(row[1 + position]),
        )
        for position, dimension in enumerate(table.dimensions)
    ]


def larger_entries(table: Table, row: tuple[int, str, str]) -> list[Entry]:
    """Name the larger members of which a row's is a part."""
    labels = [
        dimension.label_of(member)
        for dimension, member in zip(table.larger, table.larger_members(row[1]), strict=True)
    ]
    return [Entry(label, label) for label in labels]


def table_of(
    name: str,
    caption: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    numbers: Sequence[int] = (),
) -> TableView:
    """Make a table of words; columns of numbers sort by the first number in them."""
    return TableView(
        name,
        caption,
        tuple(Heading(text, position in numbers) for position, text in enumerate(headings)),
        tuple(
            tuple(
                Entry(text, first_number(text) if position in numbers else text)
                for position, text in enumerate(row)
            )
            for row in rows
        ),
    )


def first_number(text: str) -> str:
    """Give the number with which a text begins, or what sorts below all numbers."""
    start = text.split(" ")[0].replace(",", "").rstrip("%").lstrip("$")
    return start if start.replace(".", "", 1).isdigit() else UNTOLD


def released_csv(table: Table) -> str:
    """Write a released table as CSV: a figure a line, with codes and words for every member."""
    heads = ["table_id", "school_year"]
    for dimension in (*table.dimensions, *table.larger):
        heads += [dimension.dimension, f"{dimension.dimension}_label"]
    heads += ["measure", "unit", "value", "release_code", "band_low", "band_high", "display"]
    lines = []
    for row in table.rows():
        names: list[str] = []
        members = [*row[1 : 1 + len(table.dimensions)], *table.larger_members(row[1])]
        for dimension, member in zip((*table.dimensions, *table.larger), members, strict=True):
            names += [member, dimension.label_of(member)]
        for measure in table.measures:
            cell = table.cells.get((*row, measure.measure))
            if cell is not None:
                lines.append(
                    [
                        table.released_as,
                        row[0],
                        *names,
                        measure.measure,
                        measure.unit,
                        *(cell.value, cell.code, cell.band_low, cell.band_high, cell.display),
                    ]
                )
    return as_csv(heads, lines)


def view_csv(view: TableView) -> str:
    """Write a table as a page shows it."""
    return as_csv(
        [heading.text for heading in view.headings],
        [[each.text for each in row] for row in view.rows],
    )


def as_csv(headings: Sequence[object], rows: Sequence[Sequence[object]]) -> str:
    """Write CSV; a field that a spreadsheet would take for a formula is kept as text."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows([_harmless(field) for field in row] for row in rows)
    return text.getvalue()


def _harmless(field: object) -> object:
    is_formula = isinstance(field, str) and FORMULA.match(field)
    return f"'{field}" if is_formula else field
