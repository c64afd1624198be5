"""A number in a criteria seed changes classes, scorecards and findings, and never the List."""

import csv
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import NOT_UNITS, PROJECT, Build

FOLDERS = ("analyses", "macros", "models", "seeds", "tests/generic", "warehouse", "expectations")
# What follows from the seeds alone: no delivery is landed again, and nobody matched anew.
COUNCIL = ("--select", "path:seeds/council", "path:models/council")
APPROVED = "select * from marts.dim_credential_list_status order by all"
IS_WHOLE = "select is_complete from build_state"
LIST_YEAR = 2026


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, of which a test may change the seeds."""
    folder = tmp_path_factory.mktemp("criteria") / "project"
    for name in FOLDERS:
        shutil.copytree(PROJECT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("dbt_project.yml", "profiles.yml"):
        shutil.copy(PROJECT / name, folder / name)
    return folder


@pytest.fixture()
def rebuilt(
    clean_state: Build, project: Path, tmp_path: Path
) -> Callable[[str, dict[str, str], dict[str, str]], Build]:
    """Change one line of a seed and build what follows, on a copy of a built warehouse."""

    def change_and_build(seed: str, line: dict[str, str], changed: dict[str, str]) -> Build:
        build = replace(clean_state.copied_to(tmp_path), project=project)
        path = project / "seeds" / "council" / f"{seed}.csv"
        before = path.read_text(encoding="utf-8")
        change_line(path, line, changed)
        try:
            return build.build(*COUNCIL, *NOT_UNITS)
        finally:
            path.write_text(before, encoding="utf-8")

    return change_and_build


def change_line(path: Path, line: dict[str, str], changed: dict[str, str]) -> None:
    """Change the one line of a seed that has all values of `line`."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    (found,) = [row for row in rows if line.items() <= row.items()]
    assert changed.keys() <= found.keys() and not changed.items() <= found.items()
    found.update(changed)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(found), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def asked(build: Build, query: str) -> list[tuple]:
    with build.open() as connection:
        return connection.execute(query).fetchall()


def of_credential(table: str, columns: str, credential: str) -> str:
    return (
        f"select {columns} from council.{table}"
        f" where list_year = {LIST_YEAR} and credential_code = '{credential}' order by all"
    )


def test_a_wage_threshold_changes_class_scorecard_and_finding(clean_state: Build, rebuilt):
    """Nursing assistants earn 82 % of the median: enough for 80 %, too little for all of it."""
    classes = (
        "select distinct wage_class, is_priority from council.priority_occupations"
        f" where priority_year = {LIST_YEAR} and occupation_code = '31-1131'"
        " and region_id = 'statewide'"
    )
    points = of_credential("credential_scorecards", "points", "state_registered_nurse_aide")
    grounds = of_credential("list_findings", "finding", "state_registered_nurse_aide")
    flag = of_credential(
        "checked_listed_credentials", "listed_without_grounds", "state_registered_nurse_aide"
    )
    assert asked(clean_state, classes) == [("middle", True)]
    assert asked(clean_state, grounds) == []
    assert asked(clean_state, flag) == [(False,)]

    build = rebuilt(
        "priority_criteria",
        {"method_name": "council_default", "criterion": "median_80"},
        {"factor": "1"},
    )

    assert asked(build, classes) == [("low", False)]
    assert asked(clean_state, points)[0][0] - asked(build, points)[0][0] == 20
    assert asked(build, grounds) == [("not_recommended",), ("without_priority_occupation",)]
    assert asked(build, flag) == [(True,)]
    assert asked(build, APPROVED) == asked(clean_state, APPROVED)
    assert asked(build, IS_WHOLE) == [(True,)]


def test_a_threshold_of_demand_changes_evidence_scorecard_and_recommendation(
    clean_state: Build, rebuilt
):
    """Of the postings for user support some 31 % ask for A+: over a quarter, under two fifths."""
    step = (
        "select points, threshold, outcome from council.credential_evidence where list_year ="
        f" {LIST_YEAR} and credential_code = 'comptia_a_plus' and criterion = 'job_postings'"
    )
    points = of_credential("credential_scorecards", "points", "comptia_a_plus")
    assert [(int(a), float(b), c) for a, b, c in asked(clean_state, step)] == [(12, 0.25, "met")]

    build = rebuilt(
        "credential_criteria",
        {"criteria_set": "council", "criterion": "job_postings", "threshold": "0.25"},
        {"threshold": "0.40"},
    )

    assert [(int(a), float(b), c) for a, b, c in asked(build, step)] == [(8, 0.1, "met")]
    assert asked(clean_state, points)[0][0] - asked(build, points)[0][0] == 4
    assert asked(build, APPROVED) == asked(clean_state, APPROVED)


def test_another_set_of_criteria_is_a_var_away(clean_state: Build, tmp_path: Path):
    """Texas asks for two of three marks and no priority, which every credential here has."""
    recommended = (
        "select credential_code from council.list_recommendations"
        f" where list_year = {LIST_YEAR} and is_recommended is false"
    )
    build = clean_state.copied_to(tmp_path)
    given = "{list_criteria: texas_74_1003, as_of_date: 2026-06-30}"
    build.build(*COUNCIL, *NOT_UNITS, "--vars", given)
    assert asked(build, recommended) == []
    assert len(asked(clean_state, recommended)) > 5
    assert asked(build, APPROVED) == asked(clean_state, APPROVED)
    # It is no recommendation of the Council's, so nobody may publish it for one.
    assert asked(build, IS_WHOLE) == [(False,)]
