"""Counts of failing rows by delivery or period, and the keys of some of them, in SQL.

All flags of a relation are counted in one pass over it, however many rules there are; keys are
asked for only where something failed.
"""

from dataclasses import dataclass, replace

import duckdb

from expectations.suites import Check, Suite

# The slice that holds every row, beside those of each delivery or period.
ALL = "all"


@dataclass(frozen=True)
class SliceCount:
    """Rows of one slice that a check spoke of, those that failed, and keys of some of these."""

    kind: str
    name: str
    rows_checked: int
    rows_failing: int
    failing_keys: tuple[str, ...] = ()


def count_flags(
    connection: duckdb.DuckDBPyConnection, suite: Suite, table: str, checks: list[Check]
) -> dict[str, list[SliceCount]]:
    """Count the flags of a relation in one pass; slices by check_id."""
    if not checks:
        return {}
    measures = ", ".join(
        f'count("{check.flag}"), count(*) filter (where "{check.flag}")' for check in checks
    )
    rows = connection.execute(
        f"select {_slice(suite)}, {measures} from {table} group by 1 order by 1"
    ).fetchall()
    return {
        check.check_id: _with_total(
            suite, [(row[0], row[1 + 2 * place], row[2 + 2 * place]) for row in rows]
        )
        for place, check in enumerate(checks)
    }


def count_query(
    connection: duckdb.DuckDBPyConnection, suite: Suite, table: str, check: Check
) -> list[SliceCount]:
    """Count what a query of failing rows finds, against the rows that it looked at."""
    default = f"select {_slice(suite)} as slice, count(*) as row_count from {{batch}} group by 1"
    checked = (check.checked or default).format(batch=table)
    failing = check.query.format(batch=table) if check.query else ""
    rows = connection.execute(
        f"""
        with checked(slice, row_count) as ({checked}),
        failing(slice, row_count) as (
            select {_slice(suite)}, count(*) from ({failing}) as failing_rows group by 1
        )
        select
            coalesce(checked.slice, failing.slice),
            cast(coalesce(checked.row_count, 0) as bigint),
            coalesce(failing.row_count, 0)
        from checked full join failing on checked.slice is not distinct from failing.slice
        order by 1
        """
    ).fetchall()
    return _with_total(suite, rows)


def with_keys(
    connection: duckdb.DuckDBPyConnection,
    suite: Suite,
    table: str,
    check: Check,
    slices: list[SliceCount],
    keys_kept: int,
) -> list[SliceCount]:
    """Add to each failing slice the first keys of its failing rows, in their order."""
    if not any(each.rows_failing for each in slices):
        return slices
    rows = f'(select * from {table} where "{check.flag}")'
    if check.query:
        rows = f"({check.query.format(batch=table)})"
    key = " || ':' || ".join(f"coalesce(cast({column} as varchar), '')" for column in suite.key)
    found = connection.execute(
        f"""
        select {_slice(suite)} as slice, {key} as failing_key
        from {rows} as failing_rows
        qualify row_number() over (partition by slice order by {", ".join(suite.key)}) <= ?
        order by slice, {", ".join(suite.key)}
        """,
        [keys_kept],
    ).fetchall()
    keys: dict[str | None, list[str]] = {ALL: [each[1] for each in found][:keys_kept]}
    if suite.slice_column:
        for name, failing_key in found:
            keys.setdefault(name, []).append(failing_key)
    return [replace(each, failing_keys=tuple(keys.get(each.name, ()))) for each in slices]


def total(checked: int, failing: int) -> SliceCount:
    """Make the slice of all rows."""
    return SliceCount(ALL, ALL, checked, failing)


def _slice(suite: Suite) -> str:
    return f"cast({suite.slice_column} as varchar)" if suite.slice_column else "null::varchar"


def _with_total(suite: Suite, rows: list[tuple[str | None, int, int]]) -> list[SliceCount]:
    """Put the total first; rows without a slice count in it alone."""
    slices = [total(sum(row[1] for row in rows), sum(row[2] for row in rows))]
    return slices + [
        SliceCount(suite.slice_kind, name, checked, failing)
        for name, checked, failing in rows
        if name is not None and (checked or failing)
    ]
