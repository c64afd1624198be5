"""One file against its contract: is it readable, decodable, with the columns it must have.

An inspection knows nothing of the manifest; `deliveries.py` joins the two.
"""

import hashlib
import re
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import duckdb

from warehouse.admission.contracts import SourceContract
from warehouse.admission.encodings import describe_binary, likely_encoding, utf_16_by_sight
from warehouse.admission.lines import (
    FileRefusedError,
    RecordReader,
    UndecodableHeaderError,
    is_wide,
    open_delivery,
)
from warehouse.admission.values import identifier, quoted

# More undecodable lines than this, per hundred, and the file's encoding is wrong, not a line's.
UNDECODABLE_LINES_PER_HUNDRED = 1
SNIFFED_BYTES = 1 << 16
SHOWN_LINES = 5
DELIVERY_SUFFIXES = (".csv", ".csv.gz", ".parquet")


@dataclass(frozen=True)
class ColumnMap:
    """Which field of the file is which declared column; positions count from 1."""

    positions: dict[str, int]
    extensions: tuple[tuple[str, int], ...]
    missing_required: tuple[str, ...]
    missing_optional: tuple[str, ...]
    repeated: tuple[str, ...]


@dataclass
class Inspection:
    """What is known of a file's bytes. `problems` are (rule, message); none: it can be landed."""

    path: Path
    contract: SourceContract
    file_bytes: int
    sha256: str | None = None
    encoding: str | None = None
    column_map: ColumnMap | None = None
    field_count: int = 0
    # Parquet only: the type of each column, in the file's order, with its name.
    parquet_columns: tuple[tuple[str, str], ...] = ()
    physical_lines: int | None = None
    continuation_lines: int | None = None
    blank_lines: int | None = None
    rows_delivered: int | None = None
    problems: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def is_parquet(self) -> bool:
        """Say whether the file is a parquet file, by its name."""
        return self.path.name.endswith(".parquet")


_INSPECTIONS: dict[tuple[str, int, int, str], "Future[Inspection]"] = {}
_INSPECTIONS_LOCK = threading.Lock()


def inspect_once(path: Path, contract: SourceContract) -> Inspection:
    """Inspect a file, or return what this process found before if file and contract are the same.

    dbt compiles several sources at once, and `admission.deliveries` wants every file: the second
    thread waits for the first one's result.
    """
    status = path.stat()
    key = (str(path.resolve()), status.st_size, status.st_mtime_ns, contract.fingerprint)
    with _INSPECTIONS_LOCK:
        known = _INSPECTIONS.get(key)
        if known is None:
            _INSPECTIONS[key] = mine = Future()
    if known is not None:
        return known.result()
    try:
        result = inspect_file(path, contract)
    except BaseException as error:
        with _INSPECTIONS_LOCK:
            _INSPECTIONS.pop(key, None)
        mine.set_exception(error)
        raise
    mine.set_result(result)
    return result


def inspect_file(path: Path, contract: SourceContract) -> Inspection:
    """Inspect one file as it lies now. Problems of the file are in the result, not raised."""
    found = Inspection(path, contract, path.stat().st_size)
    try:
        with path.open("rb") as stream:
            found.sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        if found.is_parquet:
            _inspect_parquet(found)
        elif path.name.endswith(DELIVERY_SUFFIXES):
            _inspect_text(found)
        else:
            raise FileRefusedError(
                "FILE_UNREADABLE", f"a delivery's name ends in {', '.join(DELIVERY_SUFFIXES)}"
            )
    except FileRefusedError as refusal:
        found.problems.append((refusal.rule, str(refusal)))
    except OSError as error:
        found.problems.append(("FILE_UNREADABLE", f"can't be read: {error.strerror or 'damaged'}"))
    return found


