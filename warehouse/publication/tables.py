"""Tables of one attached DuckDB file made again in another, with keys and comments.

Copying the file and dropping what is restricted would leave the restricted pages in it, so every
published file is written afresh, table by table.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

WAREHOUSE = "warehouse"
# The oldest layout that DuckDB 1.0 reads: drivers that come with BI tools lag behind.
STORAGE_VERSION = "v1.0.0"

# Columns that no contract declares were screened by nobody: only those that the Council asked for
# by name leave the warehouse file.
RELEASED_EXTENSIONS = """
    create temp macro released_extensions(extensions) as map_from_entries(list_filter(
        map_entries(extensions), lambda entry: list_contains({released}, entry.key)
    ))
"""

TABLES = """
    select schema_name, table_name, comment, sql
    from duckdb_tables()
    where database_name = ? and list_contains(?, schema_name)
    order by schema_name, table_name
"""
COLUMNS = """
    select schema_name, table_name, column_name, data_type, comment
    from duckdb_columns()
    where database_name = ? and list_contains(?, schema_name)
    order by schema_name, table_name, column_index
"""
PRIMARY_KEYS = """
    select schema_name, table_name, constraint_column_names
    from duckdb_constraints()
    where constraint_type = 'PRIMARY KEY' and database_name = ? and list_contains(?, schema_name)
"""


@dataclass(frozen=True)
class Column:
    """A column as its table declares it."""

    name: str
    data_type: str
    comment: str


@dataclass(frozen=True)
class Table:
    """A table of the warehouse; ``definition`` is what stands in brackets after its name."""

    schema: str
    name: str
    comment: str
    definition: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...] = field(default=())

    @property
    def relation(self) -> str:
        """Schema and name, quoted for SQL."""
        return f'"{self.schema}"."{self.name}"'


def read_tables(
    connection: duckdb.DuckDBPyConnection, schemas: Sequence[str], database: str = WAREHOUSE
) -> list[Table]:
    """Read what the tables of some schemas are, in the order of schema and name."""
    asked = [database, list(schemas)]
    columns: dict[tuple[str, str], list[Column]] = {}
    for schema, table, name, data_type, comment in connection.execute(COLUMNS, asked).fetchall():
        columns.setdefault((schema, table), []).append(
            Column(name, data_type, (comment or "").strip())
        )
    keys = {
        (schema, table): tuple(names)
        for schema, table, names in connection.execute(PRIMARY_KEYS, asked).fetchall()
    }
    return [
        Table(
            schema,
            name,
            (comment or "").strip(),
            sql[sql.index("(") :].rstrip("; \n"),
            tuple(columns[schema, name]),
            keys.get((schema, name), ()),
        )
        for schema, name, comment, sql in connection.execute(TABLES, asked).fetchall()
    ]


def screen_extensions(connection: duckdb.DuckDBPyConnection) -> None:
    """Define the macro that leaves of a map of undeclared columns those that may go out."""
    released = connection.execute(
        f"select column_name from {WAREHOUSE}.reference.released_extension_columns order by all"
    ).fetchall()
    names = ", ".join(literal(name) for (name,) in released)
    connection.execute(RELEASED_EXTENSIONS.format(released=f"[{names}]::varchar[]"))


@contextmanager
def written_file(
    connection: duckdb.DuckDBPyConnection, file: Path, folder_mode: int
) -> Iterator[None]:
    """Attach a new DuckDB file in a new folder as ``publication``; it is whole at the end."""
    file.parent.mkdir(mode=folder_mode)
    connection.execute(
        f"attach {literal(file)} as publication (storage_version {literal(STORAGE_VERSION)})"
    )
    connection.execute("begin")
    yield
    connection.execute("commit")
    connection.execute("checkpoint publication")
    connection.execute("detach publication")
    file.chmod(0o444)


def copy_table(
    connection: duckdb.DuckDBPyConnection, table: Table, source: str | None = None
) -> int:
    """Make one table in the publication as it is in the warehouse.

    Parameters
    ----------
    source
        What to read instead of the warehouse's table, as SQL after ``from``: the same columns.

    Returns
    -------
    int
        The number of its rows.
    """
    connection.execute(f'create schema if not exists publication."{table.schema}"')
    connection.execute(f"create table publication.{table.relation}{table.definition}")
    screened = (
        " replace (released_extensions(extensions) as extensions)"
        if any(column.name == "extensions" for column in table.columns)
        else ""
    )
    rows = connection.execute(
        f"insert into publication.{table.relation}"
        f" select *{screened} from {source or f'{WAREHOUSE}.{table.relation}'} order by all"
    ).fetchall()[0][0]
    comments = [(f"table publication.{table.relation}", table.comment)]
    comments += [
        (f'column publication.{table.relation}."{column.name}"', column.comment)
        for column in table.columns
    ]
    statements = [f"comment on {what} is {literal(text)}" for what, text in comments if text]
    connection.execute(";".join(statements) or "select 1")
    return rows


def literal(value: object) -> str:
    """Quote a value for SQL."""
    return "'" + str(value).replace("'", "''") + "'"
