"""How long our identity layer takes, and how long Splink, on the same records in one run."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from compared_sets import ENVIRONMENT, PROJECT, ComparedSet, identity_seconds, outside_set
from matching_quality import (
    MatcherQuality,
    best_of_each,
    cluster_with_splink,
    evaluate,
    splink_people,
    splink_seconds,
    train_splink,
)
from measured_process import MeasuredRun, run_measured
from warehouse.admission.values import quoted

TINY_RECORDS = 100
# What Splink is timed with; it is about as fast at any weight.
TIMED_WEIGHT = 6.0
WEIGHTS = (2.0, 3.0, 4.0, 5.0, 6.0, 8.0)


@dataclass(frozen=True)
class MatcherSpeed:
    """What one matcher took for one set.

    Of ours matching_seconds is the identity layer by the clock, summed_seconds the execution times
    of its models; command_seconds and cpu_seconds are of all that `warehouse match` does, less what
    it takes for next to nothing. Splink's are of reading, scoring and clustering normalised records
    with a saved model, its start apart. peak_bytes is of the whole process tree.
    """

    matcher: str
    records: int
    matching_seconds: float
    summed_seconds: float
    command_seconds: float
    cpu_seconds: float
    peak_bytes: int
    quality: MatcherQuality


@dataclass(frozen=True)
class WageCost:
    """What wage rows cost our index, for no, one, and `wage_rows` of them a person.

    The rows of one person say the same in every quarter.
    """

    wage_rows: int
    records: list[int]
    matching_seconds: list[float]
    summed_seconds: list[float]
    command_seconds: list[float]
    peak_bytes: list[int]


@dataclass(frozen=True)
class Machine:
    """Cores that may be used, and memory in bytes."""

    cores: int
    memory_bytes: int


def this_machine() -> Machine:
    """Return what this process may use of the machine; nothing that names it."""
    return Machine(
        len(os.sched_getaffinity(0)), os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    )


def make_outside_records(people: int, seed: int, folder: Path) -> None:
    """Write records of two sources a person, and their truth."""
    command = [sys.executable, PROJECT / "benchmarks" / "outside_records.py"]
    command += ["--people", people, "--seed", seed, "--shape", "two-per-person", "--out", folder]
    run_measured(command, PROJECT, ENVIRONMENT)


def compare_speed(records: Path, folder: Path, say: Callable[[str], None]) -> list[MatcherSpeed]:
    """Time our index and Splink on a folder of outside records, and evaluate both.

    Parameters
    ----------
    records
        Folder with records.parquet and truth.parquet.
    folder
        Where to work.
    say
        Is told each step.
    """
    start = _run_on_next_to_nothing(records, folder, say)
    say("matching with our index")
    ours, run = outside_set(records, folder / "ours")
    layer = identity_seconds(ours.folder / "kept")
    count = _count(records / "records.parquet")
    say("training Splink (not counted)")
    train_splink(ours)
    say("scoring and clustering with Splink")
    timed = cluster_with_splink(ours, ours.folder / "timed", (TIMED_WEIGHT,))
    parts = splink_seconds(timed)
    seconds = parts["read_seconds"] + parts["score_seconds"] + parts["cluster_seconds"]
    say("evaluating")
    return [
        MatcherSpeed(
            "our index",
            count,
            layer.by_the_clock,
            layer.summed,
            run.seconds - start.seconds,
            run.cpu_seconds - start.cpu_seconds,
            run.peak_bytes,
            evaluate(ours.people, ours.truth, "our index", None),
        ),
        MatcherSpeed(
            "Splink",
            count,
            seconds,
            seconds,
            seconds,
            parts["cpu_seconds"],
            timed.peak_bytes,
            _best_of_splink(ours),
        ),
    ]


def measure_wage_rows(
    records: Path, folder: Path, wage_rows: int, say: Callable[[str], None]
) -> WageCost:
    """Measure what `wage_rows` quarterly wage records a person cost on top.

    Everyone who has a Social Security number gets a job, whose record is repeated each quarter.
    """
    start = _run_on_next_to_nothing(records, folder, say)
    cost = WageCost(wage_rows, [], [], [], [], [])
    for rows in (0, 1, wage_rows):
        say(f"matching with {rows} wage rows a person")
        given = folder / f"wage_{rows}"
        given.mkdir(parents=True)
        cost.records.append(add_wage_rows(records, given, rows))
        compared, run = outside_set(given, folder / f"matched_{rows}")
        layer = identity_seconds(compared.folder / "kept")
        cost.matching_seconds.append(layer.by_the_clock)
        cost.summed_seconds.append(layer.summed)
        cost.command_seconds.append(run.seconds - start.seconds)
        cost.peak_bytes.append(run.peak_bytes)
    return cost


def _run_on_next_to_nothing(records: Path, folder: Path, say: Callable[[str], None]) -> MeasuredRun:
    """Run our command on a few records: what it takes is Python's start, dbt's and the seeds."""
    say(f"matching {TINY_RECORDS} records")
    tiny = folder / "tiny"
    tiny.mkdir(parents=True)
    with duckdb.connect() as connection:
        for name in ("records", "truth"):
            connection.execute(
                f"copy (from read_parquet({quoted(str(records / f'{name}.parquet'))})"
                f" order by record_id limit {TINY_RECORDS})"
                f" to {quoted(str(tiny / f'{name}.parquet'))} (format parquet)"
            )
    # The first call parses the project, all later ones find it parsed.
    outside_set(tiny, folder / "tiny_first")
    return outside_set(tiny, folder / "tiny_second")[1]


def _best_of_splink(compared: ComparedSet) -> MatcherQuality:
    out = compared.folder / "graded"
    cluster_with_splink(compared, out, WEIGHTS)
    qualities = []
    for weight in WEIGHTS:
        people = splink_people(compared, out / f"components_{weight:g}.parquet")
        qualities.append(evaluate(people, compared.truth, "Splink", weight))
        people.unlink()
    return best_of_each(qualities)[0]


def add_wage_rows(records: Path, out: Path, rows: int) -> int:
    """Write the records with `rows` wage records more for everyone with a Social Security number.

    Returns the number of records.
    """
    given = {
        name: f"read_parquet({quoted(str(records / f'{name}.parquet'))})"
        for name in ("records", "truth")
    }
    with duckdb.connect() as connection:
        connection.execute(
            f"""
            create table jobs as
            select
                'W' || row_number() over (order by truth.person) as job_id,
                truth.person,
                arg_min(records.ssn, record_id) as ssn,
                arg_min(records.first_name, record_id) as first_name,
                arg_min(records.last_name, record_id) as last_name
            from {given["records"]} as records
            inner join {given["truth"]} as truth using (record_id)
            where records.ssn is not null and records.last_name is not null
            group by truth.person
            """
        )
        connection.execute(
            f"""
            create table wages as
            select
                job_id || '-' || quarter as record_id,
                'labor' as source,
                * exclude (quarter),
                strftime(date '2005-01-15' + to_months(cast(3 * quarter as integer)), '%Y-%m-%d')
                    as observed_on
            from jobs cross join range({rows}) as quarters (quarter)
            """
        )
        connection.execute(
            f"""
            copy (
                from {given["records"]}
                union all by name
                select * exclude (job_id, person) from wages
            ) to {quoted(str(out / "records.parquet"))} (format parquet)
            """
        )
        connection.execute(
            f"""
            copy (
                from {given["truth"]}
                union all by name
                select record_id, person, source, true as connectable from wages
            ) to {quoted(str(out / "truth.parquet"))} (format parquet)
            """
        )
    return _count(out / "records.parquet")


def _count(file: Path) -> int:
    with duckdb.connect() as connection:
        return connection.execute("select count(*) from read_parquet(?)", [str(file)]).fetchall()[
            0
        ][0]
