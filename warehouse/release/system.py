"""The counts of a release and the relations between them that every reader can write down.

A count is named by measure, school year and members: the same number in two tables is one count.
Events add up over the members of any dimension; distinct persons only over a dimension of which
each person has one member. Elsewhere a whole lies between its largest part and the sum of parts.
"""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from warehouse.errors import WarehouseError
from warehouse.release.cells import (
    COUNTED,
    Declarations,
    Key,
    Members,
    ReportCell,
    ancestors,
    key_of,
    members_of,
)


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
    """Counts by position, their true values, and what holds between them.

    Attributes
    ----------
    contributors
        By position: how many people are behind the count.
    """

    keys: list[Key] = field(default_factory=list)
    values: list[int] = field(default_factory=list)
    contributors: list[int] = field(default_factory=list)
    positions: dict[Key, int] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    complements: list[Complement] = field(default_factory=list)


class _Line(NamedTuple):
    """A row or column of a table: counts of one measure that differ in one dimension's member."""

    table_id: str
    measure: str
    school_year: int
    dimension: str
    rest: Members


def build_system(cells: Iterable[ReportCell], declarations: Declarations) -> System:
    """Write down every relation between the counts of a report.

    Raises
    ------
    WarehouseError
        If two tables give different figures for one count, or parts don't make up their whole.
    """
    system = System()
    lines: dict[_Line, dict[tuple[str, str], int]] = defaultdict(dict)
    for cell in cells:
        if declarations.measures[cell.measure].kind not in COUNTED:
            continue
        members = members_of(cell)
        position = _place(
            system, cell, key_of(cell.measure, cell.school_year, members, declarations)
        )
        for pair in members:
            rest = tuple(other for other in members if other != pair)
            line = _Line(cell.table_id, cell.measure, cell.school_year, pair[0], rest)
            lines[line][pair] = position
    relations: set[Relation] = set()
    for line, parts in lines.items():
        relations.update(_within_line(system, line, parts, declarations))
    relations.update(_between_measures(system, declarations))
    system.relations = sorted(relations)
    for relation in system.relations:
        _check(system, relation)
    return system


def _check(system: System, relation: Relation) -> None:
    terms = zip(relation.weights, relation.positions, strict=True)
    total = sum(weight * system.values[position] for weight, position in terms)
    if not relation.low <= total <= relation.high:
        whole = system.keys[relation.positions[0]]
        raise WarehouseError(
            f"{_written(whole)} is {system.values[relation.positions[0]]} in the report, and the "
            f"{len(relation.positions) - 1} counts that make it up don't agree: {total} is left. "
            "Mend report_events, or the parents in report_members, so that each event has one "
            "member of every dimension."
        )


def _written(key: Key) -> str:
    members = ", ".join(f"{dimension} {member}" for dimension, member in key.members)
    return f"{key.measure} of {key.school_year} ({members or 'all'})"


def _place(system: System, cell: ReportCell, key: Key) -> int:
    value = int(cell.value or 0)
    position = system.positions.setdefault(key, len(system.keys))
    if position == len(system.keys):
        system.keys.append(key)
        system.values.append(value)
        system.contributors.append(cell.contributors)
    elif system.values[position] != value:
        raise WarehouseError(
            f"{_written(key)} is {value} in the table {cell.table_id} and "
            f"{system.values[position]} in another. Mend report_counts, or give the measures "
            "different names in seeds/report/report_measures.csv."
        )
    return position


def _within_line(
    system: System, line: _Line, parts: dict[tuple[str, str], int], declarations: Declarations
) -> Iterable[Relation]:
    """Say how the counts of a line make up their total, and the larger members they lie in."""
    is_sum = (
        declarations.measures[line.measure].kind == "events"
        or line.dimension in declarations.partitions_persons
    )
    groups: dict[int, list[int]] = defaultdict(list)
    for pair, position in parts.items():
        for above in ((), *((each,) for each in ancestors(pair, declarations.parents))):
            members = tuple(sorted((*line.rest, *above)))
            whole = key_of(line.measure, line.school_year, members, declarations)
            if whole in system.positions and system.positions[whole] != position:
                groups[system.positions[whole]].append(position)
    for whole, positions in groups.items():
        yield from _whole_and_parts(whole, sorted(positions), is_sum)


def _whole_and_parts(whole: int, parts: list[int], is_sum: bool) -> Iterable[Relation]:
    weights = (-1,) + (1,) * len(parts)
    yield Relation((whole, *parts), weights, 0, 0 if is_sum else math.inf)
    if not is_sum:
        for part in parts:
            yield Relation((whole, part), (1, -1), 0, math.inf)


def _between_measures(system: System, declarations: Declarations) -> list[Relation]:
    """Say which measures are at most another; note the complements that are protected."""
    relations = []
    others: dict[str, list[str]] = defaultdict(list)
    for measure, other in declarations.at_most:
        others[measure].append(other)
    protected = {
        rate.numerator: rate.denominator or ""
        for rate in declarations.measures.values()
        if rate.is_complement_protected and rate.numerator
    }
    for key, position in system.positions.items():
        for other in others[key.measure]:
            whole = system.positions.get(key._replace(measure=other))
            if whole is not None:
                relations.append(Relation((whole, position), (1, -1), 0, math.inf))
        if key.measure in protected:
            whole = system.positions.get(key._replace(measure=protected[key.measure]))
            if whole is not None:
                relations.append(Relation((whole, position), (1, -1), 0, math.inf))
                system.complements.append(Complement(position, whole))
    return relations
