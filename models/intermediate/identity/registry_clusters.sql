-- Numbers the clusters of this run: whole numbers are what the registry's joins and the order of first issue need.
-- The order is that of a hash, so that it tells nothing, salted with all clusters of the run, so that nobody who can
-- guess one description learns from a person's place in the order whether it is that person's.
-- Grain: one row per cluster (cluster_id), numbered from 1 (cluster_number).
with clusters as (
    select distinct cluster_id from {{ ref('clusters') }}
),

salt as (
    select md5(min(cluster_id) || max(cluster_id)) as value from clusters
)

select
    clusters.cluster_id,
    row_number() over (order by md5(salt.value || clusters.cluster_id), clusters.cluster_id) as cluster_number
from clusters
cross join salt
