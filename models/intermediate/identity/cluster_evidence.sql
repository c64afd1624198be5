-- What a cluster is known by from one run to the next. Descriptions change when an agency corrects a record; the number
-- that the agency gave, a Social Security number, or name and birth date outlive that. Hashed, to be keys and no more.
-- Grain: one row per piece of evidence (evidence_key) that points to one cluster only; what points to two proves nothing.
with clusters as (
    select * from {{ ref('clusters') }}
),

identities as (
    select * from {{ ref('linkable_identities') }}
),

clustered as (
    select
        clusters.cluster_id,
        unnest([
            {'evidence_kind': 'identity_tuple', 'value': identities.identity_tuple_id},
            {'evidence_kind': 'native_id', 'value': identities.id_space || ' ' || identities.native_id},
            {'evidence_kind': 'ssn', 'value': case when not identities.is_ssn_shared then identities.ssn end},
            {
                'evidence_kind': 'name_and_birth_date',
                'value': identities.last_name || ' ' || identities.first_name || ' ' || identities.birth_date
            }
        ], recursive := true)
    from clusters
    inner join identities on clusters.identity_tuple_id = identities.identity_tuple_id
)

select
    md5(evidence_kind || ' ' || value) as evidence_key,
    evidence_kind,
    min(cluster_id) as cluster_id
from clustered
where value is not null
group by evidence_kind, value
having min(cluster_id) = max(cluster_id)
