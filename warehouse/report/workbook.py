"""The released tables as one Excel workbook: a sheet a table, with what the codes mean."""

from datetime import UTC, date, datetime
from pathlib import Path

import xlsxwriter

from warehouse.report.release import Release
from warehouse.report.tables import UNTOLD, Entry, statutory_table

SHEET_NAME_LENGTH = 31
WIDTHS = (12, 44)
NUMBER_WIDTH = 16


def write_workbook(release: Release, target: Path, as_of: date | None) -> None:
    """Write every year of every table; a figure that isn't told is its words, never a number."""
    made = datetime.combine(as_of or date(2000, 1, 1), datetime.min.time(), UTC)
    with xlsxwriter.Workbook(str(target), {"strings_to_formulas": False}) as workbook:
        workbook.set_properties({"title": "Released tables", "created": made})
        heading = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        about = workbook.add_worksheet("About")
        about.set_column(0, 0, WIDTHS[1])
        about.set_column(1, 1, 2 * WIDTHS[1])
        lines = [("Rule of disclosure control", "Value and meaning")]
        lines += [
            (rule, f"{value}: {description}")
            for rule, (value, description) in release.thresholds.items()
        ]
        lines += [
            (table.table_id, f"{table.title} (policy {table.statute})") for table in release.tables
        ]
        for row, line in enumerate(lines):
            about.write_row(row, 0, line, heading if row == 0 else None)
        for table in release.tables:
            view = statutory_table(table, all_years=True)
            sheet = workbook.add_worksheet(table.table_id[:SHEET_NAME_LENGTH])
            sheet.freeze_panes(1, view.row_headings)
            sheet.set_column(0, 0, WIDTHS[0])
            sheet.set_column(1, view.row_headings - 1, WIDTHS[1])
            sheet.set_column(view.row_headings, len(view.headings) - 1, NUMBER_WIDTH)
            sheet.write_row(0, 0, [each.text for each in view.headings], heading)
            for number, row in enumerate(view.rows, start=1):
                for column, each in enumerate(row):
                    _write(sheet, number, column, each, view.headings[column].is_number)
            sheet.autofilter(0, 0, len(view.rows), len(view.headings) - 1)


def _write(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, entry: Entry, is_number: bool
) -> None:
    if is_number and entry.code == "released" and entry.order not in ("", UNTOLD):
        sheet.write_number(row, column, float(entry.order))
    else:
        sheet.write_string(row, column, entry.text)
