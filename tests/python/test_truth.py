"""The marts against the simulator's truth: person by person, event by event.

Without dirt everyone whom the deliveries connect must come out as one person with exactly the
true events that were delivered about them, and with nobody else's.
"""

import duckdb
import pytest

from conftest import Build
from true_people import beside_the_truth
from warehouse.evaluate_matching import evaluate_matching

# Truth (of the events that accepted rows carry) against mart, each as (person_id, what, when, …).
EVENTS = {
    "attempts": (
        """
        select distinct row_people.person_id, attempts.credential_code,
            attempts.attempted_on::date as day, attempts.is_passed
        from read_parquet('{truth}/attempts.parquet') as attempts
        inner join row_people using (event_id)
        """,
        "select person_id, credential_code, attempted_on, is_passed"
        " from marts.fct_credential_attempt",
    ),
    "awards": (
        """
        select distinct row_people.person_id, awards.credential_code, awards.earned_on::date
        from read_parquet('{truth}/awards.parquet') as awards
        inner join (
            select event_id, person_id from row_people where event_kind = 'award'
            union
            select awards.event_id, row_people.person_id
            from read_parquet('{truth}/awards.parquet') as awards
            inner join row_people on awards.attempt_event_id = row_people.event_id
        ) as row_people using (event_id)
        """,
        "select person_id, credential_code, earned_on from marts.fct_credential_award",
    ),
    "completions": (
        """
        select distinct row_people.person_id, completions.completion_type,
            completions.institution_code, completions.completed_on::date
        from read_parquet('{truth}/completions.parquet') as completions
        inner join row_people using (event_id)
        """,
        "select person_id, completion_type, institution_code, completed_on"
        " from marts.fct_completion",
    ),
    "enrollments": (
        """
        select distinct row_people.person_id, enrollments.sector, enrollments.program_code,
            enrollments.institution_code, enrollments.started_on::date
        from read_parquet('{truth}/enrollments.parquet') as enrollments
        inner join row_people using (event_id)
        """,
        "select distinct person_id, sector, program_code, institution_code, started_on"
        " from marts.fct_program_enrollment",
    ),
    "articulated credit": (
        """
        select distinct row_people.person_id, credits.credential_code, credits.institution_code,
            credits.credits::decimal(6, 2), credits.decided_on::date
        from read_parquet('{truth}/credits.parquet') as credits
        inner join row_people using (event_id)
        """,
        "select person_id, credential_code, institution_code, credits, decided_on"
        " from marts.fct_articulated_credit",
    ),
    "employment": (
        """
        select distinct row_people.person_id, employer_accounts.employer_id,
            jobs.year || 'Q' || jobs.quarter, jobs.wages::decimal(12, 2)
        from read_parquet('{truth}/jobs.parquet') as jobs
        inner join row_people using (event_id)
        inner join identity.employer_accounts using (employer_account)
        """,
        "select person_id, employer_id, calendar_quarter, wages from marts.fct_employment",
    ),
    "wages": (
        """
        select person_id, year || 'Q' || quarter, sum(wages)::decimal(12, 2)
        from (
            select distinct row_people.person_id, jobs.event_id, jobs.year, jobs.quarter, jobs.wages
            from read_parquet('{truth}/jobs.parquet') as jobs
            inner join row_people using (event_id)
        )
        group by all
        """,
        "select person_id, calendar_quarter, wages from marts.fct_wage",
    ),
}


@pytest.fixture(scope="module")
def judged(clean_state: Build):
    """The clean warehouse with each truth row's person beside it."""
    with beside_the_truth(clean_state) as connection:
        yield connection


def test_each_connected_group_is_one_person_and_nobody_else(judged: duckdb.DuckDBPyConnection):
    assert judged.execute("select count(*) from row_people where person_id is null").fetchall() == [
        (0,)
    ]
    split = judged.execute(
        "select connected_group from row_people group by all"
        " having count(distinct person_id) > 1 order by all limit 10"
    ).fetchall()
    assert split == []
    mixed = judged.execute(
        "select person_id from row_people group by all"
        " having count(distinct person) > 1 order by all limit 10"
    ).fetchall()
    assert mixed == []


@pytest.mark.parametrize("kind", list(EVENTS))
def test_events_agree_with_the_truth_person_by_person(
    kind: str, judged: duckdb.DuckDBPyConnection, clean_state: Build
):
    truth, mart = EVENTS[kind]
    truth = truth.format(truth=clean_state.truth)
    assert judged.execute(f"select count(*) from ({truth})").fetchall()[0][0] > 0
    missing = judged.execute(f"({truth}) except all ({mart}) limit 10").fetchall()
    added = judged.execute(f"({mart}) except all ({truth}) limit 10").fetchall()
    assert (missing, added) == ([], [])


def test_matching_with_usual_noise_meets_its_marks(sample: Build):
    quality = evaluate_matching(sample.warehouse_file, sample.truth)
    assert quality.records.pairwise_precision >= 0.985
    assert quality.records.pairwise_recall >= 0.90
    assert quality.identities.pairwise_precision >= 0.985
    assert quality.identities.pairwise_recall >= 0.90
