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
)

DISPLAY = "not reported"
UNFINISHED_DISPLAY = "not applicable"

# Where a cell stands: table, school year, members, measure.
Place = tuple[str, int, str, str, str]


def told_as_unreported(
    cells: Iterable[ReleasedCell], unreported: Iterable[Place]
) -> Iterator[ReleasedCell]:
    """Take the figure from zeros of which nobody reports; a cell that is withheld stays so.

    Parameters
    ----------
    cells
        All cells as disclosure control released them.
    unreported
        Where cells stand that count what no source reports: report_unreported_cells.
    """
    places = set(unreported)
    for cell in cells:
        place = (cell.table_id, cell.school_year, cell.member_1, cell.member_2, cell.measure)
        is_empty = cell.release_code == NOT_APPLICABLE or said(cell) == 0
        if place in places and is_empty:
            yield cell._replace(value=None, release_code=NOT_REPORTED, display=DISPLAY)
        else:
            yield cell


def told_as_unfinished(
    cells: Iterable[ReleasedCell], unfinished: Iterable[Place]
) -> Iterator[ReleasedCell]:
    """Take the figure from cells of earners who can't be followed yet, and the mark as well.

    Which they are follows from the days of deliveries, so that it tells of nobody. What an earlier
    release told of them stays told.

    Parameters
    ----------
    cells
        All cells as disclosure control released them.
    unfinished
        Where cells of earners stand who can't be followed so far.
    """
    places = set(unfinished)
    for cell in cells:
        place = (cell.table_id, cell.school_year, cell.member_1, cell.member_2, cell.measure)
        is_empty = cell.release_code == WITHHELD or said(cell) == 0
        if place in places and is_empty:
            yield cell._replace(value=None, release_code=NOT_APPLICABLE, display=UNFINISHED_DISPLAY)
        else:
            yield cell


def said(cell: ReleasedCell) -> Decimal | None:
    """Give the count that a released cell tells, or None: one that nobody reports is zero."""
    if cell.release_code == NOT_REPORTED:
        return Decimal(0)
    return cell.value if cell.release_code == RELEASED else None
