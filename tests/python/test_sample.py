"""The committed sample: written by the recorded command, every line accounted for, no one told."""

import hashlib
from pathlib import Path

import duckdb
import pytest

from checks import unaccounted_files, wrongly_refused_files, wrongly_refused_rows
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
    files = [path for path in (PROJECT / "extracts").rglob("*") if path.is_file()]
    total = sum(path.stat().st_size for path in files)
    assert total <= EIGHT_MEGABYTES


def test_every_line_of_every_file_is_staged_or_refused(sample: Build):
    assert unaccounted_files(sample) == []


def test_exactly_the_planted_rows_are_refused_for_the_planted_reasons(sample: Build):
    assert wrongly_refused_rows(sample) == []
    with sample.open() as connection:
        refused = connection.execute("select count(*) from quality.refused_rows").fetchall()
    assert refused[0][0] > 50


def test_exactly_the_planted_files_are_refused_for_the_planted_reasons(sample: Build):
    assert wrongly_refused_files(sample) == []
    with sample.open() as connection:
        refused = connection.execute(
            "select count(*) from quality.deliveries where status = 'refused'"
        ).fetchall()
    assert refused[0][0] >= 6


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
