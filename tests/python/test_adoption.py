"""What docs/add-a-source.md promises, done as it says, on deliveries as untidy as real ones.

One build: a new vendor is staged, an agency adds a field of its own, another has sent nothing yet,
a manifest is missing, and work is known that wage records can't see. All that can go on must.
"""

import csv
import hashlib
import shutil
from pathlib import Path

import duckdb
import pytest

from conftest import NOT_UNITS, PROJECT, Build, simulated
from warehouse.admission.check import check_files
from warehouse.admission.contracts import read_contracts
from warehouse.publication.versions import Reader, reader_file
from warehouse.publish import attached_warehouse, write_version

VENDOR = "nccer"
CANDIDATE = "NCCER-000017"
ASKED_QUARTER = "2024Q1"

PAGE = (PROJECT / "docs" / "add-a-source.md").read_text()


def shown(language: str) -> list[str]:
    """Return the files in a language that the page shows, in its order."""
    return [block.split("```")[0] for block in PAGE.split(f"```{language}\n")[1:]]


def shown_line(beginning: str) -> str:
    """Return the one line that the page shows, indented, with a beginning."""
    (line,) = [line.strip() for line in PAGE.splitlines() if line.startswith(f"      {beginning}")]
    return line


def write_delivery(
    extracts: Path, agency: str, file: str, rows: list[dict[str, str]], **layout: str
) -> None:
    """Write one file and its manifest line, replacing the line that it had."""
    path = extracts / agency / file
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding=layout.get("encoding", "utf-8")) as stream:
        writer = csv.DictWriter(
            stream, list(rows[0]), delimiter=layout.get("delimiter", ","), lineterminator="\n"
        )
        writer.writeheader()
        writer.writerows(rows)
    manifest = extracts / agency / "manifest.csv"
    entries = read_rows(manifest)
    entry = next((entry for entry in entries if entry["file"] == file), None)
    if entry is None:
        extract, period = file.removesuffix(".csv").split("/")
        entry = dict.fromkeys(entries[0], "") | {"file": file, "extract": extract}
        entry |= {"period": period, "delivered_on": "2026-01-31", "schema_version": "1"}
        entries.append(entry)
    entry["rows"] = str(len(rows))
    entry["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    with manifest.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(entry), lineterminator="\n")
        writer.writeheader()
        writer.writerows(entries)


def read_rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter))


def add_vendor(project: Path, extracts: Path) -> None:
    """Do what docs/add-a-source.md shows: a folder, its contract, a model, lists and codes."""
    folder = project / "models" / "staging" / VENDOR
    folder.mkdir()
    sources, models = shown("yaml")
    (model,) = shown("sql")
    (folder / "_sources.yml").write_text(sources)
    (folder / "_models.yml").write_text(models)
    (folder / f"stg_credentialing__{VENDOR}.sql").write_text(model)
    settings = project / "dbt_project.yml"
    listed = "      - stg_credentialing__comptia\n"
    name = shown_line(f"- stg_credentialing__{VENDOR}")
    settings.write_text(settings.read_text().replace(listed, f"{listed}      {name}\n"))
    for seed, line in (
        ("crosswalks/code_crosswalk", shown_line(f"{VENDOR},result,")),
        ("council/collection_calendar", shown_line(f"credentialing,{VENDOR},")),
    ):
        with (project / "seeds" / f"{seed}.csv").open("a") as stream:
            stream.write(f"{line}\n")
    crosswalk = next((extracts / "council/credential_code_crosswalk").glob("*.csv"))
    codes = read_rows(crosswalk)
    codes.append({"source": VENDOR, "source_credential_code": "W1", "credential_code": "mos_word"})
    write_delivery(extracts, "council", f"credential_code_crosswalk/{crosswalk.name}", codes)
    result = {"NCCER No": CANDIDATE, "Family Name": "Grünwald-Ibáñez", "Given Name": "Zoë"}
    result |= {"Born": "03.11.2001", "Module": "W1", "Tested": "14.02.2025"}
    result |= {"Result": "Passed", "Shop": "Hall 3"}
    layout = {"delimiter": ";", "encoding": "windows-1252"}
    write_delivery(extracts, "credentialing", f"{VENDOR}/2025.csv", [result], **layout)


def answer_elsewhere(extracts: Path) -> None:
    """Deliver what other systems know of some who were paid in a quarter; of half, nothing."""
    paid = read_rows(extracts / "labor/wage_records" / f"{ASKED_QUARTER}.csv")
    people = {row["ssn"]: row for row in paid}
    answers = [
        {name: people[ssn][name] for name in ("ssn", "last_name", "first_name", "year", "quarter")}
        | {"federal_employee": "N", "armed_forces": "Y", "self_employed": "", "out_of_state": "Y"}
        for ssn in sorted(people)[::2]
    ]
    write_delivery(extracts, "labor", f"work_elsewhere/{ASKED_QUARTER}.csv", answers)


