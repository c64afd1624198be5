"""`warehouse match`: the identity layer on records from outside, in a scratch warehouse.

The models are the project's own. Nothing is written beside the two results, and these stand whole
or not at all.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

from warehouse.admission.values import identifier, quoted
from warehouse.errors import WarehouseError
from warehouse.match_checks import LANDED_TABLE
from warehouse.match_records import LandedRecords, check_files, land_records
from warehouse.scratch_build import WAREHOUSE_FILE, BuildTimes, build_in_scratch, scratch_folder

STAGED_MODEL = "stg_outside__records"
STAGED_TABLE = f"staging.{STAGED_MODEL}"
VARIABLES: dict[str, object] = {
    "match_outside_records": True,
    "staged_person_models": [STAGED_MODEL],
    "staged_spell_models": [STAGED_MODEL],
}
_FORMATS = {
    ".csv": "format csv, header",
    ".csv.gz": "format csv, header, compression gzip",
    ".parquet": "format parquet, compression zstd",
}
PEOPLE = f"""
    select records.record_id, persons.person_id
    from {STAGED_TABLE} as records
    inner join identity.tuple_persons as persons using (identity_tuple_id)
    order by records.record_id
"""
# The columns that staging reads by their form, and where it puts what it has read.
_READ_COLUMNS = {
    "ssn": "identity.ssn",
    "birth_date": "identity.birth_date",
    "sex": "identity.sex",
    "observed_on": "observed_on",
}
# Records of a person, and how they are told of.
_SIZES = (
    (1, 1, "one record"),
    (2, 2, "two records"),
    (3, 5, "3 to 5"),
    (6, 10, "6 to 10"),
    (11, 100, "11 to 100"),
    (101, None, "more than 100"),
)


@dataclass(frozen=True)
class PersonSizes:
    """People who have a number of records in one range, and the records that they have."""

    label: str
    people: int
    records: int


@dataclass(frozen=True)
class Matched:
    """What one call did; seconds are those of reading, dbt's start, matching and writing."""

    landed: LandedRecords
    identities: int
    people: int
    sizes: tuple[PersonSizes, ...]
    unread: tuple[tuple[str, int, int], ...]  # column, values that could not be read, values
    links: int | None
    seconds: tuple[float, float, float, float]


def match_records(
    records: list[Path],
    out: Path,
    links: Path | None,
    keep: Path | None,
    progress: Callable[[str], None],
) -> Matched:
    """Match records from outside, and write who is whom.

    Parameters
    ----------
    records
        Files of records (.csv, .csv.gz, .parquet) in the layout of docs/matching.md.
    out
        Where record_id and person_id of every record go, by the suffix as CSV or parquet.
    links
        Where the links between identities go, if anywhere.
    keep
        Folder for the scratch warehouse, which is removed at the end if None.
    progress
        Is told each step of the work.

    Raises
    ------
    WarehouseError
        The input can't be read, the output can't be written, or dbt failed. What stood at `out`
        and `links` before stands there still.
    """
    check_files(records)
    with ExitStack() as stack:
        stack.enter_context(_ended_in_order())
        out_part = stack.enter_context(_part_of(out, "--out", records))
        links_part = None
        if links is not None:
            if links.resolve() == out.resolve():
                raise WarehouseError(f"--out and --links are both {out}; name two files.")
            links_part = stack.enter_context(_part_of(links, "--links", records))
        scratch = stack.enter_context(scratch_folder(keep))
        began = time.monotonic()
        with duckdb.connect(str(scratch / WAREHOUSE_FILE)) as connection:
            landed = land_records(connection, records, progress)
        reading = time.monotonic() - began
        progress(f"{landed.records:,} records read in {reading:.1f} s; starting dbt")
        times = build_in_scratch(scratch, "+tuple_persons +links", VARIABLES, progress)
        progress("writing")
        began = time.monotonic()
        with duckdb.connect(str(scratch / WAREHOUSE_FILE)) as connection:
            link_count = None
            _check_whole(connection, landed)
            _write(connection, PEOPLE, out_part, out)
            if links is not None and links_part is not None:
                link_count = _write(connection, _links_query(connection), links_part, links)
            writing = time.monotonic() - began
            result = _summarise(connection, landed, times, link_count, reading, writing)
        out_part.replace(out.resolve())
        if links is not None and links_part is not None:
            links_part.replace(links.resolve())
    return result


@contextmanager
def _ended_in_order() -> Iterator[None]:
    """Make a request to end (SIGTERM) remove the scratch warehouse as Ctrl-C does."""

    def end(signal_number: int, _frame: object) -> None:
        raise SystemExit(128 + signal_number)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _part_of(target: Path, option: str, records: list[Path]) -> Iterator[Path]:
    """Yield a file beside `target` to write to first; it is gone at the end, renamed or removed."""
    if _suffix(target) is None:
        raise WarehouseError(f"{option} {target}: name a file that ends in {', '.join(_FORMATS)}.")
    whole = target.resolve()
    if whole in {path.resolve() for path in records}:
        raise WarehouseError(f"{option} {target} is one of the files of records; name another.")
    if whole.exists() and not whole.is_file():
        raise WarehouseError(f"{option} {target} is there already and is no file.")
    part = whole.with_name(f".{whole.name}.{os.getpid()}.part")
    try:
        part.touch()
    except OSError as error:
        raise WarehouseError(
            f"{option} {target} can't be written: {error.strerror}. Does its folder exist, and may"
            " you write there?"
        ) from None
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


