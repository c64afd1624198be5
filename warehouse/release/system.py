"""The counts of a release and the relations between them that every reader can write down.

A count is named by measure, school year and members: the same number in two tables is one count.
Events add up over the members of any dimension; distinct persons only over a dimension of which
each person has one member. Elsewhere a whole lies between its largest part and the sum of parts.

Where nobody has two awards, awards and earners are one number, and a reader sees in the cells that
are shown where that is so. Which of these cells a reader guesses it of nobody knows, so measures
that may be equal are taken for one count wherever they are.
"""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from warehouse.errors import WarehouseError
from warehouse.release.cells import (
    ALL,
    COUNTED,
    Declarations,
    Key,
    Members,
    ReportCell,
    UnseenCount,
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
    unseen
        By position of a count that no table shows: the counts that it is part of.
    same
        By the name of a count that is another one too, the name that it has a position by.
    totals
        Positions of the counts that some table shows of the whole state.
    """

    keys: list[Key] = field(default_factory=list)
    values: list[int] = field(default_factory=list)
    contributors: list[int] = field(default_factory=list)
    positions: dict[Key, int] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    complements: list[Complement] = field(default_factory=list)
    unseen: dict[int, list[int]] = field(default_factory=dict)
    same: dict[Key, Key] = field(default_factory=dict)
    totals: set[int] = field(default_factory=set)

    def position(self, key: Key) -> int:
        """Give the position of a count, the next one where it has none yet."""
        position = self.positions.setdefault(self.same.get(key, key), len(self.keys))
        self.positions[key] = position
        return position


class _Line(NamedTuple):
    """A row or column of a table: counts of one measure that differ in one dimension's member.

    A partial one lacks the parts of a table of old that were never shown.
    """

    table_id: str
    measure: str
    school_year: int
    dimension: str
    rest: Members
    is_partial: bool = False


def build_system(
    cells: Iterable[ReportCell],
    declarations: Declarations,
    unseen: Iterable[UnseenCount] = (),
    gone: Iterable[ReportCell] = (),
) -> System:
    """Write down every relation between the counts of a report.

    Parameters
    ----------
    cells
        All cells of all tables.
    declarations
        What the seeds declare.
    unseen
        Counts that no table shows. Where there are some, they make up every count of their kind:
        that a credential and a program can't meet is public.
    gone
        Counts that were shown once, and that no table has any more.

    Raises
    ------
    WarehouseError
        If two tables give different figures for one count, or parts don't make up their whole.
    """
    cells, unseen = list(cells), list(unseen)
    system = System(same=_equal_counts(cells, unseen, declarations))
    lines: dict[_Line, dict[tuple[str, str], int]] = defaultdict(dict)
    for cells_of, is_partial in ((cells, False), (gone, True)):
        for cell in cells_of:
            if declarations.measures[cell.measure].kind not in COUNTED:
                continue
            members = members_of(cell)
            key = key_of(cell.measure, cell.school_year, members, declarations)
            line = _Line(cell.table_id, cell.measure, cell.school_year, "", (), is_partial)
            position = _place(system, cell, key)
            _put_on_lines(lines, line, members, position)
            if not members:
                system.totals.add(position)
    for count in unseen:
        between = _place_unseen(system, count, declarations)
        if between is not None:
            line = _Line("", count.measure, count.school_year, "", ())
            _put_on_lines(lines, line, count.members, between)
    relations: set[Relation] = set()
    margins = {line._replace(table_id=""): parts for line, parts in lines.items() if line.table_id}
    for line, parts in lines.items():
        relations.update(_within_line(system, line, parts, declarations))
        if line.table_id:
            relations.update(_overlaps(system, line, lines, declarations))
        else:
            relations.update(_unseen_overlaps(system, line, parts, margins, declarations))
    relations.update(_between_measures(system, declarations))
    system.relations = sorted(relations)
    for relation in system.relations:
        _check(system, relation)
    return system


def _equal_counts(
    cells: list[ReportCell], unseen: list[UnseenCount], declarations: Declarations
) -> dict[Key, Key]:
    """Find the counts of two measures that are one number, in tables and between them."""
    values = {
        key_of(cell.measure, cell.school_year, members_of(cell), declarations): int(cell.value or 0)
        for cell in cells
        if declarations.measures[cell.measure].kind in COUNTED
    }
    for count in unseen:
        values[Key(count.measure, count.school_year, count.members)] = count.value
    others: dict[str, list[str]] = defaultdict(list)
    for measure, other in declarations.may_be_equal:
        others[measure].append(other)
    same: dict[Key, Key] = {}

    def root(key: Key) -> Key:
        while key in same:
            key = same[key]
        return key

    for key, value in values.items():
        for other in others[key.measure]:
            whole = key_of(other, key.school_year, key.members, declarations)
            if values.get(whole) == value and root(whole) != root(key):
                same[root(key)] = root(whole)
    return {key: root(key) for key in same}


def _put_on_lines(
    lines: dict[_Line, dict[tuple[str, str], int]], line: _Line, members: Members, position: int
) -> None:
    for pair in members:
        rest = tuple(other for other in members if other != pair)
        lines[line._replace(dimension=pair[0], rest=rest)][pair] = position


def _place_unseen(system: System, count: UnseenCount, declarations: Declarations) -> int | None:
    """Place a count between its credential and its program; None where a table has no such."""
    wholes: list[int | None] = []
    for dimension in ("credential", "program"):
        members = tuple(pair for pair in count.members if pair[0] != dimension)
        key = key_of(count.measure, count.school_year, members, declarations)
        wholes.append(system.positions.get(key))
    if None in wholes:
        return None
    key = key_of(count.measure, count.school_year, count.members, declarations)
    return _put_unseen(system, key, count.value, wholes)


def _put_unseen(system: System, key: Key, value: int, wholes: list[int]) -> int:
    position = system.position(key)
    if position == len(system.keys):
        system.keys.append(key)
        system.values.append(value)
        system.contributors.append(0)
    system.unseen[position] = sorted({*system.unseen.get(position, ()), *wholes})
    return position


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
    position = system.position(key)
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
            if whole in system.positions:
                groups[system.positions[whole]].append(position)
    for whole, positions in groups.items():
        # Where all of the whole are one part under another name, nobody is in any other.
        if whole in positions:
            others = tuple(sorted(set(positions) - {whole}))
            if others:
                yield Relation(others, (1,) * len(others), 0, 0)
            continue
        yield from _whole_and_parts(whole, sorted(positions), is_sum, line.is_partial)


def _whole_and_parts(
    whole: int, parts: list[int], is_sum: bool, is_partial: bool = False
) -> Iterable[Relation]:
    weights = (-1,) + (1,) * len(parts)
    if is_sum or not is_partial:
        low, high = -math.inf if is_partial else 0, 0 if is_sum else math.inf
        yield Relation((whole, *parts), weights, low, high)
    if not is_sum:
        for part in parts:
            yield Relation((whole, part), (1, -1), 0, math.inf)


def _overlaps(
    system: System,
    line: _Line,
    lines: dict[_Line, dict[tuple[str, str], int]],
    declarations: Declarations,
) -> Iterable[Relation]:
    """Say what people in several members leave to say of two dimensions.

    Who is in a whole and has nothing on the List is in a part and has nothing on the List there;
    and who has both in a part has both in the whole.
    """
    across = [pair[0] for pair in line.rest]
    is_plain = declarations.partitions_persons.isdisjoint((line.dimension, *across))
    is_of_people = declarations.measures[line.measure].kind == "persons" and not line.is_partial
    if not is_of_people or len(across) != 1 or not is_plain:
        return
    margins = lines.get(line._replace(rest=()), {})
    beside = lines.get(line._replace(dimension=across[0], rest=()), {})
    groups: dict[Members, list[tuple[str, str]]] = defaultdict(list)
    for pair in sorted(lines[line].keys() & margins.keys()):
        groups[()].append(pair)
        for above in ancestors(pair, declarations.parents):
            groups[above,].append(pair)
    for above, pairs in groups.items():
        wholes = [
            system.positions.get(key_of(line.measure, line.school_year, members, declarations))
            for members in (above, tuple(sorted((*above, *line.rest))))
        ]
        if None in wholes or len(pairs) < 2:
            continue
        all_of, some_of = [int(whole or 0) for whole in wholes]
        parts = [margins[pair] for pair in pairs]
        crossed = [lines[line][pair] for pair in pairs]
        weights = (-1, 1) + (1,) * len(parts) + (-1,) * len(crossed)
        yield Relation((all_of, some_of, *parts, *crossed), weights, 0, math.inf)
        others = [pair for pair in beside if pair not in line.rest]
        if len(beside) == 2 and line.rest[0] < others[0]:
            other_line = lines[line._replace(rest=(others[0],))]
            members = tuple(sorted((*above, others[0])))
            other = system.positions.get(
                key_of(line.measure, line.school_year, members, declarations)
            )
            for pair in pairs:
                terms = (some_of, other, all_of, lines[line][pair], other_line.get(pair))
                if None not in terms:
                    yield Relation((*terms, margins[pair]), (1, 1, -1, -1, -1, 1), 0, math.inf)


def _unseen_overlaps(
    system: System,
    line: _Line,
    parts: dict[tuple[str, str], int],
    margins: dict[_Line, dict[tuple[str, str], int]],
    declarations: Declarations,
) -> Iterable[Relation]:
    """Say the same of counts that no table shows: who isn't in the program is in a credential.

    So people who have a program with two credentials have two credentials: there are no more of
    them in a program than in all. How many that are in all is an unseen count of its own, since
    the same sum in each relation would cost the solver more.

    Parameters
    ----------
    parts
        Counts of the credentials that can meet a program, or of the programs that can meet a
        credential.
    margins
        Lines of the tables, without the table's name.
    """
    across = tuple(pair for pair in line.rest if pair[0] in ("credential", "program"))
    if declarations.measures[line.measure].kind != "persons" or len(across) != 1:
        return
    beside = tuple(pair for pair in line.rest if pair not in across)
    all_of, some_of = (
        system.positions.get(key_of(line.measure, line.school_year, members, declarations))
        for members in (beside, line.rest)
    )
    all_parts = tuple(margins.get(line._replace(rest=beside), {}).values())
    if all_of is None or some_of is None or not all_parts:
        return
    key = Key(f"{line.measure} again", line.school_year, (*beside, (line.dimension, ALL)))
    if key not in system.positions:
        again = sum(system.values[part] for part in all_parts) - system.values[all_of]
        _put_unseen(system, key, again, [all_of])
    terms = (system.positions[key], all_of, *all_parts)
    yield Relation(terms, (-1, -1) + (1,) * len(all_parts), 0, 0)
    terms = (system.positions[key], some_of, *parts.values())
    yield Relation(terms, (1, 1) + (-1,) * len(parts), 0, math.inf)


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
            whole = system.positions.get(key_of(other, key.school_year, key.members, declarations))
            if whole is not None and whole != position:
                relations.append(Relation((whole, position), (1, -1), 0, math.inf))
        if key.measure in protected:
            whole = system.positions.get(key._replace(measure=protected[key.measure]))
            if whole is not None:
                relations.append(Relation((whole, position), (1, -1), 0, math.inf))
            if whole is not None and position not in system.unseen:
                system.complements.append(Complement(position, whole))
    return relations
