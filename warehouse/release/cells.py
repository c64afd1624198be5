"""Cells of the report before and after disclosure control, and what the seeds say of them."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

ALL = "all"
NONE = "none"
RELEASED, SMALL, WITHHELD, BANDED = "released", "small", "withheld", "banded"
COUNTED = ("events", "persons")

# The members that a cell is of, as (dimension, member), margins left out.
Members = tuple[tuple[str, str], ...]


class ReportCell(NamedTuple):
    """One row of report_cells: a figure before disclosure control.

    `value` is a count, a rate in percent or an amount in dollars; None where a rate has nobody
    below its line. Shares are of 1 and, like `employers`, None but for amounts.
    """

    table_id: str
    school_year: int
    dimension_1: str
    member_1: str
    dimension_2: str
    member_2: str
    measure: str
    value: Decimal | None
    contributors: int
    employers: int | None = None
    largest_share_of_workers: Decimal | None = None
    largest_share_of_wages: Decimal | None = None


class ReleasedCell(NamedTuple):
    """One row of released_cells: the figure, or why there is none, as readers get it."""

    table_id: str
    school_year: int
    dimension_1: str
    member_1: str
    dimension_2: str
    member_2: str
    measure: str
    value: Decimal | None
    release_code: str
    band_low: Decimal | None
    band_high: Decimal | None
    display: str


class Measure(NamedTuple):
    """One row of report_measures."""

    measure: str
    kind: str
    numerator: str | None
    denominator: str | None
    is_complement_protected: bool


@dataclass(frozen=True)
class Declarations:
    """What the seeds declare and every reader knows.

    Attributes
    ----------
    measures
        By name.
    partitions_persons
        Dimensions of which a person of a year has exactly one member.
    parents
        The member that a member lies in, by (dimension, member).
    relations
        Pairs of measures of which the first is at most the second in every cell.
    thresholds
        Values of disclosure_thresholds by rule.
    """

    measures: dict[str, Measure]
    partitions_persons: frozenset[str]
    parents: dict[tuple[str, str], tuple[str, str]]
    relations: tuple[tuple[str, str], ...]
    thresholds: dict[str, int]


def ancestors(
    pair: tuple[str, str], parents: dict[tuple[str, str], tuple[str, str]]
) -> list[tuple[str, str]]:
    """Name what a member lies in, the nearest first."""
    above = []
    while pair in parents:
        pair = parents[pair]
        above.append(pair)
    return above


def members_of(cell: ReportCell, declarations: Declarations) -> Members:
    """Name a cell by its members: a school says its district, so the pair says no more than it."""
    pairs = {
        (dimension, member)
        for dimension, member in (
            (cell.dimension_1, cell.member_1),
            (cell.dimension_2, cell.member_2),
        )
        if member not in (ALL, NONE)
    }
    implied = {above for pair in pairs for above in ancestors(pair, declarations.parents)}
    return tuple(sorted(pairs - implied))
