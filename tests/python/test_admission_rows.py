"""Each row rule on hand-written values, and what a file's own header does to its rows."""

import datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from admission_project import HEADER, SOURCES, Project, new_project, pupil, pupils

PUPILS = "school/pupils/2019.csv"


@pytest.fixture
def project(tmp_path):
    return new_project(tmp_path)


def only_row(project: Project, **values: str) -> dict:
    project.deliver(PUPILS, pupils(pupil(**values)))
    (row,) = project.rows()
    return row


def test_a_sound_row(project):
    row = only_row(project, last_name="  O'Neil\t", boards="n", left_on="2019-06-30")
    text = pupil(last_name="  O'Neil\t", boards="n", left_on="2019-06-30")
    assert row == {
        "pupil_id": "P1",
        "last_name": "O'Neil",
        "entered_on": datetime.date(2018, 9, 1),
        "left_on": datetime.date(2019, 6, 30),
        "grade": 9,
        "fee": Decimal("12.50"),
        "boards": False,
        "file_name": PUPILS,
        "line_number": 2,
        "period": "2019",
        "delivered_on": datetime.date(2019, 9, 1),
        "is_superseded": False,
        "refusal_reasons": [],
        "raw_text": text,
        "extensions": {},
    }


@pytest.mark.parametrize(
    ("column", "text", "reason"),
    [
        ("pupil_id", "", "VALUE_MISSING:pupil_id"),
        ("pupil_id", " \u00a0", "VALUE_MISSING:pupil_id"),
        ("pupil_id", "X1", "VALUE_MALFORMED:pupil_id"),
        ("pupil_id", "P1x", "VALUE_MALFORMED:pupil_id"),
        ("entered_on", "", "VALUE_MISSING:entered_on"),
        ("entered_on", "2019-13-45", "VALUE_NOT_A_DATE:entered_on"),
        ("entered_on", "2019-02-29", "VALUE_NOT_A_DATE:entered_on"),
        ("entered_on", "unknown", "VALUE_NOT_A_DATE:entered_on"),
        ("entered_on", "2019-2-3", "VALUE_NOT_A_DATE:entered_on"),
        ("entered_on", "0000-01-01", "VALUE_NOT_A_DATE:entered_on"),
        ("entered_on", "2019-01-02 00:00:00", "VALUE_NOT_A_DATE:entered_on"),
        ("entered_on", "02/03/2019", "VALUE_NOT_A_DATE:entered_on"),
        ("entered_on", "infinity", "VALUE_NOT_A_DATE:entered_on"),
        ("entered_on", "1999-12-31", "VALUE_OUT_OF_RANGE:entered_on"),
        ("grade", "nine", "VALUE_NOT_A_NUMBER:grade"),
        ("grade", "9.5", "VALUE_NOT_A_NUMBER:grade"),
        ("grade", "1_0", "VALUE_NOT_A_NUMBER:grade"),
        ("grade", "1e1", "VALUE_NOT_A_NUMBER:grade"),
        ("grade", "0x9", "VALUE_NOT_A_NUMBER:grade"),
        ("grade", "13", "VALUE_OUT_OF_RANGE:grade"),
        ("grade", "-1", "VALUE_OUT_OF_RANGE:grade"),
        ("grade", "99999999999", "VALUE_OUT_OF_RANGE:grade"),
        ("fee", '"1,000.00"', "VALUE_NOT_A_NUMBER:fee"),
        ("fee", "1_000", "VALUE_NOT_A_NUMBER:fee"),
        ("fee", "$5", "VALUE_NOT_A_NUMBER:fee"),
        ("fee", "5.", None),
        ("fee", ".5", None),
        ("fee", "+5.2500", None),
        ("fee", "5.255", "VALUE_NOT_A_NUMBER:fee"),
        ("fee", ".", "VALUE_NOT_A_NUMBER:fee"),
        ("fee", "NaN", "VALUE_NOT_A_NUMBER:fee"),
        ("fee", "5000.01", "VALUE_OUT_OF_RANGE:fee"),
        ("fee", "99999999999", "VALUE_OUT_OF_RANGE:fee"),
        ("boards", "1", "VALUE_NOT_A_FLAG:boards"),
        ("boards", "Yes", "VALUE_NOT_A_FLAG:boards"),
        ("grade", "9.0", None),
        ("grade", "", None),
        ("left_on", "2018-08-31", "DATES_OUT_OF_ORDER"),
        ("entered_on", "2019-09-02", "EVENT_AFTER_DELIVERY"),
    ],
)
def test_value_rules(project, column, text, reason):
    row = only_row(project, **{column: text})
    assert row["refusal_reasons"] == ([reason] if reason else [])
    if reason and reason.startswith("VALUE_NOT"):
        assert row[column] is None
    if reason == "VALUE_OUT_OF_RANGE:entered_on":
        assert row[column] == datetime.date(1999, 12, 31)


