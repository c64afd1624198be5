"""A scratch copy of a built warehouse, to spoil its marts as no delivery could spoil them."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from conftest import Build


@dataclass(frozen=True)
class Spoilt:
    """One row of a mart made to break one check: which may be chosen, and what is changed in it.

    Where the check reads what a model judged of the row, `judged_by` is that model.
    """

    relation: str
    chosen: str
    changed: str
    judged_by: str | None = None


# By check_id. The chosen row must keep every other rule after the change.
SPOILT = {
    "attempts_in_marts.RESULT_CONTRADICTS_SCORE": Spoilt(
        "fct_credential_attempt", "score is not null", "is_passed = not is_passed"
    ),
    "attempts_in_marts.CREDENTIAL_NOT_YET_OFFERED": Spoilt(
        "fct_credential_attempt", "true", "attempted_on = date '1900-01-01'"
    ),
    "attempts_sources_in_marts.EVENT_AFTER_DELIVERY": Spoilt(
        "fct_credential_attempt_source", "true", "reported_attempted_on = delivered_on + 1"
    ),
    "awards_in_marts.DATES_OUT_OF_ORDER": Spoilt(
        "fct_credential_award", "expires_on is not null", "expires_on = earned_on - 1"
    ),
    "awards_in_marts.CREDENTIAL_NOT_YET_OFFERED": Spoilt(
        "fct_credential_award", "not is_high_value", "earned_on = date '1900-01-01'"
    ),
    "awards_in_marts.REVOCATION_UNDATED": Spoilt(
        "fct_credential_award", "not is_revoked", "is_revoked = true"
    ),
    "awards_in_marts.HIGH_VALUE_OF_ANOTHER_DAY": Spoilt(
        "fct_credential_award", "is_high_value", "is_high_value = false"
    ),
    "awards_in_marts.DUAL_REPORT_NOT_MERGED": Spoilt(
        "fct_credential_award", "source_count = 2", "source_count = 1"
    ),
    "awards_sources_in_marts.EVENT_AFTER_DELIVERY": Spoilt(
        "fct_credential_award_source", "true", "reported_earned_on = delivered_on + 1"
    ),
    "completions_in_marts.AWARD_LEVEL_UNKNOWN": Spoilt(
        "fct_completion", "true", "completion_type = null"
    ),
    "credits_in_marts.CREDIT_WITHOUT_AGREEMENT": Spoilt(
        "fct_articulated_credit", "has_agreement_in_force", "has_agreement_in_force = false"
    ),
    "enrollment_in_marts.DATES_OUT_OF_ORDER": Spoilt(
        "fct_program_enrollment", "ended_on is not null", "ended_on = started_on - 1"
    ),
    "enrollment_in_marts.INSTITUTION_NOT_OPEN": Spoilt(
        "fct_program_enrollment", "true", "institution_code = 'S9999'"
    ),
    "enrollment_in_marts.COURSE_NOT_IN_CATALOG": Spoilt(
        "fct_program_enrollment", "course_code is not null", "course_code = 'NONE101'"
    ),
    "labor_market_in_council.TOP_CODE_AS_NUMBER": Spoilt(
        "occupation_measures", "mark is not null", "figure = 1"
    ),
    "outcomes_cohorts_in_marts.OUTCOME_QUARTER_IMMATURE": Spoilt(
        "credential_outcomes",
        "second_quarter_persons_provisional > 0",
        "second_quarter_persons_provisional = 0",
    ),
    "outcomes_comparisons_in_marts.OUTCOME_QUARTER_IMMATURE": Spoilt(
        "credential_comparison", "persons_provisional > 0", "persons_provisional = 0"
    ),
    "outcomes_in_marts.OUTCOME_QUARTER_IMMATURE": Spoilt(
        "fct_outcome_quarter", "is_provisional", "is_provisional = false"
    ),
    "report_cells.GROUPS_NOT_THE_TOTAL": Spoilt(
        "report_cells",
        "member_1 = 'all' and member_2 in ('all', 'none') and measure = 'awards'",
        "value = value + 1",
        judged_by="checked_report_cells",
    ),
    "report_changes.CHANGE_UNEXPLAINED": Spoilt(
        "report_margins",
        "dimension = 'all' and measure = 'persons_enrolled' and school_year ="
        " (select max(school_year) from report.report_margins)",
        "value = 2 * value + 100, persons = 2 * persons + 100",
        judged_by="checked_report_changes",
    ),
    "report_sources.SOURCE_UNSAID": Spoilt(
        "report_sources",
        "credential_code in (select credential_code from report.checked_report_sources)"
        " and credential_code in"
        " (select credential_code from report.report_sources group by all having count(*) = 1)",
        "source_kind = 'none'",
        judged_by="checked_report_sources",
    ),
    "wages_in_marts.WAGES_NEGATIVE": Spoilt("fct_employment", "true", "wages = -1"),
}


def scratch_copy(build: Build, folder: Path) -> duckdb.DuckDBPyConnection:
    """Open a warehouse of views on the tables of a built one; what is to be spoilt gets a copy."""
    folder.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(str(folder / build.warehouse_file.name))
    connection.execute(f"attach '{build.warehouse_file}' as built (read_only)")
    relations = connection.execute(
        "select schema_name, table_name from duckdb_tables() where database_name = 'built'"
        " order by all"
    ).fetchall()
    for schema, name in relations:
        connection.execute(f'create schema if not exists "{schema}"')
        connection.execute(f'create view "{schema}"."{name}" as from built."{schema}"."{name}"')
    return connection


def own_copy(connection: duckdb.DuckDBPyConnection, relation: str) -> str:
    """Put a table in the place of a view; return its name with its schema."""
    schema = connection.execute(
        "select schema_name from duckdb_views() where database_name = current_database()"
        " and view_name = ? and not internal",
        [relation],
    ).fetchall()[0][0]
    connection.execute(f'create table "{schema}"."copy" as from "{schema}"."{relation}"')
    connection.execute(f'drop view "{schema}"."{relation}"')
    connection.execute(f'alter table "{schema}"."copy" rename to "{relation}"')
    return f'"{schema}"."{relation}"'


def judge_again(connection: duckdb.DuckDBPyConnection, build: Build, model: str) -> None:
    """Put what a model makes of the spoilt relations in the place of what it made of the sound."""
    (compiled,) = (build.target / "compiled").rglob(f"{model}.sql")
    table = own_copy(connection, model)
    connection.execute(f"create or replace table {table} as {compiled.read_text()}")


def spoil(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    key: tuple[str, ...],
    spoilt: Spoilt,
    untouched: list[str],
) -> str:
    """Spoil the first untouched row that may be chosen; return its key, as checks give it."""
    named = " || ':' || ".join(f"cast({column} as varchar)" for column in key)
    found = connection.execute(
        f"select {named} from {table} where {spoilt.chosen} and not list_contains(?, {named})"
        f" order by {', '.join(key)} limit 1",
        [untouched],
    ).fetchall()
    assert found, f"no row of {table} where {spoilt.chosen}"
    connection.execute(f"update {table} set {spoilt.changed} where {named} = ?", [found[0][0]])
    return found[0][0]
