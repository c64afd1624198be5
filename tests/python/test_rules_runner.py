"""The runner of the Council's rules on small tables: counts, keys, and what breaks."""

import duckdb
import pytest
from great_expectations.execution_engine import sqlalchemy_execution_engine as engine

from expectations import dialect
from expectations.runner import CheckResult, run_suites
from expectations.suites import Suite, SuiteError, read_suites

CHECKED = """
    create schema intermediate;
    create table intermediate.checked_things as
    select * from (values
        ('a.csv', 2, true, false), ('a.csv', 3, false, false), ('a.csv', 4, null, false),
        ('b.csv', 2, false, false), ('b.csv', 3, true, false), ('b.csv', 4, true, false)
    ) as rows(file_name, line_number, first_rule, second_rule);
    create schema marts;
    create table marts.fct_thing as
    select * from (values (1, 5, 7), (2, 6, 4), (3, null, 1)) as rows(thing_id, low, high);
"""
DELIVERED = """
name: things_as_delivered
relation: checked_things
slice: file_name
key: [file_name, line_number]
expectations:
  - type: expect_column_values_to_be_in_set
    kwargs: {column: first_rule, value_set: [false]}
    meta: {rule: FIRST_RULE}
  - type: expect_column_values_to_be_in_set
    kwargs: {column: second_rule, value_set: [false]}
    meta: {rule: SECOND_RULE}
  - type: unexpected_rows_expectation
    kwargs:
      unexpected_rows_query: select file_name, line_number from {batch} where line_number = 4
    meta: {rule: THIRD_RULE}
"""
IN_MARTS = """
name: things_in_marts
relation: fct_thing
stage: in_marts
key: [thing_id]
expectations:
  - type: expect_column_pair_values_a_to_be_greater_than_b
    kwargs: {column_A: high, column_B: low, or_equal: true, ignore_row_if: either_value_is_missing}
    meta: {rule: FIRST_RULE}
"""


@pytest.fixture()
def connection() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(CHECKED)
    return connection


def suites_of(tmp_path, *texts: str) -> tuple[Suite, ...]:
    folder = tmp_path / "things"
    folder.mkdir(exist_ok=True)
    for number, text in enumerate(texts):
        (folder / f"{number}.yml").write_text(text)
    return read_suites(tmp_path)


def by_rule(results: list[CheckResult]) -> dict[str, CheckResult]:
    return {result.check.rule_id: result for result in results}


def counts(result: CheckResult) -> dict[str, tuple[int, int, tuple[str, ...]]]:
    return {
        each.name: (each.rows_checked, each.rows_failing, each.failing_keys)
        for each in result.slices
    }


def test_flags_are_counted_by_delivery_with_the_keys_of_failing_rows(connection, tmp_path):
    found = by_rule(run_suites(connection, suites_of(tmp_path, DELIVERED), keys_kept=20))
    assert counts(found["FIRST_RULE"]) == {
        "all": (5, 3, ("a.csv:2", "b.csv:3", "b.csv:4")),
        "a.csv": (2, 1, ("a.csv:2",)),
        "b.csv": (3, 2, ("b.csv:3", "b.csv:4")),
    }
    assert not found["FIRST_RULE"].is_met
    assert found["SECOND_RULE"].is_met
    assert counts(found["SECOND_RULE"])["all"] == (6, 0, ())


def test_a_query_is_counted_against_the_rows_that_it_looked_at(connection, tmp_path):
    found = by_rule(run_suites(connection, suites_of(tmp_path, DELIVERED), keys_kept=20))
    assert counts(found["THIRD_RULE"]) == {
        "all": (6, 2, ("a.csv:4", "b.csv:4")),
        "a.csv": (3, 1, ("a.csv:4",)),
        "b.csv": (3, 1, ("b.csv:4",)),
    }


def test_keys_beyond_the_number_kept_are_left_out_of_each_slice(connection, tmp_path):
    found = by_rule(run_suites(connection, suites_of(tmp_path, DELIVERED), keys_kept=1))
    kept = {name: keys for name, (_, _, keys) in counts(found["FIRST_RULE"]).items()}
    assert kept == {"all": ("a.csv:2",), "a.csv": ("a.csv:2",), "b.csv": ("b.csv:3",)}


def test_a_native_expectation_on_a_mart_leaves_out_what_is_missing(connection, tmp_path):
    found = by_rule(run_suites(connection, suites_of(tmp_path, IN_MARTS), keys_kept=20))
    assert counts(found["FIRST_RULE"]) == {"all": (2, 1, ("2",))}
    assert found["FIRST_RULE"].suite.stage == "in_marts"


def test_a_check_that_crashes_is_broken_and_the_others_stand(connection, tmp_path):
    crashing = DELIVERED.replace("column: second_rule", "column: no_such_column")
    found = by_rule(run_suites(connection, suites_of(tmp_path, crashing), keys_kept=20))
    assert found["SECOND_RULE"].is_broken
    assert not found["SECOND_RULE"].is_met
    assert counts(found["FIRST_RULE"])["all"][:2] == (5, 3)
    assert not found["FIRST_RULE"].is_broken


def test_a_query_that_crashes_tells_no_value_of_a_row(connection, tmp_path):
    crashing = DELIVERED.replace("line_number = 4", "cast(file_name as integer) = 4")
    found = by_rule(run_suites(connection, suites_of(tmp_path, crashing), keys_kept=20))
    assert found["THIRD_RULE"].is_broken
    assert "a.csv" not in (found["THIRD_RULE"].message or "")
    assert not found["FIRST_RULE"].is_broken


def test_all_checks_of_a_relation_that_is_not_there_are_broken(connection, tmp_path):
    found = run_suites(
        connection, suites_of(tmp_path, DELIVERED.replace("checked_things", "nothing")), 20
    )
    assert [result.is_broken for result in found] == [True, True, True]


def test_a_suite_without_a_rule_is_refused_by_name(tmp_path):
    with pytest.raises(SuiteError, match=r"things/0\.yml"):
        suites_of(tmp_path, DELIVERED.replace("meta: {rule: SECOND_RULE}", "meta: {}"))


def test_two_checks_of_one_rule_in_a_suite_want_telling_apart(tmp_path):
    with pytest.raises(SuiteError, match="part"):
        suites_of(tmp_path, DELIVERED.replace("SECOND_RULE", "FIRST_RULE"))


def test_the_dialect_patch_is_still_needed(connection, tmp_path, monkeypatch):
    """Fails when GX reads DuckDB's results by itself: then take expectations/dialect.py out."""
    bare = tuple(each for each in engine._PERSISTED_CONNECTION_DIALECTS if each != "duckdb")
    monkeypatch.setattr(engine, "_PERSISTED_CONNECTION_DIALECTS", bare)
    monkeypatch.setattr(dialect, "keep_duckdb_connections", lambda: None)
    found = run_suites(connection, suites_of(tmp_path, DELIVERED), keys_kept=20)
    assert any(result.is_broken for result in found)


def test_the_patch_is_laid_once():
    dialect.keep_duckdb_connections()
    dialect.keep_duckdb_connections()
    assert engine._PERSISTED_CONNECTION_DIALECTS.count(dialect.DUCKDB) == 1
