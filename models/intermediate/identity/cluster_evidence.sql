-- What a cluster is known by from one run to the next. Descriptions change when an agency corrects a record; the
-- number that the agency gave, a Social Security number, or name and birth date outlive that. Hashed, to be keys only.
-- Grain: one row per piece of evidence (evidence_key) that points to one cluster; what points to two proves nothing.
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
            struct_pack(kind := 'identity_tuple', value := identities.identity_tuple_id),
            struct_pack(kind := 'native_id', value := identities.id_space || ' ' || identities.native_id),
            struct_pack(kind := 'ssn', value := case when not identities.is_ssn_shared then identities.ssn end),
            struct_pack(
                kind := 'name_and_birth_date',
                value := identities.last_name || ' ' || identities.first_name || ' ' || identities.birth_date
            )
        ]) as evidence
    from clusters
    inner join identities on clusters.identity_tuple_id = identities.identity_tuple_id
)

select
    md5(evidence.kind || ' ' || evidence.value) as evidence_key,
    evidence.kind as evidence_kind,
    min(cluster_id) as cluster_id
from clustered
where evidence.value is not null
group by evidence.kind, evidence.value
having min(cluster_id) = max(cluster_id)
