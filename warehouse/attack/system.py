"""Counts that a release tells of, and the equations that hold between them.

A count is named by its measure, school year and members, whichever table shows it: a number that
one table withholds and another prints is one number. Counts that no table shows are added where
a sum passes through them, such as the total of a career cluster between programs and the state.
"""

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from warehouse.attack.release import AT_MOST, PART_OF, Cell, Members, Release, names
from warehouse.attack.vintages import (
    NOT_APPLICABLE,
    RELEASED,
    SMALL,
    UNKNOWN,
    WITHHELD,
    Vintages,
    stated,
)

# The rule by which a release says that what reads `suppressed` may be small as well.
MAY_BE_SMALL = "suppressed_may_be_small"
# Nobody has more events of one kind in a year; so events that are there are somebody's.
EVENTS_OF_ONE = 1000.0


@dataclass
class Count:
    """One count: what is known of it before any reasoning, and where it is published.

    `low` and `high` are whole numbers or infinite; `vintage` is the release whose figure it is
    where two releases give different figures for the same cell, else empty.
    """

    measure: str
    year: int
    members: Members
    vintage: str
    low: float = 0
    high: float = math.inf
    code: str = UNKNOWN
    places: list[str] = field(default_factory=list)
    is_never_small: bool = False

    @property
    def name(self) -> str:
        """Name the cell as a reader finds it."""
        when = f"{self.year} as of {self.vintage}" if self.vintage else str(self.year)
        return f"{self.measure} {when}, {names(self.members)}"


class Equation(NamedTuple):
    """A relation that surely holds: low <= sum of weight times count <= high."""

    kind: str
    columns: tuple[int, ...]
    weights: tuple[float, ...]
    low: float
    high: float
    place: str


class Share(NamedTuple):
    """A rate cell: numerator over denominator, as columns, and what is published of it."""

    cell: Cell
    numerator: int
    denominator: int
    scale: float
    step: float
    place: str


class Contradiction(NamedTuple):
    """Figures that can't all be true, so that their difference tells of something unpublished."""

    column: int
    difference: float
    place: str


class System:
    """Counts and equations, found by name and never doubled.

    Attributes
    ----------
    complements
        Columns of those who are in a denominator and not in its protected numerator.
    people
        By column of a count of events, that of the people whom they belong to.
    """

    def __init__(self, small_below: int) -> None:
        self.small_below = small_below
        self.counts: list[Count] = []
        self.equations: list[Equation] = []
        self.shares: list[Share] = []
        self.complements: list[int] = []
        self.people: dict[int, int] = {}
        self.contradictions: list[Contradiction] = []
        self._columns: dict[tuple[str, int, Members, str], int] = {}
        self._known: set[tuple] = set()

    def find(self, measure: str, year: int, members: Members, vintage: str = "") -> int | None:
        """Give the column of a count, or None where nothing was said of it."""
        return self._columns.get((measure, year, members, vintage))

    def column(self, measure: str, year: int, members: Members, vintage: str = "") -> int:
        """Give the column of a count, added if nothing was said of it before."""
        key = (measure, year, members, vintage)
        if key not in self._columns:
            self._columns[key] = len(self.counts)
            self.counts.append(Count(*key))
        return self._columns[key]

    def add(self, equation: Equation) -> None:
        """Add an equation unless it is known from another table."""
        terms = [
            (column, weight)
            for column, weight in zip(equation.columns, equation.weights, strict=True)
            if weight
        ]
        key = (tuple(sorted(terms)), equation.low, equation.high)
        if key not in self._known:
            self._known.add(key)
            columns, weights = zip(*terms, strict=True)
            self.equations.append(equation._replace(columns=columns, weights=weights))

    def add_share(self, share: Share) -> bool:
        """Add a rate cell; say whether no other table or release said just the same."""
        cell = share.cell
        key = (cell.measure, *share[1:5], cell.code, cell.value, cell.band_low, cell.band_high)
        if key in self._known:
            return False
        self._known.add(key)
        self.shares.append(share)
        return True

    def publish(self, column: int, cell: Cell, place: str, marks_small: bool) -> None:
        """Take what a cell says of a count into its bounds.

        Where a release marks small counts as small (`marks_small`), one that it withholds
        otherwise isn't small: it is nobody, or as many as may be shown.
        """
        count = self.counts[column]
        low, high = stated(cell, self.small_below)
        if max(low, count.low) > min(high, count.high):
            difference = max(low, count.low) - min(high, count.high)
            self.contradictions.append(Contradiction(column, difference, place))
            return
        count.low, count.high = max(low, count.low), min(high, count.high)
        count.is_never_small |= cell.code == WITHHELD and marks_small
        if cell.code == SMALL or (cell.code == WITHHELD and count.code != SMALL):
            count.code = cell.code
        elif count.code == UNKNOWN:
            count.code = RELEASED
        if place not in count.places:
            count.places.append(place)


