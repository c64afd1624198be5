"""The simulated lives hold together: columns, sameness, ages, order, uniqueness."""

import os
import subprocess
import sys
from dataclasses import fields

import pandas as pd
import pytest

from simulated_state import FIRST, LAST, simulate, years_old
from warehouse.simulate.tables import COLUMNS, DTYPES, Lives

TABLES = [field.name for field in fields(Lives) if field.name != "council"]


@pytest.fixture(scope="module")
def state() -> Lives:
    return simulate()


@pytest.mark.parametrize("table", TABLES)
def test_table_has_the_declared_columns_and_kinds(state, table):
    frame = getattr(state, table)
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == {
        name: DTYPES[kind] for name, (kind, _) in COLUMNS[table].items()
    }
    assert len(frame) > 0
    assert list(frame.index) == list(range(len(frame)))


def test_same_arguments_give_the_same_tables(state):
    again = simulate()
    for table in TABLES:
        pd.testing.assert_frame_equal(getattr(state, table), getattr(again, table))
    for name, table in state.council.items():
        pd.testing.assert_frame_equal(table, again.council[name])


def test_another_process_gives_the_same_tables():
    code = (
        "import hashlib, pandas as pd\n"
        "from warehouse.simulate.lives import simulate_lives\n"
        "s = simulate_lives(80, 2020, 2022, 5, lambda line: None)\n"
        "f = [s.people, s.attempts, s.jobs, s.cards, s.school_years]\n"
        "text = ''.join(x.to_csv(index=False) for x in f)\n"
        "print(hashlib.sha256(text.encode()).hexdigest())\n"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1


def test_another_seed_gives_another_state(state):
    assert not simulate(seed=8).people["ssn"].isin(state.people["ssn"]).all()


@pytest.mark.parametrize(("first", "last"), [(2025, 2025), (2003, 2006)])
def test_any_period_will_do(first, last):
    small = simulate(learners=60, first_year=first, last_year=last)
    assert set(small.school_years["school_year"]) == set(range(first, last + 1))
    assert small.jobs["year"].min() == first - 1
    assert small.jobs["year"].max() == last


def test_too_few_learners_and_no_period_are_refused():
    with pytest.raises(ValueError, match="10 learners"):
        simulate(learners=10)
    with pytest.raises(ValueError, match="before the first"):
        simulate(first_year=2020, last_year=2019)


def test_people_are_as_many_as_asked(state):
    kinds = state.people["learner_kind"].value_counts()
    assert kinds["k12"] + kinds["adult"] == 1200
    assert kinds["worker"] == 300
    assert (state.people["is_learner"] == (state.people["learner_kind"] != "worker")).all()


def test_ssns_are_valid_and_unique(state):
    ssn = state.people["ssn"]
    assert ssn.is_unique
    assert ssn.str.fullmatch(r"(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}").all()
    assert not ssn.isin(["078051120", "219099999", "457555462", "123456789"]).any()


def test_event_ids_are_unique_everywhere(state):
    ids = [getattr(state, table)["event_id"] for table in TABLES if "event_id" in COLUMNS[table]]
    assert pd.concat(ids).is_unique


def test_every_event_is_of_a_known_person_and_learning_of_learners(state):
    for table in TABLES:
        if "person" not in COLUMNS[table]:
            continue
        known = state.people
        if table not in ("people", "jobs", "cards"):
            known = known[known["is_learner"]]
        assert getattr(state, table)["person"].isin(known["person"]).all(), table


def test_learning_lies_within_the_period(state):
    opens, closes = pd.Timestamp(FIRST - 1, 7, 1), pd.Timestamp(LAST, 6, 30)
    happened = {
        "school_years": ["entry_date", "exit_date"],
        "cte_enrollments": ["start_date", "end_date"],
        "graduates": ["graduation_date"],
        "attempts": ["attempted_on"],
        "awards": ["earned_on", "revoked_on"],
        "term_enrollments": ["start_date", "end_date"],
        "completions": ["completed_on"],
        "credits": ["decided_on"],
        "participants": ["entry_date", "exit_date"],
        "training_enrollments": ["start_date", "end_date"],
    }
    for table, columns in happened.items():
        for column in columns:
            assert getattr(state, table)[column].dropna().between(opens, closes).all(), column


def test_dates_are_in_order(state):
    for table, first, second in (
        ("school_years", "entry_date", "exit_date"),
        ("cte_enrollments", "start_date", "end_date"),
        ("term_enrollments", "start_date", "end_date"),
        ("participants", "entry_date", "exit_date"),
        ("training_enrollments", "start_date", "end_date"),
        ("awards", "earned_on", "expires_on"),
        ("awards", "earned_on", "revoked_on"),
        ("employers", "opened_on", "closed_on"),
    ):
        frame = getattr(state, table)
        assert not (frame[second] < frame[first]).any(), (table, second)


def test_nobody_is_too_young(state):
    attempts, awards, jobs = state.attempts, state.awards, state.jobs
    assert years_old(state, attempts["person"], attempts["attempted_on"]).min() >= 14
    nurses = awards[awards["credential_code"] == "licensed_practical_nurse"]
    assert len(nurses) > 0
    assert years_old(state, nurses["person"], nurses["earned_on"]).min() >= 18
    least = state.council["credentials"].set_index("credential_code")["minimum_age"].fillna(0)
    needed = awards["credential_code"].astype("str").map(least).to_numpy(dtype="int64")
    assert (years_old(state, awards["person"], awards["earned_on"]) >= needed).all()
    quarter = pd.to_datetime({"year": jobs["year"], "month": jobs["quarter"] * 3 - 2, "day": 1})
    assert years_old(state, jobs["person"], quarter).min() >= 14
    cards = state.cards
    assert years_old(state, cards["person"], cards["issued_on"]).min() >= 16
    training = state.training_enrollments
    assert years_old(state, training["person"], training["start_date"]).min() >= 18
    assert years_old(state, attempts["person"], attempts["attempted_on"]).max() < 70
