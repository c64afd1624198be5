"""Every physical line of a file is accounted for, whatever its ends, quotes and encoding."""

import datetime
import gzip

import pytest

from admission_project import HEADER, Project, new_project, pupil, pupils
from warehouse.admission import lines
from warehouse.admission.contracts import LONGEST_RECORD_LINES
from warehouse.admission.records import split_record

PUPILS = "school/pupils/2019.csv"


@pytest.fixture
def project(tmp_path):
    return new_project(tmp_path)


def landed(project: Project) -> list[tuple[int, str, list[str]]]:
    return [(row["line_number"], row["pupil_id"], row["refusal_reasons"]) for row in project.rows()]


def accounted(project: Project) -> tuple[int, int, int, int]:
    """Return the only delivery's (physical, rows, continuation, blank), which must add up."""
    row = project.delivery()
    assert row["status"] == "admitted", row["message"]
    counts = tuple(
        row[name]
        for name in ("physical_lines", "rows_delivered", "continuation_lines", "blank_lines")
    )
    assert counts[0] == 1 + sum(counts[1:])
    assert counts[1] == len(project.rows())
    return counts


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(project, end):
    project.deliver(PUPILS, pupils(pupil(), pupil(pupil_id="P2"), end=end))
    assert landed(project) == [(2, "P1", []), (3, "P2", [])]
    assert project.rows()[0]["raw_text"] == pupil()


def test_line_ends_mixed_and_the_last_one_absent(project):
    text = HEADER + "\r\n" + pupil() + "\n" + pupil(boards="N") + "\r\n" + pupil(boards="n")
    project.deliver(PUPILS, text)
    assert accounted(project) == (4, 3, 0, 0)
    assert [row["boards"] for row in project.rows()] == [True, False, False]


def test_byte_order_mark(project):
    project.deliver(PUPILS, b"\xef\xbb\xbf" + pupils(pupil()).encode())
    assert landed(project) == [(2, "P1", [])]


def test_blank_lines_are_counted_and_not_landed(project):
    project.deliver(PUPILS, "\n" + pupils("", pupil(), "  \t ", pupil(), "") + "\r\n", rows=2)
    assert accounted(project) == (8, 2, 0, 5)
    assert [line for line, _, _ in landed(project)] == [4, 6]


def test_quoted_line_breaks_are_rejoined(project):
    broken = pupil(last_name='"Van\nder, ""Lee"""')
    twice = pupil(pupil_id='"P2\n"', last_name='"O\n\n\'Hara"')
    project.deliver(PUPILS, pupils(broken, twice, pupil(pupil_id="P3")), rows=3)
    assert accounted(project) == (8, 3, 4, 0)
    assert [(line, name) for line, name, _ in landed(project)] == [(2, "P1"), (4, "P2"), (8, "P3")]
    first = project.rows()[0]
    assert first["last_name"] == 'Van\nder, "Lee"'
    assert first["raw_text"] == broken


def test_a_quoted_line_break_with_crlf(project):
    project.deliver(PUPILS, pupils(pupil(last_name='"A\r\nB"'), pupil(), end="\r\n"), rows=2)
    assert accounted(project) == (4, 2, 1, 0)
    assert project.rows()[0]["last_name"] == "A\nB"


def test_an_unclosed_quote_refuses_its_own_line_only(project):
    project.deliver(PUPILS, pupils(pupil(), pupil(last_name='"Lee'), pupil(), pupil()))
    assert accounted(project) == (5, 4, 0, 0)
    assert landed(project)[1] == (3, None, ["ROW_QUOTE_UNCLOSED"])
    assert [reasons for _, _, reasons in landed(project)].count([]) == 3


def test_an_unclosed_quote_does_not_take_the_next_broken_record_along(project):
    broken = pupil(pupil_id="P7", last_name='"A\nB"')
    project.deliver(PUPILS, pupils(pupil(last_name='"Lee'), broken, pupil(pupil_id="P8")), rows=3)
    assert landed(project) == [
        (2, None, ["ROW_QUOTE_UNCLOSED"]),
        (3, "P7", []),
        (5, "P8", []),
    ]


def test_two_unclosed_quotes_are_no_record(project):
    project.deliver(PUPILS, pupils(pupil(last_name='"Lee'), pupil(last_name='Le"e'), pupil()))
    assert [reasons for _, _, reasons in landed(project)] == [["ROW_QUOTE_UNCLOSED"]] * 2 + [[]]


def test_a_pair_of_quotes_with_too_few_fields_between_them_is_no_record(project):
    project.deliver(PUPILS, pupils(pupil(last_name='"Lee'), pupil(boards='Y"')))
    assert [reasons for _, _, reasons in landed(project)] == [["ROW_QUOTE_UNCLOSED"]] * 2


def test_a_record_longer_than_the_constant_is_not_rejoined(project):
    between = [pupil()] * (LONGEST_RECORD_LINES - 1)
    project.deliver(PUPILS, pupils(pupil(last_name='"A'), *between, pupil(last_name='B"')))
    refused = [line for line, _, reasons in landed(project) if reasons]
    assert refused == [2, LONGEST_RECORD_LINES + 2]


def test_records_and_quotes_across_blocks(project, monkeypatch):
    records = [
        pupil(pupil_id=f"P{number}", last_name='"A\nB"' if number % 3 else '"C')
        for number in range(60)
    ]
    text = pupils(*records)
    project.deliver(PUPILS, text, rows=60)
    whole = project.rows()
    assert accounted(project) == (len(text.splitlines()), 60, 40, 0)
    for size in (37, 64, 200):
        monkeypatch.setattr(lines, "BLOCK_BYTES", size)
        assert project.rows() == whole


