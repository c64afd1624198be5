-- Who belongs together: as the links say where nothing contradicts, as the clustering found in contested components,
-- and alone where no pair was worth a second look.
-- Grain: one row per distinct description of a person (identity_tuple_id).
with identities as (
    select
        identity_tuple_id,
        identity_number
    from {{ ref('linkable_identities') }}
),

components as (
    select * from {{ ref('components') }}
),

contested as (
    select * from {{ ref('contested_clusters') }}
),

numbered as (
    select
        identities.identity_tuple_id,
        coalesce(contested.cluster_number, components.firm_number, identities.identity_number) as cluster_number
    from identities
    left join components on identities.identity_number = components.identity_number
    left join contested on identities.identity_number = contested.identity_number
)

select
    identity_tuple_id,
    min(identity_tuple_id) over (partition by cluster_number) as cluster_id
from numbered
