# Python, because an attack solves linear programmes: warehouse/attack/ has what it does.
import pyarrow as pa

from warehouse import settings
from warehouse.attack.model import audit_rows

SCHEMA = pa.schema(
    [
        ("measure", pa.string()),
        ("school_year", pa.int32()),
        ("figures_attacked", pa.int64()),
        ("figures_told", pa.int64()),
        ("told", pa.list_(pa.string())),
        ("cells_hash", pa.string()),
    ]
)


def model(dbt, session):
    """One row per measure and school year: how many figures an attacker can tell, and which."""
    dbt.config(materialized="table", contract={"enforced": False})
    relations = {
        "released_cells": dbt.ref("released_cells"),
        "report_measures": dbt.ref("released_measures"),
        "report_measure_relations": dbt.ref("released_measure_relations"),
        "report_members": dbt.ref("released_members"),
        "report_same_members": dbt.ref("released_same_members"),
        "report_alignments": dbt.ref("released_alignments"),
        "report_dimensions": dbt.ref("released_dimensions"),
        "disclosure_thresholds": dbt.ref("released_thresholds"),
    }
    equal = dbt.ref("report_equal_measures")
    rows = audit_rows(relations, equal, settings.read_settings().state / "releases")
    return pa.Table.from_pylist(rows, SCHEMA)
