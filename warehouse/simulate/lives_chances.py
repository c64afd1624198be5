"""Occasions on which a person may try for a credential: courses, terms, trainings, on their own."""

import numpy as np
import pandas as pd

from warehouse.simulate.lives_college import Attendance
from warehouse.simulate.lives_draws import (
    Streams,
    add_days,
    add_months,
    days_between,
    weighted,
)
from warehouse.simulate.world import World, school_day

SELECTION_CREDENTIAL = "servsafe_manager"
SELECTION_PAY = 0.5  # earners' pay stands at least so many standard deviations above the mean
SELECTION_SHARE = 0.4
SELECTION_AGE = 20
SELF_SHARE = {"adult": 0.42, "k12": 0.08}
SELF_AGE = 18
OWN_FIELD = 5.0  # how much likelier a credential of one's own field is, on one's own
LICENCE_AT_COMPLETION = ("licensed_practical_nurse",)
STATUS_SHARE = {"participant": 0.25, "concentrator": 0.9, "completer": 1.15}
STATUS_PREPARATION = {"participant": -0.2, "concentrator": 0.25, "completer": 0.5}
TERMS_IN_SHARE = 2.5  # a program's share is spread over about so many terms
SCHOOL_SPREAD = 0.25  # how much schools differ, in standard deviations of the score
UNFINISHED = 0.3

COLUMNS = (
    "person credential context school_code institution_code attempted_on context_until preparation"
)


def find_chances(
    people: pd.DataFrame,
    traits: pd.DataFrame,
    left_school_on: np.ndarray,
    cte: pd.DataFrame,
    attendance: Attendance,
    trainings: pd.DataFrame,
    clusters: pd.Series,
    world: World,
    streams: Streams,
) -> pd.DataFrame:
    """Collect everyone's chances, each drawn already: a row would be tried if rules allow.

    Returns
    -------
    DataFrame
        Sorted by person, credential and day; `credential` is a position in `world.credentials`,
        `context_until` the last day on which a further attempt is still in the same context.
    """
    chances = pd.concat(
        [
            _from_courses(streams.stream("course chances"), cte, world),
            _from_terms(streams.stream("term chances"), attendance, world),
            _from_trainings(streams.stream("training chances"), trainings, world),
            _on_their_own(streams.stream("own chances"), people, left_school_on, clusters, world),
            _selected(streams.stream("selection"), people, traits, left_school_on, world),
        ],
        ignore_index=True,
    )
    chances = chances.sort_values(["person", "credential", "attempted_on"], kind="stable")
    return _allowed(chances, people, traits, world).reset_index(drop=True)


def is_allowed(
    person: np.ndarray,
    credential: np.ndarray,
    day: np.ndarray,
    people: pd.DataFrame,
    traits: pd.DataFrame,
    world: World,
) -> np.ndarray:
    """Tell who may try: old enough, in the state, credential on offer, day within the period."""
    catalog = world.credentials
    age = np.maximum(catalog["minimum_age"].fillna(14).to_numpy(), 14).astype(int)[credential]
    offered_from = catalog["offered_from"].to_numpy()[credential]
    offered_until = catalog["offered_until"].to_numpy()[credential]
    old_enough = day >= add_months(people["birth_date"].to_numpy()[person - 1], 12 * age)
    away = (day >= traits["left_on"].to_numpy()[person - 1]) & (
        day < traits["returned_on"].to_numpy()[person - 1]
    )
    offered = (day >= offered_from) & ~(day > offered_until)
    inside = (day >= world.opens.to_datetime64()) & (day <= world.closes.to_datetime64())
    return old_enough & ~away & offered & inside


def _allowed(
    chances: pd.DataFrame, people: pd.DataFrame, traits: pd.DataFrame, world: World
) -> pd.DataFrame:
    allowed = is_allowed(
        chances["person"].to_numpy(),
        chances["credential"].to_numpy(),
        chances["attempted_on"].to_numpy(),
        people,
        traits,
        world,
    )
    return chances[allowed]


