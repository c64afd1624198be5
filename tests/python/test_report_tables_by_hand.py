"""The report's newer tables against a second count: what came after an award, and groups of people.

What came after comes from the simulator's truth, event by event in plain Python. Who is in which
group, and which credential a course leads to, is counted by pandas from marts that have second
counts of their own.
"""

from collections import Counter, defaultdict
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

import duckdb
import pandas as pd
import pytest

from conftest import Build
from employment_by_hand import REFRESHES
from true_lives import TrueLives, by_person, connected_lives, quarter_of, school_year_of
from true_people import beside_the_truth

WINDOW = timedelta(days=365)
CENT = Decimal("0.01")


@pytest.fixture(scope="module")
def connection(clean_state: Build):
    with beside_the_truth(clean_state) as connection:
        yield connection


@pytest.fixture(scope="module")
def lives(connection: duckdb.DuckDBPyConnection, clean_state: Build) -> TrueLives:
    return connected_lives(connection, clean_state)


def is_followed(lives: TrueLives, school_year: int, after: int) -> bool:
    """Say whether so many quarters after all quarters of a year are delivered and final."""
    final = sorted(lives.loaded)[:-REFRESHES]
    first = (school_year - 1) * 4 + 2
    return all(quarter + after in final for quarter in range(first, first + 4))


def shown(connection: duckdb.DuckDBPyConnection, table: str, measure: str) -> dict[tuple, Decimal]:
    """Give the figures above zero of one measure, by school year and members."""
    rows = connection.execute(
        "select school_year, member_1, member_2, value from report.report_cells"
        " where table_id = ? and measure = ? and value > 0",
        [table, measure],
    ).fetchall()
    return {key: value for *place, value in rows for key in [tuple(place)]}


def in_all_cells(*members: str) -> list[tuple[str, ...]]:
    """Name the cells that someone of one or two members counts in."""
    cells: list[tuple[str, ...]] = [()]
    for member in members:
        cells = [(*cell, each) for cell in cells for each in (member, "all")]
    return cells


def test_ways_on_are_those_of_true_lives(connection: duckdb.DuckDBPyConnection, lives: TrueLives):
    listed = connection.execute(
        "select credential_code, effective_from, effective_to from marts.dim_credential_list_status"
    ).fetchall()
    first: dict[str, tuple] = {}
    for (person, credential), day in sorted(lives.awards.items(), key=lambda item: item[1]):
        if any(code == credential and begin <= day <= end for code, begin, end in listed):
            first.setdefault(person, (day, credential))
    learned = by_person(lives.enrollments)

    def way_of(person: str) -> str:
        day = first[person][0]
        sectors = {each.sector for each in learned[person] if day < each.started_on <= day + WINDOW}
        ways = (("postsecondary", "college"), ("workforce", "training"))
        return next((way for sector, way in ways if sector in sectors), "none_seen")

    expected: Counter = Counter()
    last_known = max(school_year_of(each.started_on) for each in lives.enrollments) - 1
    for person, (day, _) in first.items():
        year = school_year_of(day)
        if year <= last_known and is_followed(lives, year, 2):
            is_seen = bool(lives.of(person, quarter_of(day) + 2)[2])
            expected.update((year, *cell) for cell in in_all_cells(way_of(person), str(is_seen)))
    found: Counter = Counter()
    for (year, learning, work), value in shown(
        connection, "ways_on", "persons_earned_first"
    ).items():
        seen = work if work == "all" else str(work != "not_seen")
        found[year, learning, seen] += int(value)
    assert {key[1] for key in expected} == {"college", "training", "none_seen", "all"}
    assert found == expected


def test_pay_of_people_is_that_of_true_lives(
    connection: duckdb.DuckDBPyConnection, lives: TrueLives
):
    """Of each person the first award counts after which they were employed."""
    quarters = [quarter for quarter in range(-8, 13) if quarter]
    pay: dict[tuple, dict[str, Decimal]] = defaultdict(dict)
    for (person, credential), day in sorted(lives.awards.items(), key=lambda item: item[1]):
        year = school_year_of(day)
        if not is_followed(lives, year, 2):
            continue
        for after in quarters:
            _, wages, is_employed = lives.of(person, quarter_of(day) + after)
            if is_employed and is_followed(lives, year, after):
                for (member,) in in_all_cells(credential):
                    pay[year, member, str(after)].setdefault(person, wages)
    expected = {
        key: Decimal(median(people.values())).quantize(CENT, ROUND_HALF_UP)
        for key, people in pay.items()
    }
    assert shown(connection, "pay_by_quarter", "median_pay_of_quarter") == expected
    assert shown(connection, "outcomes_by_credential", "median_wages") == {
        (year, member, "none"): value
        for (year, member, after), value in expected.items()
        if after == "2"
    }
    assert len({key[0] for key in expected}) > 5


