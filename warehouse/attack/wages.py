"""Attack amounts of pay: whose they are, and which are another cell's under another name.

An amount is shown where enough people are behind it, so each says that there are. A reader must
know that without it: from the number of these people, or of those among whom they are.
"""

from collections import defaultdict
from typing import NamedTuple

from warehouse.attack.asked import Asked
from warehouse.attack.findings import Finding, explain
from warehouse.attack.narrowing import Bounds
from warehouse.attack.release import EMPLOYERS, Cell, Members, Release, containing, names
from warehouse.attack.system import NOT_APPLICABLE, RELEASED, WITHHELD, System
from warehouse.attack.vintages import Vintages

LEAST_PEOPLE = "least_people_behind_median"
# For an amount whose people no table counts: they are some of those whom one does.
LEAST_AMONG = "least_people_behind_quarterly_pay"
LEAST_EMPLOYERS = "least_employers"


class _Amount(NamedTuple):
    """One amount, in the cells that show or withhold it.

    `column` is the count of its people where `is_own`, else of more people; None where the release
    names none. `cells` begin with the one that has these people.
    """

    members: Members
    cells: list[Cell]
    column: int | None
    is_own: bool

    def shown(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.code == RELEASED]

    def withheld(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.code == WITHHELD]


def attack_wages(
    system: System, bounds: Bounds, releases: list[Release], vintages: Vintages, asked: Asked
) -> list[Finding]:
    """Find amounts that stand on too few, and withheld ones that another amount tells.

    An amount is a median, so groups don't add up to it. But a group that makes up the whole of
    another has its median; one amount may stand in two tables; and what is published of the people
    or employers behind it can be too low.
    """
    found: list[Finding] = []
    for release in releases:
        named: dict[tuple[str, int], dict[Members, list[Cell]]] = defaultdict(dict)
        for cell in release.cells:
            if release.measures[cell.measure].kind == "dollars":
                measure, members = release.resolve(cell.measure, cell.members)
                named[measure, cell.year].setdefault(members, []).append(cell)
        wages = _Wages(system, bounds, release, vintages, asked)
        for by_members in named.values():
            amounts = [wages.amount(*pair) for pair in by_members.items()]
            unfinished = unfinished_members(amounts)
            for amount in amounts:
                found += wages.of_few(amount)
                found += wages.of_few_employers(amount)
                if unfinished.isdisjoint(amount.members):
                    found += wages.of_nobody(amount)
                found += wages.shown_elsewhere(amount)
            found += wages.of_same_people(amounts)
    return found


def unfinished_members(amounts: list[_Amount]) -> set[tuple[str, str]]:
    """Name the quarters of which no amount is applicable, to nobody and not to all together.

    Who earned in the year can't be followed so far, which the days of deliveries tell anyhow.
    """
    codes: dict[tuple[str, str], set[str]] = defaultdict(set)
    for amount in amounts:
        for pair in amount.members:
            codes[pair].update(cell.code for cell in amount.cells)
    wholes = {amount.members[0] for amount in amounts if len(amount.members) == 1}
    return {pair for pair in wholes if codes[pair] == {NOT_APPLICABLE}}


class _Wages:
    """The amounts of one release."""

    def __init__(
        self, system: System, bounds: Bounds, release: Release, vintages: Vintages, asked: Asked
    ) -> None:
        self.system, self.bounds, self.asked = system, bounds, asked
        self.release, self.vintages = release, vintages

    def column(self, measure: str, year: int, members: Members) -> int | None:
        name, inside = self.release.resolve(measure, members)
        vintage = self.vintages.of(self.release.name, name, year, inside)
        return self.system.find(name, year, inside, vintage)

    def amount(self, members: Members, cells: list[Cell]) -> _Amount:
        """Put the cells of one amount together, with the closest count of its people."""
        cells = sorted(cells, key=lambda cell: not self.release.people_of(cell).is_own)
        people = self.release.people_of(cells[0])
        column = self.column(people.measure, cells[0].year, people.members)
        return _Amount(members, cells, column, people.is_own)

    def of_few(self, amount: _Amount) -> list[Finding]:
        """Find a released amount that says of more people than is known that they are behind it."""
        least = self.release.thresholds.get(LEAST_PEOPLE if amount.is_own else LEAST_AMONG)
        column = amount.column
        if column is None or least is None:
            return []
        # Nor may it say of the others, whom nobody counts, that there are next to none.
        needed = int(least) if amount.is_own else int(least) + self.asked.width - 1
        if self.bounds.low[column] >= needed:
            return []
        is_few = self.bounds.high[column] < needed
        attack = "pay of few" if is_few else "pay of withheld people"
        return [self.finding(attack, cell, column, cell) for cell in amount.shown()]

    def of_few_employers(self, amount: _Amount) -> list[Finding]:
        """Find a released amount of too few employers, if somebody published their number."""
        least = self.release.thresholds.get(LEAST_EMPLOYERS)
        found = []
        for name, measure in self.release.measures.items():
            if measure.unit != EMPLOYERS or least is None:
                continue
            for cell in amount.shown():
                column = self.column(name, cell.year, cell.members)
                if column is not None and self.bounds.high[column] < least:
                    found.append(self.finding("dominant employer", cell, column, cell))
        return found

    def of_nobody(self, amount: _Amount) -> list[Finding]:
        """Find people of whom it is said that there is no pay to measure: none of them had any."""
        column = amount.column
        if amount.is_own or column is None or self.bounds.high[column] == 0:
            return []
        cells = [cell for cell in amount.cells if cell.code == NOT_APPLICABLE]
        return [self.finding("pay of nobody", cell, column, cell) for cell in cells]

    def shown_elsewhere(self, amount: _Amount) -> list[Finding]:
        """Find a withheld amount that another table shows."""
        if amount.column is None or not amount.shown():
            return []
        teller = amount.shown()[0]
        return [
            self.finding("shown elsewhere", cell, amount.column, teller)
            for cell in amount.withheld()
        ]

    def of_same_people(self, amounts: list[_Amount]) -> list[Finding]:
        """Find withheld amounts of a group that is all, or within, one whose amount is shown."""
        shown = [amount for amount in amounts if amount.shown() and amount.column is not None]
        found = []
        for amount in amounts:
            if amount.column is None or not amount.withheld():
                continue
            for other in shown:
                if not self.is_within(other.members, amount.members):
                    continue
                if self.bounds.low[amount.column] >= self.bounds.high[other.column] > 0:
                    found += [
                        self.finding("same people", cell, amount.column, other.shown()[0])
                        for cell in amount.withheld()
                    ]
        return found

    def is_within(self, larger: Members, smaller: Members) -> bool:
        inside = set(smaller) | containing(smaller, self.release.parents)
        return set(larger) < inside

    def finding(self, attack: str, cell: Cell, column: int, teller: Cell) -> Finding:
        count = self.system.counts[column]
        value = float(teller.value or 0)
        equations = self.bounds.told_by(column)
        said = f"shows {value:,.0f}" if teller.value is not None else f"says {NOT_APPLICABLE}"
        told_by = (
            f"{count.name} is {self.bounds.low[column]:g} to {self.bounds.high[column]:g}; "
            f"{teller.table} {said}"
        )
        if equations:
            told_by += f"; {explain(self.system, equations, self.bounds, column)}"
        name = f"{cell.measure} {cell.year}, {names(cell.members)}"
        return Finding(attack, cell.measure, cell.year, name, cell.table, value, value, told_by)
