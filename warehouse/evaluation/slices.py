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

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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
# The groups within which each kind of pair lies.
KEYS = {
    "true_pairs": "person, connected_group",
    "found_pairs": "person_id, person, connected_group",
    "linked_pairs": "person_id",
    "true_linked_pairs": "person_id, person",
}


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


def measure_slices(
    connection: duckdb.DuckDBPyConnection, nodes: str, values: Mapping[str, Sequence[str]]
) -> list[Slice]:
    """Measure each value of each column, the worst recall first.

    Parameters
    ----------
    connection
        Where the relation is; temporary tables named sliced_… are made there.
    nodes
        Name of a relation as `measure_level` reads, with a column slice_0, slice_1, … for each
        entry of `values`: the place of the node's value in the list, from 1, or 0 for unknown.
        connected_group is null for nodes that can't be connected, and the true person's one group
        where nothing is known of that.
    values
        The columns that are slices, each with its values.
    """
    columns = range(len(values))
    pairs = {name: _touching(connection, nodes, key, columns) for name, key in KEYS.items()}
    slices = []
    for number, (column, names) in enumerate(values.items()):
        people = connection.execute(
            f"select slice_{number}, count(distinct person) from {nodes} group by all"
        ).fetchall()
        slices += [
            Slice(
                column,
                names[code - 1] if code else UNKNOWN,
                people=int(count),
                **{name: touching[number, code] for name, touching in pairs.items()},
            )
            for code, count in people
        ]
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


def _touching(
    connection: duckdb.DuckDBPyConnection, nodes: str, key: str, columns: Iterable[int]
) -> Counter[tuple[int, int]]:
    """Count, by column and value, the pairs within the groups of a key that touch the value.

    Most groups have one value only and are counted at once; nodes of the others, value by value.
    """
    condition = "where connected_group is not null" if "connected_group" in key else ""
    ends = "".join(
        f", min(slice_{number}) as low_{number}, max(slice_{number}) as high_{number}"
        for number in columns
    )
    connection.execute(
        f"""
        create or replace temp table sliced_groups as
        select {key}, count(*) as n{ends}
        from {nodes} {condition}
        group by all
        having count(*) > 1
        """
    )
    counts: Counter[tuple[int, int]] = Counter()
    for number in columns:
        rows = connection.execute(
            f"""
            select low_{number} as code, sum(n * (n - 1) // 2)::hugeint as pairs
            from sliced_groups
            where low_{number} = high_{number}
            group by code
            union all
            select code, sum(n * (n - 1) // 2 - (n - m) * (n - m - 1) // 2)::hugeint
            from (
                select {key}, slice_{number} as code, count(*) as m, min(n) as n
                from {nodes} inner join sliced_groups using ({key})
                where low_{number} <> high_{number}
                group by {key}, code
            )
            group by code
            """
        ).fetchall()
        for code, pairs in rows:
            counts[number, code] += int(pairs)
    return counts
