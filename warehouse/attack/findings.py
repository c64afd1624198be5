"""What an attack found: a cell that can be told, how far, and by which published cells."""

from collections.abc import Sequence
from typing import NamedTuple

from warehouse.attack.asked import Told
from warehouse.attack.narrowing import Bounds
from warehouse.attack.release import EMPLOYERS, Release, names
from warehouse.attack.system import (
    RELEASED,
    SMALL,
    WITHHELD,
    Contradiction,
    Equation,
    System,
)

CONTRADICTION = "contradiction"
CELLS_NAMED = 6
SAID_AS = {
    "sum": "=",
    "cover": "is at most",
    "part": "is part of",
    "at_most": "is at most",
    "same": "is",
    "someone": "is somebody if there are any",
}
SHOWN_AS = {RELEASED: "", SMALL: ", small", WITHHELD: ", withheld"}


class Finding(NamedTuple):
    """One thing that the release tells and shouldn't.

    `low` and `high` are the ends of what the figure can be, in the measure's own unit.
    """

    attack: str
    measure: str
    school_year: int
    cell: str
    published_in: str
    low: float
    high: float
    told_by: str


def explain(system: System, equations: Sequence[Equation], bounds: Bounds, column: int) -> str:
    """Write the equations that end a count, with what is known of the other counts in them."""
    writer = _Writer(system, bounds, column)
    return "; ".join(writer.write(equation) for equation in dict.fromkeys(equations))


class _Writer:
    """Writes equations as seen from one count; cells of its measure and year by members alone."""

    def __init__(self, system: System, bounds: Bounds, column: int) -> None:
        self.system, self.bounds, self.column = system, bounds, column

    def write(self, equation: Equation) -> str:
        first, *others = equation.columns
        whole = self.cell(first)
        weight = abs(equation.weights[-1])
        if equation.kind in ("sum", "cover"):
            named = [other for other in others if self.bounds.high[other] > 0]
            parts = [self.cell(other) for other in named[:CELLS_NAMED]]
            if len(named) > CELLS_NAMED:
                parts.append(f"{len(named) - CELLS_NAMED} more")
            said = f"{whole} {SAID_AS[equation.kind]} {' + '.join(parts)}"
        elif equation.kind == "band":
            share = equation.weights[1] / -equation.weights[0]
            said = f"{whole} is less than {share:.4g} of {self.cell(others[0])}"
        elif equation.kind == "rate":
            end = "at least" if equation.weights[0] > 0 else "at most"
            said = f"{whole} is {end} {weight:.4g} of {self.cell(others[0])}"
        elif equation.kind == "nobody":
            said = f"nothing to measure of {whole}"
        elif equation.kind == "overlap":
            said = f"who is in several members of {whole}"
        else:
            said = f"{self.cell(others[0])} {SAID_AS[equation.kind]} {whole}"
        return f"{equation.place}: {said}"

    def cell(self, column: int) -> str:
        count = self.system.counts[column]
        own = self.system.counts[self.column]
        name = count.name
        if (count.measure, count.year, count.vintage) == (own.measure, own.year, own.vintage):
            name = names(count.members)
        if column == self.column:
            return name
        low, high = self.bounds.low[column], self.bounds.high[column]
        said = f"{low:g}" if low == high else f"{low:g} to {high:g}"
        return f"{name} ({said}{SHOWN_AS.get(count.code, ', derived')})"


def shown(release: Release, small_below: int) -> list[Finding]:
    """Report small counts that are printed, and what the file holds of cells that it withholds."""
    found = []
    for cell in release.cells:
        if cell.value is None:
            continue
        measure = release.measures[cell.measure]
        is_small = measure.is_count and measure.unit != EMPLOYERS and 0 < cell.value < small_below
        if is_small or cell.code != RELEASED:
            found.append(
                Finding(
                    attack="shown" if cell.code == RELEASED else "left in the file",
                    measure=cell.measure,
                    school_year=cell.year,
                    cell=f"{cell.measure} {cell.year}, {names(cell.members)}",
                    published_in=cell.table,
                    low=float(cell.value),
                    high=float(cell.value),
                    told_by="the cell itself",
                )
            )
    return found


def counted(system: System, bounds: Bounds, told: Told) -> Finding:
    """Report a count that can be told."""
    count = system.counts[told.column]
    equations = told.equations or bounds.told_by(told.column)
    if told.column in system.complements:
        attack = "complement"
    elif any(equation.kind in ("rate", "band") for equation in equations):
        attack = "rate times denominator"
    else:
        attack = "joint" if len(told.equations) > 1 else "subtraction"
    return Finding(
        attack=attack,
        measure=count.measure,
        school_year=count.year,
        cell=count.name,
        published_in=", ".join(count.places),
        low=told.low,
        high=told.high,
        told_by=explain(system, equations, bounds, told.column) or "the cell itself",
    )


def rated(system: System, bounds: Bounds, told: Told) -> Finding:
    """Report a withheld rate that can be computed."""
    share = told.share
    assert share is not None
    named = [
        f"{system.counts[column].name} ({bounds.low[column]:g} to {bounds.high[column]:g})"
        for column in (share.numerator, share.denominator)
    ]
    equations = explain(system, told.equations, bounds, told.column)
    count = system.counts[share.numerator]
    members = count.name.removeprefix(count.measure)
    return Finding(
        attack="rate",
        measure=share.cell.measure,
        school_year=share.cell.year,
        cell=f"{share.cell.measure}{members}",
        published_in=share.place,
        low=told.low,
        high=told.high,
        told_by="; ".join(filter(None, (f"{named[0]} of {named[1]}", equations))),
    )


def contradicted(system: System, contradiction: Contradiction) -> Finding:
    """Report one cell that two tables give different figures for."""
    count = system.counts[contradiction.column]
    return Finding(
        attack=CONTRADICTION,
        measure=count.measure,
        school_year=count.year,
        cell=count.name,
        published_in=contradiction.place,
        low=contradiction.difference,
        high=contradiction.difference,
        told_by=f"{contradiction.place} differs from {', '.join(count.places)}",
    )


def mismatched(system: System, bounds: Bounds, equation: Equation, missing: float) -> Finding:
    """Report a sum that doesn't hold: who is missing from it is told by the difference."""
    count = system.counts[equation.columns[0]]
    return Finding(
        attack=CONTRADICTION,
        measure=count.measure,
        school_year=count.year,
        cell=count.name,
        published_in=equation.place,
        low=missing,
        high=missing,
        told_by=explain(system, [equation], bounds, equation.columns[0]),
    )


def unsolvable(system: System, columns: Sequence[int], equations: Sequence[Equation]) -> Finding:
    """Report a block that no numbers fulfil, though each equation alone can be."""
    count = system.counts[columns[0]]
    return Finding(
        attack=CONTRADICTION,
        measure=count.measure,
        school_year=count.year,
        cell=count.name,
        published_in=", ".join(sorted({equation.place for equation in equations})),
        low=0,
        high=0,
        told_by=f"{len(equations)} equations that no numbers fulfil together",
    )
