# Python, because Great Expectations is; what it runs, and how, is in expectations/.
import pyarrow as pa

from expectations.runner import run_suites
from expectations.suites import read_suites

SCHEMA = pa.schema(
    [
        ("check_id", pa.string()),
        ("rule_id", pa.string()),
        ("suite", pa.string()),
        ("relation", pa.string()),
        ("stage", pa.string()),
        ("slice_kind", pa.string()),
        ("slice", pa.string()),
        ("rows_checked", pa.int64()),
        ("rows_failing", pa.int64()),
        ("failing_keys", pa.list_(pa.string())),
        ("is_broken", pa.bool_()),
        ("message", pa.string()),
    ]
)


def model(dbt, session):
    """One row per check and slice; each relation that a suite checks is named here by ref."""
    dbt.config(materialized="table", contract={"enforced": False})
    dbt.ref("articulation_coverage")
    dbt.ref("checked_attempts")
    dbt.ref("checked_award_funding")
    dbt.ref("checked_award_reports")
    dbt.ref("checked_awards")
    dbt.ref("checked_calendar")
    dbt.ref("checked_completions")
    dbt.ref("checked_credential_reports")
    dbt.ref("checked_credits")
    dbt.ref("checked_employers")
    dbt.ref("checked_employment")
    dbt.ref("checked_enrollments")
    dbt.ref("checked_files")
    dbt.ref("checked_list_changes")
    dbt.ref("checked_list_rows")
    dbt.ref("checked_listed_credentials")
    dbt.ref("checked_pass_rates")
    dbt.ref("checked_people")
    dbt.ref("checked_persons")
    dbt.ref("checked_priority_years")
    dbt.ref("checked_report_attempts")
    dbt.ref("checked_report_cells")
    dbt.ref("checked_report_changes")
    dbt.ref("checked_report_sources")
    dbt.ref("checked_wage_quarters")
    dbt.ref("checked_wages")
    dbt.ref("credential_comparison")
    dbt.ref("credential_outcomes")
    dbt.ref("deliveries")
    dbt.ref("dim_course")
    dbt.ref("dim_credential")
    dbt.ref("dim_credential_list_status")
    dbt.ref("dim_institution")
    dbt.ref("dim_quarter")
    dbt.ref("fct_articulated_credit")
    dbt.ref("fct_completion")
    dbt.ref("fct_credential_attempt")
    dbt.ref("fct_credential_attempt_source")
    dbt.ref("fct_credential_award")
    dbt.ref("fct_credential_award_source")
    dbt.ref("fct_earner_comparison")
    dbt.ref("fct_employment")
    dbt.ref("fct_outcome_event")
    dbt.ref("fct_outcome_quarter")
    dbt.ref("fct_program_enrollment")
    dbt.ref("file_reconciliation")
    dbt.ref("occupation_measures")
    dbt.ref("refused_rows")
    rows = [
        {
            "check_id": result.check.check_id,
            "rule_id": result.check.rule_id,
            "suite": result.suite.name,
            "relation": result.suite.relation,
            "stage": result.suite.stage,
            "slice_kind": each.kind,
            "slice": each.name,
            "rows_checked": each.rows_checked,
            "rows_failing": each.rows_failing,
            "failing_keys": list(each.failing_keys),
            "is_broken": result.is_broken,
            "message": result.message,
        }
        for result in run_suites(session.cursor(), read_suites(), keys_kept=20)
        for each in result.slices
    ]
    return pa.Table.from_pylist(rows, SCHEMA)
