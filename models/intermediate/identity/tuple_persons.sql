-- The join that every event makes: from what a row says of its person to the person's id, as the registry has it.
-- Grain: one row per distinct description of a person (identity_tuple_id).
with clusters as (
    select * from {{ ref('clusters') }}
),

persons as (
    select * from {{ ref('cluster_persons') }}
),

-- Read after the registry was written: an id that is not in it may not leave this layer.
registry as (
    select distinct person_id from {{ ref('person_registry') }}
)

select
    clusters.identity_tuple_id,
    registry.person_id
from clusters
inner join persons on clusters.cluster_id = persons.cluster_id
inner join registry on persons.person_id = registry.person_id
