"""Public tables as CSV and Parquet files, and what a data package says of them."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from warehouse.publication.tables import Column, Table, literal

# A spreadsheet takes a cell that begins so for a formula, which may send a reader's data away.
# The last four are the wide forms of the four before, which some spreadsheets take for the same.
FORMULA = "^\\s*[=+\\-@\uff1d\uff0b\uff0d\uff20]"
PLAIN_NUMBER = r"^[+-]?[$]?[0-9][0-9,]*([.][0-9]+)?$"
FIELD_TYPES = {
    "VARCHAR": "string",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
    "DOUBLE": "number",
    "FLOAT": "number",
    "DECIMAL": "number",
}
DICTIONARY_HEADINGS = ("schema", "table", "number", "column", "type", "is_key", "description")


@dataclass(frozen=True)
class Imprint:
    """What is said of a publication as a whole."""

    as_of_date: date
    settings: dict[str, str]
    sources: tuple[tuple[str, str | None], ...]


def write_tables(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[Table], folder: Path
) -> list[Path]:
    """Write each table of the publication as ``csv/`` and ``parquet/<schema>/<table>``."""
    files = []
    for table in tables:
        relation = f"publication.{table.relation}"
        columns = ", ".join(csv_column(column) for column in table.columns)
        # A reader that looks at the first rows alone must see there that texts stand in quotes.
        texts = ", ".join(f'"{column.name}"' for column in table.columns if is_text(column))
        quotes = f", force_quote ({texts})" if texts else ""
        for kind, query, options in (
            ("csv", f"select {columns} from {relation}", f"format csv, header true{quotes}"),
            ("parquet", f"from {relation}", "format parquet, compression zstd"),
        ):
            file = folder / kind / table.schema / f"{table.name}.{kind}"
            file.parent.mkdir(parents=True, exist_ok=True)
            connection.execute(f"copy ({query}) to {literal(file)} ({options})")
            files.append(file)
    return files


def csv_column(column: Column) -> str:
    """Write a column for a CSV file: nested values as JSON, texts so that none is a formula."""
    name = f'"{column.name}"'
    if column.data_type == "VARCHAR":
        risky = (
            f"regexp_matches({name}, {literal(FORMULA)})"
            f" and not regexp_matches({name}, {literal(PLAIN_NUMBER)})"
        )
        return f"case when {risky} then '''' || {name} else {name} end as {name}"
    if is_nested(column):
        return f"to_json({name}) as {name}"
    return name


def disarmed(text: str) -> str:
    """Write a text into a CSV file so that it is no formula."""
    is_risky = re.match(FORMULA, text) and not re.match(PLAIN_NUMBER, text)
    return f"'{text}" if is_risky else text


def is_text(column: Column) -> bool:
    """Say whether a CSV file holds a column as text: nested values are JSON there."""
    return column.data_type == "VARCHAR" or is_nested(column)


def is_nested(column: Column) -> bool:
    """Say whether a column holds lists, maps or structs."""
    return column.data_type.endswith("]") or column.data_type.startswith(("MAP(", "STRUCT("))


def field_type(column: Column) -> str:
    """Name a column's type as Table Schema does (Frictionless Data, 2.0)."""
    if column.data_type.endswith("]"):
        return "array"
    if is_nested(column):
        return "object"
    return FIELD_TYPES.get(column.data_type.split("(")[0], "integer")


def dictionary_rows(tables: Sequence[Table]) -> list[tuple[str | int, ...]]:
    """Lay out the data dictionary: one row per column, with ``DICTIONARY_HEADINGS``."""
    return [
        (
            table.schema,
            table.name,
            number,
            column.name,
            column.data_type.lower(),
            "yes" if column.name in table.primary_key else "",
            column.comment,
        )
        for table in tables
        for number, column in enumerate(table.columns, start=1)
    ]


def foreign_keys(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[Table]
) -> dict[Table, list[tuple[str, Table]]]:
    """Find which column of a table points to which other table.

    A column points to the table whose whole key is a column of the same name, if every value
    stands there: `released.released_cells.measure` to `released.report_measures`.
    """
    targets = {table.primary_key[0]: table for table in tables if len(table.primary_key) == 1}
    found: dict[Table, list[tuple[str, Table]]] = {}
    for table in tables:
        for column in table.columns:
            target = targets.get(column.name)
            if target is None or target is table:
                continue
            strangers = connection.execute(
                f'select count(*) from publication.{table.relation} as t where "{column.name}"'
                f' is not null and "{column.name}" not in'
                f' (select "{column.name}" from publication.{target.relation})'
            ).fetchall()[0][0]
            if strangers == 0:
                found.setdefault(table, []).append((column.name, target))
    return found


def data_package(
    connection: duckdb.DuckDBPyConnection,
    tables: Sequence[Table],
    folder: Path,
    imprint: Imprint,
) -> str:
    """Describe the public files as a data package (Frictionless Data, 2.0).

    The DuckDB file isn't listed: its bytes differ from publish to publish, and it holds the same.
    """
    pointing = foreign_keys(connection, tables)
    settings = imprint.settings
    license_ = {
        "name": settings["data_license_name"],
        "title": settings["data_license_title"],
        "path": settings["data_license_page"],
    }
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": settings["data_package_name"],
        "title": settings["data_package_title"],
        "as_of_date": imprint.as_of_date.isoformat(),
        "licenses": [license_],
        "contributors": [
            {
                "title": settings["publisher_name"],
                "email": settings["publisher_email"],
                "roles": ["publisher"],
            }
        ],
        "sources": [
            {"title": title} | ({"path": page} if page else {}) for title, page in imprint.sources
        ],
        "resources": [table_resource(table, folder, pointing.get(table, [])) for table in tables]
        + [parquet_resource(table, folder) for table in tables]
        + [
            file_resource(folder / "tables.xlsx", folder, "workbook", "The report's tables."),
            file_resource(
                folder / "data_dictionary.csv", folder, "data_dictionary", "Every column."
            ),
        ],
    }
    return json.dumps(package, indent=2, ensure_ascii=False) + "\n"


def file_resource(file: Path, folder: Path, name: str, description: str) -> dict:
    """Describe one file: where it is, how long, and its SHA-256."""
    content = file.read_bytes()
    return {
        "name": name,
        "path": file.relative_to(folder).as_posix(),
        "description": description,
        "format": file.suffix[1:],
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }


def parquet_resource(table: Table, folder: Path) -> dict:
    """Describe a table's Parquet file, which declares its own columns."""
    file = folder / "parquet" / table.schema / f"{table.name}.parquet"
    return file_resource(file, folder, f"{table.schema}.{table.name}.parquet", table.comment)


def table_resource(table: Table, folder: Path, pointing: list[tuple[str, Table]]) -> dict:
    """Describe a table's CSV file with its schema."""
    file = folder / "csv" / table.schema / f"{table.name}.csv"
    schema: dict = {
        "fields": [
            {"name": column.name, "type": field_type(column), "description": column.comment}
            for column in table.columns
        ],
        "missingValues": [""],
    }
    if table.primary_key:
        schema["primaryKey"] = list(table.primary_key)
    if pointing:
        schema["foreignKeys"] = [
            {
                "fields": [column],
                "reference": {"resource": f"{target.schema}.{target.name}", "fields": [column]},
            }
            for column, target in pointing
        ]
    return file_resource(file, folder, f"{table.schema}.{table.name}", table.comment) | {
        "type": "table",
        "encoding": "utf-8",
        "schema": schema,
    }
