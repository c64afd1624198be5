"""Cells of the report before and after disclosure control, and what the seeds say of them."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

ALL = "all"
NONE = "none"
RELEASED, SMALL, WITHHELD = "released", "small", "withheld"
BANDED, NOT_APPLICABLE, NOT_REPORTED = "banded", "not_applicable", "not_reported"
COUNTED = ("events", "persons")
DOLLARS, ESTIMATE = "dollars", "estimate"

# The members that a cell is of, as (dimension, member), margins left out.
Members = tuple[tuple[str, str], ...]


class ReportCell(NamedTuple):
    """One row of report_cells: a figure before disclosure control.

    `value` is a count, a rate in percent, an amount in dollars or an estimate in its unit; None
    where a rate has nobody below its line, or an estimate isn't defined. Shares are of 1 and, like
    `employers`, None but for dollars.
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
    largest_share_of_persons: Decimal | None = None
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


class Place(NamedTuple):
    """Where a cell stands."""

    table_id: str
    school_year: int
    member_1: str
    member_2: str
    measure: str


def place_of(cell: ReportCell | ReleasedCell) -> Place:
    """Say where a cell stands."""
    return Place(cell.table_id, cell.school_year, cell.member_1, cell.member_2, cell.measure)


class UnseenCount(NamedTuple):
    """One row of report_unseen_counts: a count that no table shows and that tables are sums of.

    `list_status` may be the margin `all`.
    """

    measure: str
    school_year: int
    credential: str
    program: str
    list_status: str
    value: int

    @property
    def members(self) -> Members:
        """Name the members that the count is of."""
        pairs = zip(self._fields[2:5], self[2:5], strict=True)
        return tuple(sorted(pair for pair in pairs if pair[1] != ALL))


class Measure(NamedTuple):
    """One row of report_measures."""

    measure: str
    unit: str
    kind: str
    numerator: str | None
    denominator: str | None
    is_complement_protected: bool


class Band(NamedTuple):
    """One row of disclosure_bands: a rate of at least so many people may be told so closely."""

    points: int
    least_people: int


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
    at_most
        Pairs of measures of which the first is at most the second in every cell.
    same_as
        Measures that are another measure of one member: that measure and (dimension, member).
    thresholds
        Values of disclosure_thresholds by rule.
    bands
        Bands of rates, the narrowest first.
    made_of
        By estimate, the measures that it is computed from, each with the member (dimension,
        member) that it holds for; None for all.
    made_within
        By estimate, the measures that it divides by in each member of a dimension that its own
        can meet, such as the awards of every program that leads to a credential.
    meetings
        By (dimension, member), the members of another dimension that it can meet in any year.
    same_members
        The one name of people who are members of several dimensions under different names.
    may_be_equal
        Pairs of measures that are one count in every cell in which they agree.
    """

    measures: dict[str, Measure]
    partitions_persons: frozenset[str]
    parents: dict[tuple[str, str], tuple[str, str]]
    at_most: tuple[tuple[str, str], ...]
    same_as: dict[str, tuple[str, tuple[str, str]]]
    thresholds: dict[str, int]
    bands: tuple[Band, ...]
    made_of: dict[str, tuple[tuple[str, tuple[str, str] | None], ...]] = field(default_factory=dict)
    made_within: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    meetings: dict[tuple[str, str], frozenset[tuple[str, str]]] = field(default_factory=dict)
    same_members: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    may_be_equal: tuple[tuple[str, str], ...] = ()


class Key(NamedTuple):
    """Name of a count, the same in whatever table it stands."""

    measure: str
    school_year: int
    members: Members


def ancestors(
    pair: tuple[str, str], parents: dict[tuple[str, str], tuple[str, str]]
) -> list[tuple[str, str]]:
    """Name what a member lies in, the nearest first."""
    above = []
    while pair in parents:
        pair = parents[pair]
        above.append(pair)
    return above


def members_of(cell: ReportCell | ReleasedCell) -> Members:
    """Name the members that a cell is of."""
    pairs = ((cell.dimension_1, cell.member_1), (cell.dimension_2, cell.member_2))
    return tuple(sorted(pair for pair in pairs if pair[1] not in (ALL, NONE)))


def key_of(measure: str, school_year: int, members: Members, declarations: Declarations) -> Key:
    """Name a count: a school says its district, and a high-value award is an award on the List.

    People who have no school have no district either: of such members one name stands for all.
    """
    pairs = set(members)
    if measure in declarations.same_as:
        measure, pair = declarations.same_as[measure]
        pairs.add(pair)
    pairs = {declarations.same_members.get(pair, pair) for pair in pairs}
    implied = {above for pair in pairs for above in ancestors(pair, declarations.parents)}
    return Key(measure, school_year, tuple(sorted(pairs - implied)))