def map_columns(header: list[str], contract: SourceContract) -> ColumnMap:
    """Find the declared columns in a header.

    A heading is matched with `delivered_as`, then with the column's name, first to the letter and
    then without regard to case; `{year}` in `delivered_as` matches any year, and of several such
    headings the first that is free. A column that the contract doesn't know is an extension, by its
    heading (`column_7` if the seventh heading is blank).
    """
    headings = [heading.strip() for heading in header]
    folded = Counter(heading.casefold() for heading in headings if heading)
    repeated = tuple(heading for heading, count in folded.items() if count > 1)
    free = dict(enumerate(headings, start=1))
    positions: dict[str, int] = {}
    for fold in (str, str.casefold):
        for attribute in ("delivered_as", "name"):
            for column in contract.columns:
                if column.name in positions:
                    continue
                declared = getattr(column, attribute)
                place = next(
                    (p for p, heading in free.items() if is_heading(heading, declared, fold)), None
                )
                if place is not None:
                    positions[column.name] = place
                    del free[place]
    missing = [column for column in contract.columns if column.name not in positions]
    return ColumnMap(
        positions=positions,
        extensions=tuple((heading or f"column_{place}", place) for place, heading in free.items()),
        missing_required=tuple(c.delivered_as for c in missing if c.is_required),
        missing_optional=tuple(c.delivered_as for c in missing if not c.is_required),
        repeated=repeated,
    )


def is_heading(heading: str, declared: str, fold: Callable[[str], str]) -> bool:
    """Tell whether a heading is the declared one, `{year}` standing for any year."""
    if "{year}" in declared:
        heading = re.sub(r"\b[12][0-9]{3}\b", "{year}", heading)
    return fold(heading) == fold(declared)


def _inspect_text(found: Inspection) -> None:
    contract = found.contract
    if found.file_bytes == 0:
        raise FileRefusedError("FILE_EMPTY", "zero bytes; not even a header line")
    sample = _sample(found.path)
    encoding = _encoding_at_sight(sample, contract.encoding)
    reader = _read(found, encoding)
    if contract.encoding not in (encoding, "utf-8") and reader.counts.undecodable:
        # Declared otherwise and no UTF-8 either: read it as declared.
        encoding = contract.encoding
        reader = _read(found, encoding)
    counts = reader.counts
    found.encoding = contract.encoding if counts.is_ascii else encoding
    found.physical_lines = counts.physical
    found.continuation_lines = counts.continuation
    found.blank_lines = counts.blank
    found.rows_delivered = counts.records
    if reader.header is None:
        raise FileRefusedError("FILE_EMPTY", "only blank lines; not even a header line")
    _check_decoding(found, reader, sample)
    if found.encoding != contract.encoding:
        found.notes.append(f"declared as {contract.encoding}, read as {found.encoding}")
    _check_header(found, reader.header)
    if reader.header_repeats:
        found.problems.append(
            (
                "FILE_HEADER_REPEATS",
                f"the header line stands again at {_line_list(reader.header_repeats)};"
                " send each delivery as a file of its own",
            )
        )


def _sample(path: Path) -> bytes:
    with open_delivery(path) as stream:
        try:
            return stream.read(SNIFFED_BYTES)
        except (OSError, EOFError):
            raise FileRefusedError(
                "FILE_UNREADABLE", "the gzip file is damaged or cut short; compress it again"
            ) from None


def _encoding_at_sight(sample: bytes, declared: str) -> str:
    """Return the encoding to try first; FileRefusedError if the bytes are plainly something else.

    A declared one-byte encoding can't fail to decode UTF-8, it only makes two letters of one: so
    UTF-8 is tried before it.
    """
    if is_wide(declared):
        return declared
    wide = utf_16_by_sight(sample)
    if wide:
        raise FileRefusedError(
            "FILE_ENCODING",
            f"looks like {wide}, declared is {declared}: save it again as {declared}",
        )
    binary = describe_binary(sample)
    if binary:
        raise FileRefusedError("FILE_UNREADABLE", f"not delimited text: {binary}")
    return "utf-8"


def _read(found: Inspection, encoding: str) -> RecordReader:
    contract = found.contract
    reader = RecordReader(found.path, encoding, contract.delimiter, contract.longest_record_lines)
    try:
        for _ in reader.batches():
            pass
    except UndecodableHeaderError:
        # A header that isn't UTF-8 may well be what the contract declares.
        if encoding == contract.encoding:
            raise FileRefusedError(
                "FILE_ENCODING",
                f"the header line can't be decoded as {encoding};"
                f" looks like {likely_encoding(found.path)}: save it again as {encoding},"
                f" or declare its encoding in {contract.declared_in}",
            ) from None
        reader.counts.undecodable += 1
    return reader


