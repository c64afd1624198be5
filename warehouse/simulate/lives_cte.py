"""Career and technical education in high school: programs, courses and standing; diplomas."""

import numpy as np
import pandas as pd

from warehouse.simulate.lives_draws import Streams, add_days, weighted_by_row
from warehouse.simulate.world import World

PARTICIPATION = 0.86
START_GRADE = [0.5, 0.32, 0.13, 0.05]  # grades 9 to 12
CONTINUES = 0.9  # chance of another year after each
TWO_COURSES_A_YEAR = 0.5
EXPLORES = 0.5  # chance in four years of one course of another program
SEMESTER = 0.2
# How much likelier a program is for one sex than its weight says.
LEANING = {
    "female": {"K-NURS": 2.5, "K-MEDA": 2.5, "K-CHIL": 4.0, "K-COSM": 4.0, "K-TEAC": 2.0},
    "male": {"K-WELD": 3.0, "K-AUTO": 3.0, "K-DIES": 3.0, "K-ELEC": 3.0, "K-CARP": 2.5},
}


def take_cte(
    people: pd.DataFrame, years: pd.DataFrame, world: World, streams: Streams
) -> pd.DataFrame:
    """Enroll pupils in programs, course after course.

    Parameters
    ----------
    years
        The rows of `Schooling.years`.

    Returns
    -------
    DataFrame
        `cte_enrollments` without event_id, plus `entry_date` and `exit_date` of the school row.
    """
    rng = streams.stream("cte")
    programs = world.programs_of("secondary")
    counts = world.courses.groupby("program_code").size().reindex(programs["program_code"])
    offers = _offers(programs, world, streams.stream("offerings"))
    rows = years.drop_duplicates(["person", "school_year"], keep="last").reset_index(drop=True)
    rows["school"] = pd.Index(world.schools["institution_code"]).get_indexer(rows["school_code"])
    main = _sequences(rng, people, rows, programs, offers, counts.to_numpy())
    other = _explorers(rng, rows, programs, offers, main)
    taken = pd.concat([main, other], ignore_index=True)
    taken = taken.sort_values(["person", "school_year", "program", "course"], kind="stable")
    taken = taken.reset_index(drop=True)
    return _describe(rng, taken, programs, world, counts.to_numpy())


def graduate(
    years: pd.DataFrame, enrollments: pd.DataFrame, traits: pd.DataFrame, streams: Streams
) -> pd.DataFrame:
    """Confer diplomas: honors by ability, technical to part of those who completed a program."""
    rng = streams.stream("diplomas")
    rows = years[years["graduates_on"].notna()].reset_index(drop=True)
    completed = enrollments.loc[enrollments["cte_status"] == "completer", "person"]
    is_technical = rows["person"].isin(completed) & (rng.random(len(rows)) < 0.45)
    strength = traits["ability"].to_numpy()[rows["person"] - 1]
    is_honors = strength + 0.5 * rng.standard_normal(len(rows)) > 1.0
    diploma = np.where(is_technical, "technical", np.where(is_honors, "honors", "regular"))
    return rows.assign(diploma_type=diploma, graduation_date=rows["graduates_on"])


def _offers(programs: pd.DataFrame, world: World, rng: np.random.Generator) -> np.ndarray:
    """Decide which school offers which program: technical schools most, the others half."""
    technical = world.schools["institution_name"].str.contains("Technical").to_numpy()
    share = np.where(technical, 0.9, 0.6)[:, None]
    offers = rng.random((len(world.schools), len(programs))) < share
    # Every program somewhere, always: at the largest technical center, which stays open.
    offers[np.flatnonzero(technical)[-1]] = True
    return offers


