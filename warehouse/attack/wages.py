"""Attack amounts of pay: whose they are, and which are another cell's under another name."""

from collections import defaultdict

from warehouse.attack.findings import Finding, explain
from warehouse.attack.narrowing import Bounds
from warehouse.attack.published import EMPLOYERS, Cell, Members, Release, containing
from warehouse.attack.system import RELEASED, System
from warehouse.attack.vintages import Vintages

LEAST_PEOPLE = "least_people_behind_median"
LEAST_EMPLOYERS = "least_employers"


def attack_wages(
    system: System, bounds: Bounds, releases: list[Release], vintages: Vintages
) -> list[Finding]:
    """Find amounts that stand on too few, and withheld ones that a nested group's amount tells.

    An amount is a median, so groups don't add up to it. But a group that makes up the whole of
    another has its median; and a published count of people or employers behind it can be too low.
    """
    found: list[Finding] = []
    for release in releases:
        amounts: dict[tuple[str, int], list[Cell]] = defaultdict(list)
        for cell in release.cells:
            if release.measures[cell.measure].kind == "dollars":
                amounts[cell.measure, cell.year].append(cell)
        for cells in amounts.values():
            wages = _Wages(system, bounds, release, vintages)
            found += [finding for cell in cells for finding in wages.of_few(cell)]
            found += wages.of_same_people(cells)
    return found


class _Wages:
    """The amounts of one release."""

    def __init__(
        self, system: System, bounds: Bounds, release: Release, vintages: Vintages
    ) -> None:
        self.system, self.bounds = system, bounds
        self.release, self.vintages = release, vintages

    def column(self, measure: str | None, year: int, members: Members) -> int | None:
        if measure is None:
            return None
        name, inside = self.release.resolve(measure, members)
        vintage = self.vintages.of(self.release.name, name, year, inside)
        return self.system.find(name, year, inside, vintage)

    def of_few(self, cell: Cell) -> list[Finding]:
        """Find a released amount of which the published counts say that it is of too few."""
        if cell.code != RELEASED:
            return []
        people = self.release.measures[cell.measure].denominator
        employers = [name for name, each in self.release.measures.items() if each.unit == EMPLOYERS]
        asked = [(people, LEAST_PEOPLE), *((name, LEAST_EMPLOYERS) for name in employers)]
        found = []
        for measure, rule in asked:
            column = self.column(measure, cell.year, cell.members)
            least = self.release.thresholds.get(rule)
            if column is None or least is None or self.bounds.high[column] >= least:
                continue
            attack = "dominant employer" if rule == LEAST_EMPLOYERS else "pay of few"
            found.append(self.finding(attack, cell, column, cell))
        return found

    def of_same_people(self, cells: list[Cell]) -> list[Finding]:
        """Find withheld amounts of a group that is all, or within, one whose amount is shown."""
        shown = {cell.members: cell for cell in cells if cell.code == RELEASED}
        found = []
        for cell in cells:
            if cell.code != "withheld":
                continue
            for members, other in shown.items():
                if not self.is_within(members, cell.members):
                    continue
                people = self.release.measures[cell.measure].denominator
                own = self.column(people, cell.year, cell.members)
                whole = self.column(people, cell.year, members)
                if own is None or whole is None:
                    continue
                if self.bounds.low[own] >= self.bounds.high[whole] > 0:
                    found.append(self.finding("same people", cell, own, other))
        return found

    def is_within(self, larger: Members, smaller: Members) -> bool:
        inside = set(smaller) | containing(smaller, self.release.parents)
        return set(larger) < inside

    def finding(self, attack: str, cell: Cell, column: int, teller: Cell) -> Finding:
        count = self.system.counts[column]
        value = float(teller.value or 0)
        members = count.name.removeprefix(count.measure)
        equations = self.bounds.told_by(column)
        told_by = (
            f"{count.name} is {self.bounds.low[column]:g} to {self.bounds.high[column]:g}; "
            f"{teller.table} shows {value:,.0f}"
        )
        if equations:
            told_by += f"; {explain(self.system, equations, self.bounds, column)}"
        return Finding(
            attack, cell.measure, cell.year, f"{cell.measure}{members}", cell.table, value, value,
            told_by,
        )  # fmt: skip
