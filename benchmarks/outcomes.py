"""What the outcome models take of a large state, and whether that grows with rows alone.

    python benchmarks/outcomes.py --learners 20000 100000
    python benchmarks/outcomes.py --learners 20000 100000 --keep FOLDER

Simulates a state of each size, builds all of it, and then builds the outcome models once more by
themselves: the follow-up of every event and all that is counted from it. With --keep the built
states stay in the folder, and one that is there is not built again. It prints the seconds of the
models' nodes as dbt measures them, the clock's, dbt's start-up included, and the most memory that
dbt and its children held. Rows are those of the follow-up quarters and of the quarters with pay, of
which all else is made. On a machine that others use at the time, compare the sizes with each other
and take the seconds with care.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb

from measured_process import run_measured
from state_in_folder import environment_of, simulate_state

PROJECT = Path(__file__).parents[1]
DBT = Path(sys.executable).with_name("dbt")
FOLDERS = ("models/intermediate/outcomes", "models/marts/outcomes", "models/marts/comparisons")
TABLES = ("marts.fct_outcome_quarter", "marts.fct_employment_quarter")
SHOWN = 12
GIB = 2**30


@dataclass(frozen=True)
class Cost:
    """What the outcome models of one state took, node by node, and the rows they made."""

    learners: int
    rows: int
    node_seconds: dict[str, float]
    elapsed_seconds: float
    cpu_seconds: float
    peak_bytes: int

    @property
    def seconds(self) -> float:
        """Add up the seconds of the nodes, which run two at a time."""
        return sum(self.node_seconds.values())


def build(learners: int, folder: Path) -> None:
    """Simulate and build a state in a folder, without tests."""
    simulate_state(learners, folder)
    untested = ["--exclude-resource-type", "unit_test", "--exclude-resource-type", "test"]
    subprocess.run(
        [str(DBT), "build", "--quiet", *untested],
        cwd=PROJECT,
        env=os.environ | environment_of(folder),
        check=True,
    )


def measure(learners: int, folder: Path) -> Cost:
    """Build the outcome models of a built state again, measured."""
    selected = [f"path:{name}" for name in FOLDERS]
    run = run_measured(
        [DBT, "run", "--quiet", "--select", *selected], PROJECT, environment_of(folder)
    )
    results = json.loads((folder / "target/run_results.json").read_text())["results"]
    return Cost(
        learners,
        rows_made(folder / "warehouse.duckdb"),
        {
            each["unique_id"].split(".")[-1]: each["execution_time"]
            for each in results
            if each["unique_id"].startswith("model.")
        },
        run.seconds,
        run.cpu_seconds,
        run.peak_bytes,
    )


def rows_made(warehouse_file: Path) -> int:
    """Count the rows of the two facts that the others are made of."""
    with duckdb.connect(str(warehouse_file), read_only=True) as connection:
        return sum(
            connection.execute(f"select count(*) from {table}").fetchall()[0][0] for table in TABLES
        )


def main() -> None:
    """Print the cost at each size, and how it grows."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--learners", type=int, nargs="+", default=[20_000, 100_000])
    parser.add_argument("--keep", type=Path, help="folder in which built states stay")
    arguments = parser.parse_args()
    costs = []
    for learners in arguments.learners:
        with tempfile.TemporaryDirectory() as scratch:
            folder = (arguments.keep or Path(scratch)).resolve() / str(learners)
            if not folder.exists():
                folder.mkdir(parents=True)
                build(learners, folder)
            cost = measure(learners, folder)
        costs.append(cost)
        print(
            f"{learners:,} learners: outcome models in {cost.elapsed_seconds:.0f} s, dbt's start"
            f" included; {cost.seconds:.1f} s of nodes, {cost.cpu_seconds:.0f} s of processor,"
            f" at most {cost.peak_bytes / GIB:.1f} GiB; {cost.rows:,} rows",
            flush=True,
        )
        for name, seconds in sorted(cost.node_seconds.items(), key=lambda each: -each[1])[:SHOWN]:
            print(f"  {name:30} {seconds:8.2f} s", flush=True)
    if len(costs) > 1:
        first, last = costs[0], costs[-1]
        print(
            f"{last.rows / first.rows:.1f} times the rows take"
            f" {last.seconds / first.seconds:.1f} times the seconds of nodes and"
            f" {last.cpu_seconds / first.cpu_seconds:.1f} times the processor's"
        )


if __name__ == "__main__":
    main()
