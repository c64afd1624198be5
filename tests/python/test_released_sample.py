"""What the sample releases: the restricted figure or a mark, and the same wherever it stands."""

import duckdb
import pytest

from conftest import Build

CELLS = """
    select released.*, cells.value as restricted, cells.contributors, cells.employers,
        cells.largest_share_of_persons, cells.largest_share_of_wages, cells.is_unfinished,
        measures.kind, measures.unit
    from released.released_cells as released
    full join report.report_cells as cells
        using (table_id, school_year, member_1, member_2, measure)
    inner join released.report_measures as measures using (measure)
"""


@pytest.fixture(scope="module")
def opened(sample: Build):
    with sample.open() as connection:
        connection.execute(f"create temp view cells as {CELLS}")
        yield connection


def found(connection: duckdb.DuckDBPyConnection, condition: str) -> list[tuple]:
    return connection.execute(f"from cells where {condition} order by all limit 5").fetchall()


def test_there_is_something_of_every_table_and_every_code(opened: duckdb.DuckDBPyConnection):
    tables = opened.execute(
        "select count(distinct table_id) from cells where release_code = 'released'"
    ).fetchall()
    codes = opened.execute("select distinct release_code from cells order by all").fetchall()
    assert tables == [(12,)]
    assert [code for (code,) in codes] == [
        "banded",
        "not_applicable",
        "not_reported",
        "released",
        "small",
        "withheld",
    ]


def test_the_state_is_told_who_earned_in_every_year(opened: duckdb.DuckDBPyConnection):
    assert not found(
        opened,
        "member_1 = 'all' and member_2 in ('all', 'none') and release_code <> 'released'"
        " and measure in ('persons_enrolled', 'persons_attempted_high_value',"
        " 'persons_earned_high_value')",
    )


@pytest.mark.parametrize(
    "wrong",
    [
        "release_code = 'released' and unit not in ('dollars', 'years', 'ratio')"
        " and value is distinct from restricted",
        "release_code = 'released' and unit = 'dollars' and value <> round(restricted, -2)",
        "release_code = 'released' and unit = 'years' and value <> round(restricted, 1)",
        "release_code = 'released' and unit = 'ratio' and value is distinct from restricted",
        "release_code <> 'released' and value is not null",
        "release_code = 'released' and kind in ('events', 'persons')"
        " and (value between 1 and 9 or contributors between 1 and 9)",
        "release_code = 'small' and restricted not between 1 and 9",
        "release_code = 'banded' and (restricted < band_low or restricted > band_high)",
        "release_code is null",
        "release_code = 'released' and measure = 'median_pay_of_quarter' and member_2 <> '2'"
        " and contributors < 30",
        "release_code = 'released' and kind = 'estimate' and contributors < 30",
        # Amounts without any pay in them have no employers.
        "release_code = 'released' and kind in ('dollars', 'estimate')"
        " and measure not in ('student_cost', 'public_cost') and not coalesce(contributors >= 10"
        " and employers >= 3 and largest_share_of_persons <= 0.8"
        " and largest_share_of_wages <= 0.8, false)",
        "restricted is null and release_code not in ('not_applicable', 'not_reported', 'withheld')",
        "release_code = 'not_reported' and restricted <> 0",
        "is_unfinished and (release_code <> 'not_applicable' or restricted <> 0)",
        "display in ('', '0') and release_code <> 'released' or display is null",
    ],
)
def test_every_cell_is_the_restricted_figure_or_marked(
    wrong: str, opened: duckdb.DuckDBPyConnection
):
    assert found(opened, wrong) == []


def test_totals_agree_and_are_coded_alike_across_tables(opened: duckdb.DuckDBPyConnection):
    apart = opened.execute(
        "select school_year, measure from cells"
        " where member_1 = 'all' and member_2 in ('all', 'none')"
        " group by all having count(distinct (release_code, value)) > 1 order by all"
    ).fetchall()
    assert apart == []


def test_earners_of_a_year_are_told_of_together_and_finally(opened: duckdb.DuckDBPyConnection):
    """Wage files end with 2025, and its last two quarters are restated still."""
    years = opened.execute(
        "select table_id, max(school_year) filter (not is_unfinished), max(school_year)"
        " from cells where table_id in ('outcomes_by_credential', 'ways_on')"
        " or table_id = 'pay_by_quarter' and member_2 in ('4', '5') group by all order by all"
    ).fetchall()
    assert years == [
        ("outcomes_by_credential", 2024, 2025),
        ("pay_by_quarter", 2024, 2025),
        ("ways_on", 2024, 2025),
    ]
    assert opened.execute(
        "select min(school_year) filter (not is_unfinished), max(school_year)"
        " filter (not is_unfinished) from cells where member_2 in ('-8', '12')"
        " group by member_2 order by member_2"
    ).fetchall() == [(2018, 2024), (2016, 2022)]


