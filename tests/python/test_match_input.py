"""Records that can't be matched: each fault gets a message, and leaves nothing half-written."""

import csv
import gzip
import os
import resource
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
import yaml

from conftest import PROJECT
from warehouse.admission.contracts import read_contracts
from warehouse.errors import WarehouseError
from warehouse.match import match_records
from warehouse.match_records import COLUMNS, land_records

HEADER = "record_id,ssn,last_name,birth_date\n"
ROW = "r1,512-34-0001,Zzyzx,2001-02-03\n"
# What stands in the records; no message may hold any of it.
PERSONAL = ("Zzyzx", "512-34", "2001-02-03", "secret")


def refusal(*records: Path, out: Path | None = None, links: Path | None = None) -> str:
    """Match records that must be refused before dbt starts, and return the message."""
    folder = records[0].parent
    people = out or folder / "people.csv"
    steps: list[str] = []
    with pytest.raises(WarehouseError) as caught:
        match_records(list(records), people, links, None, steps.append)
    assert not any("dbt" in step for step in steps)
    assert [value for value in PERSONAL if value in str(caught.value)] == []
    return str(caught.value)


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


BAD_TEXT = {
    "empty": ("", "empty"),
    "no_rows": (HEADER, "no records below the headings"),
    "no_record_id": ("id,last_name\n1,Zzyzx\n", "no column is headed record_id"),
    "no_header": ("1,Zzyzx\n2,Zzyzx\n", "Headings stand in the first line"),
    "semicolons": ("record_id;last_name\n1;Zzyzx\n", "delimited by a semicolon"),
    "heading_twice": ("record_id,SSN,ssn\n1,2,3\n", "the heading ssn stands twice"),
    "empty_record_id": (
        HEADER + ROW + ",,Zzyzx,\n , ,Zzyzx,\n",
        "2 record(s) have no record_id (line 3, 4)",
    ),
    "same_record_id": (
        HEADER + ROW + "r2,,,\n" + ROW,
        "the first is line 4 of {path}, which has that of line 2",
    ),
    "ragged": (HEADER + ROW + "r2,Zzyzx\nr3,,,,,\n", "2 line(s) with more or fewer fields"),
    "ragged_line": (HEADER + ROW + "r2,Zzyzx\n", "(line 3)"),
    "open_quote": (HEADER + ROW + 'r2,,"Zzyzx,\n', "1 line(s) with a quote that is never closed"),
    "pasted": (HEADER + ROW + HEADER + "r2,,,\n", "the header line stands again at line 3"),
    "words_for_ssn": (
        HEADER + "".join(f"r{i},secret word,Zzyzx,2001-02-03\n" for i in range(20)),
        "ssn: only 0 of its 20 values can be a Social Security number",
    ),
    "words_for_birth_date": (
        HEADER + "".join(f"r{i},512-34-0001,Zzyzx,secret\n" for i in range(20)),
        "birth_date: only 0 of its 20 values can be a date",
    ),
    "nul": (
        HEADER.encode() + ROW.encode() + b"r2,,Zzy\0zx,\n",
        "NUL bytes, the first of them line 3",
    ),
    "windows_1252": (
        HEADER.encode() + ROW.encode() + "r2,,Zzyzx Muñoz,\n".encode("cp1252"),
        "looks like windows-1252 (or ISO-8859-1); save it as UTF-8, or convert it: iconv -f W",
    ),
    "windows_1252_header": ("record_id,straße\n".encode("cp1252"), "the header line is no UTF-8"),
    "utf_16": ((HEADER + ROW).encode("utf-16"), "looks like UTF-16; save it as UTF-8"),
    "utf_16_unmarked": ((HEADER + ROW).encode("utf-16-le"), "iconv -f UTF-16LE"),
    "workbook": (b"PK\x03\x04" + bytes(100), "an Excel workbook"),
}


@pytest.mark.parametrize("fault", BAD_TEXT)
def test_a_bad_csv_is_told_of_by_file_and_line(tmp_path: Path, fault: str):
    content, expected = BAD_TEXT[fault]
    path = write(tmp_path / f"{fault}.csv", content)
    message = refusal(path)
    assert expected.format(path=path) in message
    assert str(path) in message or message.startswith(("ssn", "birth_date", "record_id"))
    assert sorted(tmp_path.iterdir()) == [path]


def test_a_record_id_may_not_stand_in_two_files(tmp_path: Path):
    one = write(tmp_path / "one.csv", HEADER + ROW)
    two = write(tmp_path / "two.csv", HEADER + "r2,,,\n" + ROW)
    message = refusal(one, two)
    assert f"line 3 of {two}, which has that of line 2 of {one}" in message
    assert f"{one} is named twice" in refusal(one, one)


def test_bad_files_of_other_formats(tmp_path: Path):
    parquet = tmp_path / "records.parquet"
    duckdb.sql("select 1 as id, 'Zzyzx' as last_name").write_parquet(str(parquet))
    assert "no column is headed record_id" in refusal(parquet)
    duckdb.sql("select 'r1' as record_id, 'Zzyzx' as last_name from range(2)").write_parquet(
        str(parquet)
    )
    assert "line 2 of" in refusal(parquet)
    assert "no parquet file" in refusal(write(tmp_path / "text.parquet", HEADER + ROW))
    damaged = parquet.read_bytes()
    write(parquet, damaged[:4] + bytes(40) + damaged[44:])
    assert "damaged" in refusal(parquet)
    cut = gzip.compress((HEADER + ROW * 1000).encode())[:40]
    assert "cut short" in refusal(write(tmp_path / "cut.csv.gz", cut))
    assert "named .csv, .csv.gz or .parquet" in refusal(write(tmp_path / "records.txt", HEADER))
    assert "There is no file" in refusal(tmp_path / "nowhere.csv")
    assert "is no file" in refusal(tmp_path)