def _suffix(target: Path) -> str | None:
    return next((suffix for suffix in _FORMATS if target.name.lower().endswith(suffix)), None)


def _check_whole(connection: duckdb.DuckDBPyConnection, landed: LandedRecords) -> None:
    """Raise WarehouseError unless every record has exactly one person, and dates were read."""
    matched = connection.execute(f"select count(*) from ({PEOPLE})").fetchall()[0][0]
    if matched != landed.records:
        raise WarehouseError(
            f"{landed.records:,} records were read and {matched:,} have a person. That is a fault"
            " of the identity models; `dbt build` runs their tests."
        )
    for column, unread, filled in _unread(connection):
        if column == "birth_date" and unread == filled > 0:
            raise WarehouseError(
                f"birth_date: none of its {filled:,} values is a date that can be one's birth."
                " docs/matching.md has the spellings that are read; day before month is not."
            )


def _unread(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, int, int]]:
    """Yield column, values that staging could not read, and values; of columns with any."""
    for column, staged in _READ_COLUMNS.items():
        filled, read = connection.execute(
            f"select (select count({column}) from {LANDED_TABLE}),"
            f" (select count({staged}) from {STAGED_TABLE})"
        ).fetchall()[0]
        if filled:
            yield column, filled - read, filled


def _links_query(connection: duckdb.DuckDBPyConnection) -> str:
    """Return the links with a record for each identity, and all else that identity.links says."""
    described = connection.execute("describe identity.links").fetchall()
    ends = ("identity_tuple_id_a", "identity_tuple_id_b")
    said = "".join(f", links.{identifier(row[0])}" for row in described if row[0] not in ends)
    return f"""
        with representatives as (
            select identity_tuple_id, min(record_id) as record_id
            from {STAGED_TABLE}
            group by identity_tuple_id
        )
        select a.record_id as record_id_a, b.record_id as record_id_b{said}
        from identity.links as links
        inner join representatives as a on links.identity_tuple_id_a = a.identity_tuple_id
        inner join representatives as b on links.identity_tuple_id_b = b.identity_tuple_id
        order by record_id_a, record_id_b
    """


def _write(connection: duckdb.DuckDBPyConnection, query: str, part: Path, target: Path) -> int:
    """Write a query's rows into `part`, in the format of `target`'s suffix; return their number."""
    form = _FORMATS[_suffix(target) or ".csv"]
    try:
        return connection.execute(
            f"copy ({query}) to {quoted(str(part))} ({form}, use_tmp_file false)"
        ).fetchall()[0][0]
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        raise WarehouseError(f"{target} can't be written: {str(error).splitlines()[0]}") from None


def _summarise(
    connection: duckdb.DuckDBPyConnection,
    landed: LandedRecords,
    times: BuildTimes,
    link_count: int | None,
    reading: float,
    writing: float,
) -> Matched:
    identities, people = connection.execute(
        "select count(*), count(distinct person_id) from identity.tuple_persons"
    ).fetchall()[0]
    by_size = connection.execute(
        f"""
        select records, count(*) as people
        from (select count(*) as records from ({PEOPLE}) group by person_id)
        group by records
        """
    ).fetchall()
    sizes = []
    for least, most, label in _SIZES:
        within = [(size, n) for size, n in by_size if least <= size <= (most or size)]
        if within:
            people_within = sum(n for _, n in within)
            sizes.append(PersonSizes(label, people_within, sum(size * n for size, n in within)))
    return Matched(
        landed=landed,
        identities=identities,
        people=people,
        sizes=tuple(sizes),
        unread=tuple(_unread(connection)),
        links=link_count,
        seconds=(reading, times.start_up, times.nodes, writing),
    )


def print_matched(
    matched: Matched, out: Path, links: Path | None, keep: Path | None, console: Console
) -> None:
    """Print what was done, where the result is, and what to look at next."""
    landed = matched.landed
    table = Table("People with", "people", "their records")
    for column in table.columns[1:]:
        column.justify = "right"
    for size in matched.sizes:
        table.add_row(size.label, f"{size.people:,}", f"{size.records:,}")
    console.print(table)
    console.print(
        f"{landed.records:,} records of {len(landed.files)} file(s) hold"
        f" {matched.identities:,} distinct identities of {matched.people:,} people:"
        f" {landed.records / matched.people:.2f} records a person."
    )
    for column, unread, filled in matched.unread:
        if unread:
            console.print(
                f"{column}: {unread:,} of {filled:,} values could not be read or are impossible,"
                " and count as missing."
            )
    if landed.absent:
        console.print(f"Columns in no file: {', '.join(landed.absent)}.")
    for file in landed.files:
        if file.ignored:
            console.print(f"Ignored in {file.path}: {', '.join(file.ignored)}.", markup=False)
    reading, start_up, matching, writing = matched.seconds
    console.print(
        f"Reading {reading:.1f} s, dbt's start {start_up:.1f} s, matching {matching:.1f} s,"
        f" writing {writing:.1f} s."
    )
    console.print(f"Who is whom: {out}", markup=False)
    if links is not None:
        console.print(f"The {matched.links:,} links, each with what made it: {links}", markup=False)
    if keep is not None:
        console.print(
            f"The scratch warehouse, which holds personal data: {keep / WAREHOUSE_FILE}",
            markup=False,
        )
    nexts = []
    if links is None:
        nexts.append("--links FILE says why")
    if keep is None:
        nexts.append("--keep FOLDER leaves the warehouse to ask with SQL")
    nexts.append("docs/matching.md says how to judge the result")
    console.print(f"Next: {'; '.join(nexts)}.")
