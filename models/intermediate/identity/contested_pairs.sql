-- All that the clustering reads of the pairs of contested components: weights by comparison, null where a side is
-- silent, and what vetoes count.
-- Grain: one row per pair of descriptions of a contested component (identity_number_a < identity_number_b).
with pairs as (
    select * from {{ ref('scored_component_pairs') }}
),

patterns as (
    select * from {{ ref('component_patterns') }}
),

components as (
    select * from {{ ref('components') }}
),

contested as (
    select * from {{ ref('contested_components') }}
)

select
    contested.component_number,
    pairs.identity_number_a,
    pairs.identity_number_b,
    {%- for name in comparisons() %}
    patterns.{{ name }}_weight
    {%- if name in rarity_comparisons() %} + pairs.{{ name }}_rarity as {{ name }}_weight{% endif %},
    {%- endfor %}
    patterns.first_name = 'other'
    or (patterns.sex = 'other' and patterns.first_name in ('close', 'similar', 'unlike')) as is_first_name_other,
    patterns.birth_date in ('other', 'generation') as is_birth_date_other,
    patterns.suffix = 'other' as is_suffix_other,
    patterns.native_id = 'side_by_side' as is_side_by_side,
    coalesce(pairs.decision = 'cannot_link', false) as is_cannot_link,
    pairs.rule_name,
    pairs.is_strong
from contested
inner join components on contested.component_number = components.component_number
inner join pairs on components.identity_number = pairs.identity_number_a
inner join patterns on pairs.pattern = patterns.pattern
