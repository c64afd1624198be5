"""Work: one quarter after another, people find, change and lose jobs; what they are paid."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from warehouse.simulate.lives_draws import Streams, event_ids, weighted
from warehouse.simulate.lives_employers import Employers, Hiring
from warehouse.simulate.world import World

LEAST_AGE = 14
COVERED = 0.9  # of learners; the others are self-employed, in federal service or at home
AGE_STEPS = [14, 16, 18, 22, 26, 65, 70]
FIND = [0.012, 0.09, 0.17, 0.19, 0.17, 0.05, 0.02]  # chance a quarter, plus attachment's share
FIND_ATTACHED = [0.0, 0.0, 0.1, 0.14, 0.16, 0.0, 0.0]
LOSE = [0.4, 0.26, 0.19, 0.13, 0.07, 0.16, 0.22]
SWITCH = [0.0, 0.03, 0.06, 0.06, 0.03, 0.01, 0.0]
SUMMER_FIND = 1.8  # for those under 18, from April to September
STUDENT_FIND = 0.6
SECOND_JOB, KEEPS_SECOND_JOB = 0.012, 0.62
HOLIDAY_JOB = 0.012  # in a fourth quarter
YOUTH_FIELDS = {"hospitality_and_tourism": 0.45, "marketing": 0.35}
FIRST_FIELD_AGE = 19  # whose first field is a youth's
FIELD_SWITCH = 0.65  # chance of a new job in the quarter in which one's field changes
BASE_YEAR = 2016  # of the pay in data/employment_fields.csv
GROWTH = 1.03  # a year since
PAY_SPREAD, QUARTER_SPREAD = 0.24, 0.07
AGE_POINTS = [14, 16, 18, 22, 26, 30, 40, 50, 60, 66, 76]
AGE_FACTOR = [0.5, 0.56, 0.63, 0.74, 0.86, 0.95, 1.08, 1.15, 1.13, 1.0, 0.8]
PUPIL_HOURS, STUDENT_HOURS = (0.2, 0.45), (0.3, 0.75)
PART_TIME_SHARE, PART_TIME_HOURS = 0.22, (0.4, 0.8)
PART_QUARTER = (0.15, 0.9)


@dataclass(frozen=True)
class Careers:
    """What life outside work does to work; quarters count from the first wage quarter.

    Attributes
    ----------
    changes
        person, quarter, cluster (position in `Employers.clusters`): a new field of work.
    raises
        person, quarter, factor: a factor on pay from an education, from that quarter on.
    layoffs
        person, quarter: those who lose their job then.
    premiums
        person, quarter, annual_amount: dollars a year that a credential adds from that quarter on.
    in_school, in_college
        Person by quarter: who is a pupil or a student then.
    is_away
        Person by quarter: who is out of state.
    """

    changes: pd.DataFrame
    raises: pd.DataFrame
    layoffs: pd.DataFrame
    premiums: pd.DataFrame
    in_school: np.ndarray
    in_college: np.ndarray
    is_away: np.ndarray


def work(
    people: pd.DataFrame,
    traits: pd.DataFrame,
    careers: Careers,
    employers: Employers,
    world: World,
    streams: Streams,
) -> pd.DataFrame:
    """Let everyone work through all quarters: `jobs`, with all declared columns."""
    rng = streams.stream("jobs")
    workers = _Workers(rng, people, traits, employers, world)
    hiring = Hiring(employers)
    starts = {
        name: _by_quarter(frame, world.quarters)
        for name, frame in (
            ("changes", careers.changes),
            ("raises", careers.raises),
            ("layoffs", careers.layoffs),
            ("premiums", careers.premiums),
        )
    }
    records = []
    for quarter in range(world.quarters):
        _live_on(workers, {name: rows[quarter] for name, rows in starts.items()})
        records.extend(_work_quarter(rng, workers, careers, employers, hiring, world, quarter))
        workers.settle()
    return _jobs(records, employers, world)


class _Workers:
    """Where everyone stands in working life; one position per person in every array."""

    def __init__(
        self,
        rng: np.random.Generator,
        people: pd.DataFrame,
        traits: pd.DataFrame,
        employers: Employers,
        world: World,
    ) -> None:
        count = len(people)
        kind = people["learner_kind"].astype("str").to_numpy()
        self.covered = (kind == "worker") | (rng.random(count) < COVERED)
        self.birth_month = people["birth_date"].to_numpy().astype("M8[M]").astype("int64")
        regions = world.counties.set_index("county_code")["region_code"]
        home = people["county_code"].astype("str").map(regions).to_numpy().astype(str)
        self.region = np.searchsorted(employers.regions, home)
        self.attachment = traits["attachment"].to_numpy()
        self.level = np.exp(PAY_SPREAD * traits["pay"].to_numpy())
        self.part_time = rng.random(count) < PART_TIME_SHARE * (1.6 - self.attachment)
        self.hours = rng.uniform(*PART_TIME_HOURS, count)
        self.pupil_hours = rng.uniform(*PUPIL_HOURS, count)
        self.student_hours = rng.uniform(*STUDENT_HOURS, count)
        self.field = _first_fields(rng, self.birth_month, employers, world)
        self.factor = np.ones(count)
        self.premium = np.zeros(count)
        self.employer = np.full(count, -1)
        self.second = np.full(count, -1)
        self.has_new_field = np.zeros(count, dtype=bool)
        self.is_laid_off = np.zeros(count, dtype=bool)

    def settle(self) -> None:
        """Forget what holds for one quarter only."""
        self.has_new_field[:] = False
        self.is_laid_off[:] = False


def _first_fields(
    rng: np.random.Generator, birth_month: np.ndarray, employers: Employers, world: World
) -> np.ndarray:
    """Draw the first field of work; the young start in restaurants and shops mostly."""
    by_cluster = world.fields.groupby("career_cluster")["weight"].sum()
    shares = by_cluster.reindex(employers.clusters).to_numpy()
    field = weighted(rng, shares, len(birth_month))
    young = (world.first_wage_year - 1970) * 12 - birth_month < FIRST_FIELD_AGE * 12
    drawn = rng.random(len(birth_month))
    below = 0.0
    for cluster, share in YOUTH_FIELDS.items():
        chosen = young & (drawn >= below) & (drawn < below + share)
        field[chosen] = np.searchsorted(employers.clusters, cluster)
        below += share
    return field


def _by_quarter(frame: pd.DataFrame, quarters: int) -> list[pd.DataFrame]:
    frame = frame.sort_values(["quarter", "person"], kind="stable")
    bounds = np.searchsorted(frame["quarter"].to_numpy(), np.arange(quarters + 1))
    # What happened before the first quarter holds from the first quarter on.
    bounds[0] = 0
    return [frame.iloc[bounds[q] : bounds[q + 1]] for q in range(quarters)]


def _live_on(workers: _Workers, events: dict[str, pd.DataFrame]) -> None:
    position = {name: rows["person"].to_numpy() - 1 for name, rows in events.items()}
    workers.field[position["changes"]] = events["changes"]["cluster"]
    workers.has_new_field[position["changes"]] = True
    raised = position["raises"]
    workers.factor[raised] = np.maximum(workers.factor[raised], events["raises"]["factor"])
    workers.is_laid_off[position["layoffs"]] = True
    np.add.at(workers.premium, position["premiums"], events["premiums"]["annual_amount"])


def _work_quarter(
    rng: np.random.Generator,
    workers: _Workers,
    careers: Careers,
    employers: Employers,
    hiring: Hiring,
    world: World,
    quarter: int,
) -> list[pd.DataFrame]:
    """Move everyone by one quarter, and pay them: one frame each for main and other jobs."""
    count = len(workers.field)
    month = (world.first_wage_year - 1970) * 12 + 3 * quarter
    age = (month - workers.birth_month) / 12
    step = np.maximum(np.searchsorted(AGE_STEPS, age, side="right") - 1, 0)
    may_work = workers.covered & (month - workers.birth_month > LEAST_AGE * 12)
    may_work &= ~careers.is_away[:, quarter]
    previous = _after_mergers(np.where(may_work, workers.employer, -1), employers, quarter)
    find = np.array(FIND)[step] + np.array(FIND_ATTACHED)[step] * workers.attachment
    is_summer = quarter % 4 in (1, 2)
    find = find * np.where((age < 18) & is_summer, SUMMER_FIND, 1.0)
    find = find * np.where(careers.in_college[:, quarter], STUDENT_FIND, 1.0)
    find = np.where(workers.has_new_field, np.maximum(find, FIELD_SWITCH), find)
    if quarter == 0:  # as if the years before had been simulated
        find = np.where(age >= 18, np.maximum(find, 0.45 + 0.45 * workers.attachment), find * 2.5)
    lose = np.array(LOSE)[step] * (1.7 - workers.attachment)
    lose = np.where(workers.is_laid_off, 0.6, lose)
    switch = np.where(workers.has_new_field, FIELD_SWITCH, np.array(SWITCH)[step])
    draws = rng.random((4, count))
    has_job = previous >= 0
    loses = has_job & (draws[0] < lose)
    switches = has_job & ~loses & (draws[0] < lose + switch)
    finds = may_work & ~has_job & (draws[1] < find)
    hired = np.flatnonzero(finds | switches)
    current = previous.copy()
    current[hired] = hiring.draw(rng, workers.field[hired], workers.region[hired], quarter)
    moved = switches & (current != previous)
    part = rng.uniform(*PART_QUARTER, count)
    full = _full_pay(rng, workers, careers, age, quarter)
    share = np.where(finds | loses, part, np.where(moved, 1 - part, 1.0))
    main = np.flatnonzero(current >= 0)
    extra = workers.premium / 4
    records = [
        _pay(employers, world, quarter, main, current[main], (full * share)[main], extra[main])
    ]
    left = np.flatnonzero(moved)
    records.append(_pay(employers, world, quarter, left, previous[left], (full * part)[left]))
    records.extend(
        _other_jobs(rng, workers, employers, hiring, world, quarter, age, may_work, current, full)
    )
    workers.employer = np.where(loses, -1, current)
    return records


def _after_mergers(employer: np.ndarray, employers: Employers, quarter: int) -> np.ndarray:
    """Carry workers of an account that has closed over to its successor, or let them go."""
    for _ in range(2):
        closed = (employer >= 0) & (employers.closes[employer] < quarter)
        employer = np.where(closed, employers.successor[employer], employer)
    return employer


def _full_pay(
    rng: np.random.Generator, workers: _Workers, careers: Careers, age: np.ndarray, quarter: int
) -> np.ndarray:
    """Give each person's pay for a whole quarter, relative to an industry's annual pay."""
    hours = np.where(workers.part_time, workers.hours, 1.0)
    hours = np.where(careers.in_college[:, quarter], workers.student_hours, hours)
    hours = np.where(careers.in_school[:, quarter], workers.pupil_hours, hours)
    by_age = np.interp(age, AGE_POINTS, AGE_FACTOR)
    luck = np.exp(QUARTER_SPREAD * rng.standard_normal(len(age)))
    return by_age * workers.level * workers.factor * hours * luck / 4


def _pay(
    employers: Employers,
    world: World,
    quarter: int,
    position: np.ndarray,
    employer: np.ndarray,
    share: np.ndarray,
    premium: np.ndarray | float = 0.0,
) -> pd.DataFrame:
    """Pay by industry, region and year; a premium comes in dollars on top."""
    table = employers.table
    annual = world.fields["annual_pay"].to_numpy()[table["field"].to_numpy()]
    by_region = world.counties.drop_duplicates("region_code").set_index("region_code")["pay"]
    annual = annual * by_region.reindex(employers.regions).to_numpy()[table["region"].to_numpy()]
    annual = annual * np.exp(table["effect"].to_numpy())
    years = quarter // 4 - (BASE_YEAR - world.first_wage_year)
    dollars = annual[employer] * GROWTH**years * share + premium
    return pd.DataFrame(
        {
            "position": position.astype("int32"),
            "quarter": np.int16(quarter),
            "employer": employer.astype("int32"),
            "cents": np.maximum(np.rint(dollars * 100), 100).astype("int64"),
        }
    )


def _other_jobs(
    rng: np.random.Generator,
    workers: _Workers,
    employers: Employers,
    hiring: Hiring,
    world: World,
    quarter: int,
    age: np.ndarray,
    may_work: np.ndarray,
    current: np.ndarray,
    full: np.ndarray,
) -> list[pd.DataFrame]:
    """Pay second jobs, which last a while, and holiday jobs, which don't."""
    draws = rng.random((2, len(age)))
    second = _after_mergers(workers.second, employers, quarter)
    second = np.where(may_work & (draws[0] < KEEPS_SECOND_JOB), second, -1)
    starts = np.flatnonzero((second < 0) & (current >= 0) & (age >= 18) & (draws[1] < SECOND_JOB))
    second[starts] = hiring.draw(rng, workers.field[starts], workers.region[starts], quarter)
    workers.second = second
    holders = np.flatnonzero(second >= 0)
    records = [_pay(employers, world, quarter, holders, second[holders], 0.3 * full[holders])]
    if quarter % 4 == 3:
        chosen = np.flatnonzero(may_work & (age >= 16) & (rng.random(len(age)) < HOLIDAY_JOB))
        shops = np.full(len(chosen), np.searchsorted(employers.clusters, "marketing"))
        employer = hiring.draw(rng, shops, workers.region[chosen], quarter)
        records.append(_pay(employers, world, quarter, chosen, employer, 0.2 * full[chosen]))
    return records


def _jobs(records: list[pd.DataFrame], employers: Employers, world: World) -> pd.DataFrame:
    """Add up what one employer paid one person in one quarter, in order."""
    position, quarter, employer, cents = (
        np.concatenate([record[name].to_numpy() for record in records]).astype("int64")
        for name in ("position", "quarter", "employer", "cents")
    )
    accounts = len(employers.table)
    key = (position * world.quarters + quarter) * accounts + employer
    order = np.argsort(key, kind="stable")
    key, cents = key[order], cents[order]
    first = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    wages = np.add.reduceat(cents, first)
    key = key[first]
    quarter = key // accounts % world.quarters
    return pd.DataFrame(
        {
            "event_id": event_ids("job", len(key)),
            "person": key // accounts // world.quarters + 1,
            "employer_account": employers.table["employer_account"].take(key % accounts).array,
            "year": world.first_wage_year + quarter // 4,
            "quarter": quarter % 4 + 1,
            "wages": wages,
        }
    )
