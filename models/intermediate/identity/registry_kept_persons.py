# Python, because who takes an id depends on who took one before; the logic, and why, is in
# warehouse/identity_registry.py. Only what is contested goes through it.
import pyarrow as pa

from warehouse.identity_registry import Overlap, hand_on_persons


def model(dbt, session):
    """One row per cluster that takes the id of a person of the registry."""
    dbt.config(materialized="table")
    overlaps = dbt.ref("registry_overlaps")
    contested = overlaps.filter("is_contested").project(
        "cluster_number, person_number, current_weight, own_weight, weight_ever, own_weight_ever,"
        " person_id"
    )
    rows = contested.fetchall()
    handed_on = hand_on_persons(Overlap(*row[:-1]) for row in rows)
    person_ids = {row[1]: row[-1] for row in rows}
    columns = {
        "cluster_number": pa.array(handed_on.keys(), pa.int64()),
        "person_number": pa.array(handed_on.values(), pa.int64()),
        "person_id": pa.array([person_ids[n] for n in handed_on.values()], pa.string()),
    }
    uncontested = overlaps.filter("not is_contested").project(", ".join(columns))
    return pa.concat_tables([pa.table(columns), uncontested.to_arrow_table()]).sort_by(
        "cluster_number"
    )
