"""What an attack found: a cell that can be told, how far, and by which published cells."""

from typing import NamedTuple

from warehouse.attack.narrowing import Bounds
from warehouse.attack.system import RELEASED, SMALL, WITHHELD, Equation, System

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


def is_told(low: float, high: float, small_below: int, width: int) -> bool:
    """Say whether a count is known to be small, and known closer than the asked width.

    Parameters
    ----------
    low, high
        The ends of what the count can be.
    small_below
        The least count that isn't small.
    width
        How many numbers have to stay possible.
    """
    return high < small_below and high >= 1 and high - low + 1 < width


def explain(system: System, equations: list[Equation], bounds: Bounds, column: int) -> str:
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
