"""Employment measures against a second computation from the simulator's truth, to the cent."""

import duckdb
import pytest

from conftest import Build
from employment_by_hand import (
    Job,
    annual_earnings_by_hand,
    continuing_accounts,
    credential_earnings_by_hand,
    employment_by_hand,
    latest_employers,
)
from true_lives import AWARDS, first_awards
from true_people import beside_the_truth

# An event is delivered in several rows where it was restated or adjusted: its id keeps them one.
TRUE_JOBS = """
    select distinct row_people.person_id, jobs.employer_account, jobs.year * 4 + jobs.quarter - 1,
        jobs.wages, jobs.event_id
    from read_parquet('{truth}/jobs.parquet') as jobs
    inner join row_people using (event_id)
"""

EMPLOYMENT = """
    select person_id, calendar_quarter, wages, real_wages, is_employed, employer_count,
        main_employer_id, main_naics_code, main_region_code, is_full_quarter, full_quarter_wages,
        hire_count, separation_count, is_retained, is_provisional
    from marts.fct_employment_quarter
"""

ANNUAL_EARNINGS = """
    select person_id, calendar_year, earnings, real_earnings, earning_quarter_count,
        annualized_earnings, is_attached
    from marts.fct_annual_earnings
"""

CREDENTIAL_EARNINGS = """
    select credential_code, award_year, years_after, persons_in_cohort, persons_with_earnings,
        persons_attached, lower_quartile_real_earnings, median_real_earnings,
        upper_quartile_real_earnings
    from marts.credential_earnings
"""


@pytest.fixture(scope="module")
def connection(clean_state: Build):
    with beside_the_truth(clean_state) as connection:
        yield connection


@pytest.fixture(scope="module")
def jobs(connection: duckdb.DuckDBPyConnection, clean_state: Build) -> list[Job]:
    """True pay that accepted wage records in force speak of, under the warehouse's person ids."""
    rows = connection.execute(TRUE_JOBS.format(truth=clean_state.truth)).fetchall()
    return [Job(*row[:4]) for row in rows]


def differences(mart: dict, by_hand: dict) -> list[tuple]:
    """Up to ten keys on which the two disagree, with what each says."""
    keys = sorted(mart.keys() | by_hand.keys(), key=str)
    return [
        (key, mart.get(key), by_hand.get(key)) for key in keys if mart.get(key) != by_hand.get(key)
    ][:10]


def test_employment_agrees_with_a_plain_count_of_true_jobs(
    connection: duckdb.DuckDBPyConnection, jobs: list[Job], clean_state: Build
):
    pseudonyms = dict(
        connection.execute(
            "select employer_account, employer_id from identity.employer_accounts"
        ).fetchall()
    )
    by_hand = employment_by_hand(jobs, clean_state.extracts, pseudonyms)
    mart = {row[:2]: row[2:] for row in connection.execute(EMPLOYMENT).fetchall()}
    assert differences(mart, by_hand) == []
    assert len(mart) == len(by_hand) > 5000


def test_the_plain_count_sees_takeovers(jobs: list[Job], clean_state: Build):
    groups = continuing_accounts(latest_employers(clean_state.extracts))
    assert any(groups[job.account] != job.account for job in jobs)


def test_annual_earnings_agree_with_a_plain_sum_of_true_jobs(
    connection: duckdb.DuckDBPyConnection, jobs: list[Job], clean_state: Build
):
    by_hand = annual_earnings_by_hand(jobs, clean_state.extracts)
    mart = {row[:2]: row[2:] for row in connection.execute(ANNUAL_EARNINGS).fetchall()}
    assert differences(mart, by_hand) == []
    assert len({measures[-1] for measures in mart.values()}) == 2


def test_credential_earnings_agree_with_plain_quartiles_of_true_earners(
    connection: duckdb.DuckDBPyConnection, jobs: list[Job], clean_state: Build
):
    awards = connection.execute(
        AWARDS.format(truth=clean_state.truth, named="row_people")
    ).fetchall()
    assert any(revoked_on for *_, revoked_on in awards)
    annual = annual_earnings_by_hand(jobs, clean_state.extracts)
    by_hand = credential_earnings_by_hand(first_awards(awards), annual)
    mart = {row[:3]: row[3:] for row in connection.execute(CREDENTIAL_EARNINGS).fetchall()}
    assert differences(mart, by_hand) == []
    assert max(measures[2] for measures in mart.values()) > 3


def test_ages_are_those_of_true_birth_dates(
    connection: duckdb.DuckDBPyConnection, clean_state: Build
):
    ages = connection.execute(
        """
        select distinct employment.person_id, employment.calendar_quarter,
            employment.age_at_quarter_start, date_sub('year', people.birth_date, quarters.first_day)
        from marts.fct_employment_quarter as employment
        inner join marts.dim_quarter as quarters using (calendar_quarter)
        inner join (select distinct person, person_id from row_people) using (person_id)
        inner join read_parquet(?) as people using (person)
        where employment.age_at_quarter_start is not null
        """,
        [str(clean_state.truth / "people.parquet")],
    ).fetchall()
    assert ages
    assert [row for row in ages if row[2] != row[3]] == []