def _check_decoding(found: Inspection, reader: RecordReader, sample: bytes) -> None:
    counts = reader.counts
    if counts.undecodable * 100 > counts.physical * UNDECODABLE_LINES_PER_HUNDRED:
        if counts.with_nul * 2 > counts.undecodable:
            raise FileRefusedError(
                "FILE_UNREADABLE",
                f"holds NUL bytes, the first in line {counts.first_undecodable};"
                " not delimited text",
            )
        raise FileRefusedError(
            "FILE_ENCODING",
            f"{counts.undecodable} of {counts.physical} lines can't be decoded as"
            f" {found.encoding}, the first of them line {counts.first_undecodable};"
            f" looks like {likely_encoding(found.path)}: save it again as"
            f" {found.contract.encoding}, or declare its encoding in {found.contract.declared_in}",
        )


def _check_header(found: Inspection, header: list[str]) -> None:
    contract = found.contract
    found.field_count = len(header)
    if len(header) < 2 <= len(contract.columns):
        seen = max(",;|\t", key=header[0].count)
        hint = f"; it looks delimited by {delimiter_name(seen)}" if seen in header[0] else ""
        raise FileRefusedError(
            "FILE_UNREADABLE",
            f"the header line holds no {delimiter_name(contract.delimiter)},"
            f" the declared delimiter{hint}",
        )
    found.column_map = columns = map_columns(header, contract)
    if columns.repeated:
        # The headings are named by place: a file without a header has data in its first line.
        found.problems.append(
            (
                "FILE_HEADER_REPEATS",
                f"{len(columns.repeated)} heading(s) stand twice in the header line",
            )
        )
    if not columns.positions:
        found.problems.append(
            (
                "FILE_COLUMNS_MISSING",
                "the first line holds none of the declared headings; does the file lack its"
                f" header line? Required: {', '.join(columns.missing_required)}",
            )
        )
    elif columns.missing_required:
        found.problems.append(
            (
                "FILE_COLUMNS_MISSING",
                f"required columns are missing: {', '.join(columns.missing_required)}",
            )
        )
    elif not columns.repeated:
        if columns.missing_optional:
            found.notes.append(f"without the columns {', '.join(columns.missing_optional)}")
        if columns.extensions:
            # The message is open to everyone, and nobody has screened these headings.
            found.notes.append(f"{len(columns.extensions)} undeclared columns kept as extensions")


@cache
def _memory() -> duckdb.DuckDBPyConnection:
    """Return one database for all inspections: opening one costs more than a small file."""
    return duckdb.connect()


def _inspect_parquet(found: Inspection) -> None:
    if found.file_bytes == 0:
        raise FileRefusedError("FILE_EMPTY", "zero bytes")
    path = quoted(str(found.path))
    with _memory().cursor() as connection:
        try:
            described = connection.execute(f"describe select * from read_parquet({path})")
            found.parquet_columns = tuple((row[0], row[1]) for row in described.fetchall())
            # Every page is read once, so that damage shows here and not while it is landed.
            every = ", ".join(identifier(name) for name, _ in found.parquet_columns)
            counted = connection.execute(
                f"select count(*), bit_xor(hash({every})) from read_parquet({path})"
            )
            rows = counted.fetchall()[0][0]
        except duckdb.Error:
            raise FileRefusedError("FILE_UNREADABLE", "no parquet file, or a damaged one") from None
    found.encoding = "parquet"
    found.rows_delivered = rows
    found.physical_lines = rows + 1
    found.continuation_lines = found.blank_lines = 0
    _check_header(found, [name for name, _ in found.parquet_columns])


def delimiter_name(delimiter: str) -> str:
    """Return what a delimiter is called in a message."""
    names = {",": "comma", ";": "semicolon", "|": "vertical bar", "\t": "tab"}
    return names.get(delimiter, f"'{delimiter}'")


def _line_list(lines: list[int]) -> str:
    shown = ", ".join(str(line) for line in lines[:SHOWN_LINES])
    more = f" and {len(lines) - SHOWN_LINES} more" if len(lines) > SHOWN_LINES else ""
    return f"line {shown}{more}"
