"""What the Council's rules add to a build, and whether that grows with rows alone.

    python benchmarks/rules.py --learners 2000 10000

Simulates a state of each size, builds it, and prints the seconds of the rules' own models and of
their tests beside those of all nodes, as dbt measures them, with the rows that the rules looked at.
dbt runs nodes side by side, so both sums are of work and not of waiting: their ratio says how dear
the rules are. Reject rules that decide within a staging model can't be told from it and are left
out. Where a row costs no more in the larger state than in the smaller, the cost grows with rows and
not with rows times rules.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb

from state_in_folder import environment_of, simulate_state

PROJECT = Path(__file__).parents[1]
DBT = Path(sys.executable).with_name("dbt")
# Models of the rules lie in these folders; a test is the rules' if it tests one of them.
FOLDERS = ("models/intermediate/rules/", "models/quality/rules/")
RECORD = "rule_checks"


@dataclass(frozen=True)
class Cost:
    """What one build took: seconds of nodes by model or test, and rows that rules looked at."""

    learners: int
    all_seconds: float
    rule_seconds: dict[str, float]
    elapsed_seconds: float
    checked_rows: int

    @property
    def seconds(self) -> float:
        """Add up the seconds of the rules' nodes."""
        return sum(self.rule_seconds.values())


def build(learners: int, folder: Path) -> Cost:
    """Simulate and build a state in a scratch folder, without unit tests, which have no rows."""
    simulate_state(learners, folder)
    start = time.perf_counter()
    subprocess.run(
        [str(DBT), "build", "--exclude-resource-type", "unit_test", "--quiet"],
        cwd=PROJECT,
        env=os.environ | environment_of(folder),
        check=True,
    )
    elapsed = time.perf_counter() - start
    all_seconds, of_rules = seconds_of_nodes(folder / "target")
    return Cost(learners, all_seconds, of_rules, elapsed, rows_checked(folder))


def seconds_of_nodes(target: Path) -> tuple[float, dict[str, float]]:
    """Sum the seconds of all nodes, and give those of the rules' models and of their tests."""
    nodes = json.loads((target / "manifest.json").read_text())["nodes"]
    results = json.loads((target / "run_results.json").read_text())["results"]
    models = {
        name: node["name"]
        for name, node in nodes.items()
        if node["resource_type"] == "model" and node["original_file_path"].startswith(FOLDERS)
    }
    of_rules: dict[str, float] = {}
    for result in results:
        name = result["unique_id"]
        if name in models:
            of_rules[models[name]] = result["execution_time"]
        elif nodes.get(name, {}).get("attached_node") in models:
            of_rules["tests of these models"] = (
                of_rules.get("tests of these models", 0) + result["execution_time"]
            )
    return sum(result["execution_time"] for result in results), of_rules


def rows_checked(folder: Path) -> int:
    """Count the rows of the relations that suites check, each relation once."""
    with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as connection:
        relations = connection.execute(
            f"select distinct relation from quality.{RECORD} order by relation"
        ).fetchall()
        places = dict(
            connection.execute("select table_name, schema_name from duckdb_tables()").fetchall()
        )
        return sum(
            connection.execute(f'select count(*) from {places[name]}."{name}"').fetchall()[0][0]
            for (name,) in relations
        )


def main() -> None:
    """Print the cost at each size, and how it grows."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--learners", type=int, nargs="+", default=[2_000, 10_000])
    costs = []
    for learners in parser.parse_args().learners:
        with tempfile.TemporaryDirectory() as folder:
            costs.append(build(learners, Path(folder)))
        cost = costs[-1]
        print(f"{learners:,} learners, build {cost.elapsed_seconds:.0f} s, dbt's start included")
        for name, seconds in sorted(cost.rule_seconds.items(), key=lambda each: -each[1])[:8]:
            print(f"  {name:30} {seconds:8.2f} s")
        print(
            f"  {'rules in all':30} {cost.seconds:8.2f} s of {cost.all_seconds:.2f} s of all nodes,"
            f" {cost.seconds / cost.all_seconds:.1%}; {cost.checked_rows:,} rows,"
            f" {cost.checked_rows / cost.seconds:,.0f} rows a second"
        )
    if len(costs) > 1:
        first, last = costs[0], costs[-1]
        print(
            f"{last.checked_rows / first.checked_rows:.1f} times the rows take"
            f" {last.seconds / first.seconds:.1f} times the seconds"
        )


if __name__ == "__main__":
    main()
