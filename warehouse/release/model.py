"""What the model released_cells does, on the relations that dbt hands it."""

from collections import defaultdict
from collections.abc import Iterable

from duckdb import DuckDBPyRelation

from warehouse.release.cells import (
    Band,
    Declarations,
    Measure,
    ReleasedCell,
    ReportCell,
    UnseenCount,
)
from warehouse.release.earlier import read_earlier
from warehouse.release.protect import protect_release
from warehouse.release.reported import told_as_unfinished, told_as_unreported
from warehouse.settings import read_settings


def release_cells(
    cells: DuckDBPyRelation,
    unseen: DuckDBPyRelation,
    unreported: DuckDBPyRelation,
    declared: dict[str, DuckDBPyRelation],
) -> list[ReleasedCell]:
    """Protect the report's cells, with the earlier releases that `state/` keeps.

    Parameters
    ----------
    cells
        All of report_cells. Those of earners who can't be followed yet are 0 to protection, and
        have no figure.
    unseen
        All of report_unseen_counts.
    unreported
        All of report_unreported_cells.
    declared
        The seeds of seeds/report, report_members and report_alignments, by name.
    """
    key = "table_id, school_year, member_1, member_2, measure"
    rows = cells.project(", ".join(ReportCell._fields)).order(key).fetchall()
    released = protect_release(
        [ReportCell(*row) for row in rows],
        read_declarations(declared),
        read_earlier(read_settings().state),
        read_unseen(unseen),
    )
    unfinished = cells.filter("is_unfinished").project(key).fetchall()
    finished = told_as_unfinished(released, unfinished)
    return list(told_as_unreported(finished, unreported.project(key).fetchall()))


def read_unseen(unseen: DuckDBPyRelation) -> list[UnseenCount]:
    """Read the counts that no table shows."""
    rows = unseen.project(", ".join(UnseenCount._fields)).order("all").fetchall()
    return [UnseenCount(*row) for row in rows]


def read_declarations(declared: dict[str, DuckDBPyRelation]) -> Declarations:
    """Read what the seeds and the models of members and alignments declare."""
    measures = declared["report_measures"].project(
        "measure, unit, kind, numerator_measure, denominator_measure, is_complement_protected"
    )
    relations = (
        declared["report_measure_relations"]
        .project("measure, relation, other_measure, dimension, member")
        .order("all")
        .fetchall()
    )
    members = declared["report_members"].filter("parent_dimension is not null")
    parents = members.project("dimension, member, parent_dimension, parent_member").fetchall()
    dimensions = declared["report_dimensions"].filter("partitions_persons").project("dimension")
    same_members = declared["report_same_members"].project(
        "dimension, member, same_dimension, same_member"
    )
    bands = declared["disclosure_bands"].project("points, least_people").order("points")
    alignments = declared["report_alignments"].project(
        "dimension_1, member_1, dimension_2, member_2"
    )
    made_of: dict[str, list[tuple[str, tuple[str, str] | None]]] = defaultdict(list)
    made_within: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for measure, relation, other, *pair in relations:
        if relation == "made_of":
            made_of[measure].append((other, (pair[0], pair[1]) if pair[0] else None))
        if relation == "made_within":
            made_within[measure].append((other, pair[0]))
    meetings: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for first, member, second, other in alignments.fetchall():
        meetings[first, member].add((second, other))
    declared_measures = {row[0]: Measure(*row) for row in measures.fetchall()}
    at_most = tuple((row[0], row[2]) for row in relations if row[1] == "at_most")
    return Declarations(
        measures=declared_measures,
        partitions_persons=frozenset(row[0] for row in dimensions.fetchall()),
        parents={(row[0], row[1]): (row[2], row[3]) for row in parents},
        at_most=at_most,
        same_as={row[0]: (row[2], (row[3], row[4])) for row in relations if row[1] == "same_as"},
        thresholds=dict(declared["disclosure_thresholds"].project("rule, value").fetchall()),
        bands=tuple(Band(*row) for row in bands.fetchall()),
        made_of={measure: tuple(others) for measure, others in made_of.items()},
        made_within={measure: tuple(others) for measure, others in made_within.items()},
        meetings={pair: frozenset(others) for pair, others in meetings.items()},
        same_members={(row[0], row[1]): (row[2], row[3]) for row in same_members.fetchall()},
        may_be_equal=may_be_equal(at_most, declared_measures.values()),
    )


def may_be_equal(
    at_most: tuple[tuple[str, str], ...], measures: Iterable[Measure]
) -> tuple[tuple[str, str], ...]:
    """Leave the pairs that may be equal without telling anything of anybody.

    That all who tried have passed is the secret of each of them.
    """
    secret = {
        (rate.numerator, rate.denominator) for rate in measures if rate.is_complement_protected
    }
    return tuple(pair for pair in at_most if pair not in secret)
