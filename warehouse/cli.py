"""The ``warehouse`` command."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from warehouse import cli_attack, cli_official, cli_publish, cli_report, cli_rules, settings
from warehouse.errors import WarehouseError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="Beside `dbt build`: simulate a state, check a delivery, publish, query, match, judge.",
    epilog="The files it works on: WAREHOUSE_EXTRACTS, WAREHOUSE_FILE, WAREHOUSE_STATE and "
    "WAREHOUSE_PUBLISHED, or `extracts`, `warehouse.duckdb`, `state` and `published`.",
)
console = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
progress_console = Console(stderr=True, highlight=False, soft_wrap=True)


def say(step: str) -> None:
    """Show a step of long work on standard error."""
    progress_console.print(step, style="dim", markup=False)


@app.command(
    epilog="Examples:\n\n"
    "`warehouse simulate --learners 20000 --from 2016 --to 2025 --seed 1 --out big/extracts`\n\n"
    "`warehouse simulate --sample` writes the committed sample again.",
)
def simulate(
    learners: Annotated[int, typer.Option(min=50, help="How many learners the state has.")] = (
        settings.SAMPLE_LEARNERS
    ),
    first_year: Annotated[
        int, typer.Option("--from", min=2005, max=2099, help="First school year, by its end.")
    ] = settings.SAMPLE_FIRST_YEAR,
    last_year: Annotated[
        int, typer.Option("--to", min=2005, max=2099, help="Last school year, by its end.")
    ] = settings.SAMPLE_LAST_YEAR,
    seed: Annotated[int, typer.Option(min=0, help="Same arguments, same bytes.")] = (
        settings.SAMPLE_SEED
    ),
    out: Annotated[
        Path | None, typer.Option(help="Folder for the deliveries; the sample's is `extracts`.")
    ] = None,
    truth: Annotated[
        Path | None, typer.Option(help="Folder for the truth; by default OUT with `_truth`.")
    ] = None,
    noise: Annotated[str, typer.Option(help="Dirt: `usual`, `heavy` or `none`.")] = "usual",
    file_format: Annotated[str, typer.Option("--format", help="`csv` or `parquet`.")] = "csv",
    sample: Annotated[
        bool, typer.Option("--sample", help="The recorded arguments of the committed sample.")
    ] = False,
) -> None:
    """Write a fictional state's deliveries and, apart from them, the truth about them."""
    from warehouse.simulate import simulate as run_simulation

    recorded = (
        settings.SAMPLE_LEARNERS,
        settings.SAMPLE_FIRST_YEAR,
        settings.SAMPLE_LAST_YEAR,
        settings.SAMPLE_SEED,
        "usual",
        "csv",
        None,
        None,
    )
    asked = (learners, first_year, last_year, seed, noise, file_format, out, truth)
    if sample and asked != recorded:
        raise WarehouseError("--sample goes alone: its arguments and its folder are recorded.")
    if sample:
        out = settings.SAMPLE_EXTRACTS
    if out is None:
        raise WarehouseError("Say where the deliveries go: --out FOLDER (or --sample).")
    if noise not in ("usual", "heavy", "none"):
        raise WarehouseError(f"--noise is usual, heavy or none, not {noise}.")
    if file_format not in ("csv", "parquet"):
        raise WarehouseError(f"--format is csv or parquet, not {file_format}.")
    if last_year < first_year:
        raise WarehouseError(f"--to {last_year} lies before --from {first_year}.")
    truth = truth or out.with_name(out.name + "_truth")
    result = run_simulation(
        learners, first_year, last_year, seed, out, truth, noise, file_format, say
    )
    console.print(
        f"{result.people:,} people, {result.files:,} files, {result.rows:,} rows, "
        f"{result.bytes / 1e6:,.1f} MB in {out}; {result.faults:,} planted faults; "
        f"the truth is in {truth}."
    )
    console.print(f"Next: WAREHOUSE_EXTRACTS={out} dbt build")


@app.command(
    epilog="Examples:\n\n"
    "`warehouse check extracts/k12/students/2025.csv`\n\n"
    "`warehouse check outgoing.csv --as k12.students`",
)
def check(
    files: Annotated[list[Path], typer.Argument(help="Delivery files.", metavar="FILE…")],
    declared_as: Annotated[
        str | None,
        typer.Option("--as", help="AGENCY.EXTRACT, where the path doesn't tell it."),
    ] = None,
) -> None:
    """Tell an agency before it sends which lines would be refused, and why."""
    from warehouse.admission.check import check_files, print_report

    reports = check_files(files, declared_as=declared_as)
    print_report(reports, console)
    if any(not report.is_clean for report in reports):
        raise typer.Exit(1)


