"""Cells that count what no source reports, or what nobody can have seen yet: they have no figure.

Protection takes them for the zeros that they are in every sum, and so does whoever adds them up.
Only how they are told differs: that nobody reports attempts isn't that nobody attempted, and that
earners can't be followed yet isn't that they don't work.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from warehouse.release.cells import (
    NOT_APPLICABLE,
    NOT_REPORTED,
    RELEASED,
    WITHHELD,
    ReleasedCell,
    place_of,
)

DISPLAY = "not reported"
UNFINISHED_DISPLAY = "not applicable"


def told_as_unreported(
    cells: Iterable[ReleasedCell], unreported: Iterable[tuple]
) -> Iterator[ReleasedCell]:
    """Take the figure from zeros of which nobody reports; a cell that is withheld stays so.

    Parameters
    ----------
    cells
        All cells as disclosure control released them.
    unreported
        Where cells stand (`Place`) that count what no source reports: report_unreported_cells.
    """
    return _told_as(NOT_REPORTED, DISPLAY, cells, unreported, NOT_APPLICABLE)


def told_as_unfinished(
    cells: Iterable[ReleasedCell], unfinished: Iterable[tuple]
) -> Iterator[ReleasedCell]:
    """Take the figure from cells of earners who can't be followed yet, and the mark as well.

    Which they are follows from the days of deliveries, so that it tells of nobody. What an earlier
    release told of them stays told.

    Parameters
    ----------
    cells
        All cells as disclosure control released them.
    unfinished
        Where cells of earners stand (`Place`) who can't be followed so far.
    """
    return _told_as(NOT_APPLICABLE, UNFINISHED_DISPLAY, cells, unfinished, WITHHELD)


def _told_as(
    code: str,
    display: str,
    cells: Iterable[ReleasedCell],
    places: Iterable[tuple],
    without_figure: str,
) -> Iterator[ReleasedCell]:
    """Mark the zeros at some places, and there the cells that have no figure under another code."""
    places = set(places)
    for cell in cells:
        is_empty = cell.release_code == without_figure or said(cell) == 0
        if is_empty and place_of(cell) in places:
            yield cell._replace(value=None, release_code=code, display=display)
        else:
            yield cell


def said(cell: ReleasedCell) -> Decimal | None:
    """Give the count that a released cell tells, or None: one that nobody reports is zero."""
    if cell.release_code == NOT_REPORTED:
        return Decimal(0)
    return cell.value if cell.release_code == RELEASED else None
