"""The true lives of a fictional state's people, for any size, period and seed.

The same arguments give the same tables, row for row. Every step draws from a random stream of its
own, so a change in one step leaves what doesn't depend on it as it was.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from warehouse.simulate.lives_addresses import address_history, address_on, issue_cards
from warehouse.simulate.lives_careers import effects_table, make_careers
from warehouse.simulate.lives_chances import find_chances
from warehouse.simulate.lives_college import attend_college
from warehouse.simulate.lives_credentials import earn_credentials
from warehouse.simulate.lives_credits import articulate
from warehouse.simulate.lives_cte import graduate, take_cte
from warehouse.simulate.lives_draws import Streams, event_ids
from warehouse.simulate.lives_employers import employer_years, make_employers
from warehouse.simulate.lives_jobs import work
from warehouse.simulate.lives_people import make_people
from warehouse.simulate.lives_school import go_to_school
from warehouse.simulate.lives_workforce import take_training
from warehouse.simulate.tables import Lives, conform
from warehouse.simulate.world import read_world
from warehouse.simulate.world_council import council_tables

FEWEST_LEARNERS = 50
BAND_CHANGES = 0.12  # of household incomes a year, by one band


def simulate_lives(
    learners: int, first_year: int, last_year: int, seed: int, progress: Callable[[str], None]
) -> Lives:
    """Simulate a state.

    Parameters
    ----------
    learners
        People who learn within the period, in high school or as adults; a quarter as many more
        only work.
    first_year, last_year
        School years, by the year in which they end. Wages run from the first calendar quarter of
        the year before the first to the last of the last.
    seed
        Any whole number from 0.
    progress
        Called with a line of text before each long step.

    Raises
    ------
    ValueError
        When there are too few learners to make a state, or the period is none.
    """
    if learners < FEWEST_LEARNERS:
        raise ValueError(f"{learners} learners make no state; {FEWEST_LEARNERS} is the least.")
    world = read_world(first_year, last_year)
    streams = Streams(seed)
    progress("people")
    people, traits = make_people(world, learners, streams)
    progress("high school")
    schooling = go_to_school(people, traits, world, streams)
    history = address_history(people, schooling.moves, schooling.left_on, world, streams)
    cte = take_cte(people, schooling.years, world, streams)
    graduates = graduate(schooling.years, cte, traits, streams)
    clusters = cte.drop_duplicates("person", keep="last").set_index("person")["career_cluster"]
    progress("college and training")
    attendance = attend_college(people, traits, graduates, clusters, world, streams)
    participants, trainings = take_training(people, traits, schooling.left_on, world, streams)
    progress("credentials")
    chances = find_chances(
        people,
        traits,
        schooling.left_on,
        cte,
        attendance,
        trainings,
        clusters,
        world,
        streams,
    )
    attempts, awards = earn_credentials(people, traits, chances, world, streams)
    credits = articulate(awards, attendance.years, world, streams)
    progress("work")
    employers = make_employers(len(people), world, streams)
    careers = make_careers(
        people,
        traits,
        schooling.left_on,
        cte,
        attendance,
        participants,
        trainings,
        awards,
        employers.clusters,
        world,
        streams,
    )
    jobs = work(people, traits, careers, employers, world, streams)
    progress("cards")
    cards = issue_cards(people, traits, history, world, streams)
    people["has_card"] = people["person"].isin(cards["person"])
    frames = {
        "people": people,
        "school_years": _school_years(schooling.years, people, history, streams),
        "cte_enrollments": cte,
        "graduates": graduates,
        "attempts": attempts,
        "awards": awards,
        "college_years": attendance.years,
        "term_enrollments": attendance.terms,
        "completions": attendance.completions,
        "credits": credits,
        "participants": participants,
        "training_enrollments": trainings,
        "employers": employer_years(employers, world),
        "jobs": jobs,
        "cards": cards,
        "effects": effects_table(),
    }
    _number(frames)
    tables = {name: conform(name, frame) for name, frame in frames.items()}
    return Lives(**tables, council=council_tables(world))


def _school_years(
    years: pd.DataFrame, people: pd.DataFrame, history: pd.DataFrame, streams: Streams
) -> pd.DataFrame:
    """Add the postal code on the day of entry, and the household's income band of the year."""
    rng = streams.stream("school years")
    band = people["income_band"].astype(int).to_numpy()[years["person"] - 1]
    change = np.where(rng.random(len(years)) < BAND_CHANGES, rng.choice([-1, 1], len(years)), 0)
    return years.assign(
        zip=address_on(history, years["person"], years["entry_date"])["zip"],
        income_band=np.clip(band + change, 1, 5).astype(str),
    )


def _number(frames: dict[str, pd.DataFrame]) -> None:
    """Give ids to the events that have none yet; kinds that share a name share the numbering."""
    kinds = {
        "enrollment": ("cte_enrollments", "term_enrollments", "training_enrollments"),
        "completion": ("graduates", "completions"),
        "credit": ("credits",),
        "service": ("participants",),
    }
    for kind, names in kinds.items():
        start = 1
        for name in names:
            ids = event_ids(kind, len(frames[name]), start)
            frames[name] = frames[name].reset_index(drop=True).assign(event_id=ids)
            start += len(ids)
