"""Cells of a release as tests of the report write them, and the table that most of them ask."""

from decimal import Decimal

from warehouse.report.release import Cell, Measure, Release, Table

PEOPLE = Measure("persons_earned", "People who earned", "people", "persons", None, None)
# Stands for a count that is shown as `<10`.
SMALL = -1


def told(value: int | None) -> Cell:
    """Make the cell of a count: shown, small, or withheld (None)."""
    if value == SMALL:
        return Cell(None, "small", None, None, "<10")
    if value is None:
        return Cell(None, "withheld", None, None, "suppressed")
    return Cell(Decimal(value), "released", None, None, f"{value:,}")


def by_credential(release: Release) -> Table:
    return next(table for table in release.tables if table.table_id == "by_credential")
