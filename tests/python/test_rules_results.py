"""The Council's rules in a built warehouse: what the record says, and what it keeps back."""

from pathlib import Path

import duckdb
import pytest

from conftest import Build
from warehouse.errors import WarehouseError
from warehouse.publish import publish

ALL_ROWS = "from quality.rule_results where slice_kind = 'all'"


def test_every_rule_passes_on_a_state_without_dirt(clean_state: Build):
    with clean_state.open() as connection:
        results = connection.execute(
            f"select rule_id, verdict, message {ALL_ROWS} and verdict <> 'passed'"
        ).fetchall()
        assert results == []
        gate = connection.execute("select is_open from quality.release_gate").fetchall()
    assert gate == [(True,)]


def test_no_rule_breaks_and_the_marts_are_clean_of_what_was_refused(sample: Build):
    with sample.open() as connection:
        wrong = connection.execute(
            f"select rule_id, verdict {ALL_ROWS} and (verdict in ('broken', 'not_applicable')"
            " or (stage = 'in_marts' and verdict <> 'passed'))"
        ).fetchall()
        rules = connection.execute(f"select count(distinct rule_id) {ALL_ROWS}").fetchall()
        in_force = connection.execute(
            "select count(*) from reference.business_rules"
            " where status = 'in_force' and enforced_in <> 'release_audit'"
        ).fetchall()
    assert wrong == []
    assert rules == in_force


def test_refusals_are_counted_by_rule_as_they_stand(sample: Build):
    with sample.open() as connection:
        differences = connection.execute(
            """
            with broken as (
                select unnest(rule_ids) as rule_id, file_name from quality.refused_rows
            ),
            refused as (
                select rule_id, file_name, count(*) as row_count from broken group by all
            ),
            results as (
                select rule_id, slice as file_name, rows_failing as row_count
                from quality.rule_results
                where slice_kind = 'delivery' and severity = 'reject' and rows_failing > 0
                    and rule_id not like 'FILE_%'
            )
            select * from refused full join results using (rule_id, file_name)
            where refused.row_count is distinct from results.row_count
            """
        ).fetchall()
        counted = connection.execute("select count(*) from quality.refused_rows").fetchall()
    assert differences == []
    assert counted[0][0] > 50


def test_totals_are_the_sum_of_their_deliveries(sample: Build):
    with sample.open() as connection:
        off = connection.execute(
            """
            select rule_id, sum(rows_failing) filter (where slice_kind = 'all') as total,
                sum(rows_failing) filter (where slice_kind <> 'all') as parts
            from quality.rule_results
            where stage = 'as_delivered'
            group by rule_id
            having parts is not null and total <> parts
            """
        ).fetchall()
    assert off == []


def test_history_holds_the_run_once(sample: Build):
    with sample.open() as connection:
        run = connection.execute("select run_id from quality.release_gate").fetchall()[0][0]
        results = connection.execute("select count(*) from quality.rule_results").fetchall()
    with duckdb.connect(str(sample.state / "rule_history.duckdb"), read_only=True) as history:
        kept = history.execute(
            "select count(*) from rule_history where run_id = ?", [run]
        ).fetchall()
    assert kept == results


def test_scorecards_tell_the_late_vendor_and_miss_nothing(sample: Build):
    with sample.open() as connection:
        late = connection.execute(
            "select agency, files_late from quality.agency_scorecards where files_late > 0"
        ).fetchall()
        missing = connection.execute(
            "select sum(files_missing), sum(files_owed) from quality.agency_scorecards"
        ).fetchall()
        rows = connection.execute(
            """
            select sum(rows_delivered) - (select sum(rows_delivered)
                from quality.file_reconciliation
                where agency || period is not null)
            from quality.agency_scorecards
            """
        ).fetchall()
    assert late == [("credentialing", 1)]
    assert missing[0][0] == 0 and missing[0][1] > 200
    assert rows == [(0,)]


def set_gate(file: Path, is_open: bool, failed: list[str], broken: list[str]) -> None:
    with duckdb.connect(str(file)) as connection:
        connection.execute("delete from quality.release_gate")
        connection.execute(
            "insert into quality.release_gate values (?, ?, ?)", [is_open, failed, broken]
        )


def test_nothing_is_published_behind_a_closed_gate(small_warehouse: Path, tmp_path: Path):
    set_gate(small_warehouse, False, ["QUARTER_INCOMPLETE"], ["SSN_INVALID"])
    with pytest.raises(WarehouseError) as refusal:
        publish(small_warehouse, tmp_path / "published", tmp_path / "state")
    assert "QUARTER_INCOMPLETE" in str(refusal.value)
    assert "Broken while it ran: SSN_INVALID" in str(refusal.value)
    assert not (tmp_path / "published").exists()


def test_an_open_gate_lets_a_publication_through(small_warehouse: Path, tmp_path: Path):
    set_gate(small_warehouse, True, [], [])
    assert publish(small_warehouse, tmp_path / "published", tmp_path / "state").version


def test_a_warehouse_without_a_gate_is_not_published(small_warehouse: Path, tmp_path: Path):
    with duckdb.connect(str(small_warehouse)) as connection:
        connection.execute("drop table quality.release_gate")
    with pytest.raises(WarehouseError, match="release gate"):
        publish(small_warehouse, tmp_path / "published", tmp_path / "state")
