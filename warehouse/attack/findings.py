"""What an attack found: a cell that can be told, how far, and by which published cells."""

from collections.abc import Sequence
from typing import NamedTuple

from warehouse.attack.asked import Told
from warehouse.attack.narrowing import Bounds
from warehouse.attack.system import (
    RELEASED,
    SMALL,
    UNKNOWN,
    WITHHELD,
    Contradiction,
    Equation,
    System,
)

CELLS_NAMED = 6
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
    """Write the equations that give a bound, with the numbers that they hold."""
    return "; ".join(
        _written(system, equation, bounds, column) for equation in dict.fromkeys(equations)
    )


def _written(system: System, equation: Equation, bounds: Bounds, column: int) -> str:
    terms = []
    for other, weight in zip(equation.columns, equation.weights, strict=True):
        if other == column:
            continue
        low, high = bounds.low[other], bounds.high[other]
        if low == high == 0:
            continue
        said = f"{low:g}" if low == high else f"{low:g} to {high:g}"
        factor = "" if abs(weight) == 1 else f"{abs(weight):g} of "
        count = system.counts[other]
        shown = SHOWN_AS.get(count.code, ", derived")
        terms.append(f"{factor}{count.name} ({said}{shown})")
    more = len(terms) - CELLS_NAMED
    listed = "; ".join(terms[:CELLS_NAMED]) + (f"; and {more} more" if more > 0 else "")
    return f"{equation.kind} in {equation.place}: {listed}"


def counted(system: System, bounds: Bounds, told: Told) -> Finding:
    """Report a count that can be told."""
    count = system.counts[told.column]
    equations = told.equations or bounds.told_by(told.column)
    if told.column in system.complements:
        attack = "complement"
    elif count.code == UNKNOWN:
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
        told_by="; ".join(
            [f"{named[0]} of {named[1]}"]
            + [_written(system, equation, bounds, -1) for equation in told.equations]
        ),
    )


def contradicted(system: System, contradiction: Contradiction) -> Finding:
    """Report one cell that two tables give different figures for."""
    count = system.counts[contradiction.column]
    return Finding(
        attack="contradiction",
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
        attack="contradiction",
        measure=count.measure,
        school_year=count.year,
        cell=count.name,
        published_in=equation.place,
        low=missing,
        high=missing,
        told_by=explain(system, [equation], bounds, -1),
    )


def unsolvable(system: System, columns: Sequence[int], equations: Sequence[Equation]) -> Finding:
    """Report a block that no numbers fulfil, though each equation alone can be."""
    count = system.counts[columns[0]]
    return Finding(
        attack="contradiction",
        measure=count.measure,
        school_year=count.year,
        cell=count.name,
        published_in=", ".join(sorted({equation.place for equation in equations})),
        low=0,
        high=0,
        told_by=f"{len(equations)} equations that no numbers fulfil together",
    )
