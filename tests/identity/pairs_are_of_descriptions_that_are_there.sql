-- Pairs are carried over from build to build: none may outlive its descriptions, and each is of two, the lesser first,
-- with a pattern that was weighed.
with identities as (
    select identity_number from {{ ref('linkable_identities') }}
),

pairs as (
    select
        'compared_pairs' as model,
        pairs.identity_number_a,
        pairs.identity_number_b,
        patterns.pattern is not null as is_weighed
    from {{ ref('compared_pairs') }} as pairs
    left join {{ ref('comparison_patterns') }} as patterns on pairs.pattern = patterns.pattern
    union all
    select
        'component_pairs' as model,
        pairs.identity_number_a,
        pairs.identity_number_b,
        patterns.pattern is not null as is_weighed
    from {{ ref('component_pairs') }} as pairs
    left join {{ ref('component_patterns') }} as patterns on pairs.pattern = patterns.pattern
)

select
    pairs.model,
    pairs.identity_number_a,
    pairs.identity_number_b
from pairs
left join identities as a on pairs.identity_number_a = a.identity_number
left join identities as b on pairs.identity_number_b = b.identity_number
where
    a.identity_number is null
    or b.identity_number is null
    or pairs.identity_number_a >= pairs.identity_number_b
    or not pairs.is_weighed
