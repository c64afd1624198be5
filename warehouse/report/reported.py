"""What the open tables add to a release before it is told: who reports, and words for codes.

A licensing board delivers awards and no attempts, and a certifying entity may stop delivering. A
credential known from them alone has no attempts or awards on file then, which isn't none.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from warehouse.report.open_tables import OpenTables
from warehouse.report.release import ALL, NOT_REPORTED, Cell, Release, Table
from warehouse.report.roles import CREDENTIAL, OF_ATTEMPTS, OF_AWARDS, PROGRAM
from warehouse.report.wording import SECTORS

UNREPORTED = Cell(None, NOT_REPORTED, None, None, "not reported")


def without_false_zeros(release: Release, open_tables: OpenTables) -> Release:
    """Replace zeros of credentials whose attempts or awards nobody reported in a school year."""
    if not release.sources:
        return release
    last_delivered = {
        row["certifying_entity_code"]: row["last_delivered_on"]
        for row in open_tables.rows["coverage"]
    }
    tables = tuple(_mended(table, release, last_delivered) for table in release.tables)
    return replace(release, tables=tables)


def with_sectors(release: Release, open_tables: OpenTables) -> Release:
    """Tell programs of one name apart by where they are taught, not by their codes."""
    programs = release.dimensions.get(PROGRAM)
    if programs is None:
        return release
    words = {
        row["program_code"]: SECTORS.get(row["sector"], row["sector"])
        for row in open_tables.rows["program_sectors"]
    }
    members = {
        member: label.replace(f"({member})", f"({words.get(member, member)})")
        for member, label in programs.members.items()
    }
    if len(set(members.values())) < len(members):
        return release
    named = replace(programs, members=members)
    tables = tuple(
        replace(
            table,
            dimensions=tuple(named if each == programs else each for each in table.dimensions),
        )
        for table in release.tables
    )
    return replace(release, tables=tables, dimensions=release.dimensions | {PROGRAM: named})


def _mended(table: Table, release: Release, last_delivered: Mapping[str, date | None]) -> Table:
    names = [dimension.dimension for dimension in table.dimensions]
    if CREDENTIAL not in names:
        return table
    position = names.index(CREDENTIAL)
    cells = {
        place: UNREPORTED
        if (cell.value == 0 or cell.code == "not_applicable")
        and not is_reported(
            release, last_delivered, place[1 + position], place.measure, place.school_year
        )
        else cell
        for place, cell in table.cells.items()
    }
    return replace(table, cells=cells)


def is_reported(
    release: Release,
    last_delivered: Mapping[str, date | None],
    credential: str,
    measure: str,
    year: int,
) -> bool:
    """Say whether any source of a credential reports what a measure counts, in a school year."""
    report = next(
        (
            column
            for column, measures in (
                ("reports_attempts", OF_ATTEMPTS),
                ("reports_awards", OF_AWARDS),
            )
            if measure in measures
        ),
        None,
    )
    sources = [row for row in release.sources if row["credential_code"] == credential]
    if report is None or credential == ALL or not sources:
        return True
    begin = date(year - 1, 7, 1)
    return any(
        row[report] and (last_delivered.get(row["source"]) or begin) >= begin for row in sources
    )
