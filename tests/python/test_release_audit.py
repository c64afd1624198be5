"""CELL_UNSAFE: the sample's release tells nothing; one that does fails the rule and stays here."""

from pathlib import Path

import duckdb
import pytest

from conftest import Build
from releases_by_hand import SMALL, WITHHELD, HandMade
from warehouse.attack.audit import audit
from warehouse.attack.model import audit_rows
from warehouse.attack.published import COLUMNS, read_release
from warehouse.errors import WarehouseError
from warehouse.publish import open_read_only, refuse_unsafe_release
from warehouse.release.earlier import read_earlier

COMPILED = "target/compiled/credential_warehouse/models/report/released/release_rule_results.sql"
# The counts of one year; a comparison stands on those of all.
ONE_YEAR = "where school_year = 2025 and table_id <> 'comparison_by_credential'"
SAFE = {"all": 80, "female": 40, "male": SMALL, "x": WITHHELD}
# The restricted figures, in the place of what is released of them.
GIVEN_BACK = """
    update released.released_cells set value = cells.value, release_code = 'released'
    from warehouse.report.report_cells as cells
    where cells.table_id = released_cells.table_id
        and cells.school_year = released_cells.school_year
        and cells.member_1 = released_cells.member_1
        and cells.member_2 = released_cells.member_2
        and cells.measure = released_cells.measure
"""
NOTHING_EQUAL = """
    select '' as measure, '' as other_measure, '' as dimension_1, '' as dimension_2,
        '' as school_year, '' as member
    limit 0
"""
# What disclosure control withholds beside small counts, given back for one school year.
WITHOUT_COMPLEMENTS = f"""
    {GIVEN_BACK}
        and released_cells.release_code = 'withheld'
        and released_cells.measure in (
            select measure from released.report_measures where kind in ('events', 'persons')
        )
"""


def audited(connection: duckdb.DuckDBPyConnection, releases: Path) -> None:
    """Attack the schema `released` as the model does, and keep the result beside it."""
    names = connection.execute(
        "select table_name from duckdb_tables()"
        " where database_name = current_database() and schema_name = 'released'"
    ).fetchall()
    relations = {table: connection.table(f"released.{table}") for (table,) in names}
    relations.pop("release_audit", None)
    rows = audit_rows(relations, connection.sql(NOTHING_EQUAL), releases)
    connection.execute(
        "create or replace table released.release_audit (measure varchar, school_year integer,"
        " figures_attacked integer, figures_told integer, told varchar[], release_hash varchar)"
    )
    connection.executemany(
        "insert into released.release_audit values (?, ?, ?, ?, ?, ?)",
        [list(row.values()) for row in rows],
    )


def test_nothing_can_be_told_from_the_sample(sample: Build):
    with sample.open() as connection:
        found = connection.execute(
            "select sum(figures_told), sum(figures_attacked) > 5000, count(told[1])"
            " from released.release_audit"
        ).fetchall()
        rule = connection.execute(
            "select rule_id, stage, verdict from released.release_rule_results"
        ).fetchall()
    assert found == [(0, True, 0)]
    assert rule == [("CELL_UNSAFE", "as_released", "passed")]


def test_without_complementary_suppression_the_rule_fails(sample: Build, tmp_path: Path):
    """The planted violation: a year as a naive publisher would release it."""
    with duckdb.connect(str(tmp_path / "year.duckdb")) as connection:
        connection.execute(f"attach '{sample.warehouse_file}' as warehouse (read_only)")
        connection.execute("create schema released")
        for table in COLUMNS:
            year = ONE_YEAR if table == "released_cells" else ""
            connection.execute(
                f"create table released.{table} as from warehouse.released.{table} {year}"
            )
        audited(connection, tmp_path)
        assert told(connection) == 0
        connection.execute(WITHOUT_COMPLEMENTS)
        audited(connection, tmp_path)
        assert told(connection) > 50
        for table in ("reference.business_rules", "identity.registry_run"):
            connection.execute(f"create schema {table.partition('.')[0]}")
            connection.execute(f"create table {table} as from warehouse.{table}")
        compiled = (sample.folder / COMPILED).read_text(encoding="utf-8")
        sql = compiled.replace('"warehouse".', '"year".')
        verdict = connection.execute(f"select rule_id, verdict from ({sql})").fetchall()
    assert verdict == [("CELL_UNSAFE", "failed")]