def test_reasons_stand_in_the_order_of_the_columns_then_the_rules(project):
    row = only_row(
        project, pupil_id="", left_on="2001-01-01", grade="x", boards="?", fee="9999", last_name=""
    )
    assert row["refusal_reasons"] == [
        "VALUE_MISSING:pupil_id",
        "VALUE_NOT_A_NUMBER:grade",
        "VALUE_OUT_OF_RANGE:fee",
        "VALUE_NOT_A_FLAG:boards",
        "DATES_OUT_OF_ORDER",
    ]


@pytest.mark.parametrize(
    ("date_format", "good", "bad"),
    [
        ("%m%d%Y", "02282019", "2282019"),
        ("%Y%m%d", "20190228", "2019228"),
        ("%Y%m%d", "20190228", "190228"),
        ("%m/%d/%Y", "02/28/2019", "2/28/2019"),
        ("%m/%d/%Y", "02/28/2019", "02/28/19"),
        ("%m/%d/%Y", "02/28/2019", "28/02/2019"),
        ("%-m/%-d/%Y", "2/28/2019", "28/2/2019"),
        ("%d-%b-%Y", "28-Feb-2019", "28-Fev-2019"),
        ("%d-%b-%Y", "28-FEB-2019", "28-2-2019"),
        ("%m-%d-%Y", "02-28-2019", "2019-02-28"),
    ],
)
def test_date_formats(project, date_format, good, bad):
    project.declare(SOURCES.replace("%m%d%Y", date_format))
    project.deliver("school/exams/2019.csv", f"pupil_id|TAKEN\nP1|{good}\nP2|{bad}\n")
    first, second = project.rows("delivered_school_exams")
    assert (first["taken_on"], first["refusal_reasons"]) == (datetime.date(2019, 2, 28), [])
    assert second["refusal_reasons"] == ["VALUE_NOT_A_DATE:taken_on"]


def test_columns_in_another_order_and_undeclared_ones(project):
    text = (
        "BOARDS,Notes, fee paid ,entered_on,grade,left_on,last_name,pupil_id,\n"
        "Y,likes maths,7,2018-09-01,9,,Lee,P1,x\n"
        'N,,7,2018-09-01,9,,Lee,P2,"y,z"\n'
    )
    project.deliver(PUPILS, text)
    first, second = project.rows()
    assert (first["pupil_id"], first["fee"], first["boards"]) == ("P1", Decimal("7.00"), True)
    assert first["extensions"] == {"Notes": "likes maths", "column_9": "x"}
    assert second["extensions"] == {"Notes": None, "column_9": "y,z"}
    assert project.delivery()["message"] == ("2 undeclared columns kept as extensions.")


def test_a_name_to_the_letter_wins_over_one_in_another_case(project):
    project.deliver("school/exams/2019.csv", "pupil_id|Taken|taken_on\nP1|other|02282019\n")
    (row,) = project.rows("delivered_school_exams")
    assert row["taken_on"] == datetime.date(2019, 2, 28)
    assert row["extensions"] == {"Taken": "other"}


