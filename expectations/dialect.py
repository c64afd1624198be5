"""Makes Great Expectations speak to DuckDB, on a connection that is already open.

GX reads a result after it has given the connection back, which on DuckDB leaves it nothing to
read (great_expectations #10738, #11579). For a few databases it keeps one connection; `duckdb` is
made one of them here, and nowhere else.
"""

import duckdb
from duckdb_sqlalchemy import ConnectionWrapper
from great_expectations.data_context import AbstractDataContext
from great_expectations.datasource.fluent.sql_datasource import SQLDatasource
from great_expectations.execution_engine import sqlalchemy_execution_engine as engine


class _Dialect(str):
    """A name among GX's dialects, which are enumeration members: texts that have a `value`."""

    @property
    def value(self) -> str:
        return str(self)


DUCKDB = _Dialect("duckdb")


def keep_duckdb_connections() -> None:
    """Let GX keep its DuckDB connection until the end. Doing it again changes nothing."""
    if DUCKDB not in engine._PERSISTED_CONNECTION_DIALECTS:
        engine._PERSISTED_CONNECTION_DIALECTS += (DUCKDB,)


def data_source(
    context: AbstractDataContext, connection: duckdb.DuckDBPyConnection
) -> SQLDatasource:
    """Give GX a data source on a cursor of an open connection.

    Opening the warehouse's file a second time fails while dbt holds it, so the URL names no file
    and the creator hands out the connection that is there.
    """
    keep_duckdb_connections()
    return context.data_sources.add_or_update_sql(
        name="warehouse",
        connection_string="duckdb:///:memory:",
        kwargs={"creator": lambda: ConnectionWrapper(connection.cursor())},
    )
