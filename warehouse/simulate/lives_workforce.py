"""Workforce programs: participants, one or two spells of service, and training with providers."""

import numpy as np
import pandas as pd

from warehouse.simulate.lives_draws import (
    Streams,
    add_days,
    add_months,
    days_between,
    numbered,
    school_year_of,
    unique_numbers,
    weighted,
)
from warehouse.simulate.world import World

ADULT_SHARE = 0.62
YOUNG_SHARE = 0.1  # of those who have left high school
SECOND_SPELL = 0.16
LEAST_PAUSE = 120  # days between spells
SECOND_TRAINING = 0.1
COMPLETION = 0.76
LEAST_AGE = 18
FUNDING = {
    "wioa_adult": 0.4,
    "wioa_dislocated_worker": 0.22,
    "state_training": 0.26,
    "perkins": 0.12,
}
YOUTH_FUNDING = 0.5  # of those under 25


def take_training(
    people: pd.DataFrame,
    traits: pd.DataFrame,
    left_school_on: np.ndarray,
    world: World,
    streams: Streams,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make participants and their training.

    Returns
    -------
    tuple
        `participants` and `training_enrollments` without event ids; the latter with
        `career_cluster`.
    """
    rng = streams.stream("workforce")
    spells = _spells(rng, people, traits, left_school_on, world)
    trainings = _trainings(rng, spells, world)
    birth = people["birth_date"].to_numpy()[spells["person"] - 1]
    is_youth = spells["entry_date"].to_numpy() < add_months(birth, 12 * 25)
    adult = np.array(list(FUNDING), dtype=object)[
        weighted(rng, list(FUNDING.values()), len(spells))
    ]
    youth = is_youth & (rng.random(len(spells)) < YOUTH_FUNDING)
    band = people["income_band"].astype("str").astype(int).to_numpy()[spells["person"] - 1]
    low = rng.random(len(spells)) < np.array([0, 0.95, 0.8, 0.4, 0.1, 0.02])[band]
    ended = spells["exit_date"].where(spells["exit_date"] <= world.closes)
    participants = spells.assign(
        program_year=school_year_of(spells["entry_date"]),
        exit_date=ended,
        funding_stream=np.where(youth, "wioa_youth", adult),
        low_income=low,
    )
    return participants, trainings


def _spells(
    rng: np.random.Generator,
    people: pd.DataFrame,
    traits: pd.DataFrame,
    left_school_on: np.ndarray,
    world: World,
) -> pd.DataFrame:
    count = len(people)
    kind = people["learner_kind"].to_numpy()
    takes = (kind == "adult") & (rng.random(count) < ADULT_SHARE)
    takes |= (kind == "k12") & ~np.isnat(left_school_on) & (rng.random(count) < YOUNG_SHARE)
    birth = people["birth_date"].to_numpy()
    earliest = np.maximum(add_months(birth, 12 * LEAST_AGE), world.opens.to_datetime64())
    after_school = np.where(np.isnat(left_school_on), earliest, left_school_on)
    earliest = np.maximum(earliest, after_school)
    latest = add_days(np.full(count, world.closes.to_datetime64()), -20)
    entry = days_between(rng, earliest, latest)
    away = (entry >= traits["left_on"]) & (entry < traits["returned_on"])
    takes &= (earliest < latest) & ~away.to_numpy()
    person = np.flatnonzero(takes)
    first = pd.DataFrame({"person": person + 1, "entry_date": entry[takes]})
    first["exit_date"] = add_days(
        first["entry_date"], 100 + rng.gamma(2.2, 85, len(first)).astype(int)
    )
    again = first[rng.random(len(first)) < SECOND_SPELL].reset_index(drop=True)
    pause = LEAST_PAUSE + rng.gamma(2, 200, len(again)).astype(int)
    again = again.assign(entry_date=add_days(again["exit_date"], pause))
    again["exit_date"] = add_days(
        again["entry_date"], 60 + rng.gamma(2, 60, len(again)).astype(int)
    )
    again = again[again["entry_date"] <= latest[0]]
    spells = pd.concat([first, again], ignore_index=True)
    spells = spells.sort_values(["person", "entry_date"], kind="stable").reset_index(drop=True)
    ids = numbered("P", unique_numbers(rng, len(first), 100_000, 9_999_999), 7)
    number = pd.Series(ids.to_numpy(), index=first["person"].to_numpy())
    return spells.assign(participant_id=spells["person"].map(number))


def _trainings(rng: np.random.Generator, spells: pd.DataFrame, world: World) -> pd.DataFrame:
    """Enroll each spell in one training, some in a second after it, within the spell."""
    programs = world.programs_of("workforce")
    offers = _offers(programs, world)
    program = weighted(rng, programs["weight"].to_numpy(), len(spells))
    start = add_days(spells["entry_date"], rng.integers(2, 25, len(spells)))
    first = _one_training(rng, spells, programs, offers, program, start)
    more = np.flatnonzero(rng.random(len(spells)) < SECOND_TRAINING)
    shift = rng.integers(1, len(programs), len(more))
    second = _one_training(
        rng,
        spells.iloc[more].reset_index(drop=True),
        programs,
        offers,
        (program[more] + shift) % len(programs),
        add_days(first["end_date"].to_numpy()[more], rng.integers(3, 30, len(more))),
    )
    trainings = pd.concat([first, second], ignore_index=True)
    inside = trainings["start_date"] < trainings["exit_date"]
    trainings = trainings[inside & (trainings["start_date"] <= world.closes)]
    late = trainings["end_date"] > trainings["exit_date"]
    trainings["end_date"] = trainings["end_date"].where(~late, trainings["exit_date"])
    open_ended = trainings["end_date"] > world.closes
    trainings["completed"] &= ~late & ~open_ended
    trainings["end_date"] = trainings["end_date"].where(~open_ended)
    trainings["program_year"] = school_year_of(trainings["start_date"])
    order = ["person", "start_date", "program_code"]
    return trainings.sort_values(order, kind="stable").reset_index(drop=True)


def _one_training(
    rng: np.random.Generator,
    spells: pd.DataFrame,
    programs: pd.DataFrame,
    offers: np.ndarray,
    program: np.ndarray,
    start: np.ndarray,
) -> pd.DataFrame:
    count = len(spells)
    provider = offers[program, rng.integers(0, offers.shape[1], count)]
    completed = rng.random(count) < COMPLETION
    length = programs["training_days"].to_numpy()[program] * rng.uniform(0.9, 1.15, count)
    length = np.where(completed, length, length * rng.uniform(0.1, 0.8, count))
    end = add_days(start, np.maximum(np.rint(length), 3).astype(int))
    return pd.DataFrame(
        {
            "person": spells["person"],
            "participant_id": spells["participant_id"],
            "exit_date": add_days(spells["exit_date"], 0),
            "provider_code": provider,
            "program_code": programs["program_code"].to_numpy()[program],
            "cip_code": programs["cip_code"].to_numpy()[program],
            "career_cluster": programs["career_cluster_code"].to_numpy()[program],
            "start_date": start,
            "end_date": end,
            "completed": completed,
        }
    )


def _offers(programs: pd.DataFrame, world: World) -> np.ndarray:
    """Give three providers for each program (a row each)."""
    providers = world.providers["institution_code"].to_numpy()
    numbers = np.arange(len(programs))[:, np.newaxis] + np.array([0, 3, 5])
    return providers.astype(object)[numbers % len(providers)]
