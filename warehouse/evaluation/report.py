"""The measures as tables of at most 80 columns, and as JSON."""

import json
from pathlib import Path

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from warehouse.errors import WarehouseError
from warehouse.evaluation.measures import Agreement, Level
from warehouse.evaluation.quality import MatchingQuality

SLICES_SHOWN = 30
COUNTS = (
    ("counted", "nodes"),
    ("people", "persons"),
    ("true persons", "true_persons"),
    ("pairs linked", "linked_pairs"),
    ("pairs to find", "true_pairs"),
)
SHARES = (
    ("pairwise precision", "pairwise_precision"),
    ("pairwise recall", "pairwise_recall"),
    ("pairwise F1", "pairwise_f1"),
    ("B³ precision", "b3_precision"),
    ("B³ recall", "b3_recall"),
    ("B³ F1", "b3_f1"),
)
FAULTS = (
    ("people with > 1 true", "over_merged_persons"),
    ("people with > 3 true", "persons_of_more_than_three"),
    ("most true in one", "most_true_persons"),
    ("true persons split", "split_persons"),
)


def print_quality(quality: MatchingQuality, console: Console) -> None:
    """Print the measures, the gaps between groups, the slices worst first, and a sentence."""
    console.print(_measures_table(quality))
    if quality.gaps:
        console.print(_gaps_table(quality))
    if quality.slices:
        console.print(_slices_table(quality))
        if len(quality.slices) > SLICES_SHOWN:
            console.print(
                f"The {SLICES_SHOWN} worst of {len(quality.slices)} slices; --json FILE has all."
            )
    if quality.left_out_columns:
        names = escape(", ".join(quality.left_out_columns))
        console.print(f"Too many values to be slices: {names}.")
    if quality.records_only_in_truth or quality.records_only_in_people:
        console.print(
            f"Left out: {quality.records_only_in_truth:,} records in the truth only,"
            f" {quality.records_only_in_people:,} in the people's file only."
        )
    whole = quality.records.all
    console.print(
        f"{whole.persons:,} persons for {whole.true_persons:,} true ones;"
        f" {whole.over_merged_persons:,} hold more than one true person,"
        f" {whole.persons_of_more_than_three:,} more than three;"
        f" {whole.split_persons:,} true persons are split."
    )
    worst = quality.worst_gap
    if worst:
        console.print(
            f"Worst gap between demographic groups: {worst.gap:.4f}"
            f" ({escape(f'{worst.column}: {worst.lowest_value} below {worst.highest_value}')})."
        )
    else:
        console.print(
            "No two demographic groups to compare have"
            f" {quality.least_people:,} people each (--least-people)."
        )


def write_json(quality: MatchingQuality, path: Path) -> None:
    """Write all figures as one JSON object.

    Raises
    ------
    WarehouseError
        The file can't be written.
    """
    text = json.dumps(quality_as_dict(quality), indent=2, ensure_ascii=False) + "\n"
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise WarehouseError(f"{path} can't be written: {error.strerror}.") from None


def quality_as_dict(quality: MatchingQuality) -> dict:
    """Return all figures, the derived shares included, as plain dictionaries and lists."""
    gaps = [vars(gap) | {"gap": gap.gap} for gap in quality.gaps]
    return {
        "records": _level_as_dict(quality.records),
        "identities": _level_as_dict(quality.identities),
        "worst_gap": next((gap for gap in gaps if gap["is_demographic"]), None),
        "gaps": gaps,
        "slices": [
            vars(part) | {"recall": part.recall, "precision": part.precision}
            for part in quality.slices
        ],
        "least_people": quality.least_people,
        "left_out_columns": list(quality.left_out_columns),
        "records_only_in_truth": quality.records_only_in_truth,
        "records_only_in_people": quality.records_only_in_people,
    }


def _level_as_dict(level: Level | None) -> dict | None:
    if level is None:
        return None
    return {
        scope: None
        if agreement is None
        else vars(agreement) | {name: getattr(agreement, name) for _, name in SHARES}
        for scope, agreement in (("all", level.all), ("connectable", level.connectable))
    }


def _measures_table(quality: MatchingQuality) -> Table:
    scopes: list[tuple[str, Agreement]] = []
    for noun, level in (("records", quality.records), ("identities", quality.identities)):
        if level:
            scopes.append((f"all\n{noun}", level.all))
        if level and level.connectable:
            scopes.append((f"connectable\n{noun}", level.connectable))
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("Against the truth")
    for heading, _ in scopes:
        table.add_column(heading, justify="right")
    for rows, form in ((COUNTS, ",d"), (SHARES, ".4f"), (FAULTS, ",d")):
        for name, field in rows:
            table.add_row(name, *(format(getattr(scope, field), form) for _, scope in scopes))
        table.add_section()
    return table


def _gaps_table(quality: MatchingQuality) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("Recall apart by")
    table.add_column("gap", justify="right")
    table.add_column("lowest")
    table.add_column("highest")
    for gap in quality.gaps:
        table.add_row(
            escape(gap.column) + ("" if gap.is_demographic else " (not bounded)"),
            f"{gap.gap:.4f}",
            f"{escape(gap.lowest_value)} {gap.lowest_recall:.4f}",
            f"{escape(gap.highest_value)} {gap.highest_recall:.4f}",
        )
    return table


def _slices_table(quality: MatchingQuality) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("Slice, worst first")
    for heading in ("true people", "recall", "precision"):
        table.add_column(heading, justify="right")
    for part in quality.slices[:SLICES_SHOWN]:
        table.add_row(
            escape(f"{part.column} {part.value}"),
            f"{part.people:,}",
            f"{part.recall:.4f}",
            f"{part.precision:.4f}",
        )
    return table
