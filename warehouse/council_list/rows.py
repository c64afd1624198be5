"""Rows of a query as dicts, and a sentence where the warehouse doesn't hold what is asked for."""

from typing import Any

import duckdb

from warehouse.errors import WarehouseError

Row = dict[str, Any]


def read_rows(connection: duckdb.DuckDBPyConnection, sql: str, *parameters: object) -> list[Row]:
    """Run a query and give its rows by the names of their columns.

    Raises
    ------
    WarehouseError
        If a table or column is missing: the warehouse was built by another version, or in part.
    """
    try:
        result = connection.execute(sql, list(parameters))
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise WarehouseError(
            f"This warehouse can't tell the List ({str(error).splitlines()[0]}). "
            "Run `dbt build`, then publish again."
        ) from None
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
