"""The sample, published: nobody's data in any file, and nobody's id where ids are issued anew."""

import functools
import json
import zipfile
from pathlib import Path

import duckdb
import yaml

from checks import columns_of, texts_in_tables
from conftest import PROJECT, Build
from warehouse.publication.research import PUBLIC
from warehouse.publication.versions import CURRENT_LINK, Reader, published_file

# Ids of people and employers that were ever issued, and of every event in the marts.
ISSUED = """
    select person_id from registry.person_registry
    union select employer_id from registry.employer_registry
    union select person_id from identity.tuple_persons
"""

UNSAID = """
    select schema_name, table_name, null as column_name from duckdb_tables()
    where coalesce(comment, '') not similar to 'Grain: one row.*[(].+[)].*'
    union all
    select schema_name, table_name, column_name from duckdb_columns()
    where not internal and coalesce(comment, '') = ''
"""
KEYLESS = """
    select schema_name || '.' || table_name from duckdb_tables()
    where table_oid not in
        (select table_oid from duckdb_constraints() where constraint_type = 'PRIMARY KEY')
"""
# Their grain has a test and no index, which would cost more than it tells (docs/decisions.md).
KEYLESS_TABLES = {
    "council.occupation_classes",
    "council.occupation_evidence",
    "council.occupation_measures",
    "marts.comparison_candidates",
    "marts.fct_outcome_quarter",
    "marts.fct_pay_window",
    "quality.rule_checks",
}


def test_no_canary_in_any_published_file(published_sample: Build, canaries: dict[str, str]):
    searched = 0
    for path in sorted((published_sample.published / CURRENT_LINK).rglob("*")):
        if not path.is_file():
            continue
        searched += 1
        raw = [path.read_bytes().lower()]
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as archive:
                raw = [archive.read(name).lower() for name in archive.namelist()]
        assert [
            value for value in canaries for content in raw if value.lower().encode() in content
        ] == [], path
        if path.suffix == ".duckdb":
            with duckdb.connect(str(path), read_only=True) as connection:
                assert texts_in_tables(connection, None, canaries) == [], path
        if path.suffix == ".parquet":
            with duckdb.connect() as connection:
                connection.execute(f"create view main.t as from '{path}'")
                assert texts_in_tables(connection, ["main"], canaries) == [], path
    assert searched > 30


def declared_ids() -> dict[str, str]:
    rows = duckdb.sql(f"from '{PROJECT}/seeds/publication/id_columns.csv'").fetchall()
    return {column: kind for column, kind, _ in rows}


def issued_ids(sample: Build) -> list[str]:
    """Every id that the warehouse gave to a person, an employer or an event."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{sample.warehouse_file}' as warehouse (read_only)")
        connection.execute(f"attach '{sample.state}/registry.duckdb' as registry (read_only)")
        connection.execute("use warehouse")
        events = [
            f"select {column} from {table}"
            for table, column in columns_of(connection, ["marts"])
            if declared_ids().get(column.strip('"'), PUBLIC) != PUBLIC
        ]
        ids = connection.execute(" union ".join([ISSUED, *events])).fetchall()
    return [value for (value,) in ids if value]


def columns_with(file: Path, ids: list[str]) -> set[str]:
    """Name the columns of a DuckDB file in whose values, nested ones included, an id stands."""
    found = set()
    with duckdb.connect(str(file), read_only=True) as connection:
        connection.execute("create temp table ids as select unnest(?) as id", [ids])
        for table, column in columns_of(connection):
            hits = connection.execute(
                f"""
                with words as (
                    select distinct unnest(regexp_extract_all(text, '[A-Za-z0-9]+')) as word
                    from (select distinct {column}::varchar as text from {table})
                )
                select count(*) from words where word in (select id from ids)
                """
            ).fetchall()[0][0]
            if hits:
                found.add(f"{table}.{column}".replace('"', ""))
    return found


def test_no_id_of_the_warehouse_is_in_the_research_file_or_the_public_one(
    sample: Build, published_sample: Build
):
    # A mart that carries ids in a column that id_columns.csv doesn't declare fails here.
    ids = issued_ids(sample)
    assert len(ids) > 50_000
    assert columns_with(published_file(published_sample.published, Reader.RESEARCH), ids) == set()
    assert columns_with(published_file(published_sample.published, Reader.PUBLIC), ids) == set()
    internal = columns_with(published_file(published_sample.published, Reader.INTERNAL), ids)
    assert {"marts.dim_person.person_id", "marts.fct_outcome_event.event_key"} <= internal
    declared = {column for column, kind in declared_ids().items() if kind != PUBLIC}
    in_marts = {name.split(".")[2] for name in internal if name.startswith("marts.")}
    assert in_marts == declared


def test_every_published_table_says_its_grain_and_every_column_what_it_means(
    published_sample: Build,
):
    unsaid = {}
    without_key = {}
    for reader in (Reader.PUBLIC, Reader.INTERNAL):
        file = published_file(published_sample.published, reader)
        with duckdb.connect(str(file), read_only=True) as connection:
            unsaid[reader] = connection.execute(UNSAID).fetchall()
            without_key[reader] = {table for (table,) in connection.execute(KEYLESS).fetchall()}
    assert unsaid == {Reader.PUBLIC: [], Reader.INTERNAL: []}
    assert without_key == {Reader.PUBLIC: set(), Reader.INTERNAL: KEYLESS_TABLES}


def test_what_is_listed_for_everyone_is_made_of_no_row_about_a_person(sample: Build):
    manifest = json.loads((sample.target / "manifest.json").read_text())
    project = yaml.safe_load((PROJECT / "dbt_project.yml").read_text())
    about_people = set(project["vars"]["credential_warehouse"]["staged_person_models"])
    nodes = {node["name"]: name for name, node in manifest["nodes"].items()}

    @functools.cache
    def ancestors(name: str) -> frozenset[str]:
        parents = manifest["parent_map"].get(name, [])
        return frozenset(parents).union(*map(ancestors, parents))

    def people_behind(table: str) -> set[str]:
        return {name.split(".")[-1] for name in ancestors(nodes[table])} & about_people

    listed = duckdb.sql(
        "select schema_name, table_name"
        f" from '{PROJECT}/seeds/publication/public_tables.csv' order by all"
    ).fetchall()
    others = [table for schema, table in listed if schema != "released"]
    assert len(others) > 10
    assert {table: people_behind(table) for table in others if people_behind(table)} == {}
    assert people_behind("data_sharing_coverage")


def test_every_released_table_is_listed_or_says_how_the_release_was_attacked(
    sample: Build, published_sample: Build
):
    with sample.open() as connection:
        released = {table for table, _ in columns_of(connection, ["released"])}
    with duckdb.connect(
        str(published_file(published_sample.published, Reader.PUBLIC)), read_only=True
    ) as file:
        public = {table for table, _ in columns_of(file)}
        bare = file.execute(
            "select schema_name, table_name, column_name from duckdb_columns()"
            " where not internal and comment is null order by all"
        ).fetchall()
    kept_back = {'"released"."release_audit"', '"released"."release_rule_results"'}
    assert released - public == kept_back
    assert bare == []
