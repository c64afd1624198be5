"""All that is measured of one matching, from one relation of records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from warehouse.errors import WarehouseError
from warehouse.evaluation.measures import Level, measure_level
from warehouse.evaluation.slices import Gap, Slice, find_gaps, measure_slices

# A column of more values than this (a name, a date) is no slice.
MOST_SLICE_VALUES = 60


def quoted(column: str) -> str:
    """Return a column's name as SQL takes it, whatever signs are in it."""
    return '"' + column.replace('"', '""') + '"'


@dataclass(frozen=True)
class EvaluatedRecords:
    """A relation with one row per record whose person and true person are both known.

    It has person_id, person, connected_group (null where the record can't be connected), identity
    (equal for records that say the same), and the columns to slice by.
    """

    relation: str
    slice_columns: tuple[str, ...]
    is_identity_known: bool = True
    is_connectability_known: bool = True
    only_in_truth: int = 0  # records left out beforehand, to be told along
    only_in_people: int = 0


@dataclass(frozen=True)
class MatchingQuality:
    """Measures over records and distinct identities, slices and gaps.

    Slices and gaps are over distinct identities where they are known, else over records.
    """

    records: Level
    identities: Level | None
    slices: tuple[Slice, ...]  # worst recall first
    gaps: tuple[Gap, ...]  # widest first
    least_people: int  # of a value that counts for a gap
    left_out_columns: tuple[str, ...]  # too many values to be slices
    records_only_in_truth: int
    records_only_in_people: int

    @property
    def worst_gap(self) -> Gap | None:
        """The widest gap of a demographic column; None where no two groups can be compared."""
        return next((gap for gap in self.gaps if gap.is_demographic), None)


def measure_quality(
    connection: duckdb.DuckDBPyConnection, records: EvaluatedRecords, least_people: int
) -> MatchingQuality:
    """Measure a relation of records.

    Parameters
    ----------
    connection
        Where the relation is; temporary tables named evaluated_… are made there.
    records
        The relation and what is known of it.
    least_people
        How many true people a value must have to count for a gap.

    Raises
    ------
    WarehouseError
        The relation is empty.
    """
    if not connection.execute(f"select count(*) from {records.relation}").fetchall()[0][0]:
        raise WarehouseError("There is no record to evaluate: the truth and the people share none.")
    values = {name: _values(connection, records.relation, name) for name in records.slice_columns}
    left_out = tuple(name for name in values if len(values[name]) > MOST_SLICE_VALUES)
    values = {name: values[name] for name in values if name not in left_out}
    _make_levels(connection, records, values)
    is_known = records.is_connectability_known
    identities = None
    if records.is_identity_known:
        identities = measure_level(connection, "evaluated_identities", is_known)
    slices = measure_slices(
        connection, "evaluated_identities" if identities else "evaluated_records", values
    )
    return MatchingQuality(
        measure_level(connection, "evaluated_records", is_known),
        identities,
        tuple(slices),
        tuple(find_gaps(slices, least_people)),
        least_people,
        left_out,
        records.only_in_truth,
        records.only_in_people,
    )


def _values(connection: duckdb.DuckDBPyConnection, relation: str, column: str) -> list[str]:
    """List the known values of a column, in order."""
    rows = connection.execute(
        f"select distinct {quoted(column)}::varchar as value from {relation}"
        " where value is not null order by value"
    ).fetchall()
    return [value for (value,) in rows]


def _make_levels(
    connection: duckdb.DuckDBPyConnection,
    records: EvaluatedRecords,
    values: Mapping[str, Sequence[str]],
) -> None:
    """Make the relations of nodes: evaluated_records, and evaluated_identities if known."""
    # Where nothing is known of connections, all nodes of a true person are one group.
    group = "connected_group" if records.is_connectability_known else "0"
    codes = "".join(
        f", coalesce(list_position(?, {quoted(name)}::varchar), 0)::utinyint as slice_{number}"
        for number, name in enumerate(values)
    )
    connection.execute(
        f"""
        create or replace temp table evaluated_records as
        select person_id, person, identity, {group} as connected_group{codes}
        from {records.relation}
        """,
        list(values.values()),
    )
    if not records.is_identity_known:
        return
    # Records that say the same of one person are one identity, connectable or not.
    known = "".join(f", max(slice_{number}) as slice_{number}" for number in range(len(values)))
    connection.execute(
        f"""
        create or replace temp table evaluated_identities as
        select person_id, person, identity, min(connected_group) as connected_group{known}
        from evaluated_records
        group by person_id, person, identity
        """
    )
