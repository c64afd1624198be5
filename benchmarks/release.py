"""What protecting a release costs and hides, beside suppression by hand and none but the primary.

    python benchmarks/release.py warehouse.duckdb

Reads the report's cells and declarations of built warehouses, protects each whole release, and
prints the seconds, the share of cells and of people withheld, and how many counts can be told. The
same is said of suppression as it is done by hand (withhold, beside each small count, the least
other part of a sum, until no sum has exactly one part withheld) and of withholding small counts
alone. Counts are told by an attack of its own: linear programmes over what is shown, which look
for figures at both ends of what has to stay possible.
"""

import argparse
import time
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import numpy as np

from warehouse.release.blocks import Place, cut_into_blocks
from warehouse.release.cells import RELEASED, Declarations, ReportCell, UnseenCount
from warehouse.release.earlier import Earlier
from warehouse.release.model import read_declarations, read_unseen
from warehouse.release.protect import decide
from warehouse.release.suppress import Search
from warehouse.release.system import System

DECLARED = {
    "report_measures": "reference",
    "report_measure_relations": "reference",
    "report_dimensions": "reference",
    "report_members": "report",
    "report_alignments": "report",
    "report_same_members": "reference",
    "disclosure_thresholds": "reference",
    "disclosure_bands": "reference",
}
EXAMPLES = 3


@dataclass(frozen=True)
class Told:
    """A count that can be told: its name, and between which numbers it must lie."""

    name: str
    value: int
    low: int
    high: int


def read_report(file: Path) -> tuple[list[ReportCell], Declarations, list[UnseenCount]]:
    """Read the report's cells, what every reader knows of them, and what lies between them."""
    with duckdb.connect(str(file), read_only=True) as connection:
        declared = {
            name: connection.sql(f"select * from {schema}.{name}")
            for name, schema in DECLARED.items()
        }
        declarations = read_declarations(declared)
        cells = connection.execute(
            f"select {', '.join(ReportCell._fields)} from report.report_cells order by all"
        ).fetchall()
        unseen = read_unseen(connection.sql("from report.report_unseen_counts"))
    return [ReportCell(*cell) for cell in cells], declarations, unseen


def withhold_by_hand(system: System, small: set[int]) -> set[int]:
    """Withhold, beside small counts, the least other part wherever a sum has one part withheld.

    Parameters
    ----------
    system
        Counts and what holds between them.
    small
        Positions of the counts that are withheld for themselves.
    """
    withheld = set(small)
    is_changed = True
    while is_changed:
        is_changed = False
        for relation in system.relations:
            if not system.unseen.keys().isdisjoint(relation.positions):
                continue
            hidden = withheld.intersection(relation.positions)
            shown = [
                position
                for position in relation.positions
                if position not in withheld and system.values[position] > 0
            ]
            if relation.high == 0 and len(hidden) == 1 and shown:
                withheld.add(min(shown, key=lambda at: (system.values[at], at)))
                is_changed = True
    return withheld


def attack(places: list[Place], system: System, withheld: set[int], width: int) -> list[Told]:
    """Name the counts that can be told although they are withheld.

    A small count may read `suppressed` wherever that hides it better.
    """
    told = []
    for place in places:
        hidden = np.array(
            [position in withheld or position in system.unseen for position in place.positions]
        )
        shown = ~hidden
        block = replace(place.block, known=shown, hidden=hidden)
        search = Search(block, width, width + 1)
        search.find_room()
        for index in sorted(set(search.told)):
            low, high = (_reach(search, index, step, width) for step in (-1, 1))
            if block.small[index] and high - low >= width - 1:
                continue
            key = system.keys[place.positions[index]]
            members = ", ".join(f"{dimension} {member}" for dimension, member in key.members)
            value = system.values[place.positions[index]]
            name = f"{key.measure} {key.school_year}, {members or 'all'}"
            told.append(Told(name, value, value + low, value + high))
    return told


def _reach(search: Search, index: int, step: int, width: int) -> int:
    """Find how far a count can go up or down, by at most a width."""
    for by in range(step * width, 0, -step):
        if search.program.push(index, by) is not None:
            return by
    return 0


def describe(name: str, system: System, withheld: set[int], told: list[Told]) -> None:
    """Print what a way to suppress hides and tells."""
    values = np.array(system.values)
    values[list(system.unseen)] = 0
    is_people = np.array([key.measure.startswith("persons") for key in system.keys])
    hidden = np.zeros(len(values), dtype=bool)
    hidden[list(withheld)] = True
    live = values > 0
    cells = 100 * (hidden & live).sum() / live.sum()
    people = 100 * values[hidden & is_people].sum() / values[is_people].sum()
    print(
        f"  {name:<24}{cells:6.1f} % of counts above 0 withheld, {people:5.1f} % of people; "
        f"{len(told):,} can be told"
    )
    for each in told[:EXAMPLES]:
        print(f"    {each.name}: {each.value}, known to lie from {each.low} to {each.high}")


def measure(file: Path) -> None:
    """Protect the release of one warehouse and hold it beside the simpler ways."""
    cells, declarations, unseen = read_report(file)
    started, worked = time.perf_counter(), time.process_time()
    decision = decide(cells, declarations, Earlier(), unseen)
    seconds, worked = time.perf_counter() - started, time.process_time() - worked
    system, thresholds = decision.system, declarations.thresholds
    small = {
        position
        for position, value in enumerate(system.values)
        if 0 < value < thresholds["least_people"] and position not in system.unseen
    }
    places = cut_into_blocks(
        system,
        Earlier().flags(system, declarations),
        thresholds["least_people"],
        bool(thresholds["shows_zeros"]),
    )
    print(
        f"{file}: {len(cells):,} cells of {len(system.keys):,} counts in {len(places)} blocks; "
        f"protected in {seconds:.1f} s ({worked:.1f} s of work)"
    )
    ways = {
        "this release": {at for at, code in enumerate(decision.codes) if code != RELEASED},
        "suppression by hand": withhold_by_hand(system, small),
        "small counts alone": small,
    }
    for name, withheld in ways.items():
        describe(
            name, system, withheld, attack(places, system, withheld, thresholds["protected_width"])
        )


def main() -> None:
    """Measure each warehouse that is named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("warehouses", nargs="+", type=Path, help="built warehouse files")
    for file in parser.parse_args().warehouses:
        measure(file)


if __name__ == "__main__":
    main()
