"""The counts of a release and the equations between them that every reader can write down.

A count is named by measure, school year and members: the same number in two tables is one count.
Events add up over the members of any dimension; distinct persons only over a dimension of which
each person has one member. Elsewhere a whole lies between its largest part and the sum of parts.
"""

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from warehouse.release.cells import COUNTED, Declarations, Members, ReportCell, members_of


class Key(NamedTuple):
    """Name of a count."""

    measure: str
    school_year: int
    members: Members


class Relation(NamedTuple):
    """low <= sum of weight * count <= high, over positions of counts."""

    positions: tuple[int, ...]
    weights: tuple[int, ...]
    low: float
    high: float


class Complement(NamedTuple):
    """Positions of a numerator and its denominator whose difference is as sensitive as they."""

    numerator: int
    denominator: int


@dataclass
class System:
    """Counts by position, their true values, and what holds between them."""

    keys: list[Key] = field(default_factory=list)
    values: list[int] = field(default_factory=list)
    positions: dict[Key, int] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    complements: list[Complement] = field(default_factory=list)


def build_system(cells: list[ReportCell], declarations: Declarations) -> System:
    """Write down every relation between the counts of a report.

    Raises
    ------
    ValueError
        If two tables give different figures for one count: then the report is wrong.
    """
    system = System()
    lines: dict[tuple, dict[tuple[str, str], int]] = defaultdict(dict)
    for cell in cells:
        if declarations.measures[cell.measure].kind not in COUNTED:
            continue
        members = members_of(cell, declarations)
        position = _position(system, Key(cell.measure, cell.school_year, members), cell)
        for pair in members:
            rest = tuple(other for other in members if other != pair)
            lines[cell.table_id, cell.measure, cell.school_year, pair[0], rest][pair] = position
    known: set[Relation] = set()
    for (_, measure, school_year, dimension, rest), parts in lines.items():
        is_sum = (
            declarations.measures[measure].kind == "events"
            or dimension in declarations.partitions_persons
        )
        whole = system.positions.get(Key(measure, school_year, rest))
        groups: dict[int, list[int]] = defaultdict(list)
        if whole is not None:
            groups[whole] = list(parts.values())
        for pair, position in parts.items():
            while pair in declarations.parents:
                pair = declarations.parents[pair]
                inside = tuple(sorted((*rest, pair)))
                above = system.positions.get(Key(measure, school_year, inside))
                if above is not None:
                    groups[above].append(position)
        for above, positions in groups.items():
            known.update(_whole_and_parts(above, sorted(positions), is_sum))
    known.update(_between_measures(system, declarations))
    system.relations = sorted(known)
    return system


def _position(system: System, key: Key, cell: ReportCell) -> int:
    value = int(cell.value or 0)
    position = system.positions.setdefault(key, len(system.keys))
    if position == len(system.keys):
        system.keys.append(key)
        system.values.append(value)
    elif system.values[position] != value:
        raise ValueError(f"{key} is {system.values[position]} and, in {cell.table_id}, {value}")
    return position


def _whole_and_parts(whole: int, parts: list[int], is_sum: bool) -> list[Relation]:
    """Say how parts make up their whole."""
    weights = (-1,) + (1,) * len(parts)
    if is_sum:
        return [Relation((whole, *parts), weights, 0, 0)]
    cover = Relation((whole, *parts), weights, 0, math.inf)
    return [cover] + [Relation((whole, part), (1, -1), 0, math.inf) for part in parts]


def _between_measures(system: System, declarations: Declarations) -> list[Relation]:
    """Say which measures are at most another; note the complements that are protected."""
    relations = []
    rates = [rate for rate in declarations.measures.values() if rate.is_complement_protected]
    for key, position in system.positions.items():
        for measure, other_measure in declarations.relations:
            other = system.positions.get(key._replace(measure=other_measure))
            if measure == key.measure and other is not None:
                relations.append(Relation((other, position), (1, -1), 0, math.inf))
        for rate in rates:
            other = system.positions.get(key._replace(measure=rate.denominator or ""))
            if rate.numerator == key.measure and other is not None:
                system.complements.append(Complement(position, other))
    return relations
