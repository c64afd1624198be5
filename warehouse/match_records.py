"""Identity records from outside, read into the scratch warehouse of `warehouse match`.

What is wrong with the files is told by file and line, and nothing that stands in a record is: the
records carry names, birth dates and Social Security numbers.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import duckdb
import pyarrow as pa

from warehouse.admission.contracts import LONGEST_RECORD_LINES, ColumnContract, SourceContract
from warehouse.admission.encodings import describe_binary, likely_encoding, utf_16_by_sight
from warehouse.admission.inspection import SHOWN_LINES, ColumnMap, delimiter_name, map_columns
from warehouse.admission.landing import parquet_text
from warehouse.admission.lines import (
    BATCH_SCHEMA,
    FileRefusedError,
    RecordReader,
    UndecodableHeaderError,
    open_delivery,
)
from warehouse.admission.records import split_sql
from warehouse.admission.values import quoted, trimmed_where_needed
from warehouse.errors import WarehouseError
from warehouse.match_checks import (
    LANDED_TABLE,
    form_problems,
    record_id_problems,
    shown_places,
)

COLUMNS = (
    "record_id",
    "source",
    "ssn",
    "first_name",
    "middle_name",
    "last_name",
    "suffix",
    "birth_date",
    "sex",
    "street",
    "city",
    "zip",
    "email",
    "phone",
    "native_id",
    "observed_on",
)
# No record of sixteen columns is longer; a file without line ends must not fill the memory.
LONGEST_LINE_BYTES = 1 << 20
SNIFFED_BYTES = 1 << 16
_FAULTS = {
    "ROW_FIELD_COUNT": "with more or fewer fields than the header line; quote a field that holds"
    " a comma",
    "ROW_QUOTE_UNCLOSED": 'with a quote that is never closed; write one inside a field twice ("")',
}
_CONTRACT = SourceContract(
    agency="outside",
    extract="records",
    identifier="outside_records",
    declared_in="models/staging/outside/_sources.yml",
    location="",
    columns=tuple(
        ColumnContract(name, "varchar", name, is_required=name == "record_id") for name in COLUMNS
    ),
)


@dataclass(frozen=True)
class LandedFile:
    """One file of records: how many it holds, which of its columns nobody reads, by heading."""

    path: Path
    records: int
    ignored: tuple[str, ...]


@dataclass(frozen=True)
class LandedRecords:
    """All records of a call; `absent` are the known columns that no file has."""

    files: tuple[LandedFile, ...]
    absent: tuple[str, ...]

    @property
    def records(self) -> int:
        """Number of records in all files."""
        return sum(file.records for file in self.files)


def land_records(
    connection: duckdb.DuckDBPyConnection,
    paths: Iterable[Path],
    progress: Callable[[str], None],
) -> LandedRecords:
    """Read the files into LANDED_TABLE, all values as text, and check what they say.

    Parameters
    ----------
    connection
        The scratch warehouse; the table must not be there yet.
    paths
        Files named .csv, .csv.gz or .parquet, in the order in which they are told of.

    Raises
    ------
    WarehouseError
        A file can't be read whole, or its records can't be told apart.
    """
    # Read once and thrown away: compressing the texts would take longer than all else here.
    connection.execute("set force_compression = 'uncompressed'")
    connection.execute("create schema if not exists landing")
    columns = ", ".join(f"{name} varchar" for name in COLUMNS)
    connection.execute(
        f"create table {LANDED_TABLE} ({columns}, file_name varchar, line_number bigint,"
        " fault varchar)"
    )
    files = []
    present: set[str] = set()
    for path in paths:
        progress(f"reading {path}")
        try:
            columns_of = _land_file(connection, path)
        except FileRefusedError as refusal:
            raise WarehouseError(f"{path}: {refusal}.") from None
        except OSError as error:
            raise WarehouseError(f"{path} can't be read: {error.strerror or error}.") from None
        present |= columns_of.positions.keys()
        ignored = tuple(heading for heading, _ in columns_of.extensions)
        files.append(LandedFile(path, _check_faults(connection, path), ignored))
    connection.execute(f"alter table {LANDED_TABLE} drop column fault")
    landed = LandedRecords(tuple(files), tuple(name for name in COLUMNS if name not in present))
    if not landed.records:
        names = ", ".join(str(file.path) for file in files)
        raise WarehouseError(f"{names}: no records below the headings; there is nothing to match.")
    problems = [*record_id_problems(connection), *form_problems(connection)]
    if problems:
        raise WarehouseError("\n".join(problems))
    return landed


def check_files(paths: Iterable[Path]) -> None:
    """Raise WarehouseError unless each path is a file with a name that says CSV or parquet."""
    seen: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise WarehouseError(f"There is no file {path}.")
        if not path.is_file():
            raise WarehouseError(f"{path} is no file; name the files of records themselves.")
        if not path.name.lower().endswith((".csv", ".csv.gz", ".parquet")):
            raise WarehouseError(
                f"{path}: records are read from files named .csv, .csv.gz or .parquet."
            )
        if path.resolve() in seen:
            raise WarehouseError(f"{path} is named twice; its records would all stand twice.")
        seen.add(path.resolve())


def _land_file(connection: duckdb.DuckDBPyConnection, path: Path) -> ColumnMap:
    if path.name.lower().endswith(".parquet"):
        return _land_parquet(connection, path)
    return _land_text(connection, path)


def _land_text(connection: duckdb.DuckDBPyConnection, path: Path) -> ColumnMap:
    _refuse_other_kinds(path)
    reader = RecordReader(
        path, "utf-8", ",", LONGEST_RECORD_LINES, longest_line_bytes=LONGEST_LINE_BYTES
    )
    batches = reader.batches()
    try:
        # The header is known once the first records are asked for.
        first = next(batches, None)
    except UndecodableHeaderError:
        raise FileRefusedError(
            "FILE_ENCODING", f"the header line is no UTF-8; {_advice(path)}"
        ) from None
    if reader.header is None:
        raise FileRefusedError("FILE_EMPTY", "empty; not even a header line")
    columns = _checked_columns(reader.header)
    fields = [
        trimmed_where_needed(f"fields[{columns.positions[name]}]")
        if name in columns.positions
        else "null"
        for name in COLUMNS
    ]
    refusals: list[FileRefusedError] = []
    stream = _until_refused(chain([] if first is None else [first], batches), refusals)
    connection.register("outside_lines", pa.RecordBatchReader.from_batches(BATCH_SCHEMA, stream))
    _insert(
        connection,
        path,
        [*fields, quoted(str(path)), "line_number", "structural_reason"],
        f"({split_sql('outside_lines', ',', len(reader.header))})",
    )
    connection.unregister("outside_lines")
    for refusal in refusals:
        raise refusal
    _refuse_undecodable(path, reader)
    if reader.header_repeats:
        raise FileRefusedError(
            "FILE_HEADER_REPEATS",
            f"the header line stands again at line {reader.header_repeats[0]}; name files of their"
            " own instead of pasting them together",
        )
    return columns


def _land_parquet(connection: duckdb.DuckDBPyConnection, path: Path) -> ColumnMap:
    # In square brackets a character of a pattern stands for itself.
    literally = quoted(re.sub(r"([*?[])", r"[\1]", str(path)))
    relation = f"read_parquet({literally}, file_row_number = true)"
    try:
        described = connection.execute(f"describe select * from {relation}").fetchall()
    except duckdb.Error:
        raise FileRefusedError(
            "FILE_UNREADABLE", "no parquet file, or a damaged one; write it again"
        ) from None
    types = {row[0]: row[1] for row in described if row[0] != "file_row_number"}
    columns = _checked_columns(list(types))
    names = list(types)
    fields = []
    for column in _CONTRACT.columns:
        place = columns.positions.get(column.name)
        fields.append(
            "null"
            if place is None
            else parquet_text(column, names[place - 1], types[names[place - 1]])
        )
    _insert(connection, path, [*fields, quoted(str(path)), "file_row_number + 1", "null"], relation)
    return columns


def _insert(
    connection: duckdb.DuckDBPyConnection, path: Path, values: list[str], relation: str
) -> None:
    try:
        connection.execute(f"insert into {LANDED_TABLE} select {', '.join(values)} from {relation}")
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        # These speak of files and sizes; other messages may quote a value.
        raise WarehouseError(f"{path}: {str(error).splitlines()[0]}") from None
    except duckdb.Error as error:
        raise FileRefusedError(
            "FILE_UNREADABLE", f"damaged, or not in UTF-8 ({type(error).__name__}); write it again"
        ) from None


def _until_refused(
    batches: Iterable[pa.RecordBatch], refusals: list[FileRefusedError]
) -> Iterator[pa.RecordBatch]:
    """Yield batches; a refusal is kept, because DuckDB would make another error of it."""
    try:
        yield from batches
    except FileRefusedError as refusal:
        refusals.append(refusal)


def _refuse_other_kinds(path: Path) -> None:
    """Refuse what the first bytes show to be no text in one-byte units."""
    with open_delivery(path) as stream:
        try:
            sample = stream.read(SNIFFED_BYTES)
        except (OSError, EOFError):
            raise FileRefusedError(
                "FILE_UNREADABLE", "the gzip file is damaged or cut short; compress it again"
            ) from None
    wide = utf_16_by_sight(sample)
    if wide:
        raise FileRefusedError("FILE_ENCODING", f"looks like {wide}; {_conversion(path, wide)}")
    binary = describe_binary(sample)
    if binary:
        raise FileRefusedError("FILE_UNREADABLE", f"no CSV: {binary}")


def _refuse_undecodable(path: Path, reader: RecordReader) -> None:
    counts = reader.counts
    if not counts.undecodable:
        return
    if counts.with_nul * 2 > counts.undecodable:
        raise FileRefusedError(
            "FILE_UNREADABLE",
            f"{counts.with_nul:,} line(s) hold NUL bytes, the first of them line"
            f" {counts.first_undecodable}; export the file again",
        )
    raise FileRefusedError(
        "FILE_ENCODING",
        f"{counts.undecodable:,} of {counts.physical:,} lines are no UTF-8, the first of them line"
        f" {counts.first_undecodable}; {_advice(path)}",
    )


def _advice(path: Path) -> str:
    likely = likely_encoding(path)
    return f"the file looks like {likely}; {_conversion(path, likely)}"


def _conversion(path: Path, encoding: str) -> str:
    """Say how a file of an encoding, as encodings.py words it, becomes UTF-8."""
    known = re.match(r"UTF-16|UTF-32|windows-1252", encoding)
    if known is None or path.suffix == ".gz":
        return "save it as UTF-8"
    name = "UTF-16LE" if "without" in encoding else known[0].upper()
    return f"save it as UTF-8, or convert it: iconv -f {name} -t UTF-8 {path.name} > utf8.csv"


def _checked_columns(headings: list[str]) -> ColumnMap:
    """Find the known columns. FileRefusedError holds no heading: it may be a record."""
    columns = map_columns(headings, _CONTRACT)
    repeated = [name for name in columns.repeated if name in COLUMNS]
    if repeated:
        raise FileRefusedError(
            "FILE_HEADER_REPEATS", f"the heading {repeated[0]} stands twice; leave one"
        )
    if columns.missing_required:
        other = max(";|\t", key=headings[0].count) if len(headings) == 1 else ","
        hint = ""
        if other in headings[0]:
            hint = f" It looks delimited by a {delimiter_name(other)}; delimit it by commas."
        raise FileRefusedError(
            "FILE_COLUMNS_MISSING",
            "no column is headed record_id. Headings stand in the first line, and those that are"
            f" read are {', '.join(COLUMNS)}; all but record_id may be absent.{hint}".rstrip("."),
        )
    return columns


def _check_faults(connection: duckdb.DuckDBPyConnection, path: Path) -> int:
    """Return the number of a file's records. WarehouseError if some have no fields."""
    faults = connection.execute(
        f"select fault, count(*), min(line_number, {SHOWN_LINES})"
        f" from {LANDED_TABLE} where file_name = ? group by fault order by fault",
        [str(path)],
    ).fetchall()
    problems = [
        f"{path}: {count:,} line(s) {_FAULTS[fault]} ({shown_places(lines, count)})."
        for fault, count, lines in faults
        if fault is not None
    ]
    if problems:
        raise WarehouseError("\n".join(problems))
    return sum(count for _, count, _ in faults)
