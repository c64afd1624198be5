"""Each file rule on hand-written bytes: a refusal has a clear message, other files go on."""

import gzip

import pytest

from admission_project import HEADER, new_project, pupil, pupils
from warehouse.admission.deliveries import ExtractsFolderError

PUPILS = "school/pupils/2019.csv"
SECRET = "Zyxwvut"


@pytest.fixture
def project(tmp_path):
    return new_project(tmp_path)


def refused(project, file_name=PUPILS):
    """Return (reasons, message) of a file, which must have landed no row."""
    row = project.deliveries()[file_name]
    assert row["status"] == "refused"
    assert SECRET not in row["message"]
    assert file_name not in {landed["file_name"] for landed in project.rows()}
    return row["refusal_reasons"], row["message"]


def test_a_file_that_no_manifest_lists(project):
    project.deliver("school/pupils/2018.csv", pupils(pupil()), period="2018")
    project.deliver(PUPILS, pupils(pupil()), is_listed=False)
    reasons, message = refused(project)
    assert reasons == ["FILE_NOT_IN_MANIFEST"]
    assert "school/manifest.csv doesn't list it" in message
    assert len(project.rows()) == 1


def test_no_manifest(project):
    project.deliver(PUPILS, pupils(pupil()))
    (project.root / "school/manifest.csv").unlink()
    reasons, message = refused(project)
    assert reasons == ["FILE_NOT_IN_MANIFEST"]
    assert "write it with the header file,extract,period" in message


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("file,extract", "path,extract", "lacks the column(s) file"),
        ("2019-09-01,1,", "soon,1,", "line 2: delivered_on must be a date"),
        (",2019,2019-", ",19,2019-", "line 2: period must be"),
        (",pupils,", ",exams,", "line 2: extract must be pupils"),
        (",Registrar", "", "line 2: the number of fields"),
        ("2019.csv,", "2019.csv,é", "isn't UTF-8"),
    ],
)
def test_a_malformed_manifest(project, old, new, said):
    project.deliver(PUPILS, pupils(pupil()))
    path = project.root / "school/manifest.csv"
    text = path.read_text()
    path.write_bytes(text.replace(old, new, 1).encode("latin-1"))
    assert old in text
    reasons, message = refused(project)
    assert reasons == ["FILE_NOT_IN_MANIFEST"]
    assert said in message


def test_a_file_listed_twice(project):
    project.deliver(PUPILS, pupils(pupil()))
    project.deliver(PUPILS, pupils(pupil()))
    assert "Listed twice in school/manifest.csv, lines 2 and 3" in refused(project)[1]


def test_a_file_that_is_listed_and_absent(project):
    project.deliver("school/pupils/2018.csv", pupils(pupil()), period="2018")
    project.deliver(PUPILS, pupils(pupil())).unlink()
    assert refused(project)[0] == ["FILE_NOT_DELIVERED"]
    assert len(project.rows()) == 1


def test_checksum_and_row_count(project):
    project.deliver(PUPILS, pupils(pupil()), sha256="0" * 64)
    assert refused(project)[0] == ["FILE_CHECKSUM_DIFFERS"]
    project.listed.clear()
    project.deliver(PUPILS, pupils(pupil()), rows=5)
    reasons, message = refused(project)
    assert reasons == ["FILE_ROW_COUNT_DIFFERS"]
    assert message == "The manifest says 5 rows, the file has 1."


@pytest.mark.parametrize(
    ("content", "rule", "said"),
    [
        (b"", "FILE_EMPTY", "zero bytes"),
        (b"\xef\xbb\xbf", "FILE_EMPTY", "only blank lines"),
        (b"\n \r\n\n", "FILE_EMPTY", "only blank lines"),
        (b"PK\x03\x04" + bytes(500), "FILE_UNREADABLE", "an Excel workbook"),
        (b"<!doctype html><p>a,b", "FILE_UNREADABLE", "a web page"),
        (gzip.compress(b"a,b"), "FILE_UNREADABLE", "name it .csv.gz"),
        (b"a" + bytes(range(256)) * 9, "FILE_UNREADABLE", "NUL bytes"),
        (HEADER.replace(",", ";").encode(), "FILE_UNREADABLE", "looks delimited by semicolon"),
        (SECRET.encode() + b" and so on\n", "FILE_UNREADABLE", "holds no comma"),
        (f'"{HEADER}\n{SECRET}'.encode(), "FILE_UNREADABLE", "never closed"),
        (f'"pupil_id"x,{SECRET}\n'.encode(), "FILE_UNREADABLE", "don't pair up"),
        (f"P1,{SECRET},2018-09-01\n".encode(), "FILE_COLUMNS_MISSING", "lack its header line"),
        (f"pupil_id,{SECRET}\n".encode(), "FILE_COLUMNS_MISSING", "missing: entered_on."),
        (pupils(pupil(), header=HEADER + ",GRADE").encode(), "FILE_HEADER_REPEATS", "stand twice"),
        (pupils(pupil(), HEADER, pupil()).encode(), "FILE_HEADER_REPEATS", "again at line 3"),
        (pupils(pupil()).encode("utf-16"), "FILE_ENCODING", "looks like UTF-16"),
        (pupils(pupil()).encode("utf-16-be"), "FILE_ENCODING", "UTF-16 without"),
        (
            pupils(pupil(), pupil(last_name="Peña")).encode("cp1252"),
            "FILE_ENCODING",
            "1 of 3 lines can't be decoded as utf-8, the first of them line 3; looks like windows",
        ),
        (pupils(pupil(last_name="Peña—")).encode("cp1252"), "FILE_ENCODING", "windows-1252:"),
        (pupils(pupil(last_name="Peña")).encode("cp850"), "FILE_ENCODING", "old DOS"),
        (pupils(pupil(), header=HEADER + ",é").encode("cp1252"), "FILE_ENCODING", "the header"),
    ],
)
def test_what_the_bytes_tell(project, content, rule, said):
    project.deliver("school/pupils/2018.csv", pupils(pupil()), period="2018")
    rows = None if rule != "FILE_HEADER_REPEATS" else content.count(b"\n") - 1
    project.deliver(PUPILS, content, rows=rows)
    reasons, message = refused(project)
    assert reasons[0] == rule
    assert said.lower() in message.lower()
    assert len(project.rows()) == 1


