"""What the last build found of each rule, what the runs before it found, and the release gate.

The warehouse's own file is read, and not the published one: behind a closed gate nothing is
published, and then the results matter most.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

from warehouse.errors import WarehouseError
from warehouse.publish import open_read_only

HISTORY_FILE = "rule_history.duckdb"
RUNS_SHOWN = 10
MEND_THE_CHECK = "Nothing is known of the rows: mend the check, or the model that it reads."
# In this order an engineer wants to see them.
STANDINGS = ("broken", "failed", "tolerated", "passed", "not_applicable")


@dataclass(frozen=True)
class Result:
    """The result of one rule in one slice: as delivered, in the marts, or of what is released.

    `failing_share` and `tolerance` are shares of 1; `failing_share` is None where no row was
    checked.
    """

    rule_id: str
    stage: str
    slice_kind: str
    slice: str
    severity: str
    agency: str | None
    rows_checked: int
    rows_failing: int
    failing_share: Decimal | None
    tolerance: Decimal
    verdict: str
    message: str | None

    @property
    def standing(self) -> str:
        """The verdict, with the rows that a tolerance lets pass told apart from none at all."""
        return "tolerated" if self.verdict == "passed" and self.rows_failing else self.verdict


@dataclass(frozen=True)
class PastResult:
    """What an earlier run, or the last one, found of a rule in all rows of a stage."""

    run_number: int
    latest_delivery_on: datetime.date | None
    stage: str
    rule_version: int
    rows_checked: int
    rows_failing: int
    tolerance: Decimal
    verdict: str


@dataclass(frozen=True)
class FailingKey:
    """A row behind a failure by its key: a file and line, or a pseudonym; never what it says."""

    check_id: str
    stage: str
    failing_key: str


@dataclass(frozen=True)
class Gate:
    """Whether anything may be released, and which rules stand against it."""

    run_id: str
    is_open: bool
    failed: tuple[str, ...]
    broken: tuple[str, ...]


def read_totals(connection: duckdb.DuckDBPyConnection) -> list[Result]:
    """Read the result of every rule in force in all rows, by rule and stage.

    Raises
    ------
    WarehouseError
        If the warehouse was built before its rules were checked.
    """
    return _results(connection, "slice_kind = 'all'", [])


def read_slices(connection: duckdb.DuckDBPyConnection, rule_id: str) -> list[Result]:
    """Read what was found of a rule in each delivery or period, by stage and name."""
    return _results(connection, "slice_kind <> 'all' and rule_id = ?", [rule_id])


def count_failed_slices(
    connection: duckdb.DuckDBPyConnection,
) -> dict[tuple[str, str], tuple[int, str]]:
    """Count the deliveries or periods in which a rule failed: (number, kind) by (rule, stage)."""
    rows = connection.execute(
        "select rule_id, stage, count(*), min(slice_kind) from quality.rule_results"
        " where slice_kind <> 'all' and verdict = 'failed' group by rule_id, stage"
    ).fetchall()
    return {(rule_id, stage): (number, kind) for rule_id, stage, number, kind in rows}


def read_failing_keys(
    connection: duckdb.DuckDBPyConnection, rule_id: str, slice_kind: str = "all"
) -> list[FailingKey]:
    """Read the keys of the first failing rows of a rule's checks, in their order."""
    rows = connection.execute(
        "select check_id, stage, failing_key from quality.rule_failing_keys"
        " where rule_id = ? and slice_kind = ? order by all",
        [rule_id, slice_kind],
    ).fetchall()
    return [FailingKey(*row) for row in rows]


def read_gate(connection: duckdb.DuckDBPyConnection) -> Gate:
    """Read the release gate; WarehouseError where the warehouse has none."""
    try:
        rows = connection.execute(
            "select run_id, is_open, failed_rule_ids, broken_rule_ids from quality.release_gate"
        ).fetchall()
    except duckdb.CatalogException:
        rows = []
    if not rows:
        raise WarehouseError(
            "This warehouse has no release gate (quality.release_gate); run `dbt build` first."
        )
    run_id, is_open, failed, broken = rows[0]
    return Gate(run_id, is_open, tuple(failed), tuple(broken))


def read_history(state: Path, rule_id: str, runs: int = RUNS_SHOWN) -> list[PastResult]:
    """Read what the last `runs` runs found of a rule in all rows, the latest first.

    No history yet is an empty one: it lies in a file that the first build makes.
    """
    file = state / HISTORY_FILE
    if not file.exists():
        return []
    with open_read_only(file) as connection:
        try:
            rows = connection.execute(
                """
                select
                    run_number, latest_delivery_on, stage, rule_version,
                    rows_checked, rows_failing, tolerance, verdict
                from rule_history
                where rule_id = ? and slice_kind = 'all'
                qualify dense_rank() over (order by run_number desc) <= ?
                order by run_number desc, stage
                """,
                [rule_id, runs],
            ).fetchall()
        except duckdb.CatalogException:
            return []
    return [PastResult(*row) for row in rows]


def closing_rules(gate: Gate) -> tuple[str, ...]:
    """Name the rules that close the gate, the broken ones first."""
    return gate.broken + gate.failed


def _results(
    connection: duckdb.DuckDBPyConnection, condition: str, parameters: list[str]
) -> list[Result]:
    try:
        rows = connection.execute(
            f"""
            select
                rule_id, stage, slice_kind, slice, severity, agency, rows_checked, rows_failing,
                failing_share, tolerance, verdict, message
            from (from quality.rule_results union all by name from released.release_rule_results)
            where {condition}
            order by rule_id, stage, slice_kind, slice
            """,
            parameters,
        ).fetchall()
    except duckdb.CatalogException:
        raise WarehouseError(
            "This warehouse holds no results of rules (quality.rule_results, and of the attack on "
            "the release released.release_rule_results); "
            "run `dbt build` first."
        ) from None
    return [Result(*row) for row in rows]
