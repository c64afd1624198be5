# Python, because whether two clusters may become one depends on all that was merged before; the
# logic, and why, is in warehouse/identity_clusters.py.
from collections import defaultdict

import pyarrow as pa

from warehouse.identity_clusters import Identity, Link, Spell, Veto, cluster_identities


def model(dbt, session):
    """One row per distinct description of a person, with the cluster that it belongs to."""
    dbt.config(materialized="table")
    vetoes = dbt.ref("matching_vetoes").project(
        "veto_name, overruled_by, cast(name_similarity as double), typing_errors,"
        " generation_years, least_sources, least_days"
    )
    spells = dbt.ref("school_spells").project("identity_tuple_id, entry_date, exit_date")
    identities = dbt.ref("linkable_identities").project(
        "identity_tuple_id, id_space, case when not is_ssn_shared then ssn end, state_student_id,"
        " strftime(birth_date, '%Y%m%d'), first_name, first_name_roots,"
        " is_first_name_initials, middle_name, last_name, last_name_parts, sex, suffix"
    )
    links = dbt.ref("links").project("identity_tuple_id_a, identity_tuple_id_b, rule_name, rank")
    spells_of = defaultdict(list)
    for identity_tuple_id, *days in spells.fetchall():
        spells_of[identity_tuple_id].append(Spell(*days))
    clusters = cluster_identities(
        (
            Identity(*row, school_spells=tuple(spells_of.get(row[0], ())))
            for row in identities.fetchall()
        ),
        (Link(*row) for row in links.fetchall()),
        (Veto(*row) for row in vetoes.fetchall()),
    )
    return pa.table(
        {
            "identity_tuple_id": pa.array(clusters.keys(), pa.string()),
            "cluster_id": pa.array(clusters.values(), pa.string()),
        }
    )
