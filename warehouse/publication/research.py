"""The research file: marts whose ids were issued anew under a secret.

Nobody who holds the research file and the warehouse, but not the secret, can tell who is who by
id. One original id gets one new id in every table, so tables still join. HMAC-SHA256 is RFC 2104;
the kind of thing goes into what is hashed, so that a person and an event never share an id.

The secret is used in Python alone: it stands in no SQL text, log or file.
"""

import hmac
import re
from collections.abc import Sequence

import duckdb
import pyarrow as pa

from warehouse.errors import WarehouseError
from warehouse.publication.tables import WAREHOUSE, Table, copy_table

SECRET_VARIABLE = "WAREHOUSE_RESEARCH_SECRET"
LEAST_SECRET_LENGTH = 32
# 128 of the 256 bits: no two of a billion ids meet.
ID_DIGITS = 32
LOOKS_LIKE_AN_ID = re.compile(r"(^|_)(id|ids|key|keys|hash)$")
PUBLIC = "public"


def refuse_weak_secret(secret: str) -> None:
    """Raise if a secret is short enough to be guessed."""
    if len(secret) < LEAST_SECRET_LENGTH:
        raise WarehouseError(
            f"{SECRET_VARIABLE} has fewer than {LEAST_SECRET_LENGTH} characters, so it could be "
            "guessed. Nothing was published. Make one with `openssl rand -hex 32`, keep it where "
            "the warehouse's secrets are kept, and publish again."
        )


def read_id_kinds(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Read what each id column of a mart names: person, employer, event, or public."""
    return dict(
        connection.execute(
            f"select column_name, id_kind from {WAREHOUSE}.reference.id_columns order by all"
        ).fetchall()
    )


def undeclared_ids(tables: Sequence[Table], kinds: dict[str, str]) -> list[str]:
    """Name the columns that look like ids and of which nobody said what they name."""
    return [
        f"{table.name}.{column.name}"
        for table in tables
        for column in table.columns
        if LOOKS_LIKE_AN_ID.search(column.name) and column.name not in kinds
    ]


def copy_research_tables(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[Table], secret: str
) -> int:
    """Copy marts into the publication with every id of a person, employer or event re-keyed.

    Parameters
    ----------
    connection
        With the warehouse and the publication attached, and a transaction begun.
    tables
        The marts.
    secret
        The key; never shown.

    Returns
    -------
    int
        The number of rows.

    Raises
    ------
    WarehouseError
        If a column looks like an id and isn't declared in seeds/publication/id_columns.csv.
    """
    kinds = read_id_kinds(connection)
    undeclared = undeclared_ids(tables, kinds)
    if undeclared:
        raise WarehouseError(
            f"Nobody said what these columns name: {', '.join(undeclared)}. Nothing was published. "
            "Add each to seeds/publication/id_columns.csv (person, employer, event or public), "
            "run `dbt build`, and publish again."
        )
    for kind in sorted(set(kinds.values()) - {PUBLIC}):
        issue_ids(connection, tables, kinds, kind, secret)
    return sum(copy_table(connection, table, rekeyed(table, kinds)) for table in tables)


def issue_ids(
    connection: duckdb.DuckDBPyConnection,
    tables: Sequence[Table],
    kinds: dict[str, str],
    kind: str,
    secret: str,
) -> None:
    """Make a temporary table ``new_<kind>_ids`` of every original id of a kind and its new one."""
    columns = [
        f'select "{column.name}" as original from {WAREHOUSE}.{table.relation}'
        for table in tables
        for column in table.columns
        if kinds.get(column.name) == kind
    ]
    originals: list[str] = []
    if columns:
        union = " union ".join(columns)
        found = connection.execute(f"from ({union}) where original is not null").fetchall()
        originals = [original for (original,) in found]
    new_ids = pa.table(
        {
            "original": pa.array(originals, pa.string()),
            "issued": pa.array([new_id(secret, kind, each) for each in originals], pa.string()),
        }
    )
    connection.register("new_ids", new_ids)
    connection.execute(f"create or replace temp table new_{kind}_ids as from new_ids")
    connection.unregister("new_ids")


def new_id(secret: str, kind: str, original: str) -> str:
    """Re-key one id under the secret."""
    return hmac.digest(secret.encode(), f"{kind}:{original}".encode(), "sha256").hex()[:ID_DIGITS]


def rekeyed(table: Table, kinds: dict[str, str]) -> str:
    """Write what to select from to get a mart with new ids, as SQL after ``from``."""
    names, joins = [], []
    for number, column in enumerate(table.columns):
        kind = kinds.get(column.name, PUBLIC)
        if kind == PUBLIC:
            names.append(f'mart."{column.name}"')
            continue
        names.append(f'ids_{number}.issued as "{column.name}"')
        joins.append(
            f"left join new_{kind}_ids as ids_{number}"
            f' on mart."{column.name}" = ids_{number}.original'
        )
    source = f"{WAREHOUSE}.{table.relation} as mart"
    return f"(select {', '.join(names)} from {' '.join([source, *joins])}) as rekeyed"