def test_damaged_packed_files(project):
    packed = gzip.compress(pupils(*[pupil()] * 500).encode())
    project.deliver("school/pupils/a.csv.gz", packed[: len(packed) // 2], rows=500)
    project.deliver("school/pupils/b.csv.gz", b"plain,text", rows=0)
    project.deliver("school/pupils/c.parquet", b"PAR1 and then nothing", rows=0)
    for name in ("a.csv.gz", "b.csv.gz", "c.parquet"):
        assert refused(project, f"school/pupils/{name}")[0] == ["FILE_UNREADABLE"]


def test_a_name_that_is_no_delivery(project):
    project.deliver("school/pupils/2019.xlsx", b"PK", rows=0)
    assert "ends in .csv, .csv.gz, .parquet" in refused(project, "school/pupils/2019.xlsx")[1]


def test_a_header_and_no_rows(project):
    project.deliver(PUPILS, HEADER)
    row = project.delivery()
    assert (row["status"], row["rows_delivered"], row["physical_lines"]) == ("admitted", 0, 1)
    assert project.rows() == []


def test_a_folder_with_no_file_yet(project):
    assert project.rows() == []
    assert project.deliveries() == {}
    (project.root / "school/pupils").mkdir(parents=True)
    assert project.rows() == []
    reader = project.rows("delivered_school_exams")
    assert reader == []


def test_no_extracts_root(project):
    project.root.rmdir()
    with pytest.raises(ExtractsFolderError, match="set WAREHOUSE_EXTRACTS"):
        project.rows()


def test_a_file_in_a_folder_of_no_contract(project):
    project.deliver("school/pupil/2019.csv", pupils(pupil()))
    project.deliver("scool/pupils/2019.csv", pupils(pupil()))
    project.deliver("school/README.md", "notes", is_listed=False)
    project.deliver("school/.hidden", "notes", is_listed=False)
    rows = project.deliveries()
    assert set(rows) == {"school/pupil/2019.csv", "scool/pupils/2019.csv"}
    assert {row["status"] for row in rows.values()} == {"refused"}
    assert "no contract under models/staging" in rows["school/pupil/2019.csv"]["message"].lower()


def test_superseding(project):
    project.deliver("school/pupils/a.csv", pupils(pupil()), delivered_on="2019-10-01")
    project.deliver("school/pupils/b.csv", pupils(pupil()), delivered_on="2019-09-01")
    project.deliver("school/pupils/c.csv", pupils(pupil()), delivered_on="2019-10-01")
    # Later, but refused: it supersedes nothing.
    project.deliver("school/pupils/d.csv", pupils(pupil()), delivered_on="2019-11-01", rows=7)
    project.deliver("school/pupils/e.csv", pupils(pupil()), period="2018")
    superseded = {name[-5]: row["is_superseded"] for name, row in project.deliveries().items()}
    assert superseded == {"a": True, "b": True, "c": False, "d": False, "e": False}
    landed = {row["file_name"][-5]: row["is_superseded"] for row in project.rows()}
    assert landed == {"a": True, "b": True, "c": False, "e": False}
    assert project.deliveries()["school/pupils/a.csv"]["message"] == (
        "Superseded by school/pupils/c.csv."
    )


def test_what_the_manifest_attests_is_told(project):
    project.deliver(PUPILS, pupils(pupil()))
    row = project.delivery()
    assert (row["agency"], row["extract"], row["period"]) == ("school", "pupils", "2019")
    assert (row["attested_by"], row["declared_rows"], row["schema_version"]) == (
        "Registrar",
        1,
        "1",
    )
    assert str(row["delivered_on"]) == str(row["attested_on"]) == "2019-09-01"


def test_a_file_that_changes_is_inspected_anew(project):
    project.deliver(PUPILS, pupils(pupil()))
    assert project.delivery()["status"] == "admitted"
    (project.root / PUPILS).write_text(pupils(pupil(), pupil(), pupil()))
    assert project.delivery()["refusal_reasons"] == [
        "FILE_CHECKSUM_DIFFERS",
        "FILE_ROW_COUNT_DIFFERS",
    ]
