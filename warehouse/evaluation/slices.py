"""Recall and precision by slice, and the gap between the groups of a column.

A pair touches a value of a slice if either of its nodes has the value. Recall of the value is over
the pairs to be found (connectable ones, where the truth tells them) that touch it, precision over
the linked pairs that touch it. Where n nodes of a group hold m with the value, C(n, 2) - C(n-m, 2)
of its pairs touch it.

The gap of a column is the highest recall of its values less the lowest. Values of fewer true people
than asked for, values with no pair to be found, and the people whose value is unknown stay out of
it: they are shown and are no group. Gaps between demographic groups are what is held to a bound;
those of other columns (source) are reported only.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

DEMOGRAPHIC_COLUMNS = (
    "sex",
    "race_ethnicity",
    "is_hyphenated",
    "is_name_changed",
    "is_native_surname",
)
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Slice:
    """The pairs that touch one value of one column."""

    column: str
    value: str
    people: int  # true persons with a node of this value
    true_pairs: int  # pairs to be found
    found_pairs: int
    linked_pairs: int
    true_linked_pairs: int

    @property
    def recall(self) -> float:
        """Share of the pairs to be found that are linked; 1 where there is none."""
        return self.found_pairs / self.true_pairs if self.true_pairs else 1.0

    @property
    def precision(self) -> float:
        """Share of the linked pairs that are one true person; 1 where there is none."""
        return self.true_linked_pairs / self.linked_pairs if self.linked_pairs else 1.0


@dataclass(frozen=True)
class Gap:
    """The two values of a column whose recalls lie furthest apart."""

    column: str
    is_demographic: bool
    lowest_value: str
    lowest_recall: float
    highest_value: str
    highest_recall: float

    @property
    def gap(self) -> float:
        """Highest recall less lowest."""
        return self.highest_recall - self.lowest_recall


def quoted(column: str) -> str:
    """Return a column's name as SQL takes it, whatever signs are in it."""
    return '"' + column.replace('"', '""') + '"'


def measure_slices(
    connection: duckdb.DuckDBPyConnection, nodes: str, columns: Iterable[str]
) -> list[Slice]:
    """Measure each value of each column, the worst recall first.

    Parameters
    ----------
    connection
        Where the relation is.
    nodes
        Name of a relation as `measure_level` reads, with the columns; connected_group is null for
        nodes that can't be connected, and the true person's one group where nothing is known.
    columns
        Names of its columns to slice by.
    """
    slices = [part for column in columns for part in _slices_of(connection, nodes, column)]
    return sorted(slices, key=lambda part: (part.recall, part.precision, part.column, part.value))


def find_gaps(slices: Iterable[Slice], least_people: int) -> list[Gap]:
    """Find the gap of each column that has two groups to compare, the widest first."""
    groups: dict[str, list[Slice]] = {}
    for part in slices:
        if part.value != UNKNOWN and part.people >= least_people and part.true_pairs:
            groups.setdefault(part.column, []).append(part)
    gaps = []
    for column, parts in groups.items():
        if len(parts) < 2:
            continue
        ordered = sorted(parts, key=lambda part: (part.recall, part.value))
        lowest, highest = ordered[0], ordered[-1]
        gaps.append(
            Gap(
                column,
                column in DEMOGRAPHIC_COLUMNS,
                lowest.value,
                lowest.recall,
                highest.value,
                highest.recall,
            )
        )
    return sorted(gaps, key=lambda gap: (-gap.gap, gap.column))


def _slices_of(connection: duckdb.DuckDBPyConnection, nodes: str, column: str) -> list[Slice]:
    connection.execute(
        f"""
        create or replace temp table sliced_overlaps as
        select
            person_id, person, connected_group,
            coalesce({quoted(column)}::varchar, '{UNKNOWN}') as slice_value,
            count(*) as n
        from {nodes}
        group by all
        """
    )
    people = connection.execute(
        "select slice_value, count(distinct person) from sliced_overlaps"
        " group by slice_value order by slice_value"
    ).fetchall()
    linked = _touching(connection, "person_id")
    true_linked = _touching(connection, "person_id, person")
    to_find = _touching(connection, "person, connected_group")
    found = _touching(connection, "person_id, person, connected_group")
    return [
        Slice(
            column,
            value,
            int(count),
            to_find.get(value, 0),
            found.get(value, 0),
            linked.get(value, 0),
            true_linked.get(value, 0),
        )
        for value, count in people
    ]


def _touching(connection: duckdb.DuckDBPyConnection, key: str) -> dict[str, int]:
    """Count by value the pairs within the groups of a key that touch the value."""
    condition = "where connected_group is not null" if "connected_group" in key else ""
    rows = connection.execute(
        f"""
        with cells as materialized (
            select {key}, slice_value, sum(n)::bigint as m
            from sliced_overlaps {condition}
            group by all
        ),
        sizes as (
            select {key}, sum(m)::bigint as n from cells group by all having sum(m) > 1
        )
        select slice_value, sum(n * (n - 1) // 2 - (n - m) * (n - m - 1) // 2)::hugeint
        from cells inner join sizes using ({key})
        group by slice_value
        """
    ).fetchall()
    return {value: int(pairs) for value, pairs in rows}
