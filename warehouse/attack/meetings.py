"""Numbers between two tables: of members that can meet, where a reader knows which can.

A table by credential and one by program are both sums over the same events. Of a credential and a
program that aren't aligned there is no event, and the alignments are public. So the two tables are
the margins of a third, which nobody sees and most of whose cells are known to be empty.
"""

import math
from collections import defaultdict
from dataclasses import dataclass, field

from warehouse.attack.release import AT_MOST, Members, Release, names
from warehouse.attack.system import Equation, System, keys_of
from warehouse.attack.vintages import Vintages

# One measure of a year, and the members beside the two that meet.
Setting = tuple[str, int, Members]


@dataclass
class _Meeting:
    """What one release says of one pair of dimensions.

    Attributes
    ----------
    found
        By setting, the column of each pair of members.
    """

    system: System
    release: Release
    vintages: Vintages
    dimensions: tuple[str, str]
    found: dict[Setting, dict[tuple[str, str], int]] = field(default_factory=dict)

    def place(self, year: int, pairs: frozenset[tuple[str, str]]) -> None:
        """Add the numbers of all pairs, and that they make up every count of either dimension."""
        for measure, keys in keys_of(self.release).items():
            here = [members for when, members in keys if when == year]
            vintage = self._vintage(measure, year, here)
            sides = [self._side(here, each) for each in (0, 1)]
            rests = set(sides[0]) & set(sides[1])
            if self.release.measures[measure].kind == "events":
                # Events add up, so the finest table between says all that a coarser one would.
                rests = {each for each in rests if not any(set(each) < set(rest) for rest in rests)}
            for rest in sorted(rests):
                shown = [side[rest] for side in sides]
                columns = {
                    pair: self.system.column(measure, year, self._members(rest, pair), vintage)
                    for pair in sorted(pairs)
                    if pair[0] in shown[0] and pair[1] in shown[1]
                }
                self.found[measure, year, rest] = columns
                for side in (0, 1):
                    for member, members in sorted(shown[side].items()):
                        of_cell = self.vintages.of(self.release.name, measure, year, members)
                        whole = self.system.column(measure, year, members, of_cell)
                        parts = [at for pair, at in columns.items() if pair[side] == member]
                        self._make_up(measure, whole, parts, self.dimensions[1 - side])

    def tie(self) -> None:
        """Say how the numbers of a pair bound each other: by members beside it, by measures."""
        within: dict[tuple[Setting, str, tuple[str, str]], list[int]] = defaultdict(list)
        for (measure, year, rest), columns in self.found.items():
            for beside in rest:
                wider = (measure, year, tuple(each for each in rest if each != beside))
                for pair, column in columns.items():
                    within[wider, beside[0], pair].append(column)
        for (wider, dimension, pair), parts in within.items():
            if pair in self.found.get(wider, {}):
                self._make_up(wider[0], self.found[wider][pair], parts, dimension)
        for measure, relation, other in self.release.relations:
            if relation != AT_MOST:
                continue
            for (name, year, rest), columns in self.found.items():
                above = self.found.get((other, year, rest), {}) if name == measure else {}
                for pair in columns.keys() & above.keys():
                    terms = above[pair], columns[pair]
                    place = f"{measure} at most {other}"
                    self.system.add(Equation("at_most", terms, (1, -1), 0, math.inf, place))

    def overlap(self) -> None:
        """Say of people in two dimensions that who is twice in a member is twice in the whole.

        Who has a program with two credentials has two credentials. How many are in a credential
        besides the first is a number of its own, so that each equation is short.
        """
        if not self.release.partitions_persons.isdisjoint(self.dimensions):
            return
        keys = keys_of(self.release)
        for (measure, year, rest), columns in self.found.items():
            whole = self._find(measure, year, rest)
            if self.release.measures[measure].kind != "persons" or whole is None:
                continue
            here = [members for when, members in keys[measure] if when == year]
            for side in (0, 1):
                own, across = self._side(here, side)[rest], self._side(here, 1 - side)[rest]
                parts = [self._find(measure, year, members) for members in own.values()]
                place = f"{measure} by {' and '.join(self.dimensions)}"
                again = self._again(measure, year, rest, whole, parts, self.dimensions[side])
                for member, members in sorted(across.items()):
                    some = self._find(measure, year, members)
                    inside = [at for pair, at in columns.items() if pair[1 - side] == member]
                    if some is not None:
                        terms = (again, some, *inside)
                        weights = (1.0, 1.0) + (-1.0,) * len(inside)
                        self.system.add(Equation("overlap", terms, weights, 0, math.inf, place))

    def _again(
        self,
        measure: str,
        year: int,
        rest: Members,
        whole: int,
        parts: list[int | None],
        dimension: str,
    ) -> int:
        """Add how many a dimension counts again, beyond the people whom it counts."""
        label = f"{measure} again by {dimension}"
        column = self.system.column(label, year, rest, self.system.counts[whole].vintage)
        known = tuple(part for part in parts if part is not None)
        weights = (-1.0, -1.0) + (1.0,) * len(known)
        self.system.add(Equation("sum", (whole, column, *known), weights, 0, 0, label))
        return column

    def _find(self, measure: str, year: int, members: Members) -> int | None:
        vintage = self.vintages.of(self.release.name, measure, year, members)
        return self.system.find(measure, year, members, vintage)

    def _side(self, keys: list[Members], side: int) -> dict[Members, dict[str, Members]]:
        """Collect the counts that have a member of one dimension and none of the other."""
        own, other = self.dimensions[side], self.dimensions[1 - side]
        found: dict[Members, dict[str, Members]] = defaultdict(dict)
        for members in keys:
            by_dimension = dict(members)
            if own in by_dimension and other not in by_dimension:
                rest = tuple(pair for pair in members if pair[0] != own)
                found[rest][by_dimension[own]] = members
        return found

    def _members(self, rest: Members, pair: tuple[str, str]) -> Members:
        return tuple(sorted((*rest, *zip(self.dimensions, pair, strict=True))))

    def _vintage(self, measure: str, year: int, keys: list[Members]) -> str:
        """Keep the pairs of a release apart as soon as one of its counts is another number now."""
        name = self.release.name
        is_other = any(self.vintages.of(name, measure, year, members) for members in keys)
        return name if is_other else ""

    def _make_up(self, measure: str, whole: int, parts: list[int], dimension: str) -> None:
        is_sum = (
            self.release.measures[measure].kind == "events"
            or dimension in self.release.partitions_persons
        )
        place = f"{names(self.system.counts[whole].members)} by {dimension}"
        weights = (-1.0,) + (1.0,) * len(parts)
        kind, high = ("sum", 0.0) if is_sum else ("cover", math.inf)
        self.system.add(Equation(kind, (whole, *parts), weights, 0, high, place))
        if not is_sum:
            for part in parts:
                self.system.add(Equation("part", (whole, part), (1, -1), 0, math.inf, place))


def add_meetings(system: System, release: Release, vintages: Vintages) -> None:
    """Add the numbers of members that can meet, with all that they make up."""
    by_dimensions: dict[tuple[str, str], _Meeting] = {}
    for (year, *dimensions), pairs in sorted(release.meetings.items()):
        first, second = dimensions
        meeting = by_dimensions.setdefault(
            (first, second), _Meeting(system, release, vintages, (first, second))
        )
        meeting.place(year, pairs)
    for meeting in by_dimensions.values():
        meeting.tie()
        meeting.overlap()