@app.command(
    "evaluate-matching",
    epilog="Examples:\n\n"
    "`warehouse simulate --sample && dbt build && warehouse evaluate-matching` judges the built"
    " warehouse by the simulator's truth.\n\n"
    "`warehouse evaluate-matching truth.csv --people people.parquet --json quality.json` judges"
    " any people by any truth.",
)
def evaluate_matching(
    truth: Annotated[
        Path | None,
        typer.Argument(
            help="The simulator's truth folder, by default the sample's; with --people a CSV or"
            " parquet file: `record_id`, `person`, perhaps `connectable` or `connected_group` (what"
            " can be found at all) and `identity` (records that say the same); every other column"
            " is a slice."
        ),
    ] = None,
    people: Annotated[
        Path | None,
        typer.Option(help="CSV or parquet file of people: `record_id`, `person_id`."),
    ] = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="Leave out records that only one file names.")
    ] = False,
    least_people: Annotated[
        int, typer.Option(min=1, help="True people that a group needs to count for a gap.")
    ] = settings.LEAST_PEOPLE_OF_A_GROUP,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="File to write all figures to.", metavar="FILE")
    ] = None,
) -> None:
    """Print precision, recall, B³, over-merged people and the gap between groups, by slice."""
    from warehouse.evaluate_matching import evaluate_matching as run_evaluation
    from warehouse.evaluate_matching import evaluate_people, print_quality, write_json

    if people is not None:
        if truth is None:
            raise WarehouseError("Say by which truth to judge: TRUTH_FILE --people PEOPLE_FILE.")
        quality = evaluate_people(people, truth, least_people, partial)
    else:
        if partial:
            raise WarehouseError("--partial goes with --people: a warehouse is judged as built.")
        where = settings.read_settings()
        truth = truth or where.extracts.with_name(where.extracts.name + "_truth")
        if truth.is_file():
            raise WarehouseError(f"{truth} is a file: name the people to judge by it, --people.")
        if not truth.is_dir():
            raise WarehouseError(
                f"There is no truth at {truth}; `warehouse simulate` writes it beside the"
                " deliveries."
            )
        quality = run_evaluation(where.warehouse_file, truth, least_people)
    print_quality(quality, console)
    if json_file:
        write_json(quality, json_file)
        console.print(f"All figures are in {json_file}.")


@app.command(
    epilog="Examples:\n\n"
    "`warehouse match students.csv wages.parquet --out people.csv`\n\n"
    "`warehouse match records.csv --out people.parquet --links links.csv --keep scratch`\n\n"
    "Columns: record_id, source, ssn, first_name, middle_name, last_name, suffix, birth_date, sex, "
    "street, city, zip, email, phone, native_id, observed_on. All but record_id may be absent or "
    "empty; docs/matching.md says which spellings are read.",
)
def match(
    records: Annotated[
        list[Path], typer.Argument(help="Files of records: CSV or parquet.", metavar="RECORDS…")
    ],
    out: Annotated[
        Path, typer.Option(help="Where record_id and person_id go: CSV or parquet, by its name.")
    ],
    links: Annotated[
        Path | None, typer.Option(help="Where the links go, with what made each of them.")
    ] = None,
    keep: Annotated[
        Path | None, typer.Option(help="Keep the scratch warehouse in this new folder.")
    ] = None,
) -> None:
    """Match identity records from outside with the warehouse's own models."""
    from warehouse.match import match_records, print_matched

    matched = match_records(records, out, links, keep, say)
    print_matched(matched, out, links, keep, console)


@app.command(
    "fit-matching",
    epilog="Examples:\n\n"
    "`warehouse fit-matching --dry-run` says what the built warehouse would change.\n\n"
    "`warehouse fit-matching --records students.csv --records wages.parquet --out fitted.csv`\n\n"
    "A build afterwards uses the new weights; `docs/matching.md` says when to refit.",
)
def fit_matching(
    records: Annotated[
        list[Path] | None,
        typer.Option(
            help="Fit on these files of records, laid out as for `warehouse match`, and not on the"
            " built warehouse.",
            metavar="FILE",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Where the seed goes; by default where it stands.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only print what would change.")] = (
        False
    ),
    seed: Annotated[int, typer.Option(min=0, help="Same data and seed, same weights.")] = 1,
    most_pairs: Annotated[
        int, typer.Option("--pairs", min=1000, help="Most pairs of strangers to compare.")
    ] = settings.MOST_STRANGER_PAIRS,
    least_pairs: Annotated[
        int, typer.Option(min=1, help="A level that fewer pairs show keeps its weight.")
    ] = settings.LEAST_PAIRS_OF_A_LEVEL,
    least_m: Annotated[
        float,
        typer.Option(min=1e-9, max=0.1, help="No fitted m is nearer to 0 or 1 than this."),
    ] = settings.LEAST_M_PROBABILITY,
    least_u: Annotated[
        float,
        typer.Option(min=1e-9, max=0.1, help="No fitted u is nearer to 0 or 1 than this."),
    ] = settings.LEAST_U_PROBABILITY,
) -> None:
    """Fit the weights of matching anew, without labels, and show what changed."""
    from warehouse import fit_matching as fitting
    from warehouse.fitted_levels import Bounds, print_levels

    if dry_run and out is not None:
        raise WarehouseError("--dry-run writes nothing; leave it or --out away.")
    if out is not None:
        fitting.check_out(out)
    bounds = Bounds(least_pairs, least_m, least_u)
    levels_file = fitting.find_levels_file()
    if records:
        fit = fitting.fit_records(records, levels_file, seed, most_pairs, bounds, say)
    else:
        warehouse_file = settings.read_settings().warehouse_file
        fit = fitting.fit_warehouse(warehouse_file, levels_file, seed, most_pairs, bounds, say)
    print_levels(fit.levels, bounds, console)
    fitting.print_fitted_on(fit, console)
    if dry_run:
        console.print("Nothing is written.")
        return
    target = out or levels_file
    fitting.write_seed(fit, levels_file, target)
    console.print(f"Written: {target}", markup=False)
    console.print(
        "Next: `dbt build` matches by the new weights; `warehouse evaluate-matching` judges them."
        if target == levels_file
        else f"Next: compare it with {levels_file}."
    )


cli_publish.add_commands(app, console)
cli_rules.add_commands(app, console)
cli_official.add_commands(app, console)
cli_attack.add_commands(app, console, say)
cli_report.add_commands(app, console)


def main() -> None:
    """Run the command; an error that a person can mend is one sentence and exit code 1."""
    try:
        app()
    except WarehouseError as error:
        progress_console.print(str(error), style="red", markup=False)
        sys.exit(1)


if __name__ == "__main__":
    main()
