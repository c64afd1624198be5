-- Gives every cluster its person: the one handed on, or the next numbers of the registry, in the clusters' own order,
-- so that the same first deliveries give the same ids and the order tells nothing.
-- Grain: one row per cluster (cluster_id) and per person (person_id).
with clusters as (
    select * from {{ ref('registry_clusters') }}
),

kept as (
    select * from {{ ref('registry_kept_persons') }}
),

run as (
    select * from {{ ref('registry_run') }}
),

new_persons as (
    select
        clusters.cluster_id,
        clusters.cluster_number,
        run.last_person_number + row_number() over (order by clusters.cluster_number) as person_number
    from clusters
    cross join run
    left join kept on clusters.cluster_number = kept.cluster_number
    where kept.cluster_number is null
)

select
    clusters.cluster_id,
    clusters.cluster_number,
    kept.person_number,
    kept.person_id
from clusters
inner join kept on clusters.cluster_number = kept.cluster_number
union all
select
    cluster_id,
    cluster_number,
    person_number,
    {{ opaque_id('P', 'person_number') }} as person_id
from new_persons
