"""A registry that lost something, or that another version wrote, before a run does harm with it."""

from pathlib import Path

import duckdb
import pytest

from conftest import PROJECT, Build

WAREHOUSE = """
    create schema identity;
    create table identity.persons as select unnest(['P1', 'P2']) as person_id;
    create table identity.person_resolutions as
    select * from (values
        ('P1', 1, null, 'P1'), ('P2', 1, null, 'P2'),
        ('P3', 1, 1, 'P3'), ('P3', 2, null, 'P1'), ('P4', 1, 1, 'P4'), ('P4', 2, null, 'P1')
    ) as resolutions (person_id, first_run_number, last_run_number, living_person_id);
    create table identity.employer_accounts as select 'A1' as employer_account, 'E1' as employer_id;
"""
# As the version before events wrote it. P3 and P4 were merged into P1, but the last piece of P4
# went to P2. P5 has lost a piece only, and P6 has got its own back.
OLD_REGISTRY = """
    create table employer_registry (employer_account varchar primary key, employer_number bigint,
        employer_id varchar, run_id varchar);
    insert into employer_registry values ('A1', 1, 'E1', 'r1');
    create table person_registry (evidence_key varchar, run_number integer, evidence_kind varchar,
        person_number bigint, person_id varchar, run_id varchar,
        primary key (evidence_key, run_number));
    insert into person_registry
    select key, run, 'ssn', person, 'P' || person, 'r' || run from (values
        ('k1', 1, 1), ('k2', 1, 2),
        ('k3', 1, 3), ('k3', 2, 1),
        ('k4', 1, 4), ('k4', 2, 1), ('l4', 1, 4), ('l4', 2, 1), ('m4', 1, 4), ('m4', 3, 2),
        ('k5', 1, 5), ('l5', 1, 5), ('l5', 2, 1),
        ('k6', 1, 6), ('k6', 2, 1), ('k6', 3, 6)
    ) as rows (key, run, person);
"""
UPGRADED = [("merge", "P3", "P1", 2, "r2", None), ("merge", "P4", "P2", 3, "r3", None)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("guard")


def run(folder: Path, damage: str, warehouse: str = WAREHOUSE) -> tuple[int, str]:
    """Write warehouse and registry anew, damage the registry, start a run; code and output."""
    build = Build(folder, PROJECT / "extracts", folder)
    build.state.mkdir(exist_ok=True)
    for file, sql in (
        (build.warehouse_file, warehouse),
        (build.state / "registry.duckdb", OLD_REGISTRY + damage),
    ):
        file.unlink(missing_ok=True)
        with duckdb.connect(str(file)) as connection:
            connection.execute(sql)
    result = build.dbt("seed", "--select", "evidence_kinds")
    return result.returncode, " ".join(result.stdout.split())


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("delete from person_registry where person_id = 'P3'", "lacks 1 of the ids of persons"),
        ("delete from employer_registry", "lacks 1 of the employers"),
        (
            "create table person_events (event_kind varchar, person_id varchar,"
            " other_person_id varchar, run_number integer, run_id varchar, run_date date)",
            "lacks 2 of the merged persons",
        ),
    ],
)
def test_a_registry_that_lost_something_stops_the_run_and_says_how_to_mend_it(
    folder: Path, damage: str, told: str
):
    code, output = run(folder, damage)
    assert code != 0
    assert told in output
    assert "backup" in output
    assert "start_new_registry" in output


def test_a_registry_of_another_version_is_refused(folder: Path):
    code, output = run(folder, "alter table employer_registry add column industry varchar")
    assert code != 0
    assert "employer_registry" in output
    assert "industry" in output


def test_a_registry_of_before_there_were_events_is_brought_up_to_date(folder: Path):
    code, output = run(folder, "create table kept as from person_registry", warehouse="")
    assert code == 0, output
    assert "brought up to date" in output
    with duckdb.connect(str(folder / "state" / "registry.duckdb")) as registry:
        events = registry.execute("from person_events order by all").fetchall()
        lost = registry.execute(
            "(from kept except all from person_registry)"
            " union all (from person_registry except all from kept)"
        ).fetchall()
        keys = registry.execute(
            "select table_name from duckdb_constraints() where constraint_type = 'PRIMARY KEY'"
        ).fetchall()
    assert events == UPGRADED
    assert lost == []
    assert sorted(keys) == [("employer_registry",), ("person_events",)]
