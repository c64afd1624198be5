"""Our person index and Splink 5 side by side, on the same records in the same run."""

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from compared_sets import outside_set, simulated_set
from matching_quality import WEIGHTS, compare_quality
from matching_report import print_quality, print_speed, print_wage_cost
from matching_speed import compare_speed, make_outside_records, measure_wage_rows, this_machine
from warehouse.errors import WarehouseError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="Our person index and Splink 5, trained without labels, side by side in one run.",
)
console = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
progress_console = Console(stderr=True, highlight=False)
Json = Annotated[Path | None, typer.Option("--json", help="File to write all figures to.")]
Keep = Annotated[
    Path | None, typer.Option(help="Keep all that was made on the way in this new folder.")
]


def say(step: str) -> None:
    """Show a step of long work on standard error."""
    progress_console.print(f"[dim]{step}[/dim]")


@app.command(
    epilog="Examples:\n\n"
    "`python benchmarks/matching.py quality --learners 20000 --noise usual --noise heavy`\n\n"
    "`python benchmarks/outside_records.py --out big` and\n\n"
    "`python benchmarks/matching.py quality --outside big --json quality.json`",
)
def quality(
    learners: Annotated[int, typer.Option(min=50, help="Learners of each simulated state.")] = (
        20_000
    ),
    noise: Annotated[
        list[str] | None,
        typer.Option(help="Simulate a state with this dirt: `usual`, `heavy` or `none`."),
    ] = None,
    outside: Annotated[
        list[Path] | None,
        typer.Option(help="Folder with records.parquet and truth.parquet of other origin."),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of the simulation.")] = 1,
    json_file: Json = None,
    keep: Keep = None,
) -> None:
    """Print precision, recall and B³ of both among connectable records.

    Splink is shown at the weight that suits it best, which only the truth can tell; ours has one
    setting. `--json` has every weight.
    """
    if not noise and not outside:
        noise = ["usual", "heavy"]
    for level in noise or []:
        if level not in ("usual", "heavy", "none"):
            raise WarehouseError(f"--noise is usual, heavy or none, not {level}.")
    results = {}
    with _work_folder(keep) as folder:
        for level in noise or []:
            compared = simulated_set(learners, level, seed, folder / level, say)
            results[compared.title] = compare_quality(compared, WEIGHTS, say)
            print_quality(compared.title, results[compared.title], console)
        for number, given in enumerate(outside or []):
            say(f"matching {given} with our index")
            compared, _ = outside_set(given, folder / f"outside_{number}")
            results[compared.title] = compare_quality(compared, WEIGHTS, say)
            print_quality(compared.title, results[compared.title], console)
    _write_json(
        json_file, {title: [asdict(row) for row in rows] for title, rows in results.items()}
    )


@app.command(
    epilog="Examples:\n\n"
    "`python benchmarks/matching.py speed --people 500000`\n\n"
    "`python benchmarks/matching.py speed --people 50000 --wage-rows 40`",
)
def speed(
    people: Annotated[int, typer.Option(min=100, help="People with two records each.")] = 500_000,
    records: Annotated[
        Path | None, typer.Option(help="Folder of records to take instead of making some.")
    ] = None,
    wage_rows: Annotated[
        int,
        typer.Option(min=0, help="Measure instead what so many wage rows a person cost on top."),
    ] = 0,
    seed: Annotated[int, typer.Option(min=0, help="Of the records.")] = 1,
    json_file: Json = None,
    keep: Keep = None,
) -> None:
    """Time both on records of two sources a person, two-fifths of them without an SSN.

    Ours is the whole identity layer, from delivered to registered persons. Splink scores and
    clusters what our layer has normalised, with a model trained beforehand.
    """
    machine = this_machine()
    with _work_folder(keep) as folder:
        if records is None:
            say(f"making two records each of {people:,} people")
            records = folder / "records"
            make_outside_records(people, seed, records)
        if wage_rows:
            cost = measure_wage_rows(records, folder / "wages", wage_rows, say)
            print_wage_cost(cost, machine, console)
            figures = asdict(cost)
        else:
            speeds = compare_speed(records, folder / "speed", say)
            print_speed(speeds, machine, console)
            figures = {"matchers": [asdict(one) for one in speeds]}
    _write_json(json_file, {"machine": asdict(machine)} | figures)


@contextmanager
def _work_folder(keep: Path | None) -> Iterator[Path]:
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="matching_", ignore_cleanup_errors=True) as name:
            yield Path(name)
        return
    if keep.exists() and (not keep.is_dir() or any(keep.iterdir())):
        raise WarehouseError(f"--keep {keep} is there already; name a new folder.")
    keep.mkdir(parents=True, exist_ok=True)
    yield keep.resolve()


def _write_json(file: Path | None, figures: dict) -> None:
    if file is None:
        return
    try:
        file.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n", "utf-8")
    except OSError as error:
        raise WarehouseError(f"--json {file} can't be written: {error.strerror}.") from None


def main() -> None:
    """Run the command; an error that a person can mend is a message and exit code 1."""
    try:
        app()
    except WarehouseError as error:
        progress_console.print(str(error), style="red", markup=False)
        sys.exit(1)


if __name__ == "__main__":
    main()
