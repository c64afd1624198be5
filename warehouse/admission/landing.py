"""Admitted files as typed rows: one SQL statement per extract, streamed as Arrow record batches.

Files with the same header share one branch of the statement; the branches differ only in which
field is which column. Everything from there on, typing, refusal reasons, row rules, stands once.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from warehouse.admission.contracts import ColumnContract, ContractError, SourceContract
from warehouse.admission.inspection import Inspection
from warehouse.admission.lines import BATCH_SCHEMA, FileRefusedError, RecordReader
from warehouse.admission.records import split_sql
from warehouse.admission.values import (
    NUMBER_PATTERN,
    identifier,
    not_a_value_rule,
    quoted,
    trimmed,
    trimmed_where_needed,
    typed_value,
)
from warehouse.errors import WarehouseError

# DuckDB's own row-group size: what streams through is also what is written.
ROWS_PER_BATCH = 122_880
# (column of the landed table, its type): one value for all rows of a file.
_FILE_COLUMNS = (
    ("file_name", "varchar"),
    ("period", "varchar"),
    ("delivered_on", "date"),
    ("is_superseded", "boolean"),
)


class LandingError(WarehouseError):
    """Landing an extract failed; the message names it and holds nothing of its rows."""


@dataclass(frozen=True)
class LandedFile:
    """A file to be landed, with what the manifest says of it (None where it says nothing)."""

    inspection: Inspection
    file_name: str
    period: str | None
    delivered_on: datetime.date | None
    is_superseded: bool


def stream_rows(contract: SourceContract, files: list[LandedFile]) -> pa.RecordBatchReader:
    """Return all rows of `files` (none: no rows), in the columns that the landed table has.

    The reader works in a DuckDB of its own, in memory, and closes it when it is read to its end.
    """
    connection = duckdb.connect()
    try:
        check_row_rules(connection, contract)
        statement = _prepare(connection, contract, files)
        reader = connection.execute(statement).to_arrow_reader(ROWS_PER_BATCH)
    except duckdb.Error as error:
        connection.close()
        raise _landing_error(contract, error) from None
    except BaseException:
        connection.close()
        raise
    batches = _closing(contract, connection, reader)
    return pa.RecordBatchReader.from_batches(reader.schema, batches)


def _closing(
    contract: SourceContract, connection: duckdb.DuckDBPyConnection, reader: pa.RecordBatchReader
) -> Iterator[pa.RecordBatch]:
    try:
        yield from reader
    except (duckdb.Error, pa.ArrowException, OSError) as error:
        raise _landing_error(contract, error) from None
    finally:
        connection.close()


def _landing_error(contract: SourceContract, error: Exception) -> LandingError:
    """Say what failed by the kind of error only: DuckDB's messages quote the value at fault."""
    return LandingError(
        f"{contract.label}: landing its files failed ({type(error).__name__})."
        " Did a file change while it was read? If not, `warehouse check` tells which file."
    )


def check_row_rules(connection: duckdb.DuckDBPyConnection, contract: SourceContract) -> None:
    """Try each row rule on no rows. ContractError names the first that isn't a condition."""
    columns = [f"null::{c.data_type} as {identifier(c.name)}" for c in contract.columns]
    columns += ["null::varchar as file_name", "null::bigint as line_number"]
    columns += ["null::varchar as period", "null::date as delivered_on"]
    for rule, condition in contract.row_rules:
        try:
            connection.execute(
                f"select 1 from (select {', '.join(columns)}) where ({condition}) limit 0"
            )
        except duckdb.Error as error:
            reason = str(error).splitlines()[0]
            raise ContractError(
                f"{contract.declared_in}: {contract.extract}: row_rules: {rule}: {reason}"
            ) from None


def _prepare(
    connection: duckdb.DuckDBPyConnection, contract: SourceContract, files: list[LandedFile]
) -> str:
    """Register the files' records with the connection, and return the statement over them."""
    branches = []
    by_layout: dict[object, list[tuple[int, Inspection]]] = {}
    for index, file in enumerate(files):
        found = file.inspection
        if found.is_parquet:
            branches.append(_parquet_branch(contract, index, found))
        else:
            layout = (found.field_count, str(found.column_map))
            by_layout.setdefault(layout, []).append((index, found))
    for number, members in enumerate(by_layout.values()):
        relation = f"admission_records_{number}"
        reader = pa.RecordBatchReader.from_batches(BATCH_SCHEMA, _records(contract, members))
        connection.register(relation, reader)
        branches.append(_text_branch(contract, relation, members[0][1]))
    if not branches:
        branches.append(_empty_branch(contract))
    return _statement(contract, files, branches)


