"""Cells that count what no source reports: they have no figure, and read `not reported`.

Protection takes them for the zeros that they are in every sum, and so does whoever adds them up.
Only how they are told differs: that nobody reports attempts isn't that nobody attempted.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from warehouse.release.cells import NOT_APPLICABLE, NOT_REPORTED, RELEASED, ReleasedCell

DISPLAY = "not reported"

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


def said(cell: ReleasedCell) -> Decimal | None:
    """Give the count that a released cell tells, or None: one that nobody reports is zero."""
    if cell.release_code == NOT_REPORTED:
        return Decimal(0)
    return cell.value if cell.release_code == RELEASED else None
