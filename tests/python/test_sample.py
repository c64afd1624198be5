"""The committed sample: written by the recorded command, every line accounted for, no one told."""

import hashlib
from pathlib import Path

import duckdb
import pytest

from conftest import PROJECT, Build
from warehouse.publish import OPEN_SCHEMAS, PUBLISHED_FILE, publish

EIGHT_MEGABYTES = 8_000_000


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_recorded_command_writes_the_same_bytes(resimulated_sample: Build):
    assert digests(resimulated_sample.extracts) == digests(PROJECT / "extracts")


def test_sample_is_small_enough_to_commit():
    total = sum(path.stat().st_size for path in (PROJECT / "extracts").rglob("*"))
    assert total <= EIGHT_MEGABYTES


def test_every_line_of_every_file_is_staged_or_refused(sample: Build):
    with sample.open() as connection:
        counted = connection.execute(
            "select file_name, physical_lines, continuation_lines, blank_lines, rows_delivered,"
            " rows_staged, rows_refused from quality.file_reconciliation where status = 'admitted'"
            " order by file_name"
        ).fetchall()
    assert len(counted) > 100
    for file_name, physical, continuation, blank, delivered, staged, refused in counted:
        in_file = (sample.extracts / file_name).read_bytes().count(b"\n")
        assert physical == in_file, file_name
        assert physical == 1 + delivered + continuation + blank, file_name
        assert delivered == staged + refused, file_name


def test_exactly_the_planted_rows_are_refused_for_the_planted_reasons(sample: Build):
    with sample.open() as connection:
        wrong = connection.execute(
            """
            with planted as (
                select file_name, line_number, list_sort(expected_reasons) as reasons
                from read_parquet(?)
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
            """,
            [str(sample.truth / "rows.parquet")],
        ).fetchall()
        planted = connection.execute("select count(*) from quality.refused_rows").fetchall()[0][0]
    assert wrong == []
    assert planted > 50


def test_exactly_the_planted_files_are_refused_for_the_planted_reasons(sample: Build):
    with sample.open() as connection:
        wrong = connection.execute(
            """
            with planted as (
                select file_name, expected_reason from read_parquet(?)
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
            """,
            [str(sample.truth / "files.parquet")],
        ).fetchall()
    assert wrong == []


@pytest.fixture(scope="module")
def canaries(sample: Build) -> dict[str, str]:
    """Planted values that stand nowhere else, by what they are."""
    with duckdb.connect() as connection:
        rows = connection.execute(
            "select distinct value::varchar, sensitive from read_parquet(?) order by all",
            [str(sample.truth / "canaries.parquet")],
        ).fetchall()
    found = dict(rows)
    assert {"name", "ssn", "birth_date", "email", "address"} <= set(found.values())
    return found


def canaries_in_tables(
    connection: duckdb.DuckDBPyConnection, schemas: tuple[str, ...], canaries: dict[str, str]
) -> list[str]:
    """Look for each canary, whatever its case, in every column of every table of the schemas."""
    wanted = [value.lower() for value in canaries]
    tables = connection.execute(
        "select schema_name, table_name from duckdb_tables()"
        " where list_contains(?, schema_name) order by all",
        [list(schemas)],
    ).fetchall()
    assert tables
    found = []
    for schema, table in tables:
        hits = connection.execute(
            f"""
            with texts as (select lower(t::varchar) as text from {schema}.{table} as t)
            select distinct value from (select unnest(?) as value) as wanted, texts
            where contains(texts.text, value) order by value
            """,
            [wanted],
        ).fetchall()
        found += [f"{schema}.{table}: {value}" for (value,) in hits]
    return found


def test_no_canary_in_an_open_schema_or_a_published_file(sample: Build, canaries: dict[str, str]):
    with sample.open() as connection:
        # The search must be able to find: in the restricted layer the canaries do stand.
        assert canaries_in_tables(connection, ("staging",), canaries)
        open_schemas = ("intermediate", *OPEN_SCHEMAS)
        assert canaries_in_tables(connection, open_schemas, canaries) == []
    publication = publish(sample.warehouse_file, sample.published)
    assert publication.file.name == PUBLISHED_FILE
    with duckdb.connect(str(publication.file), read_only=True) as connection:
        schemas = {
            row[0]
            for row in connection.execute("select schema_name from duckdb_tables()").fetchall()
        }
        assert schemas == set(OPEN_SCHEMAS)
        assert canaries_in_tables(connection, OPEN_SCHEMAS, canaries) == []
    raw = publication.file.read_bytes().lower()
    assert [value for value in canaries if value.lower().encode() in raw] == []


def test_no_canary_in_what_dbt_writes_down(sample: Build, canaries: dict[str, str]):
    wanted = [value.lower().encode() for value in canaries]
    files = [
        path for root in (sample.target, sample.logs) for path in root.rglob("*") if path.is_file()
    ]
    assert len(files) > 50
    found = [
        path.name
        for path in files
        if any(value in text for text in [path.read_bytes().lower()] for value in wanted)
    ]
    assert found == []
