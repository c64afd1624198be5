"""`warehouse match` on a state written by hand: who is one, who is two, however it is spelt."""

import csv
import os
import random
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from conftest import DBT, PROJECT
from warehouse.match import VARIABLES
from warehouse.match_records import COLUMNS


def record(source: str, first: str = "", last: str = "", born: str = "", **more: str) -> dict:
    """Describe a record; what is not said is empty."""
    said = {"source": source, "first_name": first, "last_name": last, "birth_date": born} | more
    return {name: said.get(name, "") for name in COLUMNS if name not in ("record_id", *ABSENT)}


ABSENT = ("city", "phone")
OAK = {"street": "1 Oak St", "zip": "99001"}
FIR = {"street": "4 Fir Ct", "zip": "99004"}
RECORDS = {
    # One woman in four sources: with a number and no birth date, the other way round, and both.
    "lopez_school_1": record(
        "K12",
        "Maria",
        "Lopez",
        "2001-02-03",
        sex="F",
        native_id="S1",
        observed_on="9/1/2017",
        **OAK,
    ),
    "lopez_school_2": record(
        "k12", "Maria", "Lopez", "2/3/2001", sex="F", native_id="S1", observed_on="20180901", **OAK
    ),
    "lopez_college": record(
        "college", "MARIA", "LOPEZ", "02/03/2001", sex="Female", ssn="512-34-0001", **OAK
    ),
    "lopez_wage_1": record("wages", "MARIA", "LOPEZ", ssn="512340001", observed_on="20200101"),
    "lopez_wage_2": record("wages", "Maria", "López", ssn="512 34 0001"),
    "lopez_exam": record("exams", "Maria", "Lopez", "02032001", sex="2", ssn="0001", **OAK),
    # Married: another surname on the same number and birth date.
    "stone_card": record("cards", "Mia", "Stone", "07071995", middle_name="Jo", ssn="512340004"),
    "brook_card": record("cards", "Mia", "Brook", "07071995", middle_name="Jo", ssn="512340004"),
    # A nickname, with birth date and email.
    "frost_school": record(
        "k12", "William", "Frost", "2000-05-05", email="bill@example.com", native_id="S5"
    ),
    "frost_exam": record("exams", "Bill", "Frost", "2000/05/05", email="bill@example.com"),
    # Twins under one roof, each in two sources.
    "adam_school": record("k12", "Adam", "Clay", "2000-08-08", sex="M", native_id="S7", **FIR),
    "adam_exam": record("exams", "Adam", "Clay", "2000-08-08", sex="M", **FIR),
    "ben_school": record("k12", "Ben", "Clay", "2000-08-08", sex="M", native_id="S8", **FIR),
    "ben_exam": record("exams", "Ben", "Clay", "2000-08-08", sex="M", **FIR),
    # Father and son of one name, each with a number of his own in two sources.
    "moore_card": record("cards", "John", "Moore", "09091969", suffix="Sr", ssn="512340005"),
    "moore_wage": record("wages", "JOHN", "MOORE", ssn="512340005"),
    "moore_jr_card": record("cards", "John", "Moore", "09091999", suffix="Jr", ssn="523450006"),
    "moore_jr_wage": record("wages", "JOHN", "MOORE", ssn="523450006"),
    # A borrowed number: the same digits, another name.
    "gast_card": record("cards", "Rosa", "Gast", "06301995", sex="F", ssn="534560007"),
    "zimmer_wage": record("wages", "KARL", "ZIMMER", ssn="534560007"),
    # Nothing but a name, twice in one source; nothing at all, twice; what nobody can read.
    "smith_1": record("wages", "JOHN", "SMITH"),
    "smith_2": record("wages", "JOHN", "SMITH"),
    "nothing_1": record(""),
    "nothing_2": record(""),
    "nowak_exam": record("exams", "Zoe", "Nowak", "02/30/2000", sex="F", zip="99009"),
    "reed_exam": record("exams", "Eva", "Reed", "2000-03-03", sex="?", ssn="none"),
}
PEOPLE = [
    {"lopez_school_1", "lopez_school_2", "lopez_college"}
    | {"lopez_wage_1", "lopez_wage_2", "lopez_exam"},
    {"stone_card", "brook_card"},
    {"frost_school", "frost_exam"},
    {"adam_school", "adam_exam"},
    {"ben_school", "ben_exam"},
    {"moore_card", "moore_wage"},
    {"moore_jr_card", "moore_jr_wage"},
    *({name} for name in ("gast_card", "zimmer_wage", "nowak_exam", "reed_exam")),
    *({name} for name in ("smith_1", "smith_2", "nothing_1", "nothing_2")),
]


