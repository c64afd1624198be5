"""Questions put to a built warehouse by more than one test; each returns what is wrong."""

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
