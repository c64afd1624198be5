"""All that is measured of one matching, from one relation of nodes."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from warehouse.errors import WarehouseError
from warehouse.evaluation.measures import Level, measure_level
from warehouse.evaluation.slices import LEAST_PEOPLE, Gap, Slice, find_gaps, measure_slices

# A column of more values than this (a name, a date) is no slice.
MOST_SLICE_VALUES = 60


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
    left_out_columns: tuple[str, ...] = ()  # too many values to be slices
    records_only_in_truth: int = 0
    records_only_in_people: int = 0

    @property
    def worst_gap(self) -> Gap | None:
        """The widest gap of a demographic column; None where no two groups can be compared."""
        return next((gap for gap in self.gaps if gap.is_demographic), None)


def measure_quality(
    connection: duckdb.DuckDBPyConnection,
    nodes: str,
    slice_columns: Sequence[str],
    least_people: int = LEAST_PEOPLE,
    is_identity_known: bool = True,
    is_connectability_known: bool = True,
    records_only_in_truth: int = 0,
    records_only_in_people: int = 0,
) -> MatchingQuality:
    """Measure a relation of records.

    Parameters
    ----------
    connection
        Where the relation is; temporary tables named evaluated_… are made there.
    nodes
        Name of a relation with one row per record: person_id, person, connected_group (null where
        the record can't be connected), identity (what makes records one identity), and the slices.
    slice_columns
        Names of its columns to slice by.
    least_people
        How many true people a value must have to count for a gap.
    is_identity_known, is_connectability_known
        Whether the columns identity and connected_group say anything.
    records_only_in_truth, records_only_in_people
        Records that were left out beforehand, to be told along.

    Raises
    ------
    WarehouseError
        The relation is empty.
    """
    if not connection.execute(f"select count(*) from {nodes}").fetchall()[0][0]:
        raise WarehouseError("There is no record to evaluate: the truth and the people share none.")
    quoted = {name: '"' + name.replace('"', '""') + '"' for name in slice_columns}
    left_out = tuple(
        name
        for name in slice_columns
        if connection.execute(f"select count(distinct {quoted[name]}) from {nodes}").fetchall()[0][
            0
        ]
        > MOST_SLICE_VALUES
    )
    kept = [name for name in slice_columns if name not in left_out]
    connected_group = "connected_group" if is_connectability_known else "0 as connected_group"
    columns = "".join(f", {quoted[name]}" for name in kept)
    connection.execute(
        "create or replace temp table evaluated_records as"
        f" select person_id, person, identity, {connected_group}{columns} from {nodes}"
    )
    records = measure_level(connection, "evaluated_records", is_connectability_known)
    identities = None
    level = "evaluated_records"
    if is_identity_known:
        level = "evaluated_identities"
        # Records that say the same of one person are one identity, connectable or not.
        least = "".join(f", min({quoted[name]}) as {quoted[name]}" for name in kept)
        connection.execute(
            f"""
            create or replace temp table evaluated_identities as
            select
                person_id, person, identity, min(connected_group) as connected_group{least}
            from evaluated_records
            group by person_id, person, identity
            """
        )
        identities = measure_level(connection, level, is_connectability_known)
    slices = measure_slices(connection, level, kept)
    return MatchingQuality(
        records,
        identities,
        tuple(slices),
        tuple(find_gaps(slices, least_people)),
        least_people,
        left_out,
        records_only_in_truth,
        records_only_in_people,
    )