@pytest.mark.parametrize("before", ["", HEADER + ROW])
def test_a_line_without_end_is_refused_within_little_memory(tmp_path: Path, before: str):
    path = tmp_path / "endless.csv"
    with path.open("wb") as stream:
        stream.write(before.encode())
        for _ in range(200):
            stream.write(b"Zzyzx," * (1_000_000 // 6))
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "warehouse.cli",
            "match",
            str(path),
            "--out",
            str(tmp_path / "x.csv"),
        ],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    message = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.stderr.close()
    assert os.waitstatus_to_exitcode(status) == 1
    assert f"line {3 if before else 1} doesn't end within 1 MB" in message
    assert "Zzyzx" not in message
    # Kilobytes; half of it is what the imports take. A child begins with its parent's peak.
    own_peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert used.ru_maxrss < max(400_000, own_peak + 1_000)
    assert list(tmp_path.iterdir()) == [path]


def test_outputs_that_can_not_be_written_are_told_of_before_anything_is_read(tmp_path: Path):
    records = write(tmp_path / "records.csv", HEADER + ROW)
    assert "one of the files of records" in refusal(records, out=records)
    assert "one of the files of records" in refusal(records, links=records)
    assert "name two files" in refusal(records, links=tmp_path / "people.csv")
    assert "Does its folder exist" in refusal(records, out=tmp_path / "nowhere" / "people.csv")
    assert "ends in .csv, .csv.gz, .parquet" in refusal(records, out=tmp_path / "people.xlsx")
    (tmp_path / "folder.csv").mkdir()
    assert "is no file" in refusal(records, out=tmp_path / "folder.csv")
    assert sorted(tmp_path.iterdir()) == [tmp_path / "folder.csv", records]


def test_a_refused_call_leaves_the_old_result_as_it_was(tmp_path: Path):
    old = write(tmp_path / "people.csv", "record_id,person_id\nr1,P1\n")
    records = write(tmp_path / "records.csv", HEADER + ROW + ROW)
    refusal(records, out=old)
    assert old.read_text() == "record_id,person_id\nr1,P1\n"
    assert sorted(tmp_path.iterdir()) == [old, records]


def landed(tmp_path: Path, *records: Path) -> list[tuple]:
    """Land records in a warehouse of their own, and return them in order."""
    with duckdb.connect() as connection:
        land_records(connection, records, lambda step: None)
        return connection.execute(
            f"select {', '.join(COLUMNS)}, line_number from landing.outside_records"
            " order by record_id"
        ).fetchall()


def test_csv_and_parquet_are_landed_as_the_same_texts(tmp_path: Path):
    values = {
        "record_id": "r1",
        "SSN": "512340001",
        "First_Name": "Zoë",
        "last_name": 'O"Neil, the\nyounger',
        "birth_date": "2001-02-03",
        "observed_on": "2020-05-06 00:00:00",
        "shoe_size": "43",
    }
    text = tmp_path / "one[1].csv"
    with text.open("w", newline="", encoding="utf-8-sig") as stream:
        writer = csv.DictWriter(stream, list(values), lineterminator="\r\n")
        writer.writeheader()
        writer.writerow(values | {"First_Name": " Zoë\u00a0"})
    packed = write(tmp_path / "packed.csv.gz", gzip.compress(text.read_bytes()))
    parquet = tmp_path / "one[1].parquet"
    with duckdb.connect() as connection:
        connection.execute(
            """
            copy (
                select
                    'r1' as record_id,
                    512340001::double as "SSN",
                    ' Zoë ' as "First_Name",
                    'O"Neil, the' || chr(10) || 'younger' as last_name,
                    date '2001-02-03' as birth_date,
                    timestamp '2020-05-06' as observed_on,
                    43 as shoe_size
            ) to '"""
            + str(parquet)
            + "' (format parquet)"
        )
    (row,) = landed(tmp_path, text)
    named = dict(zip((*COLUMNS, "line_number"), row, strict=True))
    assert {name: value for name, value in named.items() if value is not None} == {
        "record_id": "r1",
        "ssn": "512340001",
        "first_name": "Zoë",
        "last_name": 'O"Neil, the\nyounger',
        "birth_date": "2001-02-03",
        "observed_on": "2020-05-06 00:00:00",
        "line_number": 2,
    }
    assert landed(tmp_path, packed) == [row]
    assert landed(tmp_path, parquet) == [(*row[:-1], 1)]


def test_what_is_landed_is_what_the_source_declares():
    declared = yaml.safe_load((PROJECT / "models/staging/outside/_sources.yml").read_text())
    columns = declared["sources"][0]["tables"][0]["columns"]
    assert [column["name"] for column in columns] == [*COLUMNS, "file_name", "line_number"]


def test_no_folder_of_deliveries_is_left_alone_on_account_of_outside_records():
    contracts = read_contracts(PROJECT)
    assert "outside" not in contracts.left_alone
    assert "landing" not in contracts.schemas
