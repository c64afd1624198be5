"""The report's tables as one Excel workbook: contents, a sheet a table, a data dictionary."""

import re
from collections.abc import Sequence
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path

import duckdb
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from warehouse.publication.files import DICTIONARY_HEADINGS, Imprint, dictionary_rows
from warehouse.publication.tables import Table

# Excel's own bounds on a sheet's name and rows.
SHEET_NAME_LENGTH = 31
MOST_ROWS = 1_048_576
HEADING_ROW = 3

REPORT_TABLES = """
    select table_id, title, statute, dimension_1, dimension_2, description
    from publication.released.report_tables order by display_order, table_id
"""
MEASURES = """
    select
        measures.measure,
        measures.label
            || case when measures.kind in ('rate', 'dollars') then format(' ({})', measures.unit)
            else '' end
    from publication.released.report_table_measures as shown
    inner join publication.released.report_measures as measures using (measure)
    where shown.table_id = ?
    order by shown.display_order, measures.measure
"""
DIMENSIONS = "select dimension, label from publication.released.report_dimensions"
CELLS = """
    select
        cells.school_year,
        case cells.member_1 when 'all' then 'All' else coalesce(first.label, cells.member_1) end
            as label_1,
        case cells.member_2 when 'all' then 'All' else coalesce(second.label, cells.member_2) end
            as label_2,
        cells.measure,
        cells.value,
        cells.display
    from publication.released.released_cells as cells
    left join publication.released.report_members as first
        on cells.dimension_1 = first.dimension and cells.member_1 = first.member
    left join publication.released.report_members as second
        on cells.dimension_2 = second.dimension and cells.member_2 = second.member
    where cells.table_id = ?
    order by
        cells.school_year desc,
        cells.member_1 != 'all', first.display_order, cells.member_1,
        cells.member_2 != 'all', second.display_order, cells.member_2,
        cells.measure
"""
CODES = {
    "released": "The figure, exact.",
    "small": "A count too small to show.",
    "withheld": "Withheld, or a figure too small to show could be worked out from it.",
    "banded": "A rate of few people: it lies within the band.",
    "not_applicable": "The measure doesn't apply.",
    "not_reported": "No source reports this of the credential; it isn't known to be none.",
}
EXAMPLES = """
    select release_code, coalesce(min(display), '')
    from publication.released.released_cells
    group by release_code
"""


def write_workbook(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[Table], file: Path, imprint: Imprint
) -> None:
    """Write the workbook; the same tables give the same bytes.

    Every text is written as text, so no cell becomes a formula or a link.
    """
    workbook = xlsxwriter.Workbook(str(file))
    title = imprint.settings["data_package_title"]
    workbook.set_properties(
        {
            "title": title,
            "author": imprint.settings["publisher_name"],
            "created": datetime.combine(imprint.as_of_date, time()),
        }
    )
    contents = workbook.add_worksheet("Contents")
    reports, examples = [], {}
    if any(table.schema == "released" for table in tables):
        reports = connection.execute(REPORT_TABLES).fetchall()
        examples = dict(connection.execute(EXAMPLES).fetchall())
    sheets = [
        (write_report(connection, workbook, number, report), report[1], report[2])
        for number, report in enumerate(reports, start=1)
    ]
    write_dictionary(workbook, tables)
    sheets.append(("Data dictionary", "What every column of the published tables means", ""))
    codes = [(examples[code], meaning) for code, meaning in CODES.items() if code in examples]
    write_contents(workbook, contents, sheets, codes, imprint)
    workbook.close()


def sheet_name(number: int, table_id: str) -> str:
    """Name a sheet within Excel's bounds."""
    return f"{number} {re.sub(r'[^A-Za-z0-9 _-]', '_', table_id)}"[:SHEET_NAME_LENGTH]


