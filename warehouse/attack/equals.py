"""Counts that are one number under two names: of the same people, or of one event a person each.

A reader sees it in the cells that are shown, and where it holds everywhere a release says so. It
holds in every part of such a cell too: where nobody has two awards, nobody has two of one kind.
"""

from collections import defaultdict

from warehouse.attack.release import Equal, Members, Release, canonical
from warehouse.attack.system import Equation, System
from warehouse.attack.vintages import NOT_APPLICABLE, Vintages


def add_equals(system: System, release: Release, vintages: Vintages) -> None:
    """Add the equations of a release between counts that are equal.

    Parameters
    ----------
    system
        All counts of the releases, those between two tables too.
    release
        The one whose word it is.
    vintages
        Which figures of it are other numbers than now.
    """
    _add_members(system, release, vintages)
    _add_measures(system, release, vintages)


def _add_members(system: System, release: Release, vintages: Vintages) -> None:
    """Say that a group is the same one in every dimension that has it."""
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


def _add_measures(system: System, release: Release, vintages: Vintages) -> None:
    """Say that two measures are one number wherever the release says so, and both have a figure.

    Earners who can't be followed yet are no zero, whatever is so in every other year.
    """
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
    for equal in release.equal:
        name, inside = release.resolve(equal.measure, ())
        for column in columns[name, equal.year or equal.member]:
            count = system.counts[column]
            if not set(inside) <= set(count.members) or not _holds(equal, count.members):
                continue
            members = tuple(pair for pair in count.members if pair not in inside)
            other, wider = release.resolve(equal.other, members)
            vintage = vintages.of(release.name, other, count.year, wider)
            found = system.find(other, count.year, wider, vintage)
            is_blank = (other, count.year, wider) in blank
            if found is not None and found != column and not is_blank:
                place = f"{equal.measure} is {equal.other}"
                system.add(Equation("same", (found, column), (-1, 1), 0, 0, place))


def _holds(equal: Equal, members: Members) -> bool:
    return equal.dimensions <= {dimension for dimension, _ in members}
