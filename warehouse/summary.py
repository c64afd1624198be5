"""What stands in a built warehouse: files and rows by agency, and the marts.

Counts only: nothing here reads a column that holds personal data.
"""

from dataclasses import dataclass

import duckdb
from rich.console import Console
from rich.table import Table

AGENCY_ROWS = """
    select
        agency,
        count(*) filter (status = 'admitted') as files_admitted,
        count(*) filter (status = 'refused') as files_refused,
        coalesce(sum(rows_delivered), 0)::bigint as rows_delivered,
        coalesce(sum(rows_staged), 0)::bigint as rows_staged,
        coalesce(sum(rows_refused), 0)::bigint as rows_refused
    from quality.file_reconciliation
    group by agency
    order by agency
"""

MARTS = """
    select table_name
    from duckdb_tables()
    where schema_name = 'marts' and database_name = current_database()
    order by table_name
"""


@dataclass(frozen=True)
class AgencyRows:
    """One agency's files and rows; rows delivered = rows staged + rows refused."""

    agency: str
    files_admitted: int
    files_refused: int
    rows_delivered: int
    rows_staged: int
    rows_refused: int


def read_agency_rows(connection: duckdb.DuckDBPyConnection) -> list[AgencyRows]:
    """Read files and rows by agency, in the order of the agencies' names."""
    return [AgencyRows(*row) for row in connection.execute(AGENCY_ROWS).fetchall()]


def read_mart_rows(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, int]]:
    """Read each mart's name and row count, in the order of their names."""
    names = [name for (name,) in connection.execute(MARTS).fetchall()]
    counts = [f"(select count(*) from marts.{name})" for name in names]
    return list(
        zip(names, connection.execute(f"select {', '.join(counts)}").fetchall()[0], strict=True)
    )


def print_summary(connection: duckdb.DuckDBPyConnection, console: Console) -> None:
    """Print what was staged and refused by agency, and how many rows each mart holds."""
    agencies = read_agency_rows(connection)
    table = Table(title="Deliveries", title_justify="left", show_footer=True)
    table.add_column("agency", footer="all")
    for heading, values in {
        "files": [rows.files_admitted for rows in agencies],
        "files refused": [rows.files_refused for rows in agencies],
        "rows delivered": [rows.rows_delivered for rows in agencies],
        "staged": [rows.rows_staged for rows in agencies],
        "refused": [rows.rows_refused for rows in agencies],
    }.items():
        table.add_column(heading, footer=f"{sum(values):,}", justify="right")
    for rows in agencies:
        table.add_row(
            rows.agency,
            f"{rows.files_admitted:,}",
            f"{rows.files_refused:,}",
            f"{rows.rows_delivered:,}",
            f"{rows.rows_staged:,}",
            f"{rows.rows_refused:,}",
        )
    console.print(table)
    marts = Table(title="Marts", title_justify="left")
    marts.add_column("table")
    marts.add_column("rows", justify="right")
    for name, row_count in read_mart_rows(connection):
        marts.add_row(name, f"{row_count:,}")
    console.print(marts)
