"""A check made to crash is broken in the record and at the gate, and never green."""

import importlib.util
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from conftest import PROJECT, Build
from expectations.suites import Check, Suite, read_suites
from planted_marts import own_copy, scratch_copy

RULES = PROJECT / "models" / "quality" / "rules"
# A flag that its model lacks, a query that fails on a value, and one that reads a table which isn't
# there; the first two rules only inform and warn.
CRASHES = {
    "TEST_CENTER_UNKNOWN": {
        "type": "expect_column_values_to_be_in_set",
        "kwargs": {"column": "no_such_column", "value_set": [False]},
    },
    "AWARD_WITHOUT_ATTEMPT": {
        "type": "unexpected_rows_expectation",
        "kwargs": {
            "unexpected_rows_query": "select credential_award_id from {batch}"
            " where cast(credential_award_id as integer) = 0"
        },
    },
    "WAGES_NEGATIVE": {
        "type": "unexpected_rows_expectation",
        "kwargs": {
            "unexpected_rows_query": "select file_name, line_number from quality.no_such_table"
        },
    },
}


@pytest.fixture()
def warehouse(clean_state: Build, tmp_path: Path) -> duckdb.DuckDBPyConnection:
    """A copy of a warehouse whose gate is open, with a record of its own."""
    connection = scratch_copy(clean_state, tmp_path)
    for relation in ("rule_checks", "rule_results", "release_gate"):
        own_copy(connection, relation)
    assert gate(connection) == (True, [], [])
    return connection


def gate(connection: duckdb.DuckDBPyConnection) -> tuple[bool, list[str], list[str]]:
    return connection.execute(
        "select is_open, failed_rule_ids, broken_rule_ids from quality.release_gate"
    ).fetchall()[0]


def crashed(check: Check) -> Check:
    """Let a check ask what can't be answered."""
    expectation = CRASHES[check.rule_id]
    kwargs = expectation["kwargs"]
    return replace(
        check,
        expectation=expectation | {"meta": {"rule": check.rule_id}},
        flag=kwargs.get("column"),
        query=kwargs.get("unexpected_rows_query"),
    )


def only(rule: str) -> Suite:
    """Give the suite as delivered that checks a rule, with this check alone, made to crash."""
    (suite, check) = next(
        (suite, check)
        for suite in read_suites()
        for check in suite.checks
        if suite.stage == "as_delivered" and check.rule_id == rule
    )
    return replace(suite, checks=(crashed(check),))


def run_model(connection: duckdb.DuckDBPyConnection, suites: list[Suite], monkeypatch) -> None:
    """Run the graph's own model on suites, and put what it says of their checks into the record."""
    spec = importlib.util.spec_from_file_location("rule_checks", RULES / "rule_checks.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "read_suites", lambda: suites)
    dbt = SimpleNamespace(config=lambda **settings: None, ref=lambda name: None)
    rows = module.model(dbt, connection)
    connection.register("crashed", rows)
    connection.execute(
        """
        delete from quality.rule_checks where check_id in (select check_id from crashed);
        insert into quality.rule_checks by name select * from crashed;
        """
    )


def remake(connection: duckdb.DuckDBPyConnection, build: Build, model: str) -> None:
    """Make a model of the record anew, from the SQL that dbt compiled."""
    compiled = build.target / "compiled" / "credential_warehouse" / "models" / "quality" / "rules"
    sql = (compiled / f"{model}.sql").read_text(encoding="utf-8")
    connection.execute(f"create or replace table quality.{model} as {sql}")


@pytest.mark.parametrize("rule", CRASHES)
def test_a_check_made_to_crash_is_recorded_as_broken_and_closes_the_gate(
    warehouse: duckdb.DuckDBPyConnection, clean_state: Build, rule: str, monkeypatch
):
    run_model(warehouse, [only(rule)], monkeypatch)
    remake(warehouse, clean_state, "rule_results")
    remake(warehouse, clean_state, "release_gate")
    results = warehouse.execute(
        "select rule_id, verdict, rows_checked from quality.rule_results"
        " where slice_kind = 'all' and verdict <> 'passed'"
    ).fetchall()
    assert results == [(rule, "broken", 0)]
    assert gate(warehouse) == (False, [], [rule])
    message = warehouse.execute(
        "select message from quality.rule_results where verdict = 'broken'"
    ).fetchall()[0][0]
    assert message.startswith(only(rule).checks[0].check_id)


def test_a_rule_whose_check_is_lost_is_broken_and_closes_the_gate(
    warehouse: duckdb.DuckDBPyConnection, clean_state: Build
):
    warehouse.execute("delete from quality.rule_checks where rule_id = 'TEST_CENTER_UNKNOWN'")
    remake(warehouse, clean_state, "rule_results")
    remake(warehouse, clean_state, "release_gate")
    assert gate(warehouse) == (False, [], ["TEST_CENTER_UNKNOWN"])
