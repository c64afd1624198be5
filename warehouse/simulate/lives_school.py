"""High school, year by year: grades, moves between schools and districts, dropping out."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from warehouse.simulate.lives_draws import (
    Streams,
    add_days,
    days_between,
    numbered,
    unique_numbers,
    weighted_by_row,
)
from warehouse.simulate.world import World, school_day

MOVE_BETWEEN_YEARS = 0.045
MOVE_WITHIN_YEAR = 0.025
DISTRICT_MOVE_SHARE = 0.6
NEW_STUDENT_ID_SHARE = 0.3  # of moves to another district
DROPOUT = {9: 0.006, 10: 0.012, 11: 0.018, 12: 0.02}
RETENTION = {9: 0.04, 10: 0.02, 11: 0.015}
GRADUATION = 0.95
LATE_ENTRY = 0.04


@dataclass(frozen=True)
class Schooling:
    """What high school leaves behind.

    Attributes
    ----------
    years
        `school_years` without zip and income band; `graduates_on` on the row that ends in a
        diploma.
    moves
        Moves to another district: person, moved_on, county_code.
    left_on
        By position of the person in `people`: last day in high school, here or elsewhere; missing
        while still there, and for those who never were (adults, workers).
    """

    years: pd.DataFrame
    moves: pd.DataFrame
    left_on: np.ndarray


@dataclass
class _Pupils:
    """Where each pupil stands: one position per pupil in every array."""

    person: np.ndarray
    entry_year: np.ndarray
    left_on: np.ndarray
    returned_on: np.ndarray
    county: np.ndarray
    district: np.ndarray
    school: np.ndarray
    grade: np.ndarray
    is_enrolled: np.ndarray
    student_id: np.ndarray
    finished_on: np.ndarray


class _Map:
    """Which district serves a county, and which schools a district has open in a year."""

    def __init__(self, world: World) -> None:
        self.schools = world.schools
        institutions = world.institutions
        is_district = institutions["institution_type_code"] == "district"
        self.districts = institutions.loc[is_district, "institution_code"].to_numpy()
        self.counties = world.counties["county_code"].to_numpy()
        served = world.district_counties
        self.county_weights = np.zeros((len(self.counties), len(self.districts)))
        self.county_weights[
            pd.Index(self.counties).get_indexer(served["county_code"]),
            pd.Index(self.districts).get_indexer(served["district_code"]),
        ] = served["weight"]
        people = world.places.groupby("county_code")["weight"].sum()
        self.population = people.reindex(self.counties).to_numpy()
        self.school_district = pd.Index(self.districts).get_indexer(self.schools["district_code"])
        self.first_open = self.schools["first_open"].to_numpy()
        self.last_open = self.schools["last_open"].to_numpy()

    def draw_districts(self, rng: np.random.Generator, county: np.ndarray) -> np.ndarray:
        return weighted_by_row(rng, self.county_weights, county)

    def draw_schools(self, rng: np.random.Generator, district: np.ndarray, year: int) -> np.ndarray:
        is_open = (self.first_open <= year) & (self.last_open >= year)
        weights = np.zeros((len(self.districts), len(self.schools)))
        weights[self.school_district, np.arange(len(self.schools))] = is_open
        return weighted_by_row(rng, weights, district)


def first_day(district: np.ndarray, year: int) -> np.ndarray:
    """Give the first day of a school year in each district: 10 to 21 August."""
    return add_days(np.full(len(district), school_day(year, 8, 10)[0]), district + year % 3)


def last_day(district: np.ndarray, year: int) -> np.ndarray:
    """Give the last day of a school year in each district: 20 to 31 May."""
    return add_days(np.full(len(district), school_day(year, 5, 20)[0]), district + year % 2)


def go_to_school(
    people: pd.DataFrame, traits: pd.DataFrame, world: World, streams: Streams
) -> Schooling:
    """Take every k12 learner through high school, year by year."""
    rng = streams.stream("school")
    places = _Map(world)
    pupils = _pupils(people, traits, places, rng)
    ids = numbered("", unique_numbers(rng, 4 * len(pupils.person) + 10, 10**9, 10**10), 10)
    next_id = len(pupils.person)
    years, moves = [], []
    for year in range(world.first_year - 3, world.last_year + 1):
        starting = pupils.entry_year == year
        pupils.is_enrolled |= starting
        pupils.grade[starting] = 9
        pupils.school[starting] = places.draw_schools(rng, pupils.district[starting], year)
        starts = np.datetime64(f"{year - 1}-07-01")
        away = (pupils.left_on <= starts) & (pupils.returned_on > starts)
        present = pupils.is_enrolled & ~away
        _leave_closed_schools(pupils, places, rng, year)
        if year < world.first_year:
            _pass_year(pupils, np.zeros(len(present), dtype=bool), rng, year)
            continue
        before = np.flatnonzero(
            present & ~starting & (rng.random(len(present)) < MOVE_BETWEEN_YEARS)
        )
        moved_on = days_between(
            rng,
            np.full(len(before), np.datetime64(f"{year - 1}-07-01")),
            np.full(len(before), np.datetime64(f"{year - 1}-08-05")),
        )
        next_id = _move(pupils, places, rng, year, before, moved_on, next_id, moves)
        rows, next_id = _attend(pupils, places, rng, year, present, next_id, moves)
        years.append(rows)
    return _collect(people, pupils, places, years, moves, ids)


def _pupils(
    people: pd.DataFrame, traits: pd.DataFrame, places: _Map, rng: np.random.Generator
) -> _Pupils:
    rows = np.flatnonzero(people["learner_kind"] == "k12")
    county = pd.Index(places.counties).get_indexer(people["county_code"].to_numpy()[rows])
    count = len(rows)
    return _Pupils(
        person=people["person"].to_numpy()[rows],
        entry_year=traits["entry_year"].to_numpy()[rows],
        left_on=traits["left_on"].to_numpy()[rows],
        returned_on=traits["returned_on"].to_numpy()[rows],
        county=county,
        district=places.draw_districts(rng, county),
        school=np.full(count, -1),
        grade=np.zeros(count, dtype="int64"),
        is_enrolled=np.zeros(count, dtype=bool),
        student_id=np.arange(count),
        finished_on=np.full(count, np.datetime64("NaT"), dtype="datetime64[s]"),
    )


def _leave_closed_schools(
    pupils: _Pupils, places: _Map, rng: np.random.Generator, year: int
) -> None:
    closed = np.flatnonzero(pupils.is_enrolled & (places.last_open[pupils.school] < year))
    pupils.school[closed] = places.draw_schools(rng, pupils.district[closed], year)


def _move(
    pupils: _Pupils,
    places: _Map,
    rng: np.random.Generator,
    year: int,
    movers: np.ndarray,
    moved_on: np.ndarray,
    next_id: int,
    moves: list[pd.DataFrame],
) -> int:
    """Move pupils to another school, most to another district; some get a new student id.

    A draw that yields the same school is no move. Returns the next free student id.
    """
    far = rng.random(len(movers)) < DISTRICT_MOVE_SHARE
    county = pupils.county[movers].copy()
    weights = places.population[np.newaxis, :]
    county[far] = weighted_by_row(rng, weights, np.zeros(int(far.sum()), dtype="int64"))
    district = pupils.district[movers].copy()
    district[far] = places.draw_districts(rng, county[far])
    pupils.school[movers] = places.draw_schools(rng, district, year)
    changed = district != pupils.district[movers]
    pupils.county[movers[changed]] = county[changed]
    pupils.district[movers] = district
    renumbered = movers[changed & (rng.random(len(movers)) < NEW_STUDENT_ID_SHARE)]
    pupils.student_id[renumbered] = next_id + np.arange(len(renumbered))
    moves.append(
        pd.DataFrame(
            {
                "person": pupils.person[movers[changed]],
                "moved_on": moved_on[changed],
                "county_code": places.counties[county[changed]],
            }
        )
    )
    return next_id + len(renumbered)


def _attend(
    pupils: _Pupils,
    places: _Map,
    rng: np.random.Generator,
    year: int,
    present: np.ndarray,
    next_id: int,
    moves: list[pd.DataFrame],
) -> tuple[pd.DataFrame, int]:
    """Write this year's rows of the pupils who are present, and pass them on to the next."""
    count = len(present)
    dropout = np.array([DROPOUT.get(grade, 0.0) for grade in range(13)])
    drops = present & (rng.random(count) < dropout[pupils.grade])
    entry = first_day(pupils.district, year)
    late = rng.random(count) < LATE_ENTRY
    entry = np.where(late, add_days(entry, rng.integers(3, 30, count)), entry)
    dropped_on = days_between(rng, add_days(entry, 40), np.full(count, f"{year}-05-01", "M8[s]"))
    movers = present & ~drops & (rng.random(count) < MOVE_WITHIN_YEAR)
    moved_on = days_between(rng, add_days(entry, 30), np.full(count, f"{year}-04-15", "M8[s]"))
    first = _rows(pupils, places, present, year).assign(entry_date=entry[present])
    old_school = pupils.school.copy()
    moving = np.flatnonzero(movers)
    next_id = _move(pupils, places, rng, year, moving, moved_on[moving], next_id, moves)
    movers &= pupils.school != old_school
    leaves = np.where(movers, moved_on, last_day(pupils.district, year))
    leaves = np.where(drops, dropped_on, leaves)
    first["exit_date"] = leaves[present]
    second = _rows(pupils, places, movers, year).assign(
        entry_date=add_days(moved_on[movers], rng.integers(1, 12, int(movers.sum()))),
        exit_date=last_day(pupils.district[movers], year),
    )
    rows = pd.concat([first, second], ignore_index=True)
    pupils.is_enrolled &= ~drops
    pupils.finished_on = np.where(drops, dropped_on, pupils.finished_on)
    graduates_on = _pass_year(pupils, drops, rng, year)
    rows["graduates_on"] = graduates_on[rows["position"]]
    went_on = rows["entry_date"].to_numpy() == rows.groupby("position")["entry_date"].transform(
        "max"
    )
    rows["graduates_on"] = rows["graduates_on"].where(went_on)
    return rows, next_id