def told(connection: duckdb.DuckDBPyConnection) -> int:
    return connection.execute(
        "select sum(figures_told)::integer from released.release_audit"
    ).fetchall()[0][0]


@pytest.mark.parametrize("table_id", ["by_sex_and_race", "by_place"])
def test_a_second_release_that_prints_what_the_first_withheld_is_found(
    sample: Build, tmp_path: Path, table_id: str
):
    """The next report prints this year again, in a table or in nested areas, and carelessly."""
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
        with duckdb.connect() as connection:
            connection.execute(f"attach '{sample.warehouse_file}' as warehouse (read_only)")
            for table in COLUMNS:
                connection.execute(
                    f"copy (from warehouse.released.{table}"
                    + (f" {ONE_YEAR}" if table == "released_cells" else "")
                    + f") to '{folder / table}.parquet' (format parquet)"
                )
    with duckdb.connect() as connection:
        connection.execute(f"attach '{sample.warehouse_file}' as warehouse (read_only)")
        connection.execute("create schema released")
        for table in ("released_cells", "report_measures"):
            connection.execute(
                f"create table released.{table} as from read_parquet('{second / table}.parquet')"
            )
        of_table = f"released_cells.table_id = '{table_id}'"
        connection.execute(f"{WITHOUT_COMPLEMENTS} and {of_table} and cells.value >= 10")
        connection.execute(
            f"copy (from released.released_cells where {of_table})"
            f" to '{second / 'released_cells'}.parquet' (format parquet)"
        )
    releases = [read_release(folder) for folder in (first, second)]
    assert audit(releases[:1], say=lambda step: None).findings == ()
    assert audit(releases, say=lambda step: None).findings


@pytest.mark.parametrize(
    ("table_id", "beside", "since", "expected"),
    [
        (
            "pay_by_quarter",
            "outcomes_by_credential",
            2024,
            {"pay of few", "pay of withheld people", "shown elsewhere"},
        ),
        (
            "comparison_by_credential",
            "by_credential",
            2016,
            {"estimate of few", "made of withheld"},
        ),
    ],
)
def test_amounts_that_are_released_without_their_rule_are_found(
    sample: Build, tmp_path: Path, table_id: str, beside: str, since: int, expected: set[str]
):
    """Someone takes medians and estimates for harmless and gives all of them."""
    with duckdb.connect(str(tmp_path / "careless.duckdb")) as connection:
        connection.execute(f"attach '{sample.warehouse_file}' as warehouse (read_only)")
        connection.execute("create schema released")
        for table in COLUMNS:
            connection.execute(f"create table released.{table} as from warehouse.released.{table}")
        connection.execute(
            f"{GIVEN_BACK} and released_cells.table_id = '{table_id}' and cells.value is not null"
        )
        # Of the counts those that the amounts stand on are enough.
        connection.execute(
            f"delete from released.released_cells where school_year < {since} or table_id not in"
            f" ('{table_id}', '{beside}', 'outcomes_by_credential')"
        )
    release = read_release(tmp_path / "careless.duckdb")
    found = audit([release], say=lambda step: None).findings
    assert {finding.attack for finding in found} == expected
    assert {finding.published_in for finding in found} <= {table_id, "outcomes_by_credential"}


def test_disclosure_control_knows_the_earlier_releases_too(tmp_path: Path):
    HandMade().row("sex", SAFE).write(tmp_path / "releases" / "2024")
    assert len(read_earlier(tmp_path).cells) == len(SAFE)


# The cells of the table `a` as people lay them out, and what everyone may read.
LAID_OUT = """
    create table released.a as
    select
        school_year, dimension_1, member_1, member_2, member_1 as label_1, null as label_2,
        1 as order_1, 0 as order_2, value as awards, display as awards_shown
    from released.released_cells;
    create schema reference;
    create table reference.public_tables as
    select schema_name, table_name from duckdb_tables() where schema_name = 'released';
"""


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    """A warehouse with a release that an attack was tried on."""
    file = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(file)) as connection:
        HandMade().row("sex", SAFE).load(connection)
        connection.execute(LAID_OUT)
        audited(connection, tmp_path / "releases")
    return file


