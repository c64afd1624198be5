"""People planted by hand, through three builds: who is one, who is two, and who keeps which id."""

import csv
import hashlib
import random
from datetime import date
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from conftest import Build

STUDENTS = "k12/students/2017.csv"
CARDS = "motor_vehicles/cards/2017.csv"
WAGES = "labor/wage_records/2017Q1.csv"
EXAMS = "credentialing/comptia/2017.csv"


def student(number: str, last: str, first: str, born: str, school: str = "S1") -> dict[str, str]:
    return {
        "state_student_id": number,
        "school_year": "2017",
        "district_code": "D1",
        "school_code": school,
        "last_name": last,
        "first_name": first,
        "birth_date": born,
        "grade_level_code": "11",
        "zip": "99001",
        "entry_date": "2016-08-20",
        "exit_date": "2017-06-01",
    }


def card(number: str, ssn: str, last: str, first: str, born: str) -> dict[str, str]:
    """Describe a card; dates are written month, day, year."""
    return {
        "card_number": number,
        "ssn": ssn,
        "last_name": last,
        "first_name": first,
        "birth_date": born,
        "street": "1 OAK ST",
        "zip": "99001",
        "issued_on": "02012017",
    }


def wage(ssn: str, last: str, first: str, account: str = "1000001") -> dict[str, str]:
    return {
        "ssn": ssn,
        "last_name": last,
        "first_name": first,
        "employer_account": account,
        "year": "2017",
        "quarter": "1",
        "record_type_code": "O",
        "wages": "1000.00",
    }


def exam(candidate: str, last: str, first: str, born: str, email: str = "") -> dict[str, str]:
    return {
        "Candidate ID": candidate,
        "First Name": first,
        "Last Name": last,
        "DOB": born,
        "Email": email,
        "Exam Code": "220-1101",
        "Exam Date": "2017-03-01",
        "Result": "Pass",
    }


# Who is one by a record of the second build only, and who was one until then.
JAMES = ("k12 5", "comptia C4 Jones James")
MARY = ("k12 8", "comptia C8 Smith Mary")

DELIVERIES: dict[str, list[dict[str, str]]] = {
    STUDENTS: [
        student("1", "Clay", "Adam", "2000-08-08"),
        student("2", "Clay", "Ben", "2000-08-08"),
        # Two students of one name and birth date, side by side.
        student("3", "Reed", "Eva", "2000-03-03"),
        student("4", "Reed", "Eva", "2000-03-03", "S2"),
        student("5", "Jones", "James", "2000-05-05"),
        student("6", "Lund", "Ola", "2000-06-06"),
        student("8", "Smith", "Mary", "2000-10-10"),
    ],
    CARDS: [
        card("F", "512340001", "MOORE", "JOHN", "09091969"),
        card("G", "512340002", "MOORE", "JOHN", "09091999"),
        card("R", "512340003", "GAST", "ROSA", "06301995"),
        card("M", "512340004", "STONE", "MIA", "07071995"),
        card("M", "512340004", "BROOK", "MIA", "07071995"),
    ],
    WAGES: [
        wage("512340001", "MOORE", "JOHN"),
        wage("512340002", "MOORE", "J"),
        wage("512340003", "GAST", "ROSA"),
        wage("512340003", "ZIMMER", "KARL", "1000002"),
        wage("512340004", "BROOK", "MIA"),
    ],
    EXAMS: [
        exam("C1", "Clay", "Adam", "2000-08-08"),
        exam("C2", "Clay", "Ben", "2000-08-08"),
        exam("C3", "Reed", "Eva", "2000-03-03"),
        exam("C4", "Jones", "James", "", "james@example.com"),
        # Only the second of these ties the first to the student.
        exam("C8", "Smith", "Mary", "", "mary@example.com"),
        exam("C8", "Smith", "Mary", "2000-10-10"),
    ],
}


