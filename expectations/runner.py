"""Runs the suites on an open DuckDB connection and says how many rows each check found.

Great Expectations judges; how many rows failed in which delivery, and which, is then asked once
for all flags of a relation. No table leaves DuckDB. A check that raised says nothing about the
data: it is broken, whatever else is known of it.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import duckdb
import great_expectations as gx
from great_expectations.core import ExpectationSuite, ExpectationValidationResult
from great_expectations.data_context import AbstractDataContext
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.datasource.fluent.sql_datasource import SQLDatasource

from expectations.dialect import data_source
from expectations.slices import SliceCount, count_flags, count_query, total, with_keys
from expectations.suites import Check, Suite

# GX tells of each temporary folder that it makes.
logging.getLogger("great_expectations").setLevel(logging.WARNING)

# Of errors of these kinds the text names columns and tables; others quote what stands in a row.
TELLING_ERRORS = ("BinderException", "CatalogException", "ParserException", "MetricError")
# Counts, and no values of failing rows.
COUNTS_ALONE = {"result_format": "BASIC", "partial_unexpected_count": 0}


@dataclass(frozen=True)
class CheckResult:
    """What a check found: the verdict of GX, and the counts by slice with keys of failing rows."""

    suite: Suite
    check: Check
    is_met: bool
    is_broken: bool
    message: str | None
    slices: tuple[SliceCount, ...]


def run_suites(
    connection: duckdb.DuckDBPyConnection, suites: Iterable[Suite], keys_kept: int
) -> list[CheckResult]:
    """Run suites on the relations of the connection's database.

    Parameters
    ----------
    connection
        Its current database holds each suite's relation, in whichever schema.
    suites
        What to run; a rule alone is run by a suite that holds its checks alone.
    keys_kept
        How many failing keys are kept of a check and slice, the first in their order.

    Returns
    -------
    list of CheckResult
        One a check, in the order of the suites. Nothing that a check does raises.
    """
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    source = data_source(context, connection)
    results = []
    try:
        for suite in suites:
            results += _SuiteRun(context, source, connection, suite, keys_kept).results()
    finally:
        source.get_execution_engine().close()
    return results


def schema_of(connection: duckdb.DuckDBPyConnection, relation: str) -> str:
    """Find the schema of a relation in the current database; LookupError where there is none."""
    found = connection.execute(
        "select table_schema from information_schema.tables"
        " where table_catalog = current_database() and table_name = ? order by table_schema",
        [relation],
    ).fetchall()
    if not found:
        raise LookupError(f"no relation {relation}")
    return found[0][0]


class _SuiteRun:
    """One suite on one connection."""

    def __init__(
        self,
        context: AbstractDataContext,
        source: SQLDatasource,
        connection: duckdb.DuckDBPyConnection,
        suite: Suite,
        keys_kept: int,
    ) -> None:
        self.context = context
        self.source = source
        self.reader = connection.cursor()
        self.suite = suite
        self.keys_kept = keys_kept

    def results(self) -> list[CheckResult]:
        """Give a result for each check, whatever happens."""
        suite = self.suite
        try:
            schema = schema_of(self.reader, suite.relation)
            validations = self._validated(schema)
        except Exception as error:
            return [self._broken(check, _said(error)) for check in suite.checks]
        self.table = f'"{schema}"."{suite.relation}"'
        errors = {check: _error(validations[check.check_id]) for check in suite.checks}
        sound = [check for check in suite.checks if errors[check] is None]
        try:
            flags = [check for check in sound if check.flag]
            counts = count_flags(self.reader, suite, self.table, flags)
        except duckdb.Error as error:
            counts = {}
            errors |= dict.fromkeys(flags, _said(error))
        return [
            self._result(check, validations[check.check_id], errors[check], counts)
            for check in suite.checks
        ]

    def _validated(self, schema: str) -> dict[str, ExpectationValidationResult]:
        """Have GX judge the suite; results by check_id."""
        suite = self.suite
        asset = self.source.add_table_asset(
            suite.name, table_name=suite.relation, schema_name=schema
        )
        self.batch = asset.add_batch_definition_whole_table("all rows").get_batch()
        validation = self.batch.validate(
            self._gx_suite(suite.name, suite.checks), result_format=COUNTS_ALONE
        )
        return {each.expectation_config.meta["check"]: each for each in validation.results}

    def _gx_suite(self, name: str, checks: tuple[Check, ...]) -> ExpectationSuite:
        expectations = [
            check.expectation | {"meta": {"rule": check.rule_id, "check": check.check_id}}
            for check in checks
        ]
        return self.context.suites.add(ExpectationSuite(name=name, expectations=expectations))

    def _result(
        self,
        check: Check,
        validation: ExpectationValidationResult,
        error: str | None,
        counts: dict[str, list[SliceCount]],
    ) -> CheckResult:
        if error is not None:
            return self._broken(check, error)
        try:
            if check.flag or check.query:
                slices = counts.get(check.check_id) or count_query(
                    self.reader, self.suite, self.table, check
                )
                slices = with_keys(
                    self.reader, self.suite, self.table, check, slices, self.keys_kept
                )
            else:
                slices = [self._counted_by_gx(check, validation)]
        except Exception as failure:
            return self._broken(check, _said(failure))
        return CheckResult(self.suite, check, bool(validation.success), False, None, tuple(slices))

    def _counted_by_gx(self, check: Check, validation: ExpectationValidationResult) -> SliceCount:
        """Take the counts of a native expectation; what failed is asked for only if it did."""
        found = validation.result
        checked = found.get("element_count", 1) - (found.get("missing_count") or 0)
        failing = found.get("unexpected_count", 0 if validation.success else 1)
        slices = total(checked, failing)
        if not failing or "unexpected_count" not in found:
            return slices
        again = self.batch.validate(
            self._gx_suite(check.check_id, (check,)),
            result_format={
                "result_format": "COMPLETE",
                "unexpected_index_column_names": list(self.suite.key),
            },
        )
        rows = again.results[0].result.get("unexpected_index_list") or []
        keys = sorted(":".join(str(row[column]) for column in self.suite.key) for row in rows)
        return replace(slices, failing_keys=tuple(keys[: self.keys_kept]))

    def _broken(self, check: Check, message: str) -> CheckResult:
        return CheckResult(self.suite, check, False, True, message, (total(0, 0),))


def _error(validation: ExpectationValidationResult) -> str | None:
    """Say what broke while the check ran, or None: GX calls both broken and failed a failure."""
    info = validation.exception_info or {}
    reports: list[Any] = [info] if "raised_exception" in info else list(info.values())
    for report in reports:
        if report.get("raised_exception"):
            kinds = _kinds_named_in(str(report.get("exception_traceback")))
            return _told(kinds, str(report.get("exception_message")))
    return None


def _kinds_named_in(traceback: str) -> list[str]:
    """Name the kinds of error that a traceback ends its parts with."""
    return [
        line.split(":")[0].rsplit(".", 1)[-1]
        for line in traceback.splitlines()
        if line[:1].isalpha()
        and ":" in line
        and line.split(":")[0].endswith(("Error", "Exception"))
    ]


def _said(error: Exception) -> str:
    return _told([type(error).__name__], str(error))


def _told(kinds: list[str], message: str) -> str:
    kind = kinds[0] if kinds else "Error"
    if any(name in TELLING_ERRORS for name in kinds):
        return f"{kind}: {message.splitlines()[0][:300]}"
    return kind
