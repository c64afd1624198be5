"""What people who are in several members leave to reason about, over two dimensions at once.

Of those in a whole, whoever isn't in the column b is in a part and isn't in its column b. And
whoever is in both of two columns within a part is in both of them within the whole.
"""

import math
from collections import defaultdict
from typing import NamedTuple

from warehouse.attack.release import Members, Release
from warehouse.attack.system import Equation, System
from warehouse.attack.vintages import Vintages


class _Table(NamedTuple):
    """One measure of one year in one two-way table; `across` is the dimension of the columns."""

    measure: str
    year: int
    down: str
    across: str


def add_overlaps(system: System, release: Release, vintages: Vintages) -> None:
    """Add both rules for all two-way tables of people over dimensions that don't part them."""
    tables: dict[_Table, set[tuple[str, str]]] = defaultdict(set)
    for cell in release.cells:
        if release.measures[cell.measure].kind == "persons" and len(cell.dimensions) == 2:
            own = dict(cell.members)
            for down, across in (cell.dimensions, cell.dimensions[::-1]):
                is_plain = release.partitions_persons.isdisjoint((down, across))
                if is_plain and down in own and across in own:
                    table = _Table(cell.measure, cell.year, down, across)
                    tables[table].add((own[down], own[across]))
    for table, inner in sorted(tables.items()):
        _add_table(_Reader(system, release, vintages, table), inner)


class _Reader(NamedTuple):
    system: System
    release: Release
    vintages: Vintages
    table: _Table

    def column(self, *pairs: tuple[str, str]) -> int | None:
        """Find the number of members, None where no table has it."""
        measure, year = self.table.measure, self.table.year
        members: Members = tuple(sorted(pairs))
        vintage = self.vintages.of(self.release.name, measure, year, members)
        return self.system.find(measure, year, members, vintage)

    def add(self, terms: list[tuple[int | None, float]], place: str) -> None:
        """Add that the terms are at least nothing together, if a table has each of them."""
        columns = tuple(column for column, _ in terms if column is not None)
        if len(columns) == len(set(columns)) == len(terms):
            weights = tuple(weight for _, weight in terms)
            self.system.add(Equation("overlap", columns, weights, 0, math.inf, place))


def _add_table(reader: _Reader, inner: set[tuple[str, str]]) -> None:
    down, across = reader.table.down, reader.table.across
    wholes: dict[Members, set[str]] = defaultdict(set)
    for row, _ in inner:
        wholes[()].add(row)
        for above in reader.release.parents.get((down, row), ()):
            wholes[above,].add(row)
    columns = sorted({column for _, column in inner})
    place = f"{reader.table.measure} by {down} and {across}"
    for whole, rows in sorted(wholes.items()):
        inside = [(down, row) for row in sorted(rows)]
        for column in columns:
            some = across, column
            terms = [(reader.column(*whole), -1.0), (reader.column(*whole, some), 1.0)]
            terms += [(reader.column(row), 1.0) for row in inside]
            terms += [(reader.column(row, some), -1.0) for row in inside]
            reader.add(terms, place)
        if len(columns) == 2:
            one, other = ((across, column) for column in columns)
            for row in inside:
                reader.add(
                    [
                        (reader.column(*whole, one), 1.0),
                        (reader.column(*whole, other), 1.0),
                        (reader.column(*whole), -1.0),
                        (reader.column(row, one), -1.0),
                        (reader.column(row, other), -1.0),
                        (reader.column(row), 1.0),
                    ],
                    place,
                )
