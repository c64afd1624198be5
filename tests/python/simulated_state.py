"""A small simulated state, and what tests of its tables ask of it again and again."""

import numpy as np
import pandas as pd

from warehouse.simulate.lives import simulate_lives
from warehouse.simulate.tables import Lives

FIRST, LAST = 2016, 2025


def simulate(learners=1200, first_year=FIRST, last_year=LAST, seed=7) -> Lives:
    return simulate_lives(learners, first_year, last_year, seed, lambda line: None)


def by_person(state: Lives, column: str, person: pd.Series) -> np.ndarray:
    return state.people.set_index("person")[column].reindex(person).to_numpy()


def years_old(state: Lives, person: pd.Series, day: pd.Series) -> np.ndarray:
    birth = pd.Series(by_person(state, "birth_date", person))
    day = pd.Series(pd.to_datetime(day).to_numpy())
    before_birthday = (day.dt.month * 100 + day.dt.day) < (birth.dt.month * 100 + birth.dt.day)
    return (day.dt.year - birth.dt.year - before_birthday).to_numpy()
