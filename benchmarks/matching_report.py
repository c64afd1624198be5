"""The figures of benchmarks/matching.py as tables of at most 80 columns."""

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table

from matching_quality import KINDS, MatcherQuality, best_of_each
from matching_speed import Machine, MatcherSpeed, WageCost

GIBIBYTE = 1 << 30
QUALITY_ROWS = (
    ("pairwise precision", "pairwise_precision", ".4f"),
    ("pairwise recall", "pairwise_recall", ".4f"),
    ("B³ precision", "b3_precision", ".4f"),
    ("B³ recall", "b3_recall", ".4f"),
    ("B³ F1", "b3_f1", ".4f"),
    ("B³ F1 of identities", "b3_f1_identities", ".4f"),
    ("B³ F1 of all records", "b3_f1_all", ".4f"),
    ("clusters of > 1 person", "persons_of_more_than_one", ",d"),
    ("clusters of > 3 people", "persons_of_more_than_three", ",d"),
)


def print_quality(title: str, qualities: list[MatcherQuality], console: Console) -> None:
    """Print the matchers side by side, each at its best weight."""
    best = best_of_each(qualities)
    table = _table(title)
    table.add_column("connectable records", no_wrap=True)
    for one in best:
        table.add_column(one.matcher, justify="right")
    table.add_row(
        "weight, bits", *("" if one.weight is None else f"{one.weight:g}" for one in best)
    )
    for name, field, form in QUALITY_ROWS:
        table.add_row(name, *(format(getattr(one, field), form) for one in best))
    table.add_row("worst recall gap", *(_gap(one) for one in best))
    console.print(table)
    if all(one.matcher != KINDS["one_to_one"] for one in best):
        console.print(
            "Splink's one-to-one clustering doesn't apply: every source describes some people"
            " more than once."
        )


def print_speed(speeds: Sequence[MatcherSpeed], machine: Machine, console: Console) -> None:
    """Print our index and Splink side by side."""
    ours, splink = speeds
    table = _table(_on(machine, ours.records))
    table.add_column("", no_wrap=True)
    for one in speeds:
        table.add_column(one.matcher, justify="right")
    table.add_column("ratio", justify="right")
    for name, field, unit, form in (
        ("matching, seconds", "matching_seconds", 1, ".1f"),
        ("its models, summed", "summed_seconds", 1, ".1f"),
        ("command, start apart", "command_seconds", 1, ".1f"),
        ("the same, CPU seconds", "cpu_seconds", 1, ".1f"),
        ("peak memory, GiB", "peak_bytes", GIBIBYTE, ".2f"),
    ):
        values = [getattr(one, field) / unit for one in speeds]
        table.add_row(
            name, *(format(value, form) for value in values), f"{values[0] / values[1]:.2f}"
        )
    for name, field in (
        ("B³ F1, connectable records", "b3_f1"),
        ("B³ F1, all records", "b3_f1_all"),
    ):
        table.add_row(name, *(f"{getattr(one.quality, field):.4f}" for one in speeds), "")
    console.print(table)
    console.print(
        f"Splink's B³ is the best of several weights ({splink.quality.weight:g} bits). Its training"
        " and the normalising of its records are not in its time."
    )


def print_wage_cost(cost: WageCost, machine: Machine, console: Console) -> None:
    """Print what wage rows cost on top, as ratios within the run."""
    table = _table(_on(machine, cost.records[0]))
    table.add_column("our index", no_wrap=True)
    for heading in ("no wage rows", "one a person", f"{cost.wage_rows} a person", "ratio"):
        table.add_column(heading, justify="right")
    table.add_row("records", *(f"{count:,}" for count in cost.records), "")
    for name, values in (
        ("matching, seconds", cost.matching_seconds),
        ("its models, summed", cost.summed_seconds),
        ("command, start apart", cost.command_seconds),
    ):
        table.add_row(name, *(f"{value:.1f}" for value in values), f"{values[2] / values[1]:.2f}")
    table.add_row("peak memory, GiB", *(f"{peak / GIBIBYTE:.2f}" for peak in cost.peak_bytes), "")
    console.print(table)
    console.print(f"The ratio is of {cost.wage_rows} wage rows a person to one.")


def _table(title: str) -> Table:
    return Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)


def _gap(quality: MatcherQuality) -> str:
    if quality.worst_gap is None:
        return "no two groups"
    return f"{quality.worst_gap:.4f}\n{quality.worst_gap_column}"


def _on(machine: Machine, records: int) -> str:
    memory = machine.memory_bytes / GIBIBYTE
    return f"{records:,} records, {machine.cores} cores, {memory:.0f} GiB of memory"
