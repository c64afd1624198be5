"""Refused rows go back to their agency as they came, with the reasons, and can come again."""

import csv
import gzip
import hashlib
import io
import stat
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from conftest import PROJECT, Build
from rules_of_sample import copy_of_rules, invoke, where
from warehouse.admission.check import check_files
from warehouse.errors import WarehouseError
from warehouse.rules_return import write_return
from warehouse.settings import Settings


@pytest.fixture
def copied(sample: Build, tmp_path: Path) -> Build:
    return copy_of_rules(sample, tmp_path)


def reasons_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "reasons.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_rows_go_back_as_delivered_with_every_reason(sample: Build, tmp_path: Path):
    folder = tmp_path / "return"
    written = write_return(where(sample), "k12", folder)
    with sample.open() as connection:
        refused = connection.execute(
            "select file_name, line_number, reason from (select file_name, line_number,"
            " unnest(refusal_reasons) as reason from staging.stg_refused_lines"
            " where agency = 'k12') order by all"
        ).fetchall()
    reasons = reasons_of(folder)
    assert len(reasons) == len(refused)
    assert sorted((r["file"], int(r["delivered_line"]), r["rule_id"]) for r in reasons) == sorted(
        (file, line, reason.partition(":")[0]) for file, line, reason in refused
    )
    for each in reasons:
        assert each["statement"]
        assert each["what_to_do"]
        returned = (folder / "resend" / each["file"]).read_text().split("\n")
        delivered = (sample.extracts / each["file"]).read_bytes().split(b"\n")
        assert returned[0].encode() == delivered[0].rstrip(b"\r")
        if each["rule_id"] != "ROW_ENCODING":
            line = delivered[int(each["delivered_line"]) - 1].rstrip(b"\r")
            assert returned[int(each["line"]) - 1].encode() == line
    readme = (folder / "README.md").read_text()
    assert written.whole_files
    assert all(each.file_name in readme for each in (*written.files, *written.whole_files))
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def correct(folder: Path, extracts: Path) -> None:
    """Correct each row from an accepted one: its column, or all of it where others depend on it."""
    reasons = reasons_of(folder)
    for name in sorted({each["file"] for each in reasons}):
        mine = [each for each in reasons if each["file"] == name]
        refused = {int(each["delivered_line"]) for each in mine}
        delivered = (extracts / name).read_text(errors="replace").splitlines()
        heading = next(csv.reader([delivered[0]]))
        donor = next(
            text
            for number, text in enumerate(delivered[1:], start=2)
            if number not in refused and text.count(",") == delivered[0].count(",")
        )
        values = dict(zip(heading, next(csv.reader([donor])), strict=True))
        path = folder / "resend" / name
        lines = path.read_text().split("\n")
        whole = {
            int(each["line"])
            for each in mine
            if not each["column"] or each["rule_id"] in ("VALUE_NOT_A_DATE", "VALUE_OUT_OF_RANGE")
        }
        for each in mine:
            place = int(each["line"]) - 1
            if place + 1 in whole:
                lines[place] = donor
                continue
            cells = next(csv.reader([lines[place]]))
            cells[heading.index(each["column"])] = values[each["column"]]
            text = io.StringIO()
            csv.writer(text, lineterminator="").writerow(cells)
            lines[place] = text.getvalue()
        path.write_text("\n".join(lines))


def test_a_corrected_return_passes_the_check(sample: Build, tmp_path: Path):
    folder = tmp_path / "return"
    write_return(where(sample), "k12", folder)
    before = check_files([folder / "resend"])
    assert {report.contract_label for report in before} >= {"k12.students", "k12.graduates"}
    assert sum(report.rows_refused for report in before) > 50
    correct(folder, sample.extracts)
    after = check_files([folder / "resend"])
    assert [str(report.path) for report in after if not report.is_clean] == []
    assert sum(r.rows_delivered for r in after) == sum(r.rows_delivered for r in before)


def test_a_return_goes_into_no_folder_that_others_read(sample: Build, tmp_path: Path):
    full = tmp_path / "full"
    full.mkdir()
    (full / "corrected.csv").touch()
    for folder in (
        sample.published / "x",
        sample.state,
        sample.extracts / "k12",
        PROJECT / "docs",
        PROJECT / "target" / "x",
        full,
    ):
        with pytest.raises(WarehouseError, match=r"--out|outside"):
            write_return(where(sample), "k12", folder)
    assert [path.name for path in full.iterdir()] == ["corrected.csv"]


