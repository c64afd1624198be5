"""Questions put to a built warehouse by more than one test; each returns what is wrong."""

from collections.abc import Iterable, Iterator, Sequence

import duckdb

from conftest import Build

WRONG_REFUSALS = """
    with planted as (
        select file_name, line_number, list_sort(expected_reasons) as reasons
        from read_parquet('{truth}/rows.parquet')
        where len(expected_reasons) > 0
    ),
    refused as (
        select file_name, line_number, list_sort(reasons) as reasons
        from quality.refused_rows
    )
    select file_name, line_number, planted.reasons, refused.reasons
    from planted full join refused using (file_name, line_number)
    where planted.reasons is distinct from refused.reasons
    order by all limit 20
"""

WRONG_FILES = """
    with planted as (
        select file_name, expected_reason from read_parquet('{truth}/files.parquet')
        where expected_reason is not null
    ),
    refused as (
        select file_name, reasons[1] as reason from quality.deliveries
        where status = 'refused'
    )
    select file_name, expected_reason, reason
    from planted full join refused using (file_name)
    where expected_reason is distinct from reason
    order by all
"""


def wrongly_refused_rows(build: Build) -> list[tuple]:
    """Rows refused though not planted, planted though not refused, or for other reasons."""
    with build.open() as connection:
        return connection.execute(WRONG_REFUSALS.format(truth=build.truth)).fetchall()


def wrongly_refused_files(build: Build) -> list[tuple]:
    """Files refused though sound, admitted though broken, or refused for another reason."""
    with build.open() as connection:
        return connection.execute(WRONG_FILES.format(truth=build.truth)).fetchall()


def unaccounted_files(build: Build) -> list[tuple]:
    """Admitted files whose physical lines or delivered rows don't add up."""
    with build.open() as connection:
        counted = connection.execute(
            "select file_name, physical_lines, continuation_lines, blank_lines, rows_delivered,"
            " rows_staged, rows_refused from quality.file_reconciliation"
            " where status = 'admitted' and file_name like '%.csv' order by file_name"
        ).fetchall()
    assert len(counted) > 100
    return [
        row
        for row in counted
        for name, physical, continuation, blank, delivered, staged, refused in [row]
        if physical != lines_in(build, name)
        or physical != 1 + delivered + continuation + blank
        or delivered != staged + refused
    ]


def lines_in(build: Build, file_name: str) -> int:
    """Physical lines of a delivered file, counted apart from the warehouse."""
    text = (build.extracts / file_name).read_bytes()
    return text.count(b"\n") + (not text.endswith(b"\n"))


def unexplained_files(build: Build) -> list[tuple]:
    """Files of which the rows staged, superseded and refused aren't those that were delivered."""
    with build.open() as connection:
        counted = connection.execute("select count(*) from quality.file_reconciliation").fetchall()
        assert counted[0][0] > 100
        return connection.execute(
            """
            select file_name, rows_delivered, rows_in_force, rows_superseded, rows_refused
            from quality.file_reconciliation
            where
                rows_delivered <> rows_staged + rows_refused
                or unexplained_rows <> 0 or unexplained_lines <> 0
                or (status = 'admitted' and rows_staged <> rows_in_force + rows_superseded)
            order by file_name
            """
        ).fetchall()


def unexplained_rows(build: Build) -> list[tuple]:
    """Accepted rows that are behind no event and not set aside with a reason, or are both."""
    name = "accepted_rows_are_events_or_set_aside"
    compiled = build.target / "compiled" / "credential_warehouse" / "tests" / "marts"
    with build.open() as connection:
        return connection.execute((compiled / f"{name}.sql").read_text(encoding="utf-8")).fetchall()


def uncounted_events(build: Build) -> list[tuple]:
    """Facts whose rows aren't one for each event that delivered rows speak of."""
    facts = {
        "fct_credential_attempt": ("credential_attempt_reports", "credential_attempt_id", "true"),
        "fct_credential_award": ("credential_award_reports", "credential_award_id", "true"),
        "fct_program_enrollment": ("program_enrollment_reports", "program_enrollment_id", ""),
        "fct_completion": ("completion_reports", "completion_id", ""),
        "fct_articulated_credit": ("articulated_credit_reports", "articulated_credit_id", ""),
        "fct_employment": ("wage_reports", "person_id, employer_id, quarter_starts_on", ""),
    }
    wrong = []
    with build.open() as connection:
        for fact, (reports, key, condition) in facts.items():
            events = connection.execute(
                f"select count(distinct ({key})) from intermediate.{reports}"
                f" where {condition or 'set_aside_reason is null'}"
            ).fetchall()[0][0]
            rows = connection.execute(f"select count(*) from marts.{fact}").fetchall()[0][0]
            if rows == 0 or rows != events:
                wrong.append((fact, rows, events))
    return wrong


def columns_of(
    connection: duckdb.DuckDBPyConnection, schemas: Sequence[str] | None = None
) -> Iterator[tuple[str, str]]:
    """Name every table of a DuckDB file, or of some of its schemas, with each of its columns."""
    columns = connection.execute(
        """
        select format('"{}"."{}"', schema_name, table_name), format('"{}"', column_name)
        from duckdb_columns()
        where not internal and database_name = current_database()
            and (? is null or list_contains(?, schema_name))
        order by all
        """,
        [schemas, schemas],
    ).fetchall()
    assert columns
    yield from columns


def texts_in_tables(
    connection: duckdb.DuckDBPyConnection, schemas: Sequence[str] | None, texts: Iterable[str]
) -> list[str]:
    """Look for texts, whatever their case, within the values of each column."""
    wanted = [text.lower() for text in texts]
    found = []
    for table, column in columns_of(connection, schemas):
        hits = connection.execute(
            f"""
            with columns as (select distinct lower({column}::varchar) as text from {table})
            select distinct value from (select unnest(?) as value) as wanted, columns
            where contains(columns.text, value) order by value
            """,
            [wanted],
        ).fetchall()
        found += [f"{table}.{column}: {value}" for (value,) in hits]
    return found
