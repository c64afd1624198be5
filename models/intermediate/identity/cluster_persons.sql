-- Gives every cluster its person: the one handed on, or the next numbers of the registry, in the order of the hash of
-- the cluster's evidence, so that the same first deliveries give the same ids and the order tells nothing.
-- Grain: one row per cluster (cluster_id) and per person (person_id).
with evidence as (
    select * from {{ ref('cluster_evidence') }}
),

kept as (
    select * from {{ ref('registry_kept_persons') }}
),

registry as (
    select coalesce(max(person_number), 0) as last_person_number from {{ ref('registry_holdings') }}
),

clusters as (
    select
        cluster_id,
        md5(string_agg(evidence_key, ' ' order by evidence_key)) as evidence_hash
    from evidence
    group by cluster_id
),

new_persons as (
    select
        clusters.cluster_id,
        registry.last_person_number
        + row_number() over (order by clusters.evidence_hash, clusters.cluster_id) as person_number
    from clusters
    cross join registry
    where clusters.cluster_id not in (select kept.cluster_id from kept)
)

select
    cluster_id,
    person_number,
    person_id
from kept
union all
select
    cluster_id,
    person_number,
    {{ opaque_id('P', 'person_number') }} as person_id
from new_persons
