"""What landed records from outside must hold before they are matched.

Problems are told by file, line and column, never by value.
"""

from collections.abc import Iterator

import duckdb

from warehouse.admission.inspection import SHOWN_LINES

LANDED_TABLE = "landing.outside_records"
# A column is taken for another than its heading says where fewer of its values than this share
# have the form that they must have.
LEAST_SHARE_IN_FORM = 0.1
# Only whether a text may be a date: macros/staging/date_as_spelt.sql decides, and reads it.
_DATE_FORMS = (
    "[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}.*|[0-9]{1,2}[-/][0-9]{1,2}[-/][0-9]{4}.*|[0-9]{8}(\\.0)?"
)
_DATE_ADVICE = "a date written like 1990-01-31, 01/31/1990, 19900131 or 01311990"
# Column, the condition of a value in form, and what such a value is.
FORMS = (
    (
        "ssn",
        r"length(regexp_replace(regexp_replace(ssn, '\.0$', ''), '[^0-9]', '', 'g')) in (4, 9)",
        "a Social Security number of nine digits, or its last four",
    ),
    ("birth_date", f"regexp_full_match(birth_date, '{_DATE_FORMS}')", _DATE_ADVICE),
    ("observed_on", f"regexp_full_match(observed_on, '{_DATE_FORMS}')", _DATE_ADVICE),
)


def record_id_problems(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Say where records have no record_id, and where they have that of another record."""
    empty = connection.execute(
        f"select file_name, count(*), min(line_number, {SHOWN_LINES})"
        f" from {LANDED_TABLE} where record_id is null group by file_name order by file_name"
    ).fetchall()
    for file_name, count, lines in empty:
        yield f"{file_name}: {count:,} record(s) have no record_id ({shown_places(lines, count)})."
    repeated = connection.execute(
        f"select count(record_id) - count(distinct record_id) from {LANDED_TABLE}"
    ).fetchall()[0][0]
    if not repeated:
        return
    first = connection.execute(
        f"""
        select file_name, line_number, other_file_name, other_line_number
        from (
            select
                file_name, line_number,
                first_value(file_name) over same_id as other_file_name,
                first_value(line_number) over same_id as other_line_number,
                row_number() over same_id as place,
                rowid as landed,
            from {LANDED_TABLE}
            where record_id is not null
            window same_id as (partition by record_id order by rowid)
        )
        where place > 1
        order by landed
        limit 1
        """
    ).fetchall()[0]
    yield (
        f"record_id: {repeated:,} record(s) repeat that of an earlier one; the first is line"
        f" {first[1]} of {first[0]}, which has that of line {first[3]} of {first[2]}."
        " Each record needs a record_id of its own, across all files."
    )


def form_problems(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Say which columns hold something else than their headings say."""
    counts = ", ".join(f"count({name}), count({name}) filter ({form})" for name, form, _ in FORMS)
    values = connection.execute(f"select {counts} from {LANDED_TABLE}").fetchall()[0]
    for place, (name, _, wanted) in enumerate(FORMS):
        filled, in_form = values[2 * place : 2 * place + 2]
        if filled and in_form < LEAST_SHARE_IN_FORM * filled:
            yield (
                f"{name}: only {in_form:,} of its {filled:,} values can be {wanted}. Is it another"
                f" column under that heading? Rename it, or empty it to match without {name}."
            )


def shown_places(lines: list[int], count: int) -> str:
    """Say which are the first of `count` lines."""
    shown = ", ".join(str(line) for line in lines)
    return f"line {shown}" + (f" and {count - len(lines):,} more" if count > len(lines) else "")
