"""What the model released_cells does, on the relations that dbt hands it."""

from typing import Any, Protocol

from warehouse.release.cells import Declarations, Measure, ReleasedCell, ReportCell
from warehouse.release.protect import protect_release


class Relation(Protocol):
    """What is used of a DuckDB relation."""

    def project(self, columns: str) -> "Relation": ...
    def order(self, columns: str) -> "Relation": ...
    def fetchall(self) -> list[tuple[Any, ...]]: ...


def release_cells(
    is_open: bool,
    cells: Relation,
    measures: Relation,
    dimensions: Relation,
    members: Relation,
    relations: Relation,
    thresholds: Relation,
) -> list[ReleasedCell]:
    """Protect the report's cells; give none where the release gate is closed.

    Parameters
    ----------
    is_open
        Whether the release gate is open.
    cells, measures, dimensions, members, relations, thresholds
        The report's cells, and the declarations in seeds/report and report_members.
    """
    if not is_open:
        return []
    declarations = Declarations(
        measures={
            row[0]: Measure(*row)
            for row in measures.project(
                "measure, kind, numerator_measure, denominator_measure, is_complement_protected"
            ).fetchall()
        },
        partitions_persons=frozenset(
            dimension
            for dimension, partitions in dimensions.project(
                "dimension, partitions_persons"
            ).fetchall()
            if partitions
        ),
        parents={
            (dimension, member): (parent_dimension, parent_member)
            for dimension, member, parent_dimension, parent_member in members.project(
                "dimension, member, parent_dimension, parent_member"
            ).fetchall()
            if parent_dimension
        },
        relations=tuple(
            (measure, other)
            for measure, other in relations.project("measure, other_measure").fetchall()
        ),
        thresholds=dict(thresholds.project("rule, value").fetchall()),
    )
    columns = ", ".join(ReportCell._fields)
    key = "table_id, school_year, member_1, member_2, measure"
    rows = [ReportCell(*row) for row in cells.project(columns).order(key).fetchall()]
    return protect_release(rows, declarations)
