"""True lives as far as outcomes are counted from them, under one name for each person.

Under the warehouse's person ids they are what the deliveries connect. Under the truth's own numbers
they are everything that happened, delivered or not.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

import duckdb

from conftest import Build
from employment_by_hand import LEAST_PAY, in_base_prices, yearly_prices

# An award is known from a row of its own, or from that of the attempt by which it was earned.
AWARDS = """
    select named.person_id, awards.credential_code, awards.earned_on, awards.revoked_on
    from read_parquet('{truth}/awards.parquet') as awards
    inner join {named} as named on named.event_id = awards.event_id
    union
    select named.person_id, awards.credential_code, awards.earned_on, awards.revoked_on
    from read_parquet('{truth}/awards.parquet') as awards
    inner join {named} as named on named.event_id = awards.attempt_event_id
"""
ENROLLMENTS = """
    select distinct named.person_id, sector, program_code, started_on, ended_on,
        coalesce(cte_status in ('concentrator', 'completer'), false), coalesce(is_completed, false),
        credits_earned
    from read_parquet('{truth}/enrollments.parquet') inner join {named} as named using (event_id)
"""
SERVICES = """
    select distinct named.person_id, funding_stream, entry_date, exit_date
    from read_parquet('{truth}/services.parquet') inner join {named} as named using (event_id)
"""
EXAMS_PASSED = """
    select distinct named.person_id, attempted_on
    from read_parquet('{truth}/attempts.parquet') inner join {named} as named using (event_id)
    where is_passed
"""
COMPLETIONS = """
    select distinct named.person_id, completion_type, program_code, completed_on
    from read_parquet('{truth}/completions.parquet') inner join {named} as named using (event_id)
"""
CREDITS = """
    select distinct named.person_id, credential_code, decided_on, credits::decimal(6, 2), event_id
    from read_parquet('{truth}/credits.parquet') inner join {named} as named using (event_id)
"""
PAY = """
    select person_id, year * 4 + quarter - 1, sum(wages)
    from (
        select distinct named.person_id, event_id, year, quarter, wages
        from read_parquet('{truth}/jobs.parquet') inner join {named} as named using (event_id)
    )
    group by all
"""
EVERYONE = """
    create or replace temp table everyone as
    select event_id, person, person as person_id
    from read_parquet([{files}], union_by_name = true)
"""
EVENT_FILES = ["awards", "attempts", "enrollments", "services", "completions", "credits", "jobs"]
BIRTHS = """
    select distinct named.person_id, birth_date::date
    from read_parquet('{truth}/people.parquet') inner join {named} as named using (person)
