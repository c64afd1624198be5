{{ config(materialized='view') }}

-- Every link explains itself: the rule that named it, or its weight, with the parts that each comparison adds to the
-- prior, in bits. Pairs that were worth a second look and stayed apart are here too, with the veto if one stood in the
-- way.
-- Grain: one row per pair of descriptions (identity_tuple_id_a < identity_tuple_id_b).
with scored as (
    select
        identity_number_a,
        identity_number_b,
        pattern,
        first_name_rarity,
        last_name_rarity,
        birth_date_rarity,
        match_weight,
        rule_name,
        veto_name,
        is_strong,
        decision
    from {{ ref('scored_pairs') }}
    union
    select
        identity_number_a,
        identity_number_b,
        pattern,
        first_name_rarity,
        last_name_rarity,
        birth_date_rarity,
        match_weight,
        rule_name,
        veto_name,
        is_strong,
        decision
    from {{ ref('scored_component_pairs') }}
),

patterns as (
    select * from {{ ref('comparison_patterns') }}
    union
    select * from {{ ref('component_patterns') }}
),

parameters as (
    {{ matching_parameters(['review_weight']) }}
),

identities as (
    select
        identities.identity_number,
        identities.identity_tuple_id,
        clusters.cluster_id
    from {{ ref('linkable_identities') }} as identities
    inner join {{ ref('clusters') }} as clusters on identities.identity_tuple_id = clusters.identity_tuple_id
)

select
    least(a.identity_tuple_id, b.identity_tuple_id) as identity_tuple_id_a,
    greatest(a.identity_tuple_id, b.identity_tuple_id) as identity_tuple_id_b,
    a.cluster_id = b.cluster_id as is_joined,
    scored.rule_name,
    scored.veto_name,
    scored.match_weight,
    {%- for name in comparisons() %}
    patterns.{{ name }} as {{ name }}_level,
    patterns.{{ name }}_weight
    {%- if name in rarity_comparisons() %} + scored.{{ name }}_rarity as {{ name }}_weight{% endif %},
    {%- endfor %}
    patterns.prior_weight
from scored
inner join patterns on scored.pattern = patterns.pattern
inner join identities as a on scored.identity_number_a = a.identity_number
inner join identities as b on scored.identity_number_b = b.identity_number
cross join parameters
where scored.match_weight >= parameters.review_weight or scored.is_strong or scored.decision is not null
