"""Say what an audit found, to people and to programs as JSON."""

import json
from pathlib import Path

from rich.console import Console
from rich.text import Text

from warehouse.attack.audit import Audit

SHOWN = 25


def print_audit(result: Audit, where: str, earlier: list[str], console: Console) -> None:
    """Print what was attacked, what can be told and by which cells, and what to do next."""
    helped = f", with the help of {', '.join(earlier)}" if earlier else ""
    console.print(
        f"Attacked {where}{helped}: {result.cells:,} published cells, {result.counts:,} counts, "
        f"{result.equations:,} equations; {result.withheld:,} figures to hide in "
        f"{result.blocks:,} blocks, the largest of {result.largest:,} counts.",
        markup=False,
    )
    if result.revised:
        apart = f"; {result.apart:,} measures of a year were attacked apart" if result.apart else ""
        console.print(f"{result.revised:,} figures of earlier releases were revised since{apart}.")
    if result.open_figures:
        console.print(
            f"{result.open_figures:,} figures are open by fractions alone: no table of whole "
            "numbers was found that proves it."
        )
    if result.guessed:
        console.print(
            f"{len(result.guessed):,} more figures follow from guesses: that measures are one "
            "number in all cells, as they are in those shown. Nothing published confirms them; "
            "the build attacks with the guesses that are right. --json FILE names them."
        )
    if not result.findings:
        console.print("Nothing that is withheld can be told. Next: `warehouse publish`.")
        return
    for finding in result.findings[:SHOWN]:
        ends = f"{finding.low:g}"
        if finding.low != finding.high:
            ends += f" to {finding.high:g}"
        console.print(Text.assemble((f"{finding.attack}: ", "bold"), f"{finding.cell}: {ends}"))
        console.print(f"  by {finding.told_by}", style="dim", markup=False)
    more = len(result.findings) - SHOWN
    if more > 0:
        console.print(f"And {more:,} more; --json FILE writes all of them.")
    console.print(
        f"{len(result.findings):,} figures can be told from what is published. Don't publish: "
        "withhold one of the cells behind each, by disclosure control and not by hand, build "
        "again and audit again."
    )


def write_json(result: Audit, file: Path) -> None:
    """Write everything that was found."""
    rows = result.__dict__ | {
        "attacked": [
            {"measure": measure, "school_year": year, "figures": figures}
            for (measure, year), figures in sorted(result.attacked.items())
        ],
        "findings": [finding._asdict() for finding in result.findings],
        "guessed": [finding._asdict() for finding in result.guessed],
    }
    file.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