def deliver(build: Build, deliveries: dict[str, list[dict[str, str]]]) -> None:
    """Write the files of all agencies, each agency with its manifest."""
    manifests: dict[str, list[dict[str, object]]] = {}
    for file_name, rows in deliveries.items():
        agency, extract, name = file_name.split("/")
        path = build.extracts / file_name
        write(path, rows)
        manifests.setdefault(agency, []).append(
            {
                "file": f"{extract}/{name}",
                "extract": extract,
                "period": path.stem,
                "delivered_on": f"{path.stem[:4]}-08-01",
                "rows": len(rows),
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
                "schema_version": 1,
                "attested_by": "A. Clerk",
                "attested_on": "2017-08-01",
            }
        )
    for agency, entries in manifests.items():
        write(build.extracts / agency / "manifest.csv", entries)


def write(path: Path, rows: list[dict]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def people(build: Build) -> dict[str, str]:
    """Build as far as the persons, and give each row's person by a name that survives changes."""
    build.build(
        *("--select", "+persons", "+person_resolutions", "+employer_accounts"),
        *("--exclude-resource-type", "test", "unit_test"),
    )
    with build.open() as connection:
        return dict(
            connection.execute(
                """
                with named as (
                    select
                        concat_ws(' ', identity.id_space, identity.native_id, identity.ssn,
                            case when identity.id_space <> 'k12' then identity.last_name end,
                            case when identity.birth_date is null
                                then identity.first_name end) as name,
                        identity_tuple_id
                    from (
                        select identity, identity_tuple_id, is_accepted
                        from staging.stg_k12__students
                        union all by name
                        select identity, identity_tuple_id, is_accepted
                        from staging.stg_motor_vehicles__cards
                        union all by name
                        select identity, identity_tuple_id, is_accepted
                        from staging.stg_labor__wage_records
                        union all by name
                        select identity, identity_tuple_id, is_accepted
                        from staging.stg_credentialing__comptia
                    )
                    where is_accepted
                )
                select name, person_id from named inner join identity.tuple_persons
                using (identity_tuple_id)
                """
            ).fetchall()
        )


class Planted(NamedTuple):
    """Three builds over one registry: persons by each, and the warehouse after the last."""

    builds: list[dict[str, str]]
    warehouse: Build


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    """Build three times: as delivered; changed; with the change that merged undone."""
    folder = tmp_path_factory.mktemp("people")
    build = Build(folder, folder / "extracts", folder)
    deliver(build, DELIVERIES)
    first = people(build)

    # Every row in another place, the one record of a person corrected, a stranger, a record that
    # shows two persons to be one, and none any more of what held two others together.
    chance = random.Random(1)
    changed = {name: chance.sample(rows, len(rows)) for name, rows in DELIVERIES.items()}
    lone = next(row for row in changed[STUDENTS] if row["state_student_id"] == "6")
    changed[STUDENTS][changed[STUDENTS].index(lone)] = lone | {
        "first_name": "Olav",
        "birth_date": "2000-06-16",
    }
    changed[STUDENTS].append(student("7", "Nowak", "Zoe", "2000-09-19"))
    changed[EXAMS].remove(exam("C8", "Smith", "Mary", "2000-10-10"))
    bridged = dict(changed)
    bridged["credentialing/comptia/2018.csv"] = [exam("C4", "Jones", "James", "2000-05-05")]
    deliver(build, bridged)
    second = people(build)

    # What a run that was cut short would leave behind.
    with duckdb.connect(str(build.state / "registry.duckdb")) as registry:
        registry.execute("insert into person_events values ('merge', 'PX', 'PY', 3, 'x', null)")
    (build.extracts / "credentialing/comptia/2018.csv").unlink()
    deliver(build, changed)
    return Planted([first, second, people(build)], build)


@pytest.fixture(scope="module")
def builds(planted: Planted) -> list[dict[str, str]]:
    """Persons by three builds."""
    return planted.builds


def test_who_is_one_and_who_is_two(builds: list[dict[str, str]]):
    names: dict[str, set[str]] = {}
    for name, person_id in builds[0].items():
        names.setdefault(person_id, set()).add(name)
    assert sorted(names.values(), key=min) == sorted(
        [
            {"k12 1", "comptia C1 Clay"},
            {"k12 2", "comptia C2 Clay"},
            {"k12 3"},
            {"k12 4"},
            {"comptia C3 Reed"},
            {"k12 5"},
            {"comptia C4 Jones James"},
            {"k12 6"},
            {"k12 8", "comptia C8 Smith", "comptia C8 Smith Mary"},
            {"motor_vehicles F 512340001 MOORE", "labor 512340001 MOORE JOHN"},
            {"motor_vehicles G 512340002 MOORE", "labor 512340002 MOORE J"},
            {"motor_vehicles R 512340003 GAST", "labor 512340003 GAST ROSA"},
            {"labor 512340003 ZIMMER KARL"},
            {
                "motor_vehicles M 512340004 STONE",
                "motor_vehicles M 512340004 BROOK",
                "labor 512340004 BROOK MIA",
            },
        ],
        key=min,
    )


def test_shuffling_correcting_and_adding_leave_every_other_id(builds: list[dict[str, str]]):
    first, second, _ = builds
    touched = {"k12 5", "comptia C4 Jones James", "k12 8", "comptia C8 Smith Mary"}
    same = first.keys() & second.keys() - touched
    assert {name: second[name] for name in same} == {name: first[name] for name in same}
    new = set(second.values()) - set(first.values())
    assert new == {second["k12 7"], *(second[name] for name in MARY)} - {first["k12 8"]}


def test_a_merge_keeps_one_of_the_ids_and_its_undoing_gives_the_other_back(
    builds: list[dict[str, str]],
):
    first, second, third = builds
    assert first[JAMES[0]] != first[JAMES[1]]
    assert second[JAMES[0]] == second[JAMES[1]] in {first[JAMES[0]], first[JAMES[1]]}
    assert {name: third[name] for name in JAMES} == {name: first[name] for name in JAMES}
    assert third["k12 7"] == second["k12 7"]


def test_a_record_that_held_a_person_together_leaves_two_when_it_is_deleted(
    builds: list[dict[str, str]],
):
    first, second, third = builds
    assert first[MARY[0]] == first[MARY[1]]
    assert second[MARY[0]] != second[MARY[1]]
    assert first[MARY[0]] in {second[MARY[0]], second[MARY[1]]}
    assert {name: third[name] for name in MARY} == {name: second[name] for name in MARY}


def test_merge_split_and_restore_are_events_dated_by_the_deliveries(planted: Planted):
    first, second, _ = planted.builds
    survivor = second[JAMES[0]]
    (retired,) = {first[name] for name in JAMES} - {survivor}
    (split_off,) = {second[name] for name in MARY} - {first[MARY[0]]}
    with duckdb.connect(str(planted.warehouse.state / "registry.duckdb")) as registry:
        events = registry.execute("select * exclude (run_id) from person_events").fetchall()
        runs = registry.execute("select run_number, run_id from person_events").fetchall()
        known = registry.execute("select run_number, run_id from person_registry").fetchall()
    assert sorted(events) == sorted(
        [
            ("merge", retired, survivor, 2, date(2018, 8, 1)),
            ("split", first[MARY[0]], split_off, 2, date(2018, 8, 1)),
            ("restore", retired, survivor, 3, date(2017, 8, 1)),
        ]
    )
    assert set(runs) <= set(known)


def test_an_id_stands_for_its_survivor_in_the_runs_of_the_merge(planted: Planted):
    first, second, _ = planted.builds
    survivor = second[JAMES[0]]
    (retired,) = {first[name] for name in JAMES} - {survivor}
    with planted.warehouse.open() as connection:
        answers = connection.execute(
            "select first_run_number, last_run_number, living_person_id"
            " from identity.person_resolutions where person_id = ? order by all",
            [retired],
        ).fetchall()
        others = connection.execute(
            "select count(*), count(*) filter (where living_person_id <> person_id)"
            " from identity.person_resolutions where person_id <> ?",
            [retired],
        ).fetchall()
    assert answers == [(1, 1, retired), (2, 2, survivor), (3, None, retired)]
    assert others == [(len(set().union(*(b.values() for b in planted.builds))) - 1, 0)]
