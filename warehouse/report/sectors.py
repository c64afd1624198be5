"""What the open tables add to a release before it is told: where a program is taught."""

from dataclasses import replace

from warehouse.report.open_tables import OpenTables
from warehouse.report.release import Release
from warehouse.report.roles import PROGRAM
from warehouse.report.wording import SECTORS


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