def _sequences(
    rng: np.random.Generator,
    people: pd.DataFrame,
    rows: pd.DataFrame,
    programs: pd.DataFrame,
    offers: np.ndarray,
    counts: np.ndarray,
) -> pd.DataFrame:
    count = len(people)
    years_begin = rows["school_year"].min()
    chosen = rng.random(count) < PARTICIPATION
    start_grade = 9 + np.searchsorted(np.cumsum(START_GRADE), rng.random(count), side="right")
    years_in = rng.geometric(1 - CONTINUES, count)
    pace = 1 + (rng.random(count) < TWO_COURSES_A_YEAR)
    position = rows["person"].to_numpy() - 1
    grade = rows["grade_level"].astype(int).to_numpy()
    in_time = chosen[position] & (grade >= np.minimum(start_grade, 12)[position])
    rows = rows.assign(position=position, grade=grade)[in_time]
    first = rows.drop_duplicates("person")
    program = np.full(count, -1)
    program[first["position"]] = _draw_programs(rng, people, first, programs, offers)
    # Who was in a later grade when the period began has had courses already.
    before = np.zeros(count, dtype="int64")
    began = first[first["school_year"] == years_begin]
    before[began["position"]] = began["grade"] - start_grade[began["position"]]
    before = np.maximum(before, 0)
    where = rows["position"].to_numpy()
    rank = rows.groupby("person").cumcount().to_numpy() + before[where]
    rows = rows.assign(program=program[where])
    kept = (rank < years_in[where]) & offers[rows["school"], rows["program"]]
    rows, rank, where = rows[kept], rank[kept], where[kept]
    courses = []
    for extra in (0, 1):
        course = rank * pace[where] + extra
        fits = (extra < pace[where]) & (course < counts[rows["program"]])
        courses.append(rows[fits].assign(course=course[fits]))
    return pd.concat(courses, ignore_index=True)


def _draw_programs(
    rng: np.random.Generator,
    people: pd.DataFrame,
    first: pd.DataFrame,
    programs: pd.DataFrame,
    offers: np.ndarray,
) -> np.ndarray:
    sex = people["sex"].astype("str").to_numpy()[first["position"]]
    result = np.zeros(len(first), dtype="int64")
    for one_sex in ("female", "male", "nonbinary"):
        leaning = programs["program_code"].map(LEANING.get(one_sex, {})).fillna(1.0).to_numpy()
        weights = offers * (programs["weight"].to_numpy() * leaning)
        of_sex = sex == one_sex
        result[of_sex] = weighted_by_row(rng, weights, first["school"].to_numpy()[of_sex])
    return result


def _explorers(
    rng: np.random.Generator,
    rows: pd.DataFrame,
    programs: pd.DataFrame,
    offers: np.ndarray,
    main: pd.DataFrame,
) -> pd.DataFrame:
    chosen = rows[rng.random(len(rows)) < EXPLORES / 4].drop_duplicates("person")
    weights = offers * programs["weight"].to_numpy()
    program = weighted_by_row(rng, weights, chosen["school"].to_numpy())
    chosen = chosen.assign(program=program, course=0)
    taken = pd.MultiIndex.from_frame(main[["person", "program"]])
    return chosen[~pd.MultiIndex.from_frame(chosen[["person", "program"]]).isin(taken)]


def _describe(
    rng: np.random.Generator,
    taken: pd.DataFrame,
    programs: pd.DataFrame,
    world: World,
    counts: np.ndarray,
) -> pd.DataFrame:
    program = taken["program"].to_numpy()
    course = taken["course"].to_numpy()
    starts_at = np.concatenate([[0], np.cumsum(counts)[:-1]])
    ordered = world.courses.set_index("program_code").loc[programs["program_code"], "course_code"]
    last = course == counts[program] - 1
    status = np.where(course == 0, "participant", np.where(last, "completer", "concentrator"))
    year = taken["school_year"].to_numpy()
    winter = add_days(np.array([f"{y - 1}-12-18" for y in np.unique(year)], "M8[D]"), 0)
    winter = winter[np.searchsorted(np.unique(year), year)]
    half = rng.random(len(taken))
    entry, leave = taken["entry_date"].to_numpy(), taken["exit_date"].to_numpy()
    fall = (half < SEMESTER / 2) & (entry < winter) & (leave > winter)
    spring_from = add_days(winter, 19)
    spring = (half > 1 - SEMESTER / 2) & (entry < spring_from) & (leave > spring_from)
    return taken.assign(
        program_code=programs["program_code"].to_numpy()[program],
        course_code=ordered.to_numpy()[starts_at[program] + course],
        cip_code=programs["cip_code"].to_numpy()[program],
        career_cluster=programs["career_cluster_code"].to_numpy()[program],
        cte_status=status,
        start_date=np.where(spring, spring_from, entry),
        end_date=np.where(fall, winter, leave),
    )