@dataclass(frozen=True)
class Call:
    """What one call left: the folder it was called in, and what it said."""

    folder: Path
    result: subprocess.CompletedProcess[str]

    def read(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()


def rows(names: list[str]) -> list[dict[str, str]]:
    return [{"record_id": name} | RECORDS[name] for name in names]


def write_csv(path: Path, records: list[dict[str, str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(records[0]))
        writer.writeheader()
        writer.writerows(records)


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "warehouse.cli", "match", *arguments]


def environment(folder: Path) -> dict[str, str]:
    """Let scratch folders be made below `folder`, and dbt's own settings be wrong ones."""
    (folder / "temporary").mkdir(exist_ok=True)
    found = os.environ.get("PYTHONPATH", "")
    return os.environ | {
        "TMPDIR": str(folder / "temporary"),
        "PYTHONPATH": os.pathsep.join(filter(None, [str(PROJECT), found])),
        "DBT_TARGET_PATH": str(folder / "not_here"),
        "WAREHOUSE_FILE": str(folder / "nor_here.duckdb"),
    }


def match(folder: Path, *arguments: str, cwd: Path | None = None) -> Call:
    """Call the command in a folder that is not the project's."""
    result = subprocess.run(
        command(*arguments),
        cwd=cwd or folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    return Call(folder, result)


def scratch_left(folder: Path) -> list[Path]:
    return sorted((folder / "temporary").iterdir())


@pytest.fixture(scope="module")
def matched(tmp_path_factory: pytest.TempPathFactory) -> Call:
    """The records in one CSV; the scratch warehouse is kept."""
    folder = tmp_path_factory.mktemp("match")
    write_csv(folder / "records.csv", [row | {"shoe_size": "9"} for row in rows(list(RECORDS))])
    arguments = ["records.csv", "--out", "people.csv", "--links", "links.parquet"]
    call = match(folder, *arguments, "--keep", "kept")
    assert call.result.returncode == 0, call.result.stdout + call.result.stderr
    return call


def people(call: Call) -> list[set[str]]:
    """Record ids of each person, as the result has them."""
    with (call.folder / "people.csv").open(newline="") as stream:
        by_person: dict[str, set[str]] = {}
        for row in csv.DictReader(stream):
            by_person.setdefault(row["person_id"], set()).add(row["record_id"])
    return sorted(by_person.values(), key=min)


def test_who_is_one_and_who_is_two(matched: Call):
    assert people(matched) == sorted(PEOPLE, key=min)


def test_the_result_has_every_record_once_in_order(matched: Call):
    lines = matched.read("people.csv").decode().splitlines()
    assert lines[0] == "record_id,person_id"
    assert [line.partition(",")[0] for line in lines[1:]] == sorted(RECORDS)


def test_links_name_records_and_what_made_the_link(matched: Call):
    links = duckdb.read_parquet(str(matched.folder / "links.parquet"))
    with duckdb.connect(str(matched.folder / "kept" / "warehouse.duckdb")) as connection:
        kept = connection.execute("select * from identity.links").fetchall()
        columns = [column[0] for column in connection.description or []]
    assert links.columns == ["record_id_a", "record_id_b", *columns[2:]]
    pairs = {frozenset(row[:2]) for row in links.fetchall()}
    assert len(pairs) == len(kept) > 5
    assert {"frost_school", "frost_exam"} in pairs
    # Two descriptions that two records share are told of by the lesser record.
    assert set().union(*pairs) <= RECORDS.keys() - {"lopez_school_2"}


def test_the_end_says_what_was_done_and_what_was_not_understood(matched: Call):
    said = " ".join(matched.result.stdout.split())
    filled = {name: sum(bool(record.get(name)) for record in RECORDS.values()) for name in COLUMNS}
    for expected in (
        f"{len(RECORDS)} records of 1 file(s) hold 25 distinct identities of {len(PEOPLE)} people",
        f"ssn: 1 of {filled['ssn']} values could not be read",
        f"birth_date: 1 of {filled['birth_date']} values could not be read",
        f"sex: 1 of {filled['sex']} values could not be read",
        "Columns in no file: city, phone.",
        "Ignored in records.csv: shoe_size",
        "Who is whom: people.csv",
        "links.parquet",
        "kept/warehouse.duckdb",
        "Next:",
    ):
        assert expected in said
    assert "reading records.csv" in matched.result.stderr
    assert "identity.tuple_persons" in matched.result.stderr
    written = {"records.csv", "people.csv", "links.parquet", "kept", "temporary"}
    assert {path.name for path in matched.folder.iterdir()} == written
    assert scratch_left(matched.folder) == []


def test_shuffled_and_split_over_parquet_and_csv_gives_the_same_bytes(
    matched: Call, tmp_path: Path
):
    names = random.Random(1).sample(list(RECORDS), len(RECORDS))
    write_csv(tmp_path / "some.csv", rows(names[:10]))
    write_csv(tmp_path / "rest.csv", rows(names[10:]))
    duckdb.read_csv(str(tmp_path / "rest.csv"), all_varchar=True).write_parquet(
        str(tmp_path / "rest.parquet")
    )
    arguments = ["rest.parquet", "some.csv", "--out", "people.csv", "--links", "links.parquet"]
    call = match(tmp_path, *arguments)
    assert call.result.returncode == 0, call.result.stdout + call.result.stderr
    for name in ("people.csv", "links.parquet"):
        assert call.read(name) == matched.read(name)
    assert scratch_left(tmp_path) == []


def test_the_staging_model_passes_its_unit_tests(matched: Call):
    kept = matched.folder / "kept"
    folders = ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)]
    folders += ["--target-path", str(kept / "target"), "--log-path", str(kept / "logs")]
    arguments = ["--select", "stg_outside__records", "--vars", str(VARIABLES)]
    result = subprocess.run(
        [str(DBT), "test", *folders, *arguments],
        cwd=kept,
        env=os.environ | {"WAREHOUSE_FILE": "warehouse.duckdb", "WAREHOUSE_STATE": "state"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout
    assert result.stdout.count(" PASS ") >= 5


def test_one_column_is_enough_and_a_failing_model_is_named_without_its_data(tmp_path: Path):
    """A project with a model that breaks on a name: the old result stays, the name is not told."""
    project = tmp_path / "project"
    folders = ("models", "macros", "seeds", "tests", "analyses")
    for folder in folders:
        shutil.copytree(PROJECT / folder, project / folder)
    for file in ("dbt_project.yml", "profiles.yml"):
        shutil.copy(PROJECT / file, project / file)
    model = project / "models/intermediate/identity/delivered_identities.sql"
    text = model.read_text()
    assert "\n    record_count,\n" in text
    model.write_text(
        text.replace(
            "\n    record_count,\n", "\n    record_count + first_name::int as record_count,\n"
        )
    )
    write_csv(tmp_path / "records.csv", [{"record_id": "1", "First_Name": "Zzyzx"}])
    (tmp_path / "people.csv").write_text("the old result")
    files = [str(tmp_path / "records.csv"), "--out", str(tmp_path / "people.csv")]
    call = match(tmp_path, *files, cwd=project)
    assert call.result.returncode == 1
    said = call.result.stdout + call.result.stderr
    assert "Matching failed in delivered_identities (Conversion Error)" in said
    assert "Zzyzx" not in said
    assert call.read("people.csv") == b"the old result"
    assert {path.name for path in tmp_path.iterdir()} == {
        "records.csv",
        "people.csv",
        "project",
        "temporary",
    }
    assert scratch_left(tmp_path) == []


def test_a_call_that_is_ended_leaves_nothing(tmp_path: Path):
    write_csv(tmp_path / "records.csv", rows(list(RECORDS)))
    (tmp_path / "people.csv").write_text("the old result")
    process = subprocess.Popen(
        command("records.csv", "--out", "people.csv"),
        cwd=tmp_path,
        env=environment(tmp_path),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    for line in process.stderr:
        if "starting dbt" in line:
            assert len(scratch_left(tmp_path)) == 1
            process.send_signal(signal.SIGTERM)
    assert process.wait() == 128 + signal.SIGTERM
    process.stderr.close()
    assert (tmp_path / "people.csv").read_text() == "the old result"
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "people.csv",
        "records.csv",
        "temporary",
    ]
    assert scratch_left(tmp_path) == []


def test_the_documentation_names_every_column():
    page = (PROJECT / "docs/matching.md").read_text()
    assert [name for name in COLUMNS if f"`{name}`" not in page] == []
