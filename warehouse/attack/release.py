"""What a release is to who reads it: figures, what they count, and what is known of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

AT_MOST, PART_OF, SAME_AS = "at_most", "part_of", "same_as"
MADE_OF, MADE_WITHIN = "made_of", "made_within"
# The unit of a count of employers: not of people, and held to a threshold of its own.
EMPLOYERS = "employers"
NOTHING: frozenset[str] = frozenset()

# The members of a cell that aren't the margin, as (dimension, member), in order.
Members = tuple[tuple[str, str], ...]


class Cell(NamedTuple):
    """One published cell.

    `value` is whatever number stands in it, even where the code says that it is withheld; `least`
    is the least that a withheld count can be.
    """

    table: str
    year: int
    members: Members
    measure: str
    code: str
    value: Decimal | None
    band_low: Decimal | None
    band_high: Decimal | None
    dimensions: tuple[str, ...]
    least: int = 0


@dataclass(frozen=True)
class Measure:
    """What the release says of a measure."""

    name: str
    unit: str
    kind: str
    numerator: str | None
    denominator: str | None
    is_complement_protected: bool

    @property
    def is_count(self) -> bool:
        """Say whether a cell of it is a count of persons or events."""
        return self.kind in ("events", "persons")


class Equal(NamedTuple):
    """Two measures that are one number in every cell of the dimensions.

    In one school year, or in every year for one member of the dimension; the other is None.
    """

    measure: str
    other: str
    dimensions: frozenset[str]
    year: int | None
    member: tuple[str, str] | None


class People(NamedTuple):
    """The published count that says most of the people behind an amount.

    `is_own` says whether they are just these; else they are some of them.
    """

    measure: str
    members: Members
    is_own: bool


@dataclass(frozen=True)
class Release:
    """Everything of one release that an adversary reads.

    Attributes
    ----------
    relations
        Triples (measure, relation, other measure) that hold in every cell.
    parents
        The members that a member lies in, by (dimension, member).
    partitions_persons
        Dimensions of which a person of a year has exactly one member.
    restricted
        By measure that is another one of a certain member: that other measure, and the member.
    made_of
        By estimate, what it is computed from, each with the member that this holds for, or None.
    made_within
        By estimate, what it divides by in each member of a dimension that its own can meet.
    meetings
        By school year and two dimensions: the pairs of members that events can have.
    broken_down
        By measure, the dimensions that some table tells it apart by.
    same_members
        By (dimension, member), another name of the same people.
    """

    name: str
    cells: tuple[Cell, ...]
    measures: dict[str, Measure]
    relations: tuple[tuple[str, str, str], ...]
    parents: dict[tuple[str, str], tuple[tuple[str, str], ...]]
    partitions_persons: frozenset[str]
    thresholds: dict[str, Decimal]
    known_members: frozenset[tuple[str, str]]
    restricted: dict[str, tuple[str, tuple[str, str]]]
    made_of: dict[str, list[tuple[str, tuple[str, str] | None]]]
    made_within: dict[str, list[tuple[str, str]]]
    meetings: dict[tuple[int, str, str], frozenset[tuple[str, str]]]
    broken_down: dict[str, frozenset[str]]
    same_members: dict[tuple[str, str], tuple[str, str]]

    def resolve(self, measure: str, members: Members) -> tuple[str, Members]:
        """Name a count by its widest measure: high-value awards are awards of a list status."""
        if measure not in self.restricted:
            return measure, members
        wider, pair = self.restricted[measure]
        return wider, canonical([*members, pair], self.parents)

    def members_in(self, measure: str, cell: Cell) -> Members:
        """Name those of a cell's members that tables tell another measure apart by."""
        known = self.broken_down.get(measure, NOTHING)
        return tuple(pair for pair in cell.members if pair[0] in known)

    def people_of(self, cell: Cell) -> People:
        """Name the count of the people behind an amount; no table has it if it has no name."""
        measure = self.measures[cell.measure].denominator or ""
        members = self.members_in(measure, cell)
        return People(measure, members, members == cell.members)


def names(members: Members) -> str:
    """Name members as a reader finds them."""
    return ", ".join(f"{dimension} {member}" for dimension, member in members) or "all"


def canonical(pairs: list[tuple[str, str]], parents: dict) -> Members:
    """Name a cell by its members alone: a member says those that it lies in."""
    return tuple(sorted(set(pairs) - containing(pairs, parents)))


def containing(pairs: Iterable[tuple[str, str]], parents: dict) -> set[tuple[str, str]]:
    """Name every member that one of these lies in, at any level."""
    found: set[tuple[str, str]] = set()
    waiting = [above for pair in pairs for above in parents.get(pair, ())]
    while waiting:
        above = waiting.pop()
        if above not in found:
            found.add(above)
            waiting += parents.get(above, ())
    return found
