-- Components of three or more in which something speaks against one person: a disagreement, or descriptions that hang
-- together by links too weak to stand alone. They are clustered with care; in all others the links decide.
-- Grain: one row per contested component (component_number).
with components as (
    select * from {{ ref('components') }}
),

pairs as (
    select * from {{ ref('scored_component_pairs') }}
),

patterns as (
    select * from {{ ref('component_patterns') }}
)

select components.component_number
from components
inner join pairs on components.identity_number = pairs.identity_number_a
inner join patterns on pairs.pattern = patterns.pattern
group by components.component_number
having
    bool_or(patterns.is_disagreement or coalesce(pairs.decision = 'cannot_link', false))
    or min(components.firm_number) <> max(components.firm_number)
