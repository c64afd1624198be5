# Python, because disclosure control solves linear programmes: warehouse/release/ has what it does.
import pyarrow as pa

from warehouse.release.model import release_cells

SCHEMA = pa.schema(
    [
        ("table_id", pa.string()),
        ("school_year", pa.int32()),
        ("dimension_1", pa.string()),
        ("member_1", pa.string()),
        ("dimension_2", pa.string()),
        ("member_2", pa.string()),
        ("measure", pa.string()),
        ("value", pa.decimal128(18, 2)),
        ("release_code", pa.string()),
        ("band_low", pa.decimal128(9, 2)),
        ("band_high", pa.decimal128(9, 2)),
        ("display", pa.string()),
    ]
)


def model(dbt, session):
    """One row per cell of the report, in the form in which it may be seen by anyone."""
    dbt.config(materialized="table", contract={"enforced": False})
    gate = dbt.ref("release_gate")
    cells = dbt.ref("report_cells")
    unseen = dbt.ref("report_unseen_counts")
    unreported = dbt.ref("report_unreported_cells")
    declared = {
        "report_measures": dbt.ref("report_measures"),
        "report_measure_relations": dbt.ref("report_measure_relations"),
        "report_dimensions": dbt.ref("report_dimensions"),
        "report_members": dbt.ref("report_members"),
        "report_alignments": dbt.ref("report_alignments"),
        "report_same_members": dbt.ref("report_same_members"),
        "disclosure_thresholds": dbt.ref("disclosure_thresholds"),
        "disclosure_bands": dbt.ref("disclosure_bands"),
    }
    # Behind a closed gate nothing is released, and `warehouse publish` keeps what was published.
    is_open = gate.project("is_open").fetchall()[0][0]
    rows = release_cells(cells, unseen, unreported, declared) if is_open else []
    return pa.Table.from_pylist([row._asdict() for row in rows], SCHEMA)
