"""Medians of pay and estimates: shown if enough people are behind them and no count is told by it.

An amount says that as many people are behind it as its rule asks for. Where that number is itself
published beside it, that is nothing new. Where it isn't, it must follow from what is published, and
leave open how many of the others there are.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from warehouse.errors import WarehouseError
from warehouse.release.cells import (
    DOLLARS,
    NOT_APPLICABLE,
    NOT_REPORTED,
    RELEASED,
    Declarations,
    Key,
    Members,
    ReleasedCell,
    ReportCell,
    key_of,
    members_of,
)

DOLLAR_STEP = "dollar_step"
# In what estimates of other units are told: tenths of a year, cents for a dollar.
STEPS = {"years": Decimal("0.1"), "ratio": Decimal("0.01")}


class People(NamedTuple):
    """The published count of the people behind an amount.

    `is_own` says whether it counts just them; else it counts more, and they are some of these.
    """

    key: Key
    is_own: bool


@dataclass(frozen=True)
class Amounts:
    """How the amounts of a report belong together.

    Attributes
    ----------
    dimensions
        By measure, the dimensions that some table breaks it down by.
    narrower
        By name, the cell that shows an amount in the table that has its people as well.
    """

    declarations: Declarations
    dimensions: dict[str, frozenset[str]]
    narrower: dict[Key, ReportCell]

    def members_in(self, measure: str, cell: ReportCell) -> Members:
        """Name those of a cell's members that tables tell another measure apart by."""
        known = self.dimensions.get(measure, frozenset())
        return tuple(pair for pair in members_of(cell) if pair[0] in known)

    def people_of(self, cell: ReportCell) -> People:
        """Name the count of the people behind an amount."""
        measure = self.declarations.measures[cell.measure].denominator or ""
        members = self.members_in(measure, cell)
        key = key_of(measure, cell.school_year, members, self.declarations)
        return People(key, members == members_of(cell))

    def decisive(self, cell: ReportCell) -> ReportCell:
        """Give the cell by which it is decided whether an amount is shown: for one figure one."""
        if self.declarations.measures[cell.measure].kind != DOLLARS:
            return cell
        return self.narrower.get(_name(cell, self.declarations), cell)

    def may_show_median(self, cell: ReportCell, people: People, number: int) -> bool:
        """Say whether a median may be shown beside the published number of people."""
        thresholds = self.declarations.thresholds
        least = thresholds["least_people_behind_median"]
        if not people.is_own:
            least = thresholds["least_people_behind_quarterly_pay"]
            if number < _with_room(least, thresholds):
                return False
        return cell.contributors >= least and is_of_many_employers(cell, thresholds)


class Shown:
    """What is released of counts and rates, over all school years.

    Parameters
    ----------
    released
        The release's cells so far.
    """

    def __init__(self, released: Iterable[ReleasedCell]) -> None:
        self._cells: dict[tuple[str, Members], dict[int, ReleasedCell]] = defaultdict(dict)
        for cell in released:
            self._cells[cell.measure, members_of(cell)][cell.school_year] = cell

    def people(self, measure: str, members: Members) -> int:
        """Add up the people of all years whose number is shown; an award is someone's first."""
        cells = self._cells[measure, members].values()
        return sum(int(cell.value or 0) for cell in cells if cell.release_code == RELEASED)

    def is_whole(self, measure: str, members: Members) -> bool:
        """Say whether a measure is shown in every year."""
        codes = {cell.release_code for cell in self._cells[measure, members].values()}
        return bool(codes) and codes <= {RELEASED, NOT_APPLICABLE, NOT_REPORTED}


def gather(cells: Iterable[ReportCell], declarations: Declarations) -> Amounts:
    """Find what the amounts of a report have to do with each other and with its counts.

    Raises
    ------
    WarehouseError
        If two tables give different figures for one amount.
    """
    dimensions: dict[str, set[str]] = defaultdict(set)
    narrower: dict[Key, ReportCell] = {}
    others: list[ReportCell] = []
    for cell in cells:
        dimensions[cell.measure] |= {cell.dimension_1, cell.dimension_2}
        if declarations.measures[cell.measure].kind == DOLLARS:
            if cell.measure in declarations.same_as:
                narrower[_name(cell, declarations)] = cell
            else:
                others.append(cell)
    for cell in others:
        same = narrower.get(_name(cell, declarations), cell)
        if same.value != cell.value:
            raise WarehouseError(
                f"{cell.measure} of {cell.school_year} ({cell.member_1}, {cell.member_2}) is "
                f"{cell.value} in the table {cell.table_id} and {same.value} in {same.table_id}. "
                "Mend report_events, so that both are of the same people, or take the relation out "
                "of seeds/report/report_measure_relations.csv."
            )
    frozen = {measure: frozenset(found) for measure, found in dimensions.items()}
    return Amounts(declarations, frozen, narrower)


def is_of_many_employers(cell: ReportCell, thresholds: dict[str, int]) -> bool:
    """Say whether no employer dominates the pay that a cell is made of."""
    share = Decimal(thresholds["largest_employer_share"]) / 100
    shares = (cell.largest_share_of_persons, cell.largest_share_of_wages)
    return (cell.employers or 0) >= thresholds["least_employers"] and all(
        each is not None and each <= share for each in shares
    )


def may_show_estimate(cell: ReportCell, amounts: Amounts, shown: Shown) -> bool:
    """Say whether an estimate stands on enough people, as what is released tells anyhow.

    It must also be told already what it is made of, in every year; and no employer may dominate
    the pay in it. A cost has no employers: there is no pay in it.
    """
    declarations = amounts.declarations
    people = declarations.measures[cell.measure].denominator or ""
    least = declarations.thresholds["least_people_behind_estimate"]
    known = shown.people(people, amounts.members_in(people, cell))
    return (
        cell.contributors >= least
        and (cell.employers is None or is_of_many_employers(cell, declarations.thresholds))
        and known >= _with_room(least, declarations.thresholds)
        and all(
            shown.is_whole(other, amounts.members_in(other, cell))
            for other, pair in declarations.made_of.get(cell.measure, ())
            if pair is None or pair in members_of(cell)
        )
        and all(
            shown.is_whole(other, (met,))
            for other, dimension in declarations.made_within.get(cell.measure, ())
            for pair in members_of(cell)
            for met in declarations.meetings.get(pair, ())
            if met[0] == dimension
        )
    )


def rounded(cell: ReportCell, declarations: Declarations) -> Decimal | None:
    """Round an amount to the step in which it is released."""
    if cell.value is None:
        return None
    dollars = Decimal(declarations.thresholds[DOLLAR_STEP])
    step = STEPS.get(declarations.measures[cell.measure].unit, dollars)
    return (cell.value / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def display_of(value: Decimal, unit: str) -> str:
    """Write a figure with its unit, as readers get it."""
    if unit == "percent":
        return f"{value:,.1f}%"
    if unit in STEPS:
        return f"{value:,.{-int(STEPS[unit].as_tuple().exponent)}f}"
    sign = "-" if value < 0 else ""
    return f"{sign}${abs(value):,.0f}" if unit == "dollars" else f"{value:,.0f}"


def _name(cell: ReportCell, declarations: Declarations) -> Key:
    return key_of(cell.measure, cell.school_year, members_of(cell), declarations)


def _with_room(least: int, thresholds: dict[str, int]) -> int:
    """Of how many people a hidden part of at least so many says nothing of the others."""
    return least + thresholds["protected_width"] - 1