def _rows(pupils: _Pupils, places: _Map, chosen: np.ndarray, year: int) -> pd.DataFrame:
    school = pupils.school[chosen]
    return pd.DataFrame(
        {
            "position": np.flatnonzero(chosen),
            "person": pupils.person[chosen],
            "school_year": year,
            "student_id": pupils.student_id[chosen],
            "district_code": places.districts[pupils.district[chosen]],
            "school_code": places.schools["institution_code"].to_numpy()[school],
            "grade_level": pupils.grade[chosen],
            "county_code": places.counties[pupils.county[chosen]],
        }
    )


def _pass_year(
    pupils: _Pupils, drops: np.ndarray, rng: np.random.Generator, year: int
) -> np.ndarray:
    """Promote, retain or graduate everyone enrolled; give the days of diplomas.

    Who is out of state is promoted too, and finishes there.
    """
    count = len(drops)
    retention = np.array([RETENTION.get(grade, 0.0) for grade in range(13)])
    seniors = pupils.is_enrolled & (pupils.grade == 12)
    retained = pupils.is_enrolled & ~seniors & (rng.random(count) < retention[pupils.grade])
    succeeds = seniors & (rng.random(count) < GRADUATION)
    gives_up = seniors & ~succeeds & ((rng.random(count) < 0.5) | (year - pupils.entry_year >= 5))
    ended = add_days(last_day(pupils.district, year), 2 + np.maximum(pupils.school, 0) % 6)
    starts = np.datetime64(f"{year - 1}-07-01")
    away = (pupils.left_on <= starts) & (pupils.returned_on > starts)
    pupils.finished_on = np.where(succeeds | gives_up, ended, pupils.finished_on)
    pupils.is_enrolled &= ~(succeeds | gives_up)
    pupils.grade += pupils.is_enrolled & ~seniors & ~retained
    return np.where(succeeds & ~away, ended, np.datetime64("NaT"))


def _collect(
    people: pd.DataFrame,
    pupils: _Pupils,
    places: _Map,
    years: list[pd.DataFrame],
    moves: list[pd.DataFrame],
    ids: pd.Series,
) -> Schooling:
    rows = pd.concat(years, ignore_index=True)
    rows = rows.sort_values(["person", "school_year", "entry_date"], kind="stable")
    rows = rows.reset_index(drop=True)
    rows["state_student_id"] = ids.to_numpy()[rows["student_id"]]
    rows["grade_level"] = rows["grade_level"].astype("str").str.zfill(2)
    left_on = np.full(len(people), np.datetime64("NaT"), dtype="datetime64[s]")
    left_on[pupils.person - 1] = pupils.finished_on
    return Schooling(
        years=rows.drop(columns=["position", "student_id"]),
        moves=pd.concat(moves, ignore_index=True),
        left_on=left_on,
    )