def build_system(releases: list[Release], vintages: Vintages, small_below: int) -> System:
    """Write what releases say, the earliest first, as one system."""
    system = System(small_below)
    for release in releases:
        _add_counts(system, release, vintages)
    for release in releases:
        _add_partitions(system, release, vintages)
    for release in releases:
        _add_relations(system, release, vintages)
        _add_nothing(system, release, vintages)
        _add_shares(system, release, vintages)
        _add_complements(system, release, vintages)
    return system


def _place(release: Release, table: str) -> str:
    return f"{table} of {release.name}" if release.name else table


def _add_counts(system: System, release: Release, vintages: Vintages) -> None:
    marks_small = not release.thresholds.get(MAY_BE_SMALL) and any(
        cell.code == SMALL for cell in release.cells
    )
    for cell in release.cells:
        if release.measures[cell.measure].is_count:
            key = (cell.measure, cell.year, cell.members)
            column = system.column(*key, vintages.of(release.name, *key))
            system.publish(column, cell, _place(release, cell.table), marks_small)


def _add_partitions(system: System, release: Release, vintages: Vintages) -> None:
    """Every row and column of every table is a whole and its parts."""
    groups: dict[tuple, dict[str, Members]] = defaultdict(dict)
    for cell in release.cells:
        if not release.measures[cell.measure].is_count:
            continue
        own = dict(cell.members)
        for dimension in cell.dimensions:
            if dimension in own:
                rest = tuple(pair for pair in cell.members if pair[0] != dimension)
                key = (cell.table, cell.measure, cell.year, dimension, rest)
                groups[key][own[dimension]] = cell.members
    for (table, measure, year, dimension, rest), parts in groups.items():
        line = _Line(system, release, vintages, measure, year, rest, _place(release, table))
        line.add(dimension, set(parts))


class _Line:
    """A row or a column of a table, with the levels that its members are grouped in."""

    def __init__(
        self,
        system: System,
        release: Release,
        vintages: Vintages,
        measure: str,
        year: int,
        rest: Members,
        place: str,
    ) -> None:
        self.system, self.release, self.vintages = system, release, vintages
        self.measure, self.year, self.rest, self.place = measure, year, rest, place

    def column(self, *pairs: tuple[str, str]) -> int:
        members = tuple(sorted((*self.rest, *pairs)))
        vintage = self.vintages.of(self.release.name, self.measure, self.year, members)
        return self.system.column(self.measure, self.year, members, vintage)

    def add(self, dimension: str, members: set[str]) -> None:
        """Add the sum over members, and where they lie in larger ones, the sums by these."""
        self.whole(self.column(), {(dimension, member) for member in members}, dimension)
        inside: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for member in members:
            for above, parent in self.release.parents.get((dimension, member), ()):
                inside[above][parent].add(member)
        for above, groups in inside.items():
            for parent, children in groups.items():
                parts = {(dimension, member) for member in children}
                self.whole(self.column((above, parent)), parts, dimension)
            if all(self.release.parents.get((dimension, member)) for member in members):
                self.add(above, set(groups))

    def whole(self, whole: int, parts: set[tuple[str, str]], dimension: str) -> None:
        """Say how parts make up their whole: they add up to it, or only cover it."""
        columns = tuple(self.column(part) for part in sorted(parts))
        kind = self.release.measures[self.measure].kind
        if whole in columns:
            return
        if kind == "events" or dimension in self.release.partitions_persons:
            weights = (-1.0,) + (1.0,) * len(columns)
            self.system.add(Equation("sum", (whole, *columns), weights, 0, 0, self.place))
            return
        weights = (-1.0,) + (1.0,) * len(columns)
        self.system.add(Equation("cover", (whole, *columns), weights, 0, math.inf, self.place))
        for part in columns:
            self.system.add(Equation("part", (whole, part), (1, -1), 0, math.inf, self.place))


def _add_relations(system: System, release: Release, vintages: Vintages) -> None:
    """`at_most` bounds one measure by another; the measures that are `part_of` one add up to it."""
    sums: dict[str, list[str]] = defaultdict(list)
    keys = keys_of(release)
    for measure, relation, other in release.relations:
        if relation == PART_OF:
            sums[other].append(measure)
        if relation == AT_MOST:
            kinds = (release.measures[measure].kind, release.measures[other].kind)
            for year, members in keys[release.resolve(measure, ())[0]]:
                pair = _columns(system, release, vintages, year, members, (other, measure))
                if pair:
                    place = f"{measure} at most {other}"
                    system.add(Equation("at_most", pair, (1, -1), 0, math.inf, place))
                if pair and kinds == ("persons", "events"):
                    system.people[pair[0]] = pair[1]
                    weights, place = (-1.0, EVENTS_OF_ONE), f"{other} are of some {measure}"
                    system.add(Equation("someone", pair, weights, 0, math.inf, place))
    for measure, parts in sums.items():
        for year, members in keys[measure]:
            columns = _columns(system, release, vintages, year, members, (measure, *parts))
            if columns:
                weights = (-1.0,) + (1.0,) * len(parts)
                place = f"{measure} is {' + '.join(parts)}"
                system.add(Equation("sum", columns, weights, 0, 0, place))


