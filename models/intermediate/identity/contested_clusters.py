# Python, because whether two clusters may become one depends on all that was merged before; the
# logic, and why, is in warehouse/identity_clusters.py.
import pyarrow as pa

from warehouse.identity_clusters import Vetoes, cluster_contested


def model(dbt, session):
    """One row per description of a contested component, with the cluster that it belongs to."""
    dbt.config(materialized="table")
    pairs = dbt.ref("contested_pairs").fetchnumpy()
    numbers = dbt.ref("linkable_identities").project(
        "identity_number, id_space, case when not is_ssn_shared then ssn end as ssn"
    )
    components = dbt.ref("components").project("identity_number, component_number")
    contested = dbt.ref("contested_components").project("component_number")
    members = (
        components.join(contested, "component_number").join(numbers, "identity_number").fetchall()
    )
    prior = dbt.ref("component_patterns").project("prior_weight").limit(1).fetchall()
    parameters = dict(dbt.ref("matching_parameters").project("parameter, value").fetchall())
    overruled_by = dbt.ref("matching_vetoes").project("veto_name, overruled_by").fetchall()
    clusters = cluster_contested(
        pairs, members, prior[0][0] if prior else 0.0, parameters, Vetoes(dict(overruled_by))
    )
    return pa.table(
        {
            "identity_number": pa.array(clusters.keys(), pa.int64()),
            "cluster_number": pa.array(clusters.values(), pa.int64()),
        }
    )