def test_an_unknown_agency_and_one_without_refusals(sample: Build, tmp_path: Path):
    with pytest.raises(WarehouseError, match=r"agency k21\. Known: council, credentialing"):
        write_return(where(sample), "k21", tmp_path / "a")
    result = invoke(sample, "return-file", "council", "--out", str(tmp_path / "b"))
    assert (result.exit_code, (tmp_path / "b").exists()) == (0, False)
    assert "Nothing of council was refused" in result.stdout


def test_a_return_needs_the_deliveries_of_the_build(sample: Build, tmp_path: Path):
    elsewhere = Settings(tmp_path / "none", sample.warehouse_file, sample.state, sample.published)
    with pytest.raises(WarehouseError, match="isn't the file that the warehouse was built from"):
        write_return(elsewhere, "k12", tmp_path / "a")


@pytest.fixture
def by_hand(sample: Build, copied: Build, tmp_path: Path) -> Build:
    """Two deliveries with refused rows: one gzipped in an old encoding, one in Parquet."""
    build = Build(copied.folder, tmp_path / "extracts", copied.truth)
    folder = build.extracts / "k12" / "students"
    folder.mkdir(parents=True)
    text = 'a,b\r\n1,x\r\n2,"Peña\r\nJosé"\r\n3,z\r\n'
    zipped = folder / "2019.csv.gz"
    zipped.write_bytes(gzip.compress(text.encode("cp1252"), mtime=0))
    table = pa.table({"a": pa.array([1, 2, 3]), "b": ["x", "y", None]})
    pq.write_table(table, folder / "2020.parquet")
    names = {zipped.name: "cp1252", "2020.parquet": "parquet"}
    rows = [
        (f"k12/students/{name}", hashlib.sha256((folder / name).read_bytes()).hexdigest(), encoding)
        for name, encoding in names.items()
    ]
    with duckdb.connect(str(build.warehouse_file)) as connection:
        connection.execute("create schema staging")
        connection.execute(f"attach '{sample.warehouse_file}' as built (read_only)")
        for table_name in ("stg_admission__deliveries", "stg_refused_lines"):
            connection.execute(
                f"create table staging.{table_name} as from built.staging.{table_name} limit 0"
            )
        for name, sha256, encoding in rows:
            connection.execute(
                "insert into staging.stg_admission__deliveries by name select ? as file_name,"
                " 'k12' as agency, 'students' as extract, '2019' as period, ? as sha256,"
                " ? as encoding, 'admitted' as status, false as is_superseded",
                [name, sha256, encoding],
            )
        for name, line, raw, reason in (
            (rows[0][0], 3, '2,"Peña\nJosé"', "VALUE_MISSING:birth_date"),
            (rows[0][0], 5, "3,z", "INSTITUTION_NOT_OPEN"),
            (rows[1][0], 4, '{"a":3,"b":null}', "VALUE_MISSING:birth_date"),
        ):
            connection.execute(
                "insert into staging.stg_refused_lines by name select ? as file_name,"
                " ? as line_number, 'k12' as agency, 'students' as extract, '2019' as period,"
                " [?] as refusal_reasons, ? as raw_text",
                [name, line, reason, raw],
            )
    return build


def test_encoding_line_breaks_and_types_go_back_as_they_came(by_hand: Build, tmp_path: Path):
    folder = tmp_path / "return"
    write_return(where(by_hand), "k12", folder)
    students = folder / "resend" / "k12" / "students"
    assert sorted(path.name for path in students.iterdir()) == ["2019.csv", "2020.parquet"]
    text = 'a,b\n2,"Peña\nJosé"\n3,z\n'
    assert (students / "2019.csv").read_bytes() == text.encode("cp1252")
    assert [(r["file"][-7:], r["line"], r["delivered_line"]) for r in reasons_of(folder)] == [
        ("019.csv", "2", "3"),
        ("019.csv", "4", "5"),
        ("parquet", "2", "4"),
    ]
    # `warehouse check` sees one file and not the Council's registers.
    readme = " ".join((folder / "README.md").read_text().split())
    assert "It can't ask INSTITUTION_NOT_OPEN: these need the Council's registers" in readme
    assert pq.read_table(students / "2020.parquet").to_pylist() == [{"a": 3, "b": None}]
    assert stat.S_IMODE((students / "2020.parquet").stat().st_mode) == 0o600
