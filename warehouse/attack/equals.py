"""Counts that are one number under two names: of the same people, or of one event a person each.

That a group has several names is published. That two measures are one number isn't: a reader sees
it in the cells that show both, and guesses that it is so in the others. It holds in every part of
such a cell too: where nobody has two awards, nobody has two of one kind.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from warehouse.attack.narrowing import SLACK, Bounds
from warehouse.attack.release import AT_MOST, Equal, Members, Release, canonical
from warehouse.attack.system import Equation, System
from warehouse.attack.vintages import NOT_APPLICABLE, Vintages


def guess_equal(releases: list[Release], least: int) -> list[Equal]:
    """Find the measures that are one number in every cell that shows both, in any release.

    Parameters
    ----------
    releases
        The earliest first; where a figure was revised, the last one counts.
    least
        The least sum of such figures that makes anyone think that it is no chance.
    """
    shown = {
        (cell.measure, cell.year, cell.members): cell.value
        for release in releases
        for cell in release.cells
        if cell.value is not None
    }
    sums: dict[Equal, float] = defaultdict(float)
    unequal = set()
    for measure, other in _pairs(releases[-1]):
        name, inside = releases[-1].resolve(measure, ())
        for (each, year, members), value in shown.items():
            if each != name or not set(inside) <= set(members):
                continue
            others = tuple(pair for pair in members if pair not in inside)
            whole, wider = releases[-1].resolve(other, others)
            if (whole, year, wider) not in shown:
                continue
            dimensions = frozenset(dimension for dimension, _ in others)
            groups = [Equal(measure, other, dimensions, year, None)]
            groups += [Equal(measure, other, dimensions, None, pair) for pair in others]
            for group in groups:
                sums[group] += float(value)
                if shown[whole, year, wider] != value:
                    unequal.add(group)
    return [group for group, total in sums.items() if total >= least and group not in unequal]


def _pairs(release: Release) -> list[tuple[str, str]]:
    """List measures and those that they are at most; that all have passed is nobody's guess."""
    secret = {
        (measure.numerator, measure.denominator)
        for measure in release.measures.values()
        if measure.is_complement_protected
    }
    return [
        (measure, other)
        for measure, relation, other in release.relations
        if relation == AT_MOST and (measure, other) not in secret
    ]


def add_equal_members(system: System, release: Release, vintages: Vintages) -> None:
    """Say that a group is the same one in every dimension that has it.

    Parameters
    ----------
    system
        All counts of the releases, those between two tables too.
    release
        The one whose word it is.
    vintages
        Which figures of it are other numbers than now.
    """
    for cell in release.cells:
        renamed = [release.same_members.get(pair, pair) for pair in cell.members]
        members = canonical(renamed, release.parents)
        if release.measures[cell.measure].is_count and members != cell.members:
            columns = tuple(
                system.column(
                    cell.measure,
                    cell.year,
                    each,
                    vintages.of(release.name, cell.measure, cell.year, each),
                )
                for each in (cell.members, members)
            )
            system.add(Equation("same", columns, (-1, 1), 0, 0, "one group, two names"))


def add_equal_measures(
    system: System,
    release: Release,
    vintages: Vintages,
    equal: Iterable[Equal],
    bounds: Bounds,
) -> None:
    """Say that measures are one number wherever both have a figure.

    Earners who can't be followed yet are no zero, whatever is so in every other year.

    Parameters
    ----------
    release
        The last one. What it repeats of those before it is covered, revised figures aren't.
    equal
        Measures that are one number, and where.
    bounds
        What is known without them. What contradicts it anywhere is left out everywhere: it was a
        wrong guess, or figures that are published again have been corrected since.
    """
    for pairs in _equal_columns(system, release, vintages, equal):
        if any(_differ(bounds, *pair) for _, pair in pairs):
            continue
        for place, pair in pairs:
            system.add(Equation("same", pair, (-1, 1), 0, 0, place))


def _differ(bounds: Bounds, one: int, other: int) -> bool:
    low, high = max(bounds.low[one], bounds.low[other]), min(bounds.high[one], bounds.high[other])
    return low > high + SLACK


def _equal_columns(
    system: System, release: Release, vintages: Vintages, equal: Iterable[Equal]
) -> Iterator[list[tuple[str, tuple[int, int]]]]:
    """Give the counts that are one, with why, by what says so."""
    blank = {
        (cell.measure, cell.year, cell.members)
        for cell in release.cells
        if cell.code == NOT_APPLICABLE
    }
    columns: dict[tuple, list[int]] = defaultdict(list)
    for column, count in enumerate(system.counts):
        if (count.measure, count.year, count.members) in blank:
            continue
        if count.vintage == vintages.of(release.name, count.measure, count.year, count.members):
            for group in (count.year, *count.members):
                columns[count.measure, group].append(column)
    for each in equal:
        name, inside = release.resolve(each.measure, ())
        pairs = []
        for column in columns[name, each.year or each.member]:
            count = system.counts[column]
            if not set(inside) <= set(count.members) or not _holds(each, count.members):
                continue
            members = tuple(pair for pair in count.members if pair not in inside)
            other, wider = release.resolve(each.other, members)
            vintage = vintages.of(release.name, other, count.year, wider)
            found = system.find(other, count.year, wider, vintage)
            is_blank = (other, count.year, wider) in blank
            if found is not None and found != column and not is_blank:
                pairs.append((f"{each.measure} is {each.other}", (found, column)))
        yield pairs


def _holds(equal: Equal, members: Members) -> bool:
    return equal.dimensions <= {dimension for dimension, _ in members}
