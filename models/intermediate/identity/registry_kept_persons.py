# Python, because who takes an id depends on who took one before; the logic, and why, is in
# warehouse/identity_registry.py.
import pyarrow as pa

from warehouse.identity_registry import Overlap, hand_on_persons


def model(dbt, session):
    """One row per cluster that takes the id of a person of the registry."""
    dbt.config(materialized="table")
    overlaps = dbt.ref("registry_overlaps").project(
        "cluster_id, person_number, current_weight, weight_ever, person_id"
    )
    rows = overlaps.fetchall()
    kept = hand_on_persons(Overlap(*row[:4]) for row in rows)
    person_ids = {row[1]: row[4] for row in rows}
    return pa.table(
        {
            "cluster_id": pa.array(kept.keys(), pa.string()),
            "person_number": pa.array(kept.values(), pa.int64()),
            "person_id": pa.array([person_ids[n] for n in kept.values()], pa.string()),
        }
    )
