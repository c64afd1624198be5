"""What was known of each candidate of a comparison before, a second time from true lives."""

from collections import defaultdict
from datetime import date

import duckdb

from conftest import Build
from programs_by_hand import exits_by_hand
from true_lives import TrueLives, by_person, connected_lives, quarter_of, school_year_of

YEAR_AFTER_BEGINS = 2  # quarters after the reference quarter
MOST_QUARTERS_IN_PROGRAM, MOST_QUARTERS_SINCE_PROGRAM = 8, 6
FINE_AGES = (0, 16, 17, 18, 19, 20, 21, 22, 25, 30, 35, 45, 55)
BROAD_AGES = (0, 16, 17, 18, 19, 20, 25, 35, 50)

WHO_THEY_ARE = """
    select distinct row_people.person_id, people.birth_date::date, people.sex, people.race_ethnicity
    from read_parquet('{truth}/people.parquet') as people
    inner join row_people using (person)
"""

# Without dirt what a school delivers is what is true of the household.
HOUSEHOLDS = """
    select row_person_ids.person_id, students.school_year, counties.region_code,
        students.household_income_band
    from staging.stg_k12__students as students
    inner join row_person_ids using (file_name, line_number)
    inner join reference.counties as counties using (county_code)
"""

CANDIDATES = """
    select person_id, quarter_sequence, (sex, race_ethnicity, age, age_band, broad_age_band),
        (region_code, household_income_band),
        (program_code, program_standing, quarters_in_program, quarters_since_program)
    from marts.comparison_candidates
"""
QUARTERS = "select quarter_sequence, calendar_year, quarter_of_year from marts.dim_quarter"


def candidates_described_otherwise(
    connection: duckdb.DuckDBPyConnection, build: Build
) -> tuple[list[tuple], set[str]]:
    """Describe each candidate of a state without dirt, and find those whom the mart does otherwise.

    A region is asked only of whom a school tells it: the others have that of their last employer.
    Of whom no school, college or program tells anything race isn't known, and sex only from a card.
    Of programs begun on one day, and of homes in one school year, any will do.

    Returns
    -------
    tuple
        Person, quarter, what the mart says and what true lives do, of those who differ; all
        standings that the mart names.
    """
    lives = connected_lives(connection, build)
    people = {
        row[0]: row[1:]
        for row in connection.execute(WHO_THEY_ARE.format(truth=build.truth)).fetchall()
    }
    homes = by_person(connection.execute(HOUSEHOLDS).fetchall())
    days = {
        sequence: date(year, 3 * quarter - 2, 1)
        for sequence, year, quarter in connection.execute(QUARTERS).fetchall()
    }
    mart = connection.execute(CANDIDATES).fetchall()
    spells = program_spells_by_hand(lives)
    wrong = []
    for person, sequence, who, home, program in sorted(mart, key=lambda row: row[:2]):
        day = days[sequence]
        is_told = bool(homes[person] or spells[person])
        birth_date, sex, race_ethnicity = people[person]
        age = day.year - birth_date.year
        age -= (day.month, day.day) < (birth_date.month, birth_date.day)
        expected = (
            sex if is_told or who[0] != "unknown" else "unknown",
            race_ethnicity if is_told else "unknown",
            age,
            max(each for each in FINE_AGES if each <= age),
            max(each for each in BROAD_AGES if each <= age),
        )
        told = [row for row in homes[person] if row[1] <= school_year_of(day)]
        last_year = max((row[1] for row in told), default=None)
        expected_homes = {row[2:] for row in told if row[1] == last_year}
        expected_programs = standings_by_hand(spells[person], quarter_of(day))
        if (
            who != expected
            or home not in (expected_homes or {(home[0], "unknown")})
            or program not in expected_programs
        ):
            found = (who, home, program)
            wrong.append((person, sequence, found, (expected, expected_homes, expected_programs)))
    return wrong, {program[1] for *_, program in mart}


def program_spells_by_hand(lives: TrueLives) -> dict[str, list[dict]]:
    """Join enrollments in a program into spells by person; `left` is None while one may go on."""
    exits = {
        (person, program, entered): left for person, program, entered, left in exits_by_hand(lives)
    }
    spells = defaultdict(list)
    for each in sorted(lives.enrollments, key=lambda each: each.started_on):
        of_program = [spell for spell in spells[each.person] if spell["program"] == each.program]
        if of_program and (each.started_on <= of_program[-1]["until"]):
            spell = of_program[-1]
        else:
            left = exits.get((each.person, each.program, each.started_on))
            spell = {"program": each.program, "entered": each.started_on, "left": left}
            spell |= {"until": left or date.max, "concentrated": None, "is_completed": False}
            spells[each.person].append(spell)
        if each.is_concentrator and spell["concentrated"] is None:
            spell["concentrated"] = each.started_on
        spell["is_completed"] |= each.is_completed
    return spells


def standings_by_hand(spells: list[dict], quarter: int) -> list[tuple]:
    """Program begun last, standing in it, quarters in it, quarters since it was left."""
    begun = [spell for spell in spells if quarter_of(spell["entered"]) <= quarter]
    last_day = max((spell["entered"] for spell in begun), default=None)
    standings = [] if begun else [("none", "none", None, None)]
    for spell in begun:
        if spell["entered"] < last_day:
            continue
        concentrated = spell["concentrated"] and quarter_of(spell["concentrated"]) <= quarter
        standing = "concentrator" if concentrated else "enrolled"
        quarters, since = quarter - quarter_of(spell["entered"]), None
        if spell["left"] and quarter_of(spell["left"]) < quarter + YEAR_AFTER_BEGINS:
            standing = "completed" if spell["is_completed"] else f"{standing}, left"
            since = min(quarter - quarter_of(spell["left"]), MOST_QUARTERS_SINCE_PROGRAM)
        quarters = min(quarters, MOST_QUARTERS_IN_PROGRAM) if since is None else None
        standings.append((spell["program"], standing, quarters, since))
    return standings
