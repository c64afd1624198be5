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
        ("release_hash", pa.string()),
    ]
)


def model(dbt, session):
    """One row per measure and school year: how many figures an attacker can tell, and which."""
    dbt.config(materialized="table", contract={"enforced": False})
    relations = {
        "released_cells": dbt.ref("released_cells"),
        "explained_changes": dbt.ref("explained_changes"),
        "credential_sources": dbt.ref("credential_sources"),
        "disclosure_thresholds": dbt.ref("released_thresholds"),
        "report_alignments": dbt.ref("released_alignments"),
        "report_dimensions": dbt.ref("released_dimensions"),
        "report_measure_relations": dbt.ref("released_measure_relations"),
        "report_measures": dbt.ref("released_measures"),
        "report_members": dbt.ref("released_members"),
        "report_same_members": dbt.ref("released_same_members"),
        "report_table_levels": dbt.ref("released_table_levels"),
        "report_table_measures": dbt.ref("released_table_measures"),
        "report_tables": dbt.ref("released_tables"),
        "by_course": dbt.ref("by_course"),
        "by_credential": dbt.ref("by_credential"),
        "by_income_and_disability": dbt.ref("by_income_and_disability"),
        "by_language": dbt.ref("by_language"),
        "by_place": dbt.ref("by_place"),
        "by_program": dbt.ref("by_program"),
        "by_sex_and_race": dbt.ref("by_sex_and_race"),
        "comparison_by_credential": dbt.ref("comparison_by_credential"),
        "credit_by_institution": dbt.ref("credit_by_institution"),
        "outcomes_by_credential": dbt.ref("outcomes_by_credential"),
        "pay_by_quarter": dbt.ref("pay_by_quarter"),
        "ways_on": dbt.ref("ways_on"),
    }
    equal = dbt.ref("report_equal_measures")
    rows = audit_rows(relations, equal, settings.read_settings().state / "releases")
    return pa.Table.from_pylist(rows, SCHEMA)
