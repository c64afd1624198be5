"""Admission inside a dbt build: a project of its own, two threads, clean and broken deliveries."""

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from admission_project import SOURCES, Project, new_project, pupil, pupils

REPOSITORY = Path(__file__).parents[2]
DBT = Path(sys.executable).with_name("dbt")
SECRET = "Zyxwvut"

PROJECT = """
name: small
profile: small
flags: {send_anonymous_usage_stats: false}
"""
PROFILES = f"""
small:
  target: small
  outputs:
    small:
      type: duckdb
      path: small-state.duckdb  # no name of SQL
      threads: 2
      module_paths: ['{REPOSITORY}']
      plugins:
        - module: warehouse.admission.plugin
          alias: admission
          config: {{extracts: extracts}}
"""
DELIVERIES = """
  - name: admission
    schema: staging
    config: {meta: {plugin: admission}}
    tables: [{name: deliveries, identifier: delivered_files}]
"""


@pytest.fixture
def project(tmp_path) -> Project:
    project = new_project(tmp_path)
    project.declare(SOURCES + DELIVERIES)
    (tmp_path / "dbt_project.yml").write_text(PROJECT)
    (tmp_path / "profiles.yml").write_text(PROFILES)
    for source, table in (
        ("school", "pupils"),
        ("school", "exams"),
        ("admission", "deliveries"),
    ):
        model = tmp_path / "models" / f"stg_{table}.sql"
        model.write_text(f"select * from {{{{ source('{source}', '{table}') }}}}")
    return project


def build(project: Project, *arguments: str) -> str:
    result = subprocess.run(
        [str(DBT), *arguments, "--no-use-colors"],
        cwd=project.folder,
        env=os.environ | {"DBT_PROFILES_DIR": str(project.folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    return result.stdout + result.stderr


def test_a_build_lands_what_is_admitted_and_goes_on(project):
    project.deliver("school/pupils/2018.csv", pupils(pupil(), pupil(grade=SECRET)), period="2018")
    project.deliver("school/pupils/2019.csv", pupils(pupil(last_name=SECRET)), sha256="0" * 64)
    output = build(project, "build")
    assert "PASS=3" in output, output
    assert "school/pupils/2019.csv refused: Its sha256 isn't the manifest's" in output
    assert SECRET not in output + (project.folder / "logs" / "dbt.log").read_text()
    with duckdb.connect(str(project.folder / "small-state.duckdb"), read_only=True) as connection:
        rows = connection.execute(
            "select file_name, line_number, refusal_reasons from main.stg_pupils order by 1, 2"
        ).fetchall()
        types = dict(
            connection.execute(
                "select column_name, data_type from duckdb_columns()"
                " where table_name = 'delivered_school_pupils'"
            ).fetchall()
        )
        exams = connection.execute("select count(*) from main.stg_exams").fetchall()
        statuses = connection.execute(
            "select file_name, status from main.stg_deliveries order by 1"
        ).fetchall()
    assert rows == [
        ("school/pupils/2018.csv", 2, []),
        ("school/pupils/2018.csv", 3, ["VALUE_NOT_A_NUMBER:grade"]),
    ]
    assert exams == [(0,)]
    assert statuses == [
        ("school/pupils/2018.csv", "admitted"),
        ("school/pupils/2019.csv", "refused"),
    ]
    assert types == {
        "pupil_id": "VARCHAR",
        "last_name": "VARCHAR",
        "entered_on": "DATE",
        "left_on": "DATE",
        "grade": "INTEGER",
        "fee": "DECIMAL(8,2)",
        "boards": "BOOLEAN",
        "file_name": "VARCHAR",
        "line_number": "BIGINT",
        "period": "VARCHAR",
        "delivered_on": "DATE",
        "is_superseded": "BOOLEAN",
        "refusal_reasons": "VARCHAR[]",
        "raw_text": "VARCHAR",
        "extensions": "MAP(VARCHAR, VARCHAR)",
    }
    # A command that only looks lands nothing again.
    project.deliver("school/pupils/2020.csv", pupils(pupil()), period="2020")
    assert "Error" not in build(project, "compile")
    with duckdb.connect(str(project.folder / "small-state.duckdb"), read_only=True) as connection:
        landed = connection.execute("select count(*) from staging.delivered_school_pupils")
        assert landed.fetchall() == [(2,)]


def test_no_extracts_root_and_a_bad_contract_are_told_in_a_sentence(project):
    project.root.rmdir()
    output = build(project, "build")
    assert "set WAREHOUSE_EXTRACTS" in output
    assert "Traceback" not in output
    project.root.mkdir()
    project.declare(SOURCES.replace("data_type: date}", "data_type: text}") + DELIVERIES)
    output = build(project, "build")
    assert "pupils.left_on: data_type: text" in output