def test_outcomes_are_those_of_the_mart(opened: duckdb.DuckDBPyConnection):
    apart = opened.execute(
        "select outcomes.school_year, outcomes.credential_code, cells.measure"
        " from marts.credential_outcomes as outcomes"
        " inner join cells on outcomes.credential_code = cells.member_1"
        " and outcomes.school_year = cells.school_year"
        " and cells.table_id = 'outcomes_by_credential' and not is_unfinished"
        " where case cells.measure"
        " when 'persons_followed' then second_quarter_persons_loaded is distinct from restricted"
        " when 'persons_employed' then coalesce(second_quarter_persons_employed, 0) <> restricted"
        " when 'median_wages' then second_quarter_median_wages is distinct from restricted end"
        " order by all"
    ).fetchall()
    assert apart == []


def test_pay_of_the_second_quarter_is_one_figure_in_both_tables(opened: duckdb.DuckDBPyConnection):
    apart = opened.execute(
        "select own.school_year, own.member_1 from cells as own inner join cells as beside"
        " using (school_year, member_1) where own.table_id = 'outcomes_by_credential'"
        " and own.measure = 'median_wages' and beside.table_id = 'pay_by_quarter'"
        " and beside.member_2 = '2' and (own.release_code, own.value, own.restricted)"
        " is distinct from (beside.release_code, beside.value, beside.restricted) order by all"
    ).fetchall()
    assert apart == []


def test_comparisons_are_those_of_the_mart(opened: duckdb.DuckDBPyConnection):
    (shown, apart) = opened.execute(
        "select count(*), count(*) filter (value <> round(case measure"
        " when 'premium' then returns.premium when 'premium_low' then returns.interval_low"
        " when 'premium_high' then returns.interval_high"
        " when 'net_present_value_low_rate_low' then net_present_value_low_rate_interval_low"
        " when 'net_present_value_low_rate_high' then net_present_value_low_rate_interval_high"
        " when 'net_present_value_high_rate_low' then net_present_value_high_rate_interval_low"
        " when 'net_present_value_high_rate_high' then net_present_value_high_rate_interval_high"
        " else restricted end, -2) or persons_compared < 30)"
        " from cells inner join marts.credential_return as returns"
        " on cells.member_1 = returns.credential_code and cells.member_2 = comparison_group"
        " where table_id = 'comparison_by_credential'"
        " and (measure like 'premium%' or measure like 'net_present_value%')"
        " and release_code = 'released'"
    ).fetchall()[0]
    assert shown > 10
    assert apart == 0


def test_no_worth_is_told_without_its_interval(opened: duckdb.DuckDBPyConnection):
    pairs = opened.execute(
        "select middle.measure, middle.member_1, middle.member_2 from cells as middle"
        " left join cells as side on middle.member_1 = side.member_1"
        " and middle.member_2 = side.member_2"
        " and side.measure in (middle.measure || '_low', middle.measure || '_high')"
        " and side.release_code = 'released'"
        " where middle.release_code = 'released' and middle.measure in ('premium',"
        " 'net_present_value_low_rate', 'net_present_value_high_rate', 'payback_years',"
        " 'state_return')"
        " group by all having count(side.measure) <> 2 order by all"
    ).fetchall()
    assert pairs == []


def test_no_label_is_that_of_another_measure(opened: duckdb.DuckDBPyConnection):
    labels = opened.execute("select label from released.report_measures").fetchall()
    assert len(set(labels)) == len(labels)
    assert {label for (label,) in labels if "{" in label} == set()


def test_wide_tables_lay_quarters_out_by_number(opened: duckdb.DuckDBPyConnection):
    rows = opened.execute(
        "select distinct order_2, member_2::integer from released.pay_by_quarter order by all"
    ).fetchall()
    quarters = [quarter for _, quarter in rows]
    assert quarters == sorted(quarters) == [*range(-8, 0), *range(1, 13)]


def test_wide_tables_have_the_measures_that_the_seeds_declare(opened: duckdb.DuckDBPyConnection):
    declared = opened.execute(
        "select table_id, measure from released.report_table_measures"
    ).fetchall()
    shown = opened.execute(
        "select table_name, left(column_name, -6) from duckdb_columns()"
        " where schema_name = 'released' and column_name like '%\\_shown' escape '\\'"
    ).fetchall()
    assert sorted(shown) == sorted(declared)
    for table, measure in declared:
        wide = f"select school_year, member_1, member_2, {measure} as value from released.{table}"
        long = (
            "select school_year, member_1, member_2, value from released.released_cells"
            f" where table_id = '{table}' and measure = '{measure}'"
        )
        missing = opened.execute(f"({long}) except ({wide}) limit 3").fetchall()
        assert missing == [], (table, measure)