def test_employers_shares_are_of_people(connection: duckdb.DuckDBPyConnection):
    events = connection.execute(
        "select person_id, school_year, wages::double as wages, main_employer_id as employer"
        " from report.report_outcomes where is_employed order by happened_on, outcome_event_id"
    ).df()
    people = events.drop_duplicates(["person_id", "school_year"])
    assert len(people) < len(events)
    employers = people.groupby(["school_year", "employer"]).agg(
        persons=("person_id", "size"), wages=("wages", "sum")
    )
    years = employers.groupby("school_year")
    shares = years.max() / years.sum()
    found = connection.execute(
        "select school_year, employers, largest_share_of_persons::double as persons,"
        " largest_share_of_wages::double as wages from report.report_cells"
        " where table_id = 'outcomes_by_credential' and measure = 'median_wages'"
        " and member_1 = 'all' and value is not null order by school_year"
    ).df()
    found = found.set_index("school_year")
    assert found.employers.to_dict() == years.size().to_dict()
    assert found.persons.to_dict() == pytest.approx(shares.persons.to_dict(), abs=0.0001)
    assert found.wages.to_dict() == pytest.approx(shares.wages.to_dict(), abs=0.0001)


@pytest.fixture(scope="module")
def earners(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """High-value awards with their earner's place, income and disability that school year."""
    awards = connection.execute(
        "select person_id, school_year from marts.fct_outcome_event"
        " where event_type = 'award' and is_high_value"
    ).df()
    years = connection.execute("from marts.dim_person_school_year").df()
    places = connection.execute("from marts.dim_institution").df().set_index("institution_code")
    awards = awards.merge(years, on=["person_id", "school_year"], how="left")
    district = awards.school_code.map(places.district_code)
    disability = awards.has_disability.map({True: "yes", False: "no"})
    return awards.assign(
        school=awards.school_code.fillna("no_school"),
        district=district.fillna("no_district"),
        region=district.map(places.region_code).fillna("not_a_student"),
        household_income=("band_" + awards.household_income_band).fillna("not_a_student"),
        disability=disability.fillna("not_a_student"),
    )


def counted(events: pd.DataFrame, *dimensions: str) -> dict[tuple, int]:
    """Count people by school year and members, with all margins."""
    whole = {dimension: events.assign(**{dimension: "all"}) for dimension in dimensions}
    frames = [events, *whole.values()]
    if len(dimensions) == 2:
        frames.append(events.assign(**dict.fromkeys(dimensions, "all")))
    groups = pd.concat(frames).groupby(["school_year", *dimensions]).person_id.nunique()
    return {(*key, "none")[:3]: int(value) for key, value in groups.items()}


def test_places_are_counted_at_every_level(
    connection: duckdb.DuckDBPyConnection, earners: pd.DataFrame
):
    expected: dict[tuple, int] = {}
    for level in ("school", "district", "region"):
        expected |= counted(earners, level)
    assert shown(connection, "by_place", "persons_earned_high_value") == expected


def test_groups_are_counted_crossed_and_at_their_margins(
    connection: duckdb.DuckDBPyConnection, earners: pd.DataFrame
):
    found = shown(connection, "by_income_and_disability", "persons_earned_high_value")
    assert found == counted(earners, "household_income", "disability")


def test_courses_are_counted_while_they_lead_to_a_listed_credential(
    connection: duckdb.DuckDBPyConnection,
):
    enrollments = connection.execute(
        "select person_id, school_year, program_code, started_on,"
        " coalesce(course_code, program_code) as course from marts.fct_program_enrollment"
    ).df()
    aligned = connection.execute("from marts.bridge_credential_program").df()
    listed = connection.execute("from marts.dim_credential_list_status").df()
    pairs = enrollments.reset_index().merge(aligned, on="program_code")
    pairs = pairs.merge(listed, on="credential_code")
    is_aligned = (pairs.aligned_from <= pairs.started_on) & (
        pairs.aligned_to.isna() | (pairs.started_on <= pairs.aligned_to)
    )
    is_listed = pairs.started_on.between(pairs.effective_from, pairs.effective_to)
    counts = enrollments.loc[sorted(set(pairs[is_aligned & is_listed]["index"]))]
    assert 0 < len(counts) < len(enrollments)
    found = shown(connection, "by_course", "persons_enrolled")
    assert found == counted(counts, "course")
