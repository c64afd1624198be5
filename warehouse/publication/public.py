"""The folder for everyone: one DuckDB file, CSV, Parquet, a workbook, and what describes them.

It holds the tables that seeds/publication/public_tables.csv lists: what disclosure control
released, and what is made of no row about a person. It can be copied to a web server as it is.
"""

import csv
from pathlib import Path

import duckdb

from warehouse.errors import WarehouseError
from warehouse.publication.files import (
    DICTIONARY_HEADINGS,
    Imprint,
    data_package,
    dictionary_rows,
    disarmed,
    write_tables,
)
from warehouse.publication.research import PUBLIC, read_id_kinds
from warehouse.publication.tables import (
    WAREHOUSE,
    Table,
    copy_table,
    read_tables,
    written_file,
)
from warehouse.publication.versions import Reader, reader_file
from warehouse.publication.workbook import write_workbook

FOR_EVERYONE = 0o755
PUBLIC_SCHEMAS = ("released", "council", "reference")

README = """{title}

{publisher}. As of {as_of_date}.
License: {license} ({license_page}). Name the publisher and the as-of date when you cite.

public.duckdb         all tables, for DuckDB 1.0 or later
parquet/, csv/        the same, a file a table
tables.xlsx           the report's tables for Excel, with contents and data dictionary
data_dictionary.csv   what every column means
datapackage.json      the same for programs (Frictionless Data), with checksums

In released.released_cells a figure that isn't released exactly has no value; release_code says why
and display says what to show. It is never zero and never unknown. In the CSV files a text that a
spreadsheet would take for a formula begins with an apostrophe.
"""


def write_public(connection: duckdb.DuckDBPyConnection, version: Path) -> int:
    """Write a version's folder for everyone; return the rows of its DuckDB file.

    Raises
    ------
    WarehouseError
        If a table for everyone is missing, or has an id of a person, employer or event.
    """
    folder = version / Reader.PUBLIC
    imprint = read_imprint(connection)
    tables = public_tables(connection)
    # Row groups of one thread fall in one order, so the Parquet files have the same bytes.
    connection.execute("set threads = 1")
    with written_file(connection, reader_file(version, Reader.PUBLIC), FOR_EVERYONE):
        rows = sum(copy_table(connection, table) for table in tables)
        write_tables(connection, tables, folder)
        write_workbook(connection, tables, folder / "tables.xlsx", imprint)
        with (folder / "data_dictionary.csv").open("w", newline="", encoding="utf-8") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(DICTIONARY_HEADINGS)
            writer.writerows(
                [disarmed(str(value)) for value in row] for row in dictionary_rows(tables)
            )
        package = data_package(connection, tables, folder, imprint)
    connection.execute("reset threads")
    (folder / "datapackage.json").write_text(package, encoding="utf-8")
    settings = imprint.settings
    readme = README.format(
        title=settings["data_package_title"],
        publisher=settings["publisher_name"],
        as_of_date=imprint.as_of_date.isoformat(),
        license=settings["data_license_title"],
        license_page=settings["data_license_page"],
    )
    (folder / "README.txt").write_text(readme, encoding="utf-8")
    return rows


def public_tables(connection: duckdb.DuckDBPyConnection) -> list[Table]:
    """List what everyone may read, as public_tables.csv has it."""
    listed = set(
        connection.execute(
            f"select schema_name, table_name from {WAREHOUSE}.reference.public_tables"
        ).fetchall()
    )
    found = [
        table
        for table in read_tables(connection, PUBLIC_SCHEMAS)
        if (table.schema, table.name) in listed
    ]
    missing = listed - {(table.schema, table.name) for table in found}
    if missing:
        raise WarehouseError(
            "seeds/publication/public_tables.csv lists what the warehouse doesn't have: "
            + ", ".join(".".join(name) for name in sorted(missing))
            + ". Nothing was published. Mend the list, run `dbt build`, and publish again."
        )
    kinds = read_id_kinds(connection)
    pseudonyms = [
        f"{table.schema}.{table.name}.{column.name}"
        for table in found
        for column in table.columns
        if kinds.get(column.name, PUBLIC) != PUBLIC
    ]
    if pseudonyms:
        raise WarehouseError(
            f"These columns for everyone name persons, employers or events: {', '.join(pseudonyms)}"
            ". Nothing was published. Take the column or the table out of what is released."
        )
    return found


def read_imprint(connection: duckdb.DuckDBPyConnection) -> Imprint:
    """Read as of when the warehouse stands, who publishes, and whose data it stands on."""
    try:
        as_of = connection.execute(f"select as_of_date from {WAREHOUSE}.build_state").fetchall()
    except duckdb.BinderException:
        raise WarehouseError(
            "The warehouse was built before its as-of date was written down. Nothing was "
            "published. Run `dbt build`, then publish."
        ) from None
    settings = connection.execute(
        f"select setting, value from {WAREHOUSE}.reference.publication_settings"
    ).fetchall()
    sources = connection.execute(
        f"select title, web_page from {WAREHOUSE}.reference.data_sources order by title"
    ).fetchall()
    return Imprint(as_of[0][0], dict(settings), tuple(sources))