def write_report(
    connection: duckdb.DuckDBPyConnection, workbook: Workbook, number: int, report: tuple
) -> str:
    """Write one of the report's tables, measures side by side; return its sheet's name."""
    table_id, title, statute, dimension_1, dimension_2, description = report
    name = sheet_name(number, table_id)
    sheet = workbook.add_worksheet(name)
    labels = dict(connection.execute(DIMENSIONS).fetchall())
    shown = [
        (place, labels.get(dimension, dimension))
        for place, dimension in ((1, dimension_1), (2, dimension_2))
        if dimension != "none"
    ]
    measures = connection.execute(MEASURES, [table_id]).fetchall()
    headings = ["School year", *(label for _, label in shown), *(label for _, label in measures)]
    write_head(workbook, sheet, (title, f"Policy {statute}. {description}"), headings)
    first_measure = 1 + len(shown)
    places = {measure: first_measure + n for n, (measure, _) in enumerate(measures)}
    formats = cell_formats(workbook)
    row, last = HEADING_ROW, None
    for cell in connection.execute(CELLS, [table_id]).fetchall():
        year, measure, value, display = cell[0], cell[3], cell[4], cell[5]
        if cell[:3] != last:
            row, last = row + 1, cell[:3]
            if row >= MOST_ROWS:
                sheet.write_string(1, 0, "Too long for a sheet: the rest stands in csv/ alone.")
                break
            sheet.write_number(row, 0, year)
            for column, (place, _) in enumerate(shown, start=1):
                sheet.write_string(row, column, cell[place])
        if measure in places:
            write_value(sheet, row, places[measure], value, display, formats)
    sheet.autofilter(HEADING_ROW, 0, max(row, HEADING_ROW), len(headings) - 1)
    sheet.set_column(1, len(shown), 34)
    sheet.set_column(first_measure, len(headings) - 1, 15)
    return name


def cell_formats(workbook: Workbook) -> dict[str, Format]:
    """Make the formats of a whole number, of one with decimals, and of what isn't a number."""
    return {
        "whole": workbook.add_format({"num_format": "#,##0"}),
        "decimal": workbook.add_format({"num_format": "#,##0.0#"}),
        "words": workbook.add_format({"align": "right", "italic": True, "font_color": "#595959"}),
    }


def write_value(
    sheet: Worksheet,
    row: int,
    column: int,
    value: Decimal | None,
    display: str | None,
    formats: dict[str, Format],
) -> None:
    """Write a released figure as a number, anything else as the words that stand for it."""
    if value is not None:
        kind = "whole" if value == value.to_integral_value() else "decimal"
        sheet.write_number(row, column, float(value), formats[kind])
    elif display:
        sheet.write_string(row, column, display, formats["words"])


def write_head(
    workbook: Workbook, sheet: Worksheet, titles: tuple[str, str], headings: Sequence[str]
) -> None:
    """Write a sheet's title, what it is, and its headings, and hold them in view."""
    sheet.write_string(0, 0, titles[0], workbook.add_format({"bold": True, "font_size": 14}))
    sheet.write_string(1, 0, titles[1])
    bold = workbook.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E8EEF4"}
    )
    for column, heading in enumerate(headings):
        sheet.write_string(HEADING_ROW, column, heading, bold)
    sheet.freeze_panes(HEADING_ROW + 1, 0)


def write_dictionary(workbook: Workbook, tables: Sequence[Table]) -> None:
    """Write a row for every column of every published table."""
    sheet = workbook.add_worksheet("Data dictionary")
    titles = ("Data dictionary", "Every column of the published tables; yes: part of the key.")
    write_head(workbook, sheet, titles, DICTIONARY_HEADINGS)
    for row, values in enumerate(dictionary_rows(tables), start=HEADING_ROW + 1):
        for column, value in enumerate(values):
            if isinstance(value, int):
                sheet.write_number(row, column, value)
            else:
                sheet.write_string(row, column, value)
    for column, width in enumerate((12, 30, 8, 34, 16, 8, 110)):
        sheet.set_column(column, column, width)


def write_contents(
    workbook: Workbook,
    sheet: Worksheet,
    sheets: Sequence[tuple[str, str, str]],
    codes: Sequence[tuple[str, str]],
    imprint: Imprint,
) -> None:
    """Write the first sheet: what there is, as of when, under what license, from whom."""
    settings = imprint.settings
    bold = workbook.add_format({"bold": True})
    sheet.write_string(
        0, 0, settings["data_package_title"], workbook.add_format({"bold": True, "font_size": 14})
    )
    lines = [
        f"{settings['publisher_name']}. As of {imprint.as_of_date.isoformat()}.",
        f"License: {settings['data_license_title']}, {settings['data_license_page']}",
    ]
    for row, line in enumerate(lines, start=1):
        sheet.write_string(row, 0, line)
    row = len(lines) + 2
    for column, heading in enumerate(("Sheet", "What it shows", "Policy")):
        sheet.write_string(row, column, heading, bold)
    for name, title, statute in sheets:
        row += 1
        sheet.write_url(row, 0, f"internal:'{name}'!A1", string=name)
        sheet.write_string(row, 1, title)
        sheet.write_string(row, 2, statute)
    for heading, pairs in (
        ("What a cell says, for example", codes),
        ("Sources", [(page or "", title) for title, page in imprint.sources]),
    ):
        row += 2
        sheet.write_string(row, 0, heading, bold)
        for first, second in pairs:
            row += 1
            sheet.write_string(row, 0, first)
            sheet.write_string(row, 1, second)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
