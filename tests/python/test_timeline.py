"""The timeline and the flows drawn of it, against a second computation from true lives.

Without dirt each true enrollment, attempt, award, completion and quarter of pay that a delivery
connects stands on the timeline of the warehouse's person. The spells are joined here in plain
Python, as docs/measures.md says.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

import duckdb
import pytest

from conftest import Build
from employment_by_hand import continuing_accounts, latest_employers
from true_people import beside_the_truth

GAP_DAYS = {"secondary": 120, "postsecondary": 150, "workforce": 90}
AS_OF = date(2026, 6, 30)
STATIONS = {
    ("enrolled", "secondary"): "school",
    ("enrolled", "postsecondary"): "college",
    ("enrolled", "workforce"): "training",
    ("earned", None): "credential",
    ("completed", "secondary"): "diploma",
    ("completed", "postsecondary"): "college_award",
    ("completed", "workforce"): "training_completed",
    ("employed", None): "job",
}
# An award is known from a row of its own, or from that of the attempt by which it was earned.
TRUTH = {
    "enrollments": "select distinct person_id, sector, program_code, started_on, ended_on,"
    " coalesce(is_completed, false)"
    " from read_parquet('{truth}/enrollments.parquet') inner join row_people using (event_id)",
    "attempts": "select distinct person_id, event_id, credential_code, attempted_on, is_passed"
    " from read_parquet('{truth}/attempts.parquet') inner join row_people using (event_id)",
    "awards": "select distinct person_id, credential_code, earned_on, revoked_on is null"
    " from read_parquet('{truth}/awards.parquet') as awards"
    " inner join row_people on row_people.event_id in (awards.event_id, awards.attempt_event_id)"
    " order by all",
    "completions": "select distinct person_id, event_id, completion_type, completed_on"
    " from read_parquet('{truth}/completions.parquet') inner join row_people using (event_id)",
    "jobs": "select distinct person_id, employer_account, year * 4 + quarter - 1"
    " from read_parquet('{truth}/jobs.parquet') inner join row_people using (event_id)",
}
TIMELINE = """
    select person_id, state, sector, coalesce(program_code, credential_code), started_on, ended_on
    from marts.fct_person_timeline
"""


@dataclass(frozen=True)
class Moment:
    """A spell or event of a person; `ended_on` is None where the spell may go on."""

    person_id: str
    state: str
    sector: str | None
    code: str | None
    started_on: date
    ended_on: date | None


@pytest.fixture(scope="module")
def connection(clean_state: Build):
    with beside_the_truth(clean_state) as connection:
        yield connection


@pytest.fixture(scope="module")
def true_moments(connection: duckdb.DuckDBPyConnection, clean_state: Build) -> list[Moment]:
    truth = {
        name: connection.execute(query.format(truth=clean_state.truth)).fetchall()
        for name, query in TRUTH.items()
    }
    moments = program_spells(truth["enrollments"])
    moments += employment_spells(truth["jobs"], clean_state)
    for person, _, credential, day, is_passed in truth["attempts"]:
        state = "passed" if is_passed else "failed"
        moments.append(Moment(person, state, None, credential, day, day))
    has_earned = set()
    for person, credential, day, stands in truth["awards"]:
        state = "renewed" if (person, credential) in has_earned else "earned"
        if stands:
            has_earned.add((person, credential))
            moments.append(Moment(person, state, None, credential, day, day))
    for person, sector, _, _, ended_on, is_completed in truth["enrollments"]:
        if is_completed and ended_on:
            moments.append(Moment(person, "completed", sector, None, ended_on, ended_on))
    for person, _, completion_type, day in truth["completions"]:
        sector = "secondary" if completion_type == "diploma" else "postsecondary"
        moments.append(Moment(person, "completed", sector, None, day, day))
    return moments


def program_spells(enrollments: list[tuple]) -> list[Moment]:
    """Join a person's enrollments in a program where the days out of it stay within the gap."""
    last_day: dict[str, date] = {}
    of_program = defaultdict(list)
    for person, sector, program, started_on, ended_on, _ in enrollments:
        last_day[sector] = max(last_day.get(sector, started_on), ended_on or started_on)
        of_program[person, sector, program].append((started_on, ended_on))
    spells = []
    for (person, sector, program), dates in of_program.items():
        gap = timedelta(GAP_DAYS[sector])
        dates = sorted((start, end or last_day[sector]) for start, end in dates)
        joined = [list(dates[0])]
        for start, end in dates[1:]:
            if start - joined[-1][1] <= gap:
                joined[-1][1] = max(joined[-1][1], end)
            else:
                joined.append([start, end])
        for start, end in joined:
            ended_on = end if last_day[sector] - end > gap else None
            spells.append(Moment(person, "enrolled", sector, program, start, ended_on))
    return spells