@pytest.mark.parametrize("text", ["1,2", "1,2,3,4,5,6,7,8", pupil() + ",", '"P1, Lee"'])
def test_field_count(project, text):
    project.deliver(PUPILS, pupils(pupil(), text))
    assert landed(project)[1] == (3, None, ["ROW_FIELD_COUNT"])
    assert project.rows()[1]["raw_text"] == text
    assert project.rows()[1]["entered_on"] is None


def test_text_after_a_closing_quote_is_refused(project):
    project.deliver(PUPILS, pupils(pupil(last_name='"Ann" Lee'), pupil(last_name='Ann "Lee"')))
    assert landed(project) == [(2, None, ["ROW_QUOTE_UNCLOSED"]), (3, "P1", [])]
    assert project.rows()[1]["last_name"] == 'Ann "Lee"'


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("a,b", ["a", "b"]),
        (",", ["", ""]),
        ("", [""]),
        ('"a,b",""', ["a,b", ""]),
        ('"a""b",c', ['a"b', "c"]),
        ('a"b,c', ['a"b', "c"]),
        ('"a"b,c', None),
        ('"a', None),
    ],
)
def test_split_record(text, fields):
    assert split_record(text, ",") == fields


def test_a_stray_byte_refuses_its_line(project):
    records = [pupil().encode()] * 200
    records[41] = pupil(last_name="Nuñez").encode("latin-1")
    project.deliver(PUPILS, b"\n".join([HEADER.encode(), *records]))
    assert landed(project)[41] == (43, None, ["ROW_ENCODING"])
    assert project.rows()[41]["raw_text"] == pupil(last_name="Nu\\xf1ez")
    assert accounted(project) == (201, 200, 0, 0)


def test_a_stray_nul_byte_refuses_its_line(project):
    records = [pupil()] * 200
    records[0] = pupil(last_name="L\0e")
    project.deliver(PUPILS, pupils(*records))
    assert landed(project)[0] == (2, None, ["ROW_ENCODING"])
    assert project.rows()[0]["raw_text"] == pupil(last_name="L\\x00e")


def test_a_stray_byte_within_a_quoted_break_leaves_the_other_lines_alone(project):
    records = [pupil().encode()] * 300
    records[5] = pupil(last_name='"A\nB"').encode().replace(b"B", b"\xff")
    project.deliver(PUPILS, b"\n".join([HEADER.encode(), *records]), rows=301)
    refused = [(line, reasons) for line, _, reasons in landed(project) if reasons]
    assert refused == [(7, ["ROW_QUOTE_UNCLOSED"]), (8, ["ROW_ENCODING"])]
    assert accounted(project) == (302, 301, 0, 0)


@pytest.mark.parametrize(
    ("encoding", "marks"), [("windows-1252", b""), ("utf-8", b""), ("utf-8", b"\xef\xbb\xbf")]
)
def test_a_declared_one_byte_encoding_and_utf_8_in_its_place(project, encoding, marks):
    text = "PUPIL_ID|TAKEN\nPé—1|02282019\n"
    project.deliver("school/exams/2019.csv", marks + text.encode(encoding))
    (row,) = project.rows("delivered_school_exams")
    assert (row["pupil_id"], row["refusal_reasons"]) == ("Pé—1", [])
    assert row["taken_on"] == datetime.date(2019, 2, 28)
    assert project.delivery()["encoding"] == encoding


def test_bytes_that_the_declared_one_byte_encoding_lacks(project):
    lines_ = [b"pupil_id|TAKEN"] + [b"P\xe9|02282019"] * 200 + [b"P\x81|02282019"]
    project.deliver("school/exams/2019.csv", b"\n".join(lines_))
    rows = project.rows("delivered_school_exams")
    assert [row["refusal_reasons"] for row in rows[-2:]] == [[], ["ROW_ENCODING"]]
    assert rows[0]["pupil_id"] == "Pé"


def test_one_byte_letters_across_blocks(project, monkeypatch):
    records = [f'"Pé{number}\né"|02282019' for number in range(40)]
    text = "\n".join(["pupil_id|TAKEN", *records])
    project.deliver("school/exams/2019.csv", text.encode("cp1252"), rows=40)
    whole = project.rows("delivered_school_exams")
    assert [row["pupil_id"] for row in whole] == [f"Pé{number}\né" for number in range(40)]
    monkeypatch.setattr(lines, "BLOCK_BYTES", 50)
    assert project.rows("delivered_school_exams") == whole


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_declared_utf_16(tmp_path, encoding):
    project = new_project(tmp_path)
    path = project.folder / "models/staging/school/_sources.yml"
    project.declare(path.read_text().replace("windows-1252", encoding))
    text = 'pupil_id|TAKEN\n"Pé\n1"|02282019\n'
    project.deliver("school/exams/2019.csv", text.encode(encoding), rows=1)
    assert [row["pupil_id"] for row in project.rows("delivered_school_exams")] == ["Pé\n1"]


def test_gzip(project):
    project.deliver(PUPILS + ".gz", gzip.compress(pupils(pupil(), pupil()).encode()), rows=2)
    assert accounted(project) == (3, 2, 0, 0)
