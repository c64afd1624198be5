"""What earlier releases said: it stays said, and every reader has it.

A school year that was released before is repeated as it was published. Corrections that arrive
later change nothing of it: the difference of two figures for one cell would tell of the few people
who were corrected. Cells that are new (another table) are protected together with what is known,
as long as the year's figures are still the published ones; of a year that was corrected since,
new cells are withheld.

A cell that had no figure yet (nobody reported it, or its time hadn't come) said nothing of anyone.
It gets its figure when there is one, and that corrects nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow
import pyarrow.parquet

from warehouse.errors import WarehouseError
from warehouse.release.cells import (
    COUNTED,
    NOT_APPLICABLE,
    NOT_REPORTED,
    SMALL,
    Declarations,
    Key,
    Place,
    ReleasedCell,
    ReportCell,
    key_of,
    members_of,
    place_of,
)
from warehouse.release.reported import said
from warehouse.release.system import System

FOLDER = "releases"
FILE = "released_cells.parquet"
NO_FIGURE = (NOT_APPLICABLE, NOT_REPORTED)


class Flags(NamedTuple):
    """What was said of each count of a system before, by position.

    Attributes
    ----------
    known
        Its figure was shown.
    hidden
        It was withheld.
    said_small
        It was shown to be small.
    silent
        It was not shown to be small although it is.
    """

    known: np.ndarray
    hidden: np.ndarray
    said_small: np.ndarray
    silent: np.ndarray


@dataclass(frozen=True)
class Earlier:
    """All cells of earlier releases; of one that stood in several, the last."""

    cells: dict[Place, ReleasedCell] = field(default_factory=dict)

    def figure_of(self, cell: ReportCell) -> ReleasedCell | None:
        """Give what was said of a cell before, if it was a figure or that there is one."""
        before = self.cells.get(place_of(cell))
        return None if before is None or before.release_code in NO_FIGURE else before

    def restated_years(
        self, cells: Iterable[ReportCell], declarations: Declarations
    ) -> frozenset[int]:
        """Name the school years of which a count isn't what an earlier release said it was."""
        least_people = declarations.thresholds["least_people"]
        return frozenset(
            cell.school_year
            for cell in cells
            if declarations.measures[cell.measure].kind in COUNTED
            and (before := self.figure_of(cell)) is not None
            and not _agrees(cell, before, least_people)
        )

    def no_more_reported(
        self, cells: Iterable[ReportCell], declarations: Declarations
    ) -> list[ReportCell]:
        """Give the counts that were shown once and that no table has any more."""
        reported = {place_of(cell) for cell in cells}
        return [
            ReportCell(*before[:7], value=told, contributors=int(told))
            for place, before in sorted(self.cells.items())
            if place not in reported
            and (told := said(before)) is not None
            and place.measure in declarations.measures
            and declarations.measures[place.measure].kind in COUNTED
        ]

    def flags(self, system: System, declarations: Declarations) -> Flags:
        """Say of each count what is known of it; school years that were restated left out."""
        flags = Flags(*(np.zeros(len(system.keys), dtype=bool) for _ in Flags._fields))
        for cell in self.cells.values():
            position = system.positions.get(_key(cell, declarations))
            if position is None or cell.measure not in declarations.measures:
                continue
            if cell.release_code in NO_FIGURE:
                continue
            is_told = said(cell) is not None
            flags.known[position] |= is_told
            flags.hidden[position] |= not is_told
            flags.said_small[position] |= cell.release_code == SMALL
        is_small = np.array(system.values) < declarations.thresholds["least_people"]
        np.logical_and(flags.hidden, ~flags.known, out=flags.hidden)
        np.logical_and(flags.hidden & is_small, ~flags.said_small, out=flags.silent)
        return flags


def read_earlier(state: Path) -> Earlier:
    """Read the releases that are kept in `state/releases/<release>/`, the earliest first.

    Raises
    ------
    WarehouseError
        If a kept release can't be read: without it nothing can be released safely.
    """
    cells: dict[Place, ReleasedCell] = {}
    for file in sorted((state / FOLDER).glob(f"*/{FILE}")):
        try:
            rows = pyarrow.parquet.read_table(file, columns=list(ReleasedCell._fields)).to_pylist()
        except (pyarrow.ArrowException, OSError) as error:
            raise WarehouseError(
                f"{file} can't be read ({error}). What was published before must be known to "
                "release anything safely: restore the folder from the backup of state/."
            ) from None
        for row in rows:
            cell = ReleasedCell(**row)
            cells[place_of(cell)] = cell
    return Earlier(cells)


def _key(cell: ReleasedCell, declarations: Declarations) -> Key:
    return key_of(cell.measure, cell.school_year, members_of(cell), declarations)


def _agrees(cell: ReportCell, before: ReleasedCell, least_people: int) -> bool:
    if (told := said(before)) is not None:
        return cell.value == told
    return before.release_code != SMALL or 0 < (cell.value or 0) < least_people