def _aligned(enrollments: pd.DataFrame, world: World) -> pd.DataFrame:
    aligned = world.aligned[world.aligned["attempt_share"] > 0]
    credential = pd.Index(world.credentials["credential_code"]).get_indexer(
        aligned["credential_code"]
    )
    columns = ["program_code", "attempt_share", "aligned_from", "aligned_to"]
    aligned = aligned[columns].assign(credential=credential)
    return enrollments.reset_index(drop=True).merge(aligned, on="program_code", how="inner")


def _keep(chances: pd.DataFrame, **columns: object) -> pd.DataFrame:
    """Keep the chances on days on which program and credential are aligned."""
    chances = chances.assign(**columns)
    day = chances["attempted_on"]
    kept = (day >= chances["aligned_from"]) & ~(day > chances["aligned_to"])
    return chances.loc[kept, COLUMNS.split()]


def _later_part(
    rng: np.random.Generator, start: pd.Series, end: pd.Series, share: float
) -> np.ndarray:
    """Draw a day in the last `share` of each span."""
    days = (end - start).dt.days.to_numpy()
    return days_between(rng, add_days(start, np.rint(days * (1 - share)).astype(int)), end)


def _from_courses(rng: np.random.Generator, cte: pd.DataFrame, world: World) -> pd.DataFrame:
    rows = _aligned(cte, world)
    share = rows["attempt_share"] * rows["cte_status"].map(STATUS_SHARE)
    rows = rows[rng.random(len(rows)) < share]
    school = pd.Index(world.schools["institution_code"]).get_indexer(rows["school_code"])
    quality = SCHOOL_SPREAD * rng.standard_normal(len(world.schools))
    return _keep(
        rows,
        context="secondary",
        institution_code=None,
        attempted_on=_later_part(rng, rows["start_date"], rows["end_date"], 0.45),
        context_until=rows["exit_date"],
        preparation=rows["cte_status"].map(STATUS_PREPARATION).astype(float) + quality[school],
    )


def _from_terms(rng: np.random.Generator, attendance: Attendance, world: World) -> pd.DataFrame:
    rows = _aligned(attendance.terms, world)
    at_completion = pd.Index(world.credentials["credential_code"]).get_indexer(
        list(LICENCE_AT_COMPLETION)
    )
    rows = rows[~rows["credential"].isin(at_completion)]
    rows = rows[rng.random(len(rows)) < rows["attempt_share"] / TERMS_IN_SHARE]
    during = rows.assign(attempted_on=_later_part(rng, rows["start_date"], rows["end_date"], 0.6))
    done = _aligned(attendance.completions, world)
    done = done[done["credential"].isin(at_completion)]
    done = done[rng.random(len(done)) < done["attempt_share"]]
    after = done.assign(attempted_on=add_days(done["completed_on"], rng.integers(5, 45, len(done))))
    both = pd.concat([during, after], ignore_index=True)
    closes = school_day(both["academic_year"], 6, 30).to_numpy()
    return _keep(
        both,
        context="postsecondary",
        school_code=None,
        attempted_on=np.minimum(both["attempted_on"].to_numpy(), closes),
        context_until=closes,
        preparation=0.4,
    )


def _from_trainings(
    rng: np.random.Generator, trainings: pd.DataFrame, world: World
) -> pd.DataFrame:
    rows = _aligned(trainings[trainings["end_date"].notna()], world)
    waived = world.credentials["is_attempt_waived"].to_numpy()[rows["credential"]]
    unfinished = np.where(waived, 0.0, UNFINISHED)
    share = rows["attempt_share"] * np.where(rows["completed"], 1.0, unfinished)
    chosen = rng.random(len(rows)) < share
    rows, waived = rows[chosen], waived[chosen]
    during = _later_part(rng, rows["start_date"], rows["end_date"], 0.35)
    after = add_days(rows["end_date"], rng.integers(3, 40, len(rows)))
    return _keep(
        rows,
        context="workforce",
        school_code=None,
        institution_code=rows["provider_code"],
        attempted_on=np.where(waived, after, during),
        context_until=add_days(rows["end_date"], 60),
        preparation=0.35,
    )


