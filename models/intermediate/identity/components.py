# Python, because following links from one to the next takes as many joins in SQL as the longest
# chain has links; the logic is in warehouse/identity_components.py.
import pyarrow as pa

from warehouse.identity_components import connected_components


def model(dbt, session):
    """One row per description that a pair worth a second look touches, with its component."""
    dbt.config(materialized="table")
    pairs = (
        dbt.ref("scored_pairs")
        .project(
            "identity_number_a as a, identity_number_b as b, is_firm,"
            " case when is_strong then cast('infinity' as double) else match_weight end as weight"
        )
        .fetchnumpy()
    )
    parameters = dict(dbt.ref("matching_parameters").project("parameter, value").fetchall())
    return pa.table(
        connected_components(
            pairs["a"],
            pairs["b"],
            pairs["is_firm"],
            pairs["weight"],
            parameters["largest_component"],
        )
    )