def _records(
    contract: SourceContract, members: list[tuple[int, Inspection]]
) -> Iterator[pa.RecordBatch]:
    for index, found in members:
        reader = RecordReader(
            found.path,
            found.encoding or "utf-8",
            contract.delimiter,
            contract.longest_record_lines,
            index,
        )
        try:
            yield from reader.batches()
        except FileRefusedError as refusal:
            raise LandingError(f"{found.path.name}: {refusal}") from None


def _text_branch(contract: SourceContract, relation: str, found: Inspection) -> str:
    columns = found.column_map
    assert columns is not None
    texts = [
        _field(columns.positions[column.name]) if column.name in columns.positions else "null"
        for column in contract.columns
    ]
    extensions = [(heading, _field(place)) for heading, place in columns.extensions]
    split = split_sql(relation, contract.delimiter, found.field_count)
    return _branch(
        texts,
        _extensions(extensions, "structural_reason is null"),
        "file_index, line_number, raw_text, structural_reason",
        f"({split})",
    )


def _field(place: int) -> str:
    """Return a field's SQL, trimmed; trimming costs more than splitting, and few lines need it."""
    field = f"fields[{place}]"
    return f"case when has_space then {trimmed(field)} else nullif({field}, '') end"


def _parquet_branch(contract: SourceContract, index: int, found: Inspection) -> str:
    columns = found.column_map
    assert columns is not None
    declared = {column.name: column for column in contract.columns}
    texts = []
    for name, column in declared.items():
        place = columns.positions.get(name)
        texts.append("null" if place is None else parquet_text(column, *_at(found, place)))
    extensions = [
        (heading, trimmed(f"cast({identifier(_at(found, place)[0])} as varchar)"))
        for heading, place in columns.extensions
    ]
    packed = ", ".join(
        f"{identifier(name)} := {identifier(name)}" for name, _ in found.parquet_columns
    )
    return _branch(
        texts,
        _extensions(extensions, "true"),
        f"{index}::integer as file_index, file_row_number + 2 as line_number,"
        f" cast(to_json(struct_pack({packed})) as varchar) as raw_text,"
        " null::varchar as structural_reason",
        f"read_parquet({quoted(str(found.path))}, file_row_number = true)",
    )


def _at(found: Inspection, place: int) -> tuple[str, str]:
    return found.parquet_columns[place - 1]


def parquet_text(column: ColumnContract, name: str, data_type: str) -> str:
    """Write a parquet value as the contract's text, so that it is typed as any other text is."""
    value = identifier(name)
    text = f"cast({value} as varchar)"
    if data_type == "BOOLEAN":
        text = f"case when {value} then 'Y' when not {value} then 'N' end"
    elif data_type == "DATE" or data_type.startswith("TIMESTAMP"):
        if column.data_type == "date" and column.date_format:
            # A time of day other than midnight is left as it is, and refused as no date.
            written = f"strftime({value}, {quoted(column.date_format)})"
            text = f"case when {value} = date_trunc('day', {value}) then {written} else {text} end"
    elif data_type in ("DOUBLE", "FLOAT"):
        # 2019.0 is written 2019, and 0.30000000000000004 with the contract's decimal places.
        whole = f"case when {value} = trunc({value}) then try_cast({value} as hugeint) end"
        parts = [f"cast({whole} as varchar)", text]
        if column.data_type.startswith("decimal"):
            rounded = f"try_cast({value} as decimal(38, {column.decimal_places}))"
            parts.insert(1, f"cast({rounded} as varchar)")
        text = f"coalesce({', '.join(parts)})"
    return trimmed_where_needed(text)


def _extensions(pairs: list[tuple[str, str]], condition: str) -> str:
    if not pairs:
        return "map()::map(varchar, varchar)"
    keys = ", ".join(quoted(heading) for heading, _ in pairs)
    values = ", ".join(value for _, value in pairs)
    return (
        f"case when {condition} then map([{keys}], [{values}]::varchar[])"
        " else map()::map(varchar, varchar) end"
    )


def _empty_branch(contract: SourceContract) -> str:
    return _branch(
        ["null"] * len(contract.columns),
        "map()::map(varchar, varchar)",
        "null::integer as file_index, null::bigint as line_number, null::varchar as raw_text,"
        " null::varchar as structural_reason",
        "(select 1) where false",
    )