def keys_of(release: Release) -> dict[str, list[tuple[int, Members]]]:
    """List school years and members by measure."""
    found: dict[str, set[tuple[int, Members]]] = defaultdict(set)
    for cell in release.cells:
        if release.measures[cell.measure].is_count:
            found[cell.measure].add((cell.year, cell.members))
    return defaultdict(list, {measure: sorted(pairs) for measure, pairs in found.items()})


def _columns(
    system: System,
    release: Release,
    vintages: Vintages,
    year: int,
    members: Members,
    measures: tuple[str, ...],
) -> tuple[int, ...] | None:
    columns = []
    for measure in measures:
        name, inside = release.resolve(measure, members)
        vintage = vintages.of(release.name, name, year, inside)
        columns.append(system.find(name, year, inside, vintage))
    return None if None in columns else tuple(columns)


def _add_nothing(system: System, release: Release, vintages: Vintages) -> None:
    """Take a rate or an amount that isn't applicable for one with nobody behind it.

    An estimate may lack for another reason; and of an amount whose people no table counts it says
    that nobody was paid, not that there was nobody.
    """
    for cell in release.cells:
        measure = release.measures[cell.measure]
        denominator = measure.denominator
        if measure.kind not in ("rate", "dollars") or not release.people_of(cell).is_own:
            continue
        if cell.code == NOT_APPLICABLE and denominator:
            name, members = release.resolve(denominator, cell.members)
            vintage = vintages.of(release.name, name, cell.year, members)
            column = system.column(name, cell.year, members, vintage)
            place = _place(release, cell.table)
            system.add(Equation("nobody", (column,), (1.0,), 0, 0, place))


def _add_shares(system: System, release: Release, vintages: Vintages) -> None:
    """Bind numerators to denominators by published rates, as exactly as these are rounded."""
    steps = _steps(release)
    for cell in release.cells:
        measure = release.measures[cell.measure]
        if measure.kind != "rate" or not measure.numerator or not measure.denominator:
            continue
        pair = []
        for counted in (measure.numerator, measure.denominator):
            name, members = release.resolve(counted, cell.members)
            vintage = vintages.of(release.name, name, cell.year, members)
            pair.append(system.column(name, cell.year, members, vintage))
        scale = 1.0 if measure.unit in ("share", "ratio") else 100.0
        share = Share(cell, *pair, scale, steps[measure.name], _place(release, cell.table))
        if not system.add_share(share):
            continue
        bounds = _share_bounds(share)
        if bounds is None:
            continue
        low, high = bounds
        if low > 0:
            weights = (1.0, -low)
            system.add(Equation("rate", tuple(pair), weights, 0, math.inf, share.place))
        if cell.code == "banded" and high < 1:
            # A band ends below its upper edge, where the next one begins. In whole percents and
            # whole numbers that is one hundredth of a person.
            weights = (-scale, scale * high)
            system.add(Equation("band", tuple(pair), weights, 1, math.inf, share.place))
        else:
            system.add(Equation("rate", tuple(pair), (-1.0, high), 0, math.inf, share.place))


def _share_bounds(share: Share) -> tuple[float, float] | None:
    """Say between which fractions a published rate lies, or None where nothing is said."""
    cell, half = share.cell, share.step / 2
    if cell.value is not None:
        low, high = float(cell.value) - half, float(cell.value) + half
    elif cell.code == "banded":
        low = 0.0 if cell.band_low is None else float(cell.band_low)
        high = share.scale if cell.band_high is None else float(cell.band_high)
    else:
        return None
    return max(low, 0.0) / share.scale, min(high, max(share.scale, high - half)) / share.scale


def _steps(release: Release) -> dict[str, float]:
    """Say to what unit each rate is rounded: the finest that any published value shows."""
    places: dict[str, int] = defaultdict(int)
    for cell in release.cells:
        if release.measures[cell.measure].kind == "rate" and cell.value is not None:
            exponent = int(cell.value.normalize().as_tuple().exponent)
            places[cell.measure] = max(places[cell.measure], -exponent)
    return {name: 10.0 ** -places[name] for name in release.measures}


def _add_complements(system: System, release: Release, vintages: Vintages) -> None:
    """Those of a denominator who aren't in its numerator, where they are sensitive too."""
    keys = keys_of(release)
    for measure in release.measures.values():
        if not (measure.is_complement_protected and measure.numerator and measure.denominator):
            continue
        for year, members in keys[measure.numerator]:
            pair = _columns(
                system, release, vintages, year, members, (measure.denominator, measure.numerator)
            )
            if pair:
                label = f"{measure.denominator} without {measure.numerator}"
                vintage = system.counts[pair[0]].vintage or system.counts[pair[1]].vintage
                column = system.column(label, year, members, vintage)
                if column not in system.complements:
                    system.complements.append(column)
                place = f"{label} is the difference"
                system.add(Equation("sum", (*pair, column), (-1, 1, 1), 0, 0, place))
