"""Attack estimates: what they say of the counts behind them that nobody would know else.

An estimate compares people of all years together with others. That it is shown says that there are
as many as the rule asks for, so the counts of the single years must say so already; and whoever
knows what it is made of can work back from it to the counts that it divides.
"""

from collections.abc import Iterator

from warehouse.attack.asked import Asked
from warehouse.attack.findings import Finding
from warehouse.attack.narrowing import Bounds
from warehouse.attack.release import Cell, Members, Release, names
from warehouse.attack.system import NOT_APPLICABLE, RELEASED, System
from warehouse.attack.vintages import Vintages

LEAST_PEOPLE = "least_people_behind_estimate"
ESTIMATE = "estimate"


def attack_estimates(
    system: System, bounds: Bounds, releases: list[Release], vintages: Vintages, asked: Asked
) -> Iterator[Finding]:
    """Find estimates of more people than is known, and those made of counts that are withheld."""
    for release in releases:
        estimates = _Estimates(system, bounds, release, vintages)
        for cell in release.cells:
            is_estimate = release.measures[cell.measure].kind == ESTIMATE
            if is_estimate and cell.code in (RELEASED, NOT_APPLICABLE):
                yield from estimates.of_few(cell, asked)
                yield from estimates.of_withheld(cell)
                yield from estimates.of_withheld_within(cell)


class _Estimates:
    """The estimates of one release."""

    def __init__(
        self, system: System, bounds: Bounds, release: Release, vintages: Vintages
    ) -> None:
        self.system, self.bounds = system, bounds
        self.release, self.vintages = release, vintages
        self.years = sorted({cell.year for cell in release.cells})

    def of_few(self, cell: Cell, asked: Asked) -> Iterator[Finding]:
        """Find an estimate of more people than the years' counts add up to for certain."""
        people = self.release.people_of(cell)
        least = int(self.release.thresholds.get(LEAST_PEOPLE, 0))
        columns = self.columns(people.measure, people.members)
        known = sum(self.bounds.low[column] for column in columns)
        if columns and known < least + asked.width - 1:
            said = f"{people.measure} of all years is at least {known:g} without it"
            yield self.finding("estimate of few", cell, said)

    def of_withheld(self, cell: Cell) -> Iterator[Finding]:
        """Find an estimate that is made of a count, or of a rate, that isn't known in some year."""
        for other, pair in self.release.made_of.get(cell.measure, ()):
            if pair is not None and pair not in cell.members:
                continue
            measure = self.release.measures[other]
            counts = [other] if measure.is_count else [measure.numerator, measure.denominator]
            for count in filter(None, counts):
                members = self.release.members_in(count, cell)
                unknown = [
                    self.system.counts[column].name
                    for column in self.columns(count, members)
                    if not self.bounds.is_fixed(column)
                ]
                if unknown:
                    said = f"it is made of {unknown[0]}, which is withheld"
                    yield self.finding("made of withheld", cell, said)

    def of_withheld_within(self, cell: Cell) -> Iterator[Finding]:
        """Find an estimate that divides by a count that isn't known: funds over it tell it."""
        for other, dimension in self.release.made_within.get(cell.measure, ()):
            for member in sorted(self.met_by(cell, dimension)):
                unknown = [
                    self.system.counts[column].name
                    for column in self.columns(other, ((dimension, member),))
                    if not self.bounds.is_fixed(column)
                ]
                if unknown:
                    said = f"it divides by {unknown[0]}, which is withheld"
                    yield self.finding("made of withheld", cell, said)

    def met_by(self, cell: Cell, dimension: str) -> set[str]:
        """Name the members of a dimension that those of a cell can meet in any year."""
        return {
            met
            for (_, first, second), pairs in self.release.meetings.items()
            if second == dimension
            for member, met in pairs
            if (first, member) in cell.members
        }

    def columns(self, measure: str, members: Members) -> list[int]:
        """Find a count of every year that has it."""
        name, inside = self.release.resolve(measure, members)
        found = (
            self.system.find(
                name, year, inside, self.vintages.of(self.release.name, name, year, inside)
            )
            for year in self.years
        )
        return [column for column in found if column is not None]

    def finding(self, attack: str, cell: Cell, said: str) -> Finding:
        value = float(cell.value or 0)
        name = f"{cell.measure} {cell.year}, {names(cell.members)}"
        return Finding(attack, cell.measure, cell.year, name, cell.table, value, value, said)
