"""College: who goes where, term after term, credits, completions and transfers."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from warehouse.simulate.lives_draws import (
    Streams,
    add_days,
    numbered,
    unique_numbers,
    weighted,
)
from warehouse.simulate.world import World, school_day

GOES_AT_ONCE = 0.46  # of high-school graduates of middling ability
GOES_LATER = 0.09
ADULT_SHARE = 0.34
TRANSFER_SHARE = 0.3  # of associate completers, to a university
RETURN_SHARE = 0.12  # of other completers, for another program
DROPS_TERM = {
    "certificate_under_1_year": 0.07,
    "certificate_1_to_2_years": 0.07,
    "associate": 0.065,
    "bachelor": 0.035,
}
CREDITS_NEEDED = {
    "certificate_under_1_year": 15,
    "certificate_1_to_2_years": 34,
    "associate": 60,
    "bachelor": 120,
}
TRANSFERRED = 60  # credits that an associate degree brings to a university
SUMMER_SHARE = 0.12
TERMS = ("fall", "spring", "summer")
# Month and day of a term's first and last day.
TERM_DAYS = {"fall": ((8, 22), (12, 12)), "spring": ((1, 14), (5, 8)), "summer": ((5, 20), (6, 26))}
LONGEST = 8  # academic years
KEEPS_FIELD = 0.55  # chance that a program is in the cluster of the career and technical program


@dataclass(frozen=True)
class Attendance:
    """What college leaves behind, each as in `tables.COLUMNS` without event ids."""

    years: pd.DataFrame
    terms: pd.DataFrame
    completions: pd.DataFrame


def attend_college(
    people: pd.DataFrame,
    traits: pd.DataFrame,
    graduates: pd.DataFrame,
    clusters: pd.Series,
    world: World,
    streams: Streams,
) -> Attendance:
    """Take graduates and adults through college, with a second spell for some.

    Parameters
    ----------
    clusters
        Career cluster of each person's program in high school, by person; absent for others.
    """
    rng = streams.stream("college")
    programs = world.programs_of("postsecondary")
    spells = _first_spells(rng, people, traits, graduates, clusters, programs, world)
    terms, completions = _terms(rng, spells, traits, world)
    second = _second_spells(rng, spells, completions, programs, world)
    more_terms, more_completions = _terms(rng, second, traits, world)
    terms = pd.concat([terms, more_terms], ignore_index=True)
    completions = pd.concat([completions, more_completions], ignore_index=True)
    return _collect(rng, terms, completions, programs, world)


def _first_spells(
    rng: np.random.Generator,
    people: pd.DataFrame,
    traits: pd.DataFrame,
    graduates: pd.DataFrame,
    clusters: pd.Series,
    programs: pd.DataFrame,
    world: World,
) -> pd.DataFrame:
    """Decide who starts, when and in which program: one row per person who goes."""
    ability = traits["ability"].to_numpy()[graduates["person"] - 1]
    drawn = rng.random(len(graduates))
    at_once = drawn < np.clip(GOES_AT_ONCE + 0.15 * ability, 0.05, 0.9)
    later = ~at_once & (rng.random(len(graduates)) < GOES_LATER)
    delay = np.where(later, rng.integers(2, 5, len(graduates)), 1)
    young = pd.DataFrame(
        {
            "person": graduates["person"].to_numpy(),
            "start_year": graduates["school_year"].to_numpy() + delay,
            "is_adult": False,
        }
    )[at_once | later]
    adults = people.loc[people["learner_kind"] == "adult", "person"].to_numpy()
    adults = adults[rng.random(len(adults)) < ADULT_SHARE]
    start = rng.integers(world.first_year - 1, world.last_year + 1, len(adults))
    old = pd.DataFrame({"person": adults, "start_year": start, "is_adult": True})
    spells = pd.concat([young, old], ignore_index=True)
    spells["start_term"] = np.where(rng.random(len(spells)) < 0.15, 1, 0)
    ability = traits["ability"].to_numpy()[spells["person"] - 1]
    university = ~spells["is_adult"] & (ability + 0.8 * rng.standard_normal(len(spells)) > 0.55)
    cluster = spells["person"].map(clusters).to_numpy(dtype=object)
    spells["program"] = _draw_programs(rng, programs, university.to_numpy(), cluster)
    spells["college"] = _draw_colleges(rng, people, spells, programs, world)
    part_time = np.where(spells["is_adult"], 0.6, 0.2)
    spells["is_part_time"] = rng.random(len(spells)) < part_time
    return spells.assign(credits_brought=0.0)


def _draw_programs(
    rng: np.random.Generator, programs: pd.DataFrame, university: np.ndarray, cluster: np.ndarray
) -> np.ndarray:
    is_bachelor = (programs["award_level"] == "bachelor").to_numpy()
    weights = programs["weight"].to_numpy()
    result = np.where(
        university,
        weighted(rng, weights * is_bachelor, len(university)),
        weighted(rng, weights * ~is_bachelor, len(university)),
    )
    keeps = rng.random(len(university)) < KEEPS_FIELD
    program_cluster = programs["career_cluster_code"].to_numpy()
    for name in np.unique(program_cluster):
        for level in (True, False):
            own = weights * (program_cluster == name) * (is_bachelor == level)
            chosen = keeps & (cluster == name) & (university == level)
            if own.sum() > 0:
                result[chosen] = weighted(rng, own, int(chosen.sum()))
    return result


def _draw_colleges(
    rng: np.random.Generator,
    people: pd.DataFrame,
    spells: pd.DataFrame,
    programs: pd.DataFrame,
    world: World,
) -> np.ndarray:
    """Choose a college of the right kind, in the region of residence for most."""
    colleges = world.colleges
    regions = world.counties.set_index("county_code")["region_code"]
    college_region = colleges["county_code"].map(regions).to_numpy()
    home = people["county_code"].astype("str").map(regions).to_numpy()[spells["person"] - 1]
    bachelor = (programs["award_level"] == "bachelor").to_numpy()[spells["program"]]
    result = np.zeros(len(spells), dtype="int64")
    for level in (True, False):
        fits = (colleges["is_university"] == level).to_numpy()
        for region in np.unique(college_region.astype(str)):
            weights = fits * np.where(college_region == region, 4.0, 1.0)
            chosen = (bachelor == level) & (home == region)
            result[chosen] = weighted(rng, weights, int(chosen.sum()))
    return result


def _terms(
    rng: np.random.Generator, spells: pd.DataFrame, traits: pd.DataFrame, world: World
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Spread spells over terms until completion, dropping out, leaving the state or the end."""
    programs = world.programs_of("postsecondary")
    level = programs["award_level"].to_numpy()[spells["program"]]
    spells = spells.assign(spell=np.arange(len(spells)), award_level=level)
    last_term = rng.geometric(np.array([DROPS_TERM[name] for name in level]))
    spells["last_term"] = last_term + np.where(spells["is_part_time"], 2, 0)
    count = len(spells) * LONGEST * 3
    terms = spells.loc[spells.index.repeat(LONGEST * 3)].reset_index(drop=True)
    step = np.tile(np.arange(LONGEST * 3), len(spells))
    terms["academic_year"] = terms["start_year"] + step // 3
    terms["term_number"] = step % 3
    skipped = (terms["term_number"] == 2) & (rng.random(count) > SUMMER_SHARE)
    too_early = (step // 3 == 0) & (terms["term_number"] < terms["start_term"])
    terms = terms[~(skipped | too_early)].reset_index(drop=True)
    counted = terms["term_number"] < 2
    terms["terms_so_far"] = counted.groupby(terms["spell"]).cumsum()
    terms = _dates(terms)
    position = terms["person"].to_numpy() - 1
    left = traits["left_on"].to_numpy()[position]
    returned = traits["returned_on"].to_numpy()[position]
    away = (terms["end_date"] > left) & (terms["start_date"] < returned)
    inside = terms["academic_year"].between(world.first_year, world.last_year)
    stays = (terms["terms_so_far"] <= terms["last_term"]) & ~away
    terms = _credits(rng, terms, traits, world)
    done = terms["credits_so_far"] >= terms["award_level"].map(CREDITS_NEEDED)
    first_done = done & ~done.groupby(terms["spell"]).shift(1, fill_value=False)
    kept = stays & (~done | first_done)
    completions = terms[kept & first_done & inside]
    return terms[kept & inside], completions


def _dates(terms: pd.DataFrame) -> pd.DataFrame:
    start = np.empty(len(terms), dtype="datetime64[s]")
    end = start.copy()
    for number, term in enumerate(TERMS):
        chosen = (terms["term_number"] == number).to_numpy()
        (first_month, first_day), (last_month, last_day) = TERM_DAYS[term]
        year = terms["academic_year"].to_numpy()[chosen]
        start[chosen] = school_day(year, first_month, first_day)
        end[chosen] = school_day(year, last_month, last_day)
    shift = terms["college"].to_numpy() % 4
    return terms.assign(start_date=add_days(start, shift), end_date=add_days(end, shift // 2))


def _credits(
    rng: np.random.Generator, terms: pd.DataFrame, traits: pd.DataFrame, world: World
) -> pd.DataFrame:
    """Attempt and earn credits; `credits_so_far` counts what a transfer brought, too."""
    count = len(terms)
    full = rng.integers(4, 6, count) * 3 + (rng.random(count) < 0.2)
    part = rng.integers(1, 4, count) * 3
    attempted = np.where(terms["is_part_time"], part, full)
    attempted = np.where(terms["term_number"] == 2, np.minimum(attempted, 6), attempted)
    ability = traits["ability"].to_numpy()[terms["person"] - 1]
    failed = rng.random(count) > np.clip(0.86 + 0.08 * ability, 0.4, 0.99)
    earned = np.where(failed, np.maximum(attempted - 3 * rng.integers(1, 4, count), 0), attempted)
    so_far = pd.Series(earned).groupby(terms["spell"]).cumsum() + terms["credits_brought"]
    return terms.assign(credits_attempted=attempted, credits_earned=earned, credits_so_far=so_far)


def _second_spells(
    rng: np.random.Generator,
    spells: pd.DataFrame,
    completions: pd.DataFrame,
    programs: pd.DataFrame,
    world: World,
) -> pd.DataFrame:
    """Transfer associates to a university, and bring others back for another program."""
    drawn = rng.random(len(completions))
    associate = (completions["award_level"] == "associate").to_numpy()
    bachelor = (completions["award_level"] == "bachelor").to_numpy()
    transfers = associate & (drawn < TRANSFER_SHARE)
    returns = ~associate & ~bachelor & (drawn < RETURN_SHARE)
    second = completions[transfers | returns].reset_index(drop=True)
    moved = transfers[transfers | returns]
    pause = np.where(moved, 1, rng.integers(1, 4, len(second)))
    program = _draw_programs(
        rng, programs, moved, programs["career_cluster_code"].to_numpy()[second["program"]]
    )
    universities = np.flatnonzero(world.colleges["is_university"])
    college = np.where(
        moved, universities[rng.integers(0, len(universities), len(second))], second["college"]
    )
    return pd.DataFrame(
        {
            "person": second["person"],
            "start_year": second["academic_year"] + pause,
            "is_adult": second["is_adult"],
            "start_term": 0,
            "program": program,
            "college": college,
            "is_part_time": second["is_part_time"],
            "credits_brought": np.where(moved, TRANSFERRED, 0.0),
        }
    )


def _collect(
    rng: np.random.Generator,
    terms: pd.DataFrame,
    completions: pd.DataFrame,
    programs: pd.DataFrame,
    world: World,
) -> Attendance:
    order = ["person", "academic_year", "start_date", "program"]
    terms = terms.sort_values(order, kind="stable").reset_index(drop=True)
    completions = completions.sort_values(order, kind="stable").reset_index(drop=True)
    pairs = terms[["person", "college"]].drop_duplicates().reset_index(drop=True)
    pairs["college_student_id"] = numbered(
        "A", unique_numbers(rng, len(pairs), 1_000_000, 90_000_000), 8
    )
    codes = world.colleges["institution_code"].to_numpy()
    result = []
    for frame in (terms, completions):
        program = frame["program"].to_numpy()
        result.append(
            frame.merge(pairs, how="left").assign(
                institution_code=codes[frame["college"]],
                program_code=programs["program_code"].to_numpy()[program],
                cip_code=programs["cip_code"].to_numpy()[program],
                career_cluster=programs["career_cluster_code"].to_numpy()[program],
                term=np.array(TERMS, dtype=object)[frame["term_number"]],
            )
        )
    terms, completions = result
    # At most three days after the latest last day, and so by 30 June.
    conferred = add_days(completions["end_date"], rng.integers(0, 4, len(completions)))
    years = terms[["person", "academic_year", "institution_code", "college_student_id"]]
    return Attendance(
        years=years.drop_duplicates().reset_index(drop=True),
        terms=terms,
        completions=completions.assign(completed_on=conferred),
    )
