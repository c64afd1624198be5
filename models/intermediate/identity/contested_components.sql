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

select a.component_number
from pairs
inner join components as a on pairs.identity_number_a = a.identity_number
inner join components as b on pairs.identity_number_b = b.identity_number
inner join patterns on pairs.pattern = patterns.pattern
group by a.component_number
having
    bool_or(
        patterns.is_disagreement
        or coalesce(pairs.decision = 'cannot_link', false)
        or a.firm_number <> b.firm_number
    )