def test_a_missing_optional_column_lands_as_null(project):
    project.deliver(PUPILS, "pupil_id,entered_on\nP1,2018-09-01\n")
    (row,) = project.rows()
    assert (row["grade"], row["refusal_reasons"]) == (None, [])
    message = project.delivery()["message"]
    assert message == "Without the columns last_name, left_on, grade, Fee Paid, boards."


def test_files_of_several_layouts_land_in_one_table_in_order(project):
    project.deliver("school/pupils/2017.csv", pupils(pupil(pupil_id="P1")), period="2017")
    project.deliver("school/pupils/2018.csv", "entered_on,pupil_id\n2017-09-01,P2\n", period="2018")
    project.deliver("school/pupils/2019.csv", pupils(pupil(pupil_id="P3")), period="2019")
    rows = {row["pupil_id"]: (row["file_name"][-8:], row["period"]) for row in project.rows()}
    assert rows == {
        "P1": ("2017.csv", "2017"),
        "P2": ("2018.csv", "2018"),
        "P3": ("2019.csv", "2019"),
    }


def parquet(project: Project, table: pa.Table, name: str = "school/pupils/2019.parquet") -> None:
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink)
    project.deliver(name, sink.getvalue().to_pybytes(), rows=table.num_rows)


def test_parquet_of_texts(project):
    cells = [pupil().split(","), pupil(entered_on="2019-13-45", boards="?").split(",")]
    columns = [pa.array(column) for column in zip(*cells, strict=True)]
    parquet(project, pa.table(columns, names=HEADER.split(",")))
    first, second = project.rows()
    assert (first["line_number"], first["fee"], first["refusal_reasons"]) == (
        2,
        Decimal("12.5"),
        [],
    )
    assert second["refusal_reasons"] == ["VALUE_NOT_A_DATE:entered_on", "VALUE_NOT_A_FLAG:boards"]
    assert second["raw_text"].startswith('{"pupil_id":"P1","last_name":"Lee","entered_on":"2019-13')
    delivery = project.delivery()
    assert delivery["physical_lines"] == 1 + delivery["rows_delivered"] == 3


def test_parquet_of_types(project):
    table = pa.table(
        {
            "pupil_id": ["P1", "P2", None],
            "entered_on": pa.array([datetime.date(2018, 9, 1)] * 3, pa.date32()),
            "left_on": pa.array(
                [datetime.datetime(2019, 6, 30), datetime.datetime(2019, 6, 30, 8), None],
                pa.timestamp("us"),
            ),
            "grade": pa.array([9.0, 9.5, 13.0]),
            "Fee Paid": pa.array([0.1 + 0.2, 7000.0, None]),
            "boards": [True, False, None],
            "last_name": pa.array([12.0, None, 0.5]),
            "tags": [["a"], None, []],
        }
    )
    parquet(project, table)
    first, second, third = project.rows()
    assert first["refusal_reasons"] == []
    assert first["left_on"] == datetime.date(2019, 6, 30)
    assert (first["grade"], first["fee"], first["boards"]) == (9, Decimal("0.30"), True)
    assert (first["last_name"], first["extensions"]) == ("12", {"tags": "[a]"})
    assert second["refusal_reasons"] == [
        "VALUE_NOT_A_DATE:left_on",
        "VALUE_NOT_A_NUMBER:grade",
        "VALUE_OUT_OF_RANGE:fee",
    ]
    assert third["refusal_reasons"] == ["VALUE_MISSING:pupil_id", "VALUE_OUT_OF_RANGE:grade"]


def test_parquet_dates_meet_a_contract_of_another_format(project):
    table = pa.table({"pupil_id": ["P1"], "TAKEN": [datetime.date(2019, 2, 28)]})
    parquet(project, table, "school/exams/2019.parquet")
    (row,) = project.rows("delivered_school_exams")
    assert (row["taken_on"], row["refusal_reasons"]) == (datetime.date(2019, 2, 28), [])