@pytest.fixture(scope="module")
def adopted(tmp_path_factory: pytest.TempPathFactory) -> Build:
    folder = tmp_path_factory.mktemp("adopted")
    project = folder / "project"
    for name in ("models", "macros", "seeds", "tests", "analyses", "warehouse"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(PROJECT / name, project / name, ignore=ignored)
    for name in ("dbt_project.yml", "profiles.yml"):
        shutil.copy(PROJECT / name, project / name)
    build = simulated(folder, 150, "none")
    add_vendor(project, build.extracts)
    # One entity has sent nothing yet, one sends a column of its own, one agency no manifest.
    shutil.rmtree(build.extracts / "credentialing/national_restaurant_association")
    manifest = build.extracts / "credentialing/manifest.csv"
    kept = [line for line in manifest.read_text().splitlines() if "restaurant" not in line]
    manifest.write_text("\n".join(kept) + "\n")
    file = "automotive_service_excellence/2022.csv"
    rows = read_rows(build.extracts / "credentialing" / file, "\t")
    rows = [{"campus": "North"} | row for row in rows]
    write_delivery(build.extracts, "credentialing", file, rows, delimiter="\t")
    (build.extracts / "motor_vehicles/manifest.csv").unlink()
    answer_elsewhere(build.extracts)
    return Build(folder, build.extracts, build.truth, project).build(*NOT_UNITS)


def test_a_new_vendor_reaches_the_marts_and_the_reconciliation(adopted: Build):
    with adopted.open() as connection:
        awards = connection.execute(
            "select credential_code, earned_on::varchar, source_of_record, extensions['Shop']"
            " from marts.fct_credential_award where source_of_record = ?",
            [VENDOR],
        ).fetchall()
        names = connection.execute(
            "select identity.last_name, identity.first_name from staging.stg_credentialing__nccer"
        ).fetchall()
        counted = connection.execute(
            "select rows_delivered, rows_staged from quality.file_reconciliation"
            " where file_name = 'credentialing/nccer/2025.csv'"
        ).fetchall()
        owed = connection.execute(
            "select period, delivery_missing, delivery_late from intermediate.checked_calendar"
            " where extract = ?",
            [VENDOR],
        ).fetchall()
    assert owed == [("2025", False, False)]
    assert awards == [("mos_word", "2025-02-14", VENDOR, "Hall 3")]
    assert names == [("Grünwald-Ibáñez", "Zoë")]
    assert counted == [(1, 1)]


def test_an_added_column_reaches_the_event_with_no_model_edited(adopted: Build):
    with adopted.open() as connection:
        attempts = connection.execute(
            "select distinct extensions['campus'] from marts.fct_credential_attempt"
            " where source_of_record = 'automotive_service_excellence'"
            " and year(attempted_on) = 2022"
        ).fetchall()
    assert attempts == [("North",)]


def test_an_added_column_is_published_only_if_the_council_asked_for_it(
    adopted: Build, tmp_path: Path
):
    """What this state lacks on purpose shuts the gate; its files are written all the same."""
    with attached_warehouse(adopted.warehouse_file, patience=0) as connection:
        connection.execute("use memory")
        write_version(connection, tmp_path, None)
    file = reader_file(tmp_path, Reader.INTERNAL)
    with duckdb.connect(str(file), read_only=True) as connection:
        published = connection.execute(
            "select distinct unnest(map_keys(extensions)) from marts.fct_credential_attempt"
        ).fetchall()
    assert published == []


def test_what_is_missing_is_told_and_stops_nothing_else(adopted: Build):
    with adopted.open() as connection:
        cards = connection.execute(
            "select distinct status, reasons[1], message from quality.deliveries"
            " where agency = 'motor_vehicles'"
        ).fetchall()
        restaurant = connection.execute(
            "select count(*) from staging.stg_credentialing__national_restaurant_association"
        ).fetchall()
        wages = connection.execute("select count(*) > 0 from marts.fct_wage").fetchall()
    assert [card[:2] for card in cards] == [("refused", "FILE_NOT_IN_MANIFEST")]
    assert "manifest.csv" in cards[0][2]
    assert restaurant == [(0,)]
    assert wages == [(True,)]


def test_work_that_wage_records_cannot_see_reaches_the_outcomes_of_those_asked_about(
    adopted: Build,
):
    with adopted.open() as connection:
        rows = connection.execute(
            """
            select distinct
                followed.person_id in (
                    select person_id from staging.stg_labor__work_elsewhere
                    inner join identity.tuple_persons using (identity_tuple_id)
                ) and followed.calendar_quarter is not distinct from ? as is_asked,
                followed.is_federal_employee, followed.is_in_armed_forces,
                followed.is_self_employed, followed.is_employed_out_of_state
            from marts.fct_outcome_quarter as followed
            """,
            [ASKED_QUARTER],
        ).fetchall()
        apart = connection.execute(
            """
            select count(*) from staging.stg_labor__work_elsewhere as asked
            inner join staging.stg_labor__wage_records as paid
                on asked.ssn = paid.ssn and asked.last_name = paid.last_name
            inner join identity.tuple_persons as a
                on asked.identity_tuple_id = a.identity_tuple_id
            inner join identity.tuple_persons as b on paid.identity_tuple_id = b.identity_tuple_id
            where a.person_id <> b.person_id
            """
        ).fetchall()
    assert sorted(rows) == [(False, None, None, None, None), (True, False, True, None, True)]
    assert apart == [(0,)]


def test_the_vendor_can_check_its_file_before_it_sends(adopted: Build):
    file = adopted.extracts / "credentialing" / VENDOR / "2025.csv"
    (report,) = check_files([file], adopted.extracts, None, read_contracts(adopted.project))
    assert (report.contract_label, report.is_clean) == (f"credentialing.{VENDOR}", True)
