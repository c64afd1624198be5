"""What both matchers are given: one set of records, what ours made of it, and the truth."""

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from measured_process import MeasuredRun, run_measured
from splink_records import write_records
from warehouse.admission.values import quoted
from warehouse.errors import WarehouseError
from warehouse.evaluation.slices import DEMOGRAPHIC_COLUMNS

PROJECT = Path(__file__).parents[1]
ENVIRONMENT = {
    "PYTHONPATH": str(PROJECT),
    "PYTHONHASHSEED": "0",
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "DO_NOT_TRACK": "1",
}
FIRST_YEAR, LAST_YEAR = 2016, 2025


@dataclass(frozen=True)
class ComparedSet:
    """Files of one set of records.

    A record is what is counted; an identity is what both matchers match, records that say the same.
    """

    title: str
    folder: Path

    @property
    def identities(self) -> Path:
        """Distinct identities, as Splink is given them."""
        return self.folder / "identities.parquet"

    @property
    def truth(self) -> Path:
        """record_id, person, identity, what can be connected, slices."""
        return self.folder / "truth.parquet"

    @property
    def people(self) -> Path:
        """record_id and person_id, by our index."""
        return self.folder / "people.parquet"

    @property
    def model(self) -> Path:
        """Splink's trained model."""
        return self.folder / "model.json"

    def duplicate_free_sources(self) -> list[str]:
        """Return the sources that describe no person twice, by the truth; a gift to Splink."""
        with duckdb.connect() as connection:
            rows = connection.execute(
                """
                select source
                from (
                    select identities.source, truth.person, count(distinct truth.identity) as n
                    from read_parquet(?) as truth
                    inner join read_parquet(?) as identities
                        on truth.identity = identities.record_id
                    group by all
                )
                group by source
                -- Splink makes a column of the name.
                having max(n) = 1 and regexp_full_match(source, '[a-z_][a-z0-9_]*')
                order by source
                """,
                [str(self.truth), str(self.identities)],
            ).fetchall()
        return [source for (source,) in rows]


def simulated_set(
    learners: int, noise: str, seed: int, folder: Path, say: Callable[[str], None]
) -> ComparedSet:
    """Simulate a state, build its warehouse as far as the persons, and take both apart."""
    folder.mkdir(parents=True)
    compared = ComparedSet(f"{learners:,} simulated learners, {noise} noise", folder)
    extracts, truth, state = folder / "extracts", folder / "extracts_truth", folder / "state"
    say(f"simulating {learners:,} learners, {noise} noise")
    command = ["simulate", "--learners", learners, "--from", FIRST_YEAR, "--to", LAST_YEAR]
    run_warehouse([*command, "--seed", seed, "--noise", noise, "--out", extracts, "--truth", truth])
    say("building as far as identity.tuple_persons")
    state.mkdir()
    warehouse_file = folder / "warehouse.duckdb"
    command = [sys.executable, "-m", "dbt.cli.main", "build", "--select", "+tuple_persons"]
    command += ["--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"]
    run_measured(
        [*command, "--target-path", folder / "target", "--log-path", folder / "logs"],
        PROJECT,
        ENVIRONMENT
        | {
            "WAREHOUSE_EXTRACTS": str(extracts),
            "WAREHOUSE_STATE": str(state),
            "WAREHOUSE_FILE": str(warehouse_file),
        },
    )
    write_records(warehouse_file, compared.identities)
    with duckdb.connect(str(warehouse_file), read_only=True) as connection:
        models = connection.execute(
            "select distinct table_name from information_schema.columns"
            " where table_schema = 'staging' and column_name = 'identity_tuple_id' order by 1"
        ).fetchall()
        staged = " union all ".join(
            f'select file_name, line_number, identity_tuple_id from staging."{name}"'
            " where is_accepted"
            for (name,) in models
        )
        slices = ", ".join(f"people.{name}" for name in DEMOGRAPHIC_COLUMNS)
        connection.execute(
            f"""
            copy (
                select
                    staged.file_name || ':' || staged.line_number as record_id,
                    truth_rows.person, truth_rows.connected_group,
                    staged.identity_tuple_id as identity, {slices}
                from ({staged}) as staged
                inner join read_parquet({quoted(str(truth / "rows.parquet"))}) as truth_rows
                    using (file_name, line_number)
                left join read_parquet({quoted(str(truth / "people.parquet"))}) as people
                    on truth_rows.person = people.person
                where truth_rows.person is not null
            ) to {quoted(str(compared.truth))} (format parquet)
            """
        )
        connection.execute(
            f"""
            copy (
                select truth.record_id, persons.person_id
                from read_parquet({quoted(str(compared.truth))}) as truth
                inner join identity.tuple_persons as persons
                    on truth.identity = persons.identity_tuple_id
            ) to {quoted(str(compared.people))} (format parquet)
            """
        )
    shutil.rmtree(extracts)
    return compared