"""
YOUNGEST_WORKER = 14


@dataclass(frozen=True)
class Enrollment:
    """True time in a program; ``ended_on`` is None while it goes on."""

    person: str
    sector: str
    program: str
    started_on: date
    ended_on: date | None
    is_concentrator: bool
    is_completed: bool
    credits: float | None = None


@dataclass(frozen=True)
class Service:
    """True service to a workforce participant; ``exited_on`` is None while it goes on."""

    person: str
    funding_stream: str
    entered_on: date
    exited_on: date | None


@dataclass(frozen=True)
class Completion:
    """A diploma, college award, or training completed."""

    person: str
    kind: str
    program: str | None
    day: date


@dataclass(frozen=True)
class TrueLives:
    """What happened, and what of it wage records and colleges could show.

    Attributes
    ----------
    awards
        Day on which a person first earned a credential by an award that was never revoked.
    exams
        Person and day of each exam passed.
    credits
        Person, credential, day and credits of each decision on credit.
    pay
        Dollars by person and quarter; quarters count since year 0: year x 4 + quarter - 1.
    loaded
        Quarters that wage files cover.
    numbered
        Persons whom wage records could know; None where all could.
    prices
        CPI-U by year.
    births
        Day of birth by person.
    """

    awards: dict[tuple[str, str], date]
    exams: list[tuple[str, date]]
    enrollments: list[Enrollment]
    services: list[Service]
    completions: list[Completion]
    credits: list[tuple[str, str, date, Decimal]]
    pay: dict[tuple[str, int], Decimal]
    loaded: set[int]
    numbered: set[str] | None
    prices: dict[int, Decimal]
    births: dict[str, date]

    def of(self, person: str, quarter: int) -> tuple[str, Decimal | None, bool | None]:
        """Observation, wages and whether employed."""
        if quarter not in self.loaded:
            return "not_loaded", None, None
        born = self.births[person]
        first_day = date(quarter // 4, quarter % 4 * 3 + 1, 1)
        if first_day.replace(year=first_day.year - YOUNGEST_WORKER) < born:
            return "under_age", self.pay.get((person, quarter)), None
        if (person, quarter) in self.pay:
            wages = self.pay[person, quarter]
            return "paid", wages, wages >= LEAST_PAY
        if self.numbered is None or person in self.numbered:
            return "not_paid", Decimal(0), False
        return "not_matchable", None, None

    def real_wages(self, person: str, quarter: int) -> Decimal | None:
        """Wages in prices of the base year; zero without pay, None if not observed."""
        observation, wages, _ = self.of(person, quarter)
        is_observed = observation in ("paid", "not_paid")
        return None if not is_observed else in_base_prices(wages, quarter // 4, self.prices)

    @cached_property
    def last_college_day(self) -> date:
        """Last day on which a college enrollment is delivered."""
        return max(
            max(each.started_on, each.ended_on or each.started_on)
            for each in self.enrollments
            if each.sector == "postsecondary"
        )


def connected_lives(connection: duckdb.DuckDBPyConnection, build: Build) -> TrueLives:
    """Read the lives that deliveries connect, under the warehouse's person ids.

    Parameters
    ----------
    connection
        As ``true_people.beside_the_truth`` gives it, with the table row_people.
    build
        The warehouse and its truth.
    """
    return _read(connection, build, "row_people", _numbered(connection))


def whole_lives(connection: duckdb.DuckDBPyConnection, build: Build) -> TrueLives:
    """Read all true lives, whether or not anything of them was delivered or connected."""
    files = ", ".join(f"'{build.truth / name}.parquet'" for name in EVENT_FILES)
    connection.execute(EVERYONE.format(files=files))
    return _read(connection, build, "everyone", None)


def _read(
    connection: duckdb.DuckDBPyConnection, build: Build, named: str, numbered: set[str] | None
) -> TrueLives:
    def rows(query: str) -> list[tuple]:
        return connection.execute(query.format(truth=build.truth, named=named)).fetchall()

    enrollments = [Enrollment(*row) for row in rows(ENROLLMENTS)]
    completions = [Completion(*row) for row in rows(COMPLETIONS)]
    completions += [
        Completion(each.person, "training", each.program, each.ended_on)
        for each in enrollments
        if each.is_completed and each.ended_on
    ]
    names = {path.name[:6] for path in (build.extracts / "labor/wage_records").glob("*.csv")}
    return TrueLives(
        awards=first_awards(rows(AWARDS)),
        exams=rows(EXAMS_PASSED),
        enrollments=enrollments,
        services=[Service(*row) for row in rows(SERVICES)],
        completions=completions,
        credits=[row[:4] for row in rows(CREDITS)],
        pay={(person, quarter): wages for person, quarter, wages in rows(PAY)},
        loaded={int(name[:4]) * 4 + int(name[5]) - 1 for name in names},
        numbered=numbered,
        prices=yearly_prices(build.extracts),
        births=dict(rows(BIRTHS)),
    )


def first_awards(rows: list[tuple]) -> dict[tuple[str, str], date]:
    """Each person's first award of each credential that was not revoked."""
    first = {}
    for person, credential, earned_on, revoked_on in sorted(rows, key=lambda row: row[:3]):
        if revoked_on is None:
            first.setdefault((person, credential), earned_on)
    return first


def _numbered(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Persons of whom a Social Security number was delivered."""
    staged = connection.execute(
        "select table_name from duckdb_columns() where schema_name = 'staging'"
        " and column_name = 'ssn' and table_name like 'stg_%' order by table_name"
    ).fetchall()
    return {
        person
        for (model,) in staged
        for (person,) in connection.execute(
            f"select distinct person_id from staging.{model}"
            " inner join identity.tuple_persons using (identity_tuple_id)"
            " where ssn is not null and is_accepted"
        ).fetchall()
    }


def quarter_of(day: date) -> int:
    return day.year * 4 + (day.month - 1) // 3


def school_year_of(day: date) -> int:
    return day.year + (day.month >= 7)


def by_person(rows: list) -> dict[str, list]:
    """Group rows that name their person first, or as an attribute."""
    grouped = defaultdict(list)
    for row in rows:
        grouped[row[0] if isinstance(row, tuple) else row.person].append(row)
    return grouped
