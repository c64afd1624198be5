-- Names the career clusters by which the report groups programs and credentials (policy 5.A(b)-(d)).
-- Grain: one row per career cluster (career_cluster).
with career_clusters as (
    select * from {{ ref('career_clusters') }}
)

select
    career_cluster,
    career_cluster_code,
    career_cluster_title
from career_clusters
