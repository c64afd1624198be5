"""People and truth from files of any origin, joined by record_id.

The people's file has record_id and person_id. The truth's file has record_id and person, and may
have connected_group or connectable (true or false), identity, and slices: all further columns.
"""

from pathlib import Path

import duckdb

from warehouse.errors import WarehouseError
from warehouse.evaluation.quality import EvaluatedRecords, quoted

NO_SLICES = ("record_id", "person_id", "person", "connected_group", "connectable", "identity")
# Told all, so that nothing is guessed: a guess may take lines for comments or for a preamble.
CSV_READER = """read_csv(
    ?, header = true, all_varchar = true, skip = 0, comment = '',
    delim = ',', quote = '"', escape = '"'
)"""


def join_files(
    connection: duckdb.DuckDBPyConnection, people_file: Path, truth_file: Path, is_partial: bool
) -> EvaluatedRecords:
    """Make the temporary table `joined_records`: records with person_id, true person and slices.

    Raises
    ------
    WarehouseError
        A file is not there, can't be read, lacks a column, has a record twice or a null; or, unless
        the evaluation is partial, a record is in one file only.
    """
    _read(connection, "given_people", people_file, ("record_id", "person_id"))
    columns = _read(connection, "given_truth", truth_file, ("record_id", "person"))
    only_in_truth, only_in_people = connection.execute(
        """
        select
            count(*) filter (where given_people.record_id is null),
            count(*) filter (where given_truth.record_id is null)
        from given_truth full join given_people using (record_id)
        """
    ).fetchall()[0]
    if not is_partial and (only_in_truth or only_in_people):
        raise WarehouseError(
            f"{only_in_truth:,} records of {truth_file} are not in {people_file}, and"
            f" {only_in_people:,} the other way round. Both must name the same records; --partial"
            " evaluates those that they share."
        )
    slices = tuple(name for name in columns if name.lower() not in NO_SLICES)
    kept = "".join(f", given_truth.{quoted(name)}" for name in slices)
    connection.execute(
        f"""
        create or replace temp table joined_records as
        select
            given_people.person_id, given_truth.person,
            {"given_truth.identity" if "identity" in columns else "null as identity"},
            {_connected_group(connection, columns, truth_file)} as connected_group{kept}
        from given_truth inner join given_people using (record_id)
        """
    )
    return EvaluatedRecords(
        "joined_records",
        slices,
        "identity" in columns,
        "connected_group" in columns or "connectable" in columns,
        int(only_in_truth),
        int(only_in_people),
    )


def _connected_group(
    connection: duckdb.DuckDBPyConnection, columns: list[str], truth_file: Path
) -> str:
    """Say in SQL which connected group a record of the truth is in; null where in none."""
    group = "given_truth.connected_group" if "connected_group" in columns else "'one'"
    if "connectable" not in columns:
        return group if "connected_group" in columns else "null"
    wrong = connection.execute(
        "select count(*) from given_truth"
        " where connectable is not null and try_cast(connectable as boolean) is null"
    ).fetchall()[0][0]
    if wrong:
        raise WarehouseError(
            f"In {truth_file} connectable is neither true nor false on {wrong:,} records."
        )
    return f"case when given_truth.connectable::boolean then {group} end"


def _read(
    connection: duckdb.DuckDBPyConnection, table: str, path: Path, required: tuple[str, str]
) -> list[str]:
    """Read a file as text into a temporary table and return its columns; empty text is null."""
    if not path.is_file():
        raise WarehouseError(f"There is no file {path}.")
    with path.open("rb") as file:
        is_parquet = file.read(4) == b"PAR1"
    reader = "read_parquet(?)" if is_parquet else CSV_READER
    try:
        connection.execute(
            f"""
            create or replace temp table {table} as
            select nullif(columns(*)::varchar, '') from {reader}
            """,
            [str(path)],
        )
    except duckdb.Error as error:
        # The engine's own message may quote the file's content, which may be a person's.
        kind = "parquet" if is_parquet else "a comma-separated file in UTF-8 with a header"
        raise WarehouseError(
            f"{path} can't be read as {kind} ({type(error).__name__}). Export it anew."
        ) from None
    columns = [name for name, *_ in connection.execute(f"describe {table}").fetchall()]
    for name in required:
        if name not in columns:
            raise WarehouseError(f"{path} has no column {name}. It needs {' and '.join(required)}.")
    first, second = required
    without_id, without_person, repeated = connection.execute(
        f"""
        select
            count(*) filter (where {first} is null),
            count(*) filter (where {second} is null),
            count({first}) - count(distinct {first})
        from {table}
        """
    ).fetchall()[0]
    for count, what in (
        (without_id, f"{first} is empty"),
        (without_person, f"{second} is empty"),
        (repeated, f"{first} repeats that of an earlier record"),
    ):
        if count:
            raise WarehouseError(
                f"In {path} {what} on {count:,} rows. Every record must stand there once, with its"
                f" {second}."
            )
    return columns
