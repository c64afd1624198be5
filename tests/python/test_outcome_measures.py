"""Outcomes against a second computation, event by event in plain Python, from true lives.

Without dirt each true award and failure is followed through true pay under the warehouse's person
ids. Only what was delivered is known: which quarters, and whose Social Security numbers.
"""

from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

import duckdb
import pytest

from conftest import Build
from employment_by_hand import LEAST_PAY
from true_lives import TrueLives, connected_lives, quarter_of, school_year_of
from true_people import beside_the_truth

FOLLOW_UP_QUARTERS = range(-8, 41)

TRUE_FAILURES = """
    select distinct row_people.person_id, attempts.credential_code, attempts.attempted_on
    from read_parquet('{truth}/attempts.parquet') as attempts
    inner join row_people using (event_id)
    where not attempts.is_passed
"""

OUTCOMES = """
    select events.person_id, events.credential_code, events.happened_on, followed.follow_up_quarter,
        followed.observation, followed.wages, followed.is_employed
    from marts.fct_outcome_quarter as followed
    inner join marts.fct_outcome_event as events using (outcome_event_id)
    where events.event_type = ?
"""

COHORTS = """
    select credential_code, school_year, persons_in_cohort,
        {quarter}_persons_loaded, {quarter}_persons_observed, {quarter}_persons_employed,
        {quarter}_percent_employed_of_observed, {quarter}_median_wages
    from marts.credential_outcomes
"""

# Every true earner, delivered or not, and all their pay.
TRUE_RATE = """
    select count(*), avg((coalesce(pay.wages, 0) >= $least)::integer)
    from (
        select person, year(min(earned_on)) * 4 + quarter(min(earned_on)) - 1 + $after as quarter
        from read_parquet('{truth}/awards.parquet')
        group by person, credential_code
        having arg_min(revoked_on is null, earned_on)
    ) as earners
    left join (
        select person, year * 4 + quarter - 1 as quarter, sum(wages) as wages
        from read_parquet('{truth}/jobs.parquet')
        group by all
    ) as pay using (person, quarter)
    where quarter <= $last
"""

RATES = """
    select count(*) filter (observation <> 'not_loaded'),
        count(*) filter (observation in ('paid', 'not_paid')),
        count(*) filter (is_employed)
    from marts.fct_outcome_quarter
    where event_type = 'award' and follow_up_quarter = $after
"""


@pytest.fixture(scope="module")
def connection(clean_state: Build):
    with beside_the_truth(clean_state) as connection:
        yield connection


@pytest.fixture(scope="module")
def lives(connection: duckdb.DuckDBPyConnection, clean_state: Build) -> TrueLives:
    return connected_lives(connection, clean_state)


@pytest.fixture(scope="module")
def first_awards(lives: TrueLives) -> list[tuple[str, str, date]]:
    return [(*key, earned_on) for key, earned_on in lives.awards.items()]


def followed(events: list[tuple[str, str, date]], lives: TrueLives) -> set[tuple]:
    return {
        (
            person,
            credential,
            day,
            after,
            *lives.of(person, quarter_of(day) + after),
        )
        for person, credential, day in events
        for after in FOLLOW_UP_QUARTERS
    }


def test_awards_are_followed_through_true_pay(
    connection: duckdb.DuckDBPyConnection, first_awards: list, lives: TrueLives
):
    mart = set(connection.execute(OUTCOMES, ["award"]).fetchall())
    by_hand = followed(first_awards, lives)
    assert sorted(mart ^ by_hand, key=str)[:10] == []
    told = {"paid", "not_paid", "under_age", "not_matchable", "not_loaded"}
    assert {row[4] for row in by_hand} == told


def test_failures_are_followed_through_true_pay(
    connection: duckdb.DuckDBPyConnection, lives: TrueLives, clean_state: Build
):
    failures = connection.execute(TRUE_FAILURES.format(truth=clean_state.truth)).fetchall()
    mart = set(connection.execute(OUTCOMES, ["failed_attempt"]).fetchall())
    assert sorted(mart ^ followed(failures, lives), key=str)[:10] == []
    assert len(failures) > 100


@pytest.mark.parametrize(("quarter", "after"), [("second_quarter", 2), ("fourth_quarter", 4)])
def test_cohorts_agree_with_a_plain_count_of_true_earners(
    quarter: str,
    after: int,
    connection: duckdb.DuckDBPyConnection,
    first_awards: list,
    lives: TrueLives,
):
    cohorts = defaultdict(list)
    for person, credential, day in first_awards:
        outcome = lives.of(person, quarter_of(day) + after)
        cohorts[credential, school_year_of(day)].append(outcome)
    by_hand = {}
    for key, outcomes in cohorts.items():
        observed = [each for each in outcomes if each[0] in ("paid", "not_paid")]
        pay = [wages for _, wages, is_employed in observed if is_employed]
        by_hand[key] = (
            len(outcomes),
            sum(each[0] != "not_loaded" for each in outcomes),
            len(observed),
            len(pay) if observed else None,
            rounded(Decimal(100 * len(pay)) / len(observed), "0.1") if observed else None,
            rounded(median(pay), "0.01") if pay else None,
        )
    rows = connection.execute(COHORTS.format(quarter=quarter)).fetchall()
    mart = {row[:2]: row[2:] for row in rows}
    differing = {key for key in mart.keys() | by_hand.keys() if mart.get(key) != by_hand.get(key)}
    assert [(key, mart.get(key), by_hand.get(key)) for key in sorted(differing)][:10] == []
    assert len(mart) > 50


@pytest.mark.parametrize("after", [2, 4])
def test_with_usual_noise_rates_of_those_observed_lie_near_the_truth(after: int, sample: Build):
    parameters = {"after": after, "least": LEAST_PAY, "last": 2025 * 4 + 3}
    with sample.open() as connection:
        [(earners, true_rate)] = connection.execute(
            TRUE_RATE.format(truth=sample.truth), parameters
        ).fetchall()
        [(loaded, observed, employed)] = connection.execute(RATES, {"after": after}).fetchall()
    print(f"{earners} earners, employed {true_rate:.3f}; {loaded} found, {observed} observed,")
    print(f"employed {employed / observed:.3f} of those observed, {employed / loaded:.3f} of all")
    assert abs(employed / observed - true_rate) < 0.03
    assert employed / loaded < employed / observed


def rounded(number: Decimal, places: str) -> Decimal:
    return number.quantize(Decimal(places), ROUND_HALF_UP)