def ask(warehouse: Path) -> None:
    """Ask what publishing asks before it writes."""
    with open_read_only(warehouse) as connection:
        refuse_unsafe_release(connection, warehouse)


def test_a_safe_release_may_be_published(warehouse: Path):
    ask(warehouse)


def test_a_release_that_tells_is_not_published(warehouse: Path, tmp_path: Path):
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(
            "update released.released_cells set value = 33, release_code = 'released'"
            " where member_1 = 'x'; update released.a set awards = 33 where member_1 = 'x'"
        )
        audited(connection, tmp_path / "releases")
    with pytest.raises(WarehouseError, match="CELL_UNSAFE: 1 figures can be told"):
        ask(warehouse)


def test_what_was_published_before_counts(warehouse: Path, tmp_path: Path):
    earlier = HandMade().row("sex", SAFE | {"all": WITHHELD, "x": 34})
    earlier.write(tmp_path / "releases" / "2024")
    with duckdb.connect(str(warehouse)) as connection:
        audited(connection, tmp_path / "releases")
    with pytest.raises(WarehouseError, match="CELL_UNSAFE"):
        ask(warehouse)


CARELESS = {
    "column failed_attempts of the table a": "alter table released.a add failed_attempts integer",
    "column awards of the table report_members": (
        "alter table released.report_members add awards integer"
    ),
    "says 7 in the column awards_shown \\(2024, sex, male": (
        "update released.a set awards_shown = '7' where member_1 = 'male'"
    ),
    "says 33.00 in the column awards ": (
        "update released.a set awards = 33, awards_shown = '33' where member_1 = 'x'"
    ),
    "says male 7 in the column label_1": "update released.a set label_1 = 'male 7'",
    "has a row .*sex, all, none": "insert into released.a from released.a where member_1 = 'all'",
    "lacks 1 rows": "delete from released.a where member_1 = 'x'",
    "table by_school_small .* none of the report": """
        create table released.by_school_small as select 'S1' as school, 7 as awards;
        insert into reference.public_tables values ('released', 'by_school_small')
    """,
    "table report_equal_measures .* none of the report": """
        create table released.report_equal_measures as select 'earners' as measure;
        insert into reference.public_tables values ('released', 'report_equal_measures')
    """,
    "explained_changes .* names 33 and 80": """
        create table released.explained_changes as
        select 2024 as school_year, 'sex' as dimension, 'x' as member, 'awards' as measure,
            33 as value_before, 80 as value, 'More came in 2024: 80.' as explanation;
        insert into reference.public_tables values ('released', 'explained_changes')
    """,
    "explanation of 2024, sex, x, awards .* says 9, which is no year": """
        create table released.explained_changes as
        select 2024 as school_year, 'sex' as dimension, 'x' as member, 'awards' as measure,
            33 as value_before, 80 as value, '9 came from elsewhere.' as explanation;
        insert into reference.public_tables values ('released', 'explained_changes')
    """,
}


@pytest.mark.parametrize(("said", "edit"), CARELESS.items())
def test_a_table_that_says_more_than_the_cells_is_refused(warehouse: Path, said: str, edit: str):
    """By publishing, by the audit that anyone runs, and by that of the build."""
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(edit)
    with pytest.raises(WarehouseError, match=said):
        ask(warehouse)
    with pytest.raises(WarehouseError, match=said):
        read_release(warehouse)
    with duckdb.connect(str(warehouse)) as connection, pytest.raises(WarehouseError, match=said):
        audited(connection, warehouse.parent)


@pytest.mark.parametrize(
    "change",
    [
        "update released.released_cells set value = 81 where member_1 = 'all';"
        " update released.a set awards = 81 where member_1 = 'all'",
        "update released.report_members set parent_member = 'male' where member = 'x'",
        "insert into released.report_alignments values (2024, 'sex', 'male', 'sex', 'x')",
        "delete from reference.public_tables where table_name = 'a'",
    ],
)
def test_tables_that_were_built_again_alone_are_not_published(warehouse: Path, change: str):
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(change)
    with pytest.raises(WarehouseError, match="aren't those that were attacked"):
        ask(warehouse)


def test_a_release_that_was_never_attacked_is_not_published(warehouse: Path):
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("drop table released.release_audit")
    with pytest.raises(WarehouseError, match="never attacked"):
        ask(warehouse)