def outside_set(outside: Path, folder: Path) -> tuple[ComparedSet, MeasuredRun]:
    """Match a folder of outside records with `warehouse match`, measured, and take it apart.

    Raises
    ------
    WarehouseError
        The folder lacks records.parquet or truth.parquet, or matching failed.
    """
    for file in (outside / "records.parquet", outside / "truth.parquet"):
        if not file.is_file():
            raise WarehouseError(
                f"There is no {file}; `python benchmarks/outside_records.py --out {outside}` writes"
                " records and their truth."
            )
    folder.mkdir(parents=True)
    compared = ComparedSet(outside.name, folder)
    kept = folder / "kept"
    run = run_warehouse(
        ["match", outside / "records.parquet", "--out", compared.people, "--keep", kept]
    )
    warehouse_file = kept / "warehouse.duckdb"
    write_records(warehouse_file, compared.identities)
    with duckdb.connect(str(warehouse_file), read_only=True) as connection:
        connection.execute(
            f"""
            copy (
                select truth.*, records.identity_tuple_id as identity
                from read_parquet({quoted(str(outside / "truth.parquet"))}) as truth
                inner join staging.stg_outside__records as records using (record_id)
            ) to {quoted(str(compared.truth))} (format parquet)
            """
        )
    warehouse_file.unlink()
    return compared, run


@dataclass(frozen=True)
class LayerSeconds:
    """What dbt says of the models of the identity layer.

    by_the_clock is the time in which any of them ran, so that models that ran side by side count
    once, and waiting for models of other layers does not; summed is the sum of their execution
    times.
    """

    by_the_clock: float
    summed: float


def identity_seconds(scratch: Path) -> LayerSeconds:
    """Read the times of the identity models of a `warehouse match --keep SCRATCH`."""
    target = scratch / "target"
    nodes = json.loads((target / "manifest.json").read_text("utf-8"))["nodes"]
    results = json.loads((target / "run_results.json").read_text("utf-8"))["results"]
    layer = [
        result
        for result in results
        if nodes[result["unique_id"]]["resource_type"] == "model"
        and "identity" in nodes[result["unique_id"]]["fqn"]
    ]
    spans = []
    for result in layer:
        moments = [
            datetime.fromisoformat(step[end])
            for step in result["timing"]
            for end in ("started_at", "completed_at")
        ]
        spans.append((min(moments).timestamp(), max(moments).timestamp()))
    seconds, reached = 0.0, 0.0
    for began, ended in sorted(spans):
        seconds += max(ended - max(began, reached), 0.0)
        reached = max(reached, ended)
    return LayerSeconds(
        seconds,
        sum(result["execution_time"] for result in layer),
    )


def run_warehouse(arguments: list[object]) -> MeasuredRun:
    """Run the `warehouse` command of this checkout, measured."""
    words = [str(argument) for argument in arguments]
    return run_measured([sys.executable, "-m", "warehouse.cli", *words], PROJECT, ENVIRONMENT)
