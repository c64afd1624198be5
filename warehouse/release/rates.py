"""Rates: shown from what is shown of the counts behind them, in a band, or not."""

from typing import NamedTuple

from warehouse.release.cells import Declarations


class Range(NamedTuple):
    """A band of a rate in percent, and the numerators that a reader can take from it.

    The band holds its lower end and, but for 100, not its upper one.
    """

    low: int
    high: int
    least: int
    most: int


def bands_of(
    numerator: int, denominator: int, declarations: Declarations, hidden_values: int
) -> list[Range]:
    """List the bands in which a rate may be told, the narrowest first.

    Parameters
    ----------
    numerator, denominator
        The counts behind the rate; the denominator is shown.
    declarations
        Bands and the people that each needs.
    hidden_values
        How many numerators a band must leave possible.
    """
    found = []
    for band in declarations.bands:
        low = min(100 * numerator // denominator // band.points * band.points, 100 - band.points)
        high = low + band.points
        least = -(-low * denominator // 100)
        most = denominator if high == 100 else -(-high * denominator // 100) - 1
        if denominator >= band.least_people and most - least + 1 >= hidden_values:
            found.append(Range(low, high, least, most))
    return found


def band_display(low: int, high: int) -> str:
    """Write a band: `<5%`, `40 to 60%` or `≥95%`."""
    if low == 0:
        return f"<{high}%"
    return f"≥{low}%" if high == 100 else f"{low} to {high}%"
