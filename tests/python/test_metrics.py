"""The metrics of the semantic layer: valid, marked as not for release, and equal to the marts."""

import csv
import json
import subprocess
import sys
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from conftest import PROJECT, Build

MF = Path(sys.executable).with_name("mf")
COHORT = ("outcome_event__credential", "outcome_event__school_year")
# Each metric, and the column of credential_outcomes that it must equal.
OF_A_COHORT = {
    "second_quarter_coverage": "second_quarter_percent_covered",
    "second_quarter_employment_rate": "second_quarter_percent_employed",
    "second_quarter_employment_rate_of_observed": "second_quarter_percent_employed_of_observed",
    "second_quarter_median_wages": "second_quarter_median_wages",
    "second_quarter_median_real_wages": "second_quarter_median_real_wages",
    "fourth_quarter_coverage": "fourth_quarter_percent_covered",
    "fourth_quarter_employment_rate": "fourth_quarter_percent_employed",
    "fourth_quarter_employment_rate_of_observed": "fourth_quarter_percent_employed_of_observed",
    "fourth_quarter_median_wages": "fourth_quarter_median_wages",
    "fourth_quarter_median_real_wages": "fourth_quarter_median_real_wages",
}
# Computed otherwise than the metrics are: the pass rate as a mean over persons and credentials.
BY_TYPE = """
    with awards as (
        select credential_type, count(*) filter (not is_revoked and not is_renewal) as awards,
            count(distinct person_id) filter (not is_revoked and not is_renewal) as persons_earned
        from marts.fct_credential_award inner join marts.dim_credential using (credential_code)
        group by all
    ),
    first_tries as (
        select credential_type, person_id, credential_code,
            arg_min(is_passed, attempt_number_of_person) as passed
        from marts.fct_credential_attempt inner join marts.dim_credential using (credential_code)
        group by all
    ),
    rates as (
        select credential_type, avg(passed::integer) as first_attempt_pass_rate
        from first_tries group by all
    )
    select credential_type, awards, persons_earned, first_attempt_pass_rate
    from awards full join rates using (credential_type)
"""


@pytest.fixture(scope="module")
def asked(sample: Build, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A copy of the sample: `mf` holds the file for as long as it asks."""
    return sample.copied_to(tmp_path_factory.mktemp("asked"))


@pytest.fixture(scope="module")
def metrics_folder(sample: Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project folder for `mf`, which reads target/ there and nowhere else."""
    folder = tmp_path_factory.mktemp("metrics")
    for name in ("dbt_project.yml", "profiles.yml"):
        (folder / name).symlink_to(PROJECT / name)
    (folder / "target").symlink_to(sample.target)
    return folder


def mf(build: Build, folder: Path, *arguments: str) -> str:
    """Run `mf` on a built warehouse; return what it prints, fail with it."""
    result = subprocess.run(
        [str(MF), *arguments],
        cwd=PROJECT,
        env=build.environment
        | {"DBT_PROJECT_DIR": str(folder), "DBT_PROFILES_DIR": str(folder), "DO_NOT_TRACK": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    output = result.stdout + result.stderr
    assert result.returncode == 0 and "ERROR:" not in output, output[-3000:]
    return output


def queried(
    build: Build, folder: Path, metrics: list[str], by: tuple[str, ...]
) -> dict[tuple[str, ...], list[Decimal | None]]:
    """Ask for metrics; return their values by the names of the groups."""
    out = folder / "answer.csv"
    mf(
        build,
        folder,
        "query",
        "--metrics",
        ",".join(metrics),
        "--group-by",
        ",".join(by),
        "--csv",
        str(out),
    )
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        tuple(row[name] for name in by): [Decimal(row[m]) if row[m] else None for m in metrics]
        for row in rows
    }


def test_metrics_are_valid_against_the_warehouse(asked: Build, metrics_folder: Path):
    output = mf(asked, metrics_folder, "validate-configs")
    assert "Successfully validated metrics against data warehouse (ERRORS: 0" in output


def test_every_metric_is_documented_and_says_that_it_is_not_for_release(sample: Build):
    manifest = json.loads((sample.target / "manifest.json").read_text())
    documented = (PROJECT / "docs" / "measures.md").read_text()
    metrics = list(manifest["metrics"].values())
    assert metrics
    for metric in metrics:
        assert metric["config"]["meta"] == {"is_for_release": False}, metric["name"]
        assert metric["label"].endswith("(not for release)"), metric["name"]
        assert "not for release." in metric["description"], metric["name"]
        assert f"`{metric['name']}`" in documented, f"{metric['name']} isn't in docs/measures.md"


def test_metrics_of_cohorts_equal_the_mart(asked: Build, metrics_folder: Path):
    found = queried(asked, metrics_folder, list(OF_A_COHORT), COHORT)
    with asked.open() as connection:
        rows = connection.execute(
            "select credential_code, school_year::varchar, "
            + ", ".join(OF_A_COHORT.values())
            + " from marts.credential_outcomes"
        ).fetchall()
    expected = {(code, year): list(figures) for code, year, *figures in rows}
    shown = {
        group: [
            None if value is None else rounded(value, metric)
            for metric, value in zip(OF_A_COHORT, values, strict=True)
        ]
        for group, values in found.items()
    }
    assert shown == expected


def test_metrics_of_credentials_equal_a_plain_computation(asked: Build, metrics_folder: Path):
    metrics = ["awards", "persons_earned", "first_attempt_pass_rate"]
    found = queried(asked, metrics_folder, metrics, ("credential__credential_type",))
    with asked.open() as connection:
        rows = connection.execute(BY_TYPE).fetchall()
    assert {group: values for (group,), values in found.items()} == {
        name: [awards, persons, None if rate is None else pytest.approx(Decimal(rate))]
        for name, awards, persons, rate in rows
    }


def rounded(value: Decimal, metric: str) -> Decimal:
    """Round a metric as the mart does: money to cents, a rate to a tenth of a percent."""
    if metric.endswith("wages"):
        return value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return (100 * value).quantize(Decimal("0.1"), ROUND_HALF_UP)