def _branch(texts: list[str], extensions: str, bookkeeping: str, relation: str) -> str:
    columns = ", ".join(
        f"cast({text} as varchar) as admission_text_{place}" for place, text in enumerate(texts)
    )
    return f"select {bookkeeping}, {extensions} as extensions, {columns} from {relation}"


def _file_values(files: list[LandedFile]) -> str:
    """Return the columns that all rows of a file share, looked up by its index.

    A join would do the same, but DuckDB takes the stream of rows, whose size it can't know, for
    the smaller side: it would hold all of it in memory, and lose the order of the rows.
    """
    columns = []
    for name, data_type in _FILE_COLUMNS:
        values = [getattr(file, name) for file in files]
        literals = ["null" if value is None else quoted(str(value)) for value in values]
        columns.append(f"([{', '.join(literals)}]::{data_type}[])[file_index + 1] as {name}")
    return ",\n        ".join(columns)


def _statement(contract: SourceContract, files: list[LandedFile], branches: list[str]) -> str:
    names = [identifier(column.name) for column in contract.columns]
    typed = ",\n        ".join(
        f"{typed_value(_text(place), column.data_type, column.date_format)}"
        f" as {identifier(column.name)}"
        for place, column in enumerate(contract.columns)
    )
    reasons = [
        reason
        for place, column in enumerate(contract.columns)
        if (reason := _reason(column, _text(place)))
    ]
    reasons += [f"case when ({sql}) then {quoted(rule)} end" for rule, sql in contract.row_rules]
    marks = [f"admission_reason_{place}" for place in range(len(reasons))]
    marked = "".join(
        f",\n        {reason} as {mark}" for reason, mark in zip(reasons, marks, strict=True)
    )
    no_reason = f"coalesce({', '.join(marks)}) is null" if marks else "true"
    # Most rows have no reason: the list is made only where there is one.
    listed = (
        f"list_filter([{', '.join(marks)}], lambda reason: reason is not null)" if marks else "[]"
    )
    all_texts = "\n    union all\n    ".join(branches)
    return f"""
with texts as (
    {all_texts}
),
typed as (
    select
        {typed},
        {_file_values(files)},
        texts.* exclude (file_index),
    from texts
),
judged as (
    select
        *{marked},
    from typed
)
select
    {", ".join(names)},
    file_name, line_number, period, delivered_on, is_superseded,
    case
        when structural_reason is not null then [structural_reason]
        when {no_reason} then []::varchar[]
        else {listed}
    end as refusal_reasons,
    raw_text, extensions,
from judged"""


def _text(place: int) -> str:
    return f"admission_text_{place}"


def _reason(column: ColumnContract, text: str) -> str | None:
    """Return the SQL of the one reason that a column can give, or None if it can give none."""
    value = identifier(column.name)
    tests: list[tuple[str, str]] = []
    if column.is_required:
        tests.append((f"{text} is null", "VALUE_MISSING"))
    if column.data_type != "varchar":
        rule = not_a_value_rule(column.data_type)
        unparsed = f"{value} is null and {text} is not null"
        if rule == "VALUE_NOT_A_NUMBER" and (column.minimum or column.maximum):
            # A number too large for its type is a number out of range.
            whole = quoted(NUMBER_PATTERN) if column.decimal_places else quoted("[+-]?[0-9]+")
            tests.append(
                (
                    f"{unparsed} and regexp_full_match({text}, {whole}) and"
                    f" ({_beyond(f'try_cast({text} as double)', column)})",
                    "VALUE_OUT_OF_RANGE",
                )
            )
        tests.append((unparsed, rule))
    if column.minimum or column.maximum:
        tests.append((_beyond(value, column), "VALUE_OUT_OF_RANGE"))
    if column.pattern:
        tests.append((f"not regexp_matches({text}, {quoted(column.pattern)})", "VALUE_MALFORMED"))
    if not tests:
        return None
    cases = " ".join(f"when {test} then {quoted(f'{rule}:{column.name}')}" for test, rule in tests)
    return f"case {cases} end"


def _beyond(value: str, column: ColumnContract) -> str:
    prefix = "date " if column.data_type == "date" else ""
    bounds = [
        f"{value} {sign} {prefix}{quoted(bound) if prefix else bound}"
        for sign, bound in (("<", column.minimum), (">", column.maximum))
        if bound is not None
    ]
    return " or ".join(bounds)