def _on_their_own(
    rng: np.random.Generator,
    people: pd.DataFrame,
    left_school_on: np.ndarray,
    clusters: pd.Series,
    world: World,
) -> pd.DataFrame:
    kind = people["learner_kind"].astype("str")
    earliest = _grown_up(people, left_school_on, SELF_AGE, world)
    chosen = rng.random(len(people)) < kind.map(SELF_SHARE).fillna(0.0).to_numpy()
    chosen &= earliest < world.closes.to_datetime64()
    persons = people["person"].to_numpy()[chosen]
    own = pd.Series(persons).map(clusters).to_numpy(dtype=object)
    fields = world.credentials["career_cluster_code"].to_numpy(dtype=object)
    weights = world.credentials["self_weight"].to_numpy()
    credential = np.zeros(len(persons), dtype="int64")
    for field in [None, *pd.unique(fields)]:
        of_field = pd.isna(own) if field is None else own == field
        favored = weights * np.where(fields == field, OWN_FIELD, 1.0)
        credential[of_field] = weighted(rng, favored, int(of_field.sum()))
    closes = np.full(len(persons), world.closes.to_datetime64())
    # Fields without a credential of their own draw like those without a field.
    rest = ~pd.isna(own) & ~np.isin(own.astype(str), pd.unique(fields).astype(str))
    credential[rest] = weighted(rng, weights, int(rest.sum()))
    return _alone(persons, credential, days_between(rng, earliest[chosen], closes))


def _selected(
    rng: np.random.Generator,
    people: pd.DataFrame,
    traits: pd.DataFrame,
    left_school_on: np.ndarray,
    world: World,
) -> pd.DataFrame:
    """Let mostly the well paid try for one credential: their pay says nothing of its worth.

    Nobody tries in the first year and a half, so that pay before the award can be seen.
    """
    credential = pd.Index(world.credentials["credential_code"]).get_loc(SELECTION_CREDENTIAL)
    earliest = _grown_up(people, left_school_on, SELECTION_AGE, world)
    earliest = np.maximum(earliest, add_days(world.opens.to_datetime64(), 550))
    chosen = people["is_learner"].to_numpy() & (traits["pay"].to_numpy() > SELECTION_PAY)
    chosen &= rng.random(len(people)) < SELECTION_SHARE
    chosen &= earliest < world.closes.to_datetime64()
    persons = people["person"].to_numpy()[chosen]
    closes = np.full(len(persons), world.closes.to_datetime64())
    day = days_between(rng, earliest[chosen], closes)
    return _alone(persons, np.full(len(persons), credential), day)


def _grown_up(
    people: pd.DataFrame, left_school_on: np.ndarray, age: int, world: World
) -> np.ndarray:
    """Give the day from which each learner is of age, out of school and in the period.

    Who is still in school at the end of the period gets a day after it.
    """
    earliest = add_months(people["birth_date"], 12 * age)
    earliest = np.maximum(earliest, world.opens.to_datetime64())
    in_school = (people["learner_kind"] == "k12").to_numpy() & np.isnat(left_school_on)
    left = np.where(np.isnat(left_school_on), earliest, left_school_on)
    never = add_days(world.closes.to_datetime64(), 1)
    return np.where(in_school, never, np.maximum(earliest, left))


def _alone(persons: np.ndarray, credential: np.ndarray, day: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "person": persons,
            "credential": credential,
            "context": "self",
            "school_code": None,
            "institution_code": None,
            "attempted_on": day,
            "context_until": day,
            "preparation": 0.0,
        }
    )
