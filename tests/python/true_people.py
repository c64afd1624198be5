"""Who each true event's person is in the warehouse: what truth and marts are compared by."""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from conftest import Build

# A delivered row's person in the warehouse, and its connected group in the truth.
PEOPLE = """
    create temp table row_people as
    select rows.person, rows.connected_group, rows.event_id, rows.event_kind, people.person_id
    from read_parquet('{truth}/rows.parquet') as rows
    left join row_person_ids as people using (file_name, line_number)
    where rows.connected_group is not null and len(rows.expected_reasons) = 0
        and not coalesce(people.is_superseded, false)
"""

ROW_PERSON_IDS = """
    select file_name, line_number, is_superseded, tuple_persons.person_id
    from staging.{model} as staged
    left join identity.tuple_persons using (identity_tuple_id)
"""


@contextmanager
def beside_the_truth(build: Build) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a warehouse with each truth row's person beside it, in the table row_people.

    Parameters
    ----------
    build
        A warehouse that was built of a simulated state.

    Yields
    ------
    duckdb.DuckDBPyConnection
        Read-only, with the temporary table row_people (person, connected_group, event_id,
        event_kind, person_id): one row per accepted row in force that connects to others.
    """
    connection = build.open()
    models = connection.execute(
        "select table_name from duckdb_columns() where schema_name = 'staging'"
        " and column_name = 'identity_tuple_id' order by table_name"
    ).fetchall()
    union = " union all ".join(ROW_PERSON_IDS.format(model=model) for (model,) in models)
    connection.execute(f"create temp table row_person_ids as {union}")
    connection.execute(PEOPLE.format(truth=build.truth))
    yield connection
    connection.close()