def employment_spells(jobs: list[tuple], build: Build) -> list[Moment]:
    """Join the quarters in which a continuing employer paid without a break."""
    groups = continuing_accounts(latest_employers(build.extracts))
    paid = defaultdict(set)
    for person, account, quarter in jobs:
        paid[person, groups[account]].add(quarter)
    last = max(quarter for quarters in paid.values() for quarter in quarters)
    spells = []
    for (person, _), quarters in paid.items():
        for first in sorted(quarter for quarter in quarters if quarter - 1 not in quarters):
            end = first
            while end + 1 in quarters:
                end += 1
            ended_on = None if end == last else first_day(end + 1) - timedelta(1)
            spells.append(Moment(person, "employed", None, None, first_day(first), ended_on))
    return spells


def first_day(quarter: int) -> date:
    """Give the first day of a quarter counted since year 0."""
    return date(quarter // 4, quarter % 4 * 3 + 1, 1)


def test_the_timeline_holds_every_true_moment_and_no_other(
    connection: duckdb.DuckDBPyConnection, true_moments: list[Moment]
):
    mart = Counter(
        Moment(person, state, sector, None if state == "completed" else code, start, end)
        for person, state, sector, code, start, end in connection.execute(TIMELINE).fetchall()
    )
    by_hand = Counter(true_moments)
    assert list((mart - by_hand).elements())[:5] == []
    assert list((by_hand - mart).elements())[:5] == []
    assert {moment.state for moment in by_hand} == {state for state, _ in STATIONS} | {
        "passed",
        "failed",
        "renewed",
    }


def test_gaps_are_the_days_without_any_true_moment(
    connection: duckdb.DuckDBPyConnection, true_moments: list[Moment]
):
    """Of moments that begin on one day one shows the gap before it."""
    by_hand = Counter()
    busy_until: dict[str, date] = {}
    for moment in sorted(true_moments, key=lambda each: each.started_on):
        person, start = moment.person_id, moment.started_on
        busy = busy_until.get(person)
        by_hand[person, start, max((start - busy).days - 1, 0) if busy else None] += 1
        busy_until[person] = max(busy or start, moment.ended_on or AS_OF)
    rows = connection.execute(
        "select person_id, started_on, gap_days_before from marts.fct_person_timeline"
    ).fetchall()
    assert sorted((Counter(rows) - by_hand).elements(), key=str)[:5] == []
    assert sorted((by_hand - Counter(rows)).elements(), key=str)[:5] == []


def test_flows_are_those_of_true_paths(
    connection: duckdb.DuckDBPyConnection, true_moments: list[Moment]
):
    reached: dict[str, dict[str, date]] = defaultdict(dict)
    for moment in true_moments:
        station = STATIONS.get((moment.state, moment.sector))
        if station:
            earlier = reached[moment.person_id].get(station, moment.started_on)
            reached[moment.person_id][station] = min(earlier, moment.started_on)
    by_hand = Counter()
    for stations in reached.values():
        path = sorted(stations, key=lambda station: (stations[station], station))
        began_on = stations[path[0]]
        cohort = began_on.year + (began_on.month >= 7)
        for step, (station, following) in enumerate(zip(path, [*path[1:], "none"], strict=True), 1):
            by_hand[cohort, step, station, following] += 1
    mart = {
        tuple(key): persons
        for *key, persons in connection.execute(
            "select school_year, step, from_state, to_state, persons from marts.pathway_flows"
        ).fetchall()
    }
    assert mart == by_hand
