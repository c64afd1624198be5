{#
    The rules that name a link, in the order of the seed matching_rules (a test holds the two together), on the names of a
    pair's comparison levels. A pair bears the name of the first that holds.
#}
{% macro matching_rules() -%}
    {%- set first_name_agrees = "first_name in ('same', 'nickname', 'close', 'initial', 'moved', 'similar')" -%}
    {%- set last_name_agrees = "last_name in ('same', 'part', 'close', 'moved', 'similar')" -%}
    {%- set birth_date_contradicts = "birth_date in ('part', 'other', 'generation')" -%}
    {%- set nothing_contradicts = "sex <> 'other' and middle_name <> 'other' and suffix <> 'other'" -%}
    {{ return({
        'ssn_and_birth_date': "birth_date = 'same' and ("
            ~ "ssn = 'same' and (" ~ first_name_agrees ~ " or " ~ last_name_agrees ~ ")"
            ~ " or ssn = 'shared' and " ~ first_name_agrees ~ " and " ~ last_name_agrees ~ ")",
        'ssn_and_name': "ssn = 'same' and birth_date <> 'generation' and suffix <> 'other' and ("
            ~ first_name_agrees ~ " and " ~ last_name_agrees
            ~ " or not " ~ birth_date_contradicts
            ~ " and (first_name in ('same', 'nickname', 'close', 'moved', 'similar') or " ~ last_name_agrees ~ "))",
        'native_id': "native_id = 'same' and not (" ~ birth_date_contradicts ~ " and first_name = 'other')",
        'exact_name_birth_date_sex': "first_name = 'same' and last_name = 'same' and birth_date = 'same' and "
            ~ nothing_contradicts,
        'name_variants': nothing_contradicts ~ " and " ~ first_name_agrees
            ~ " and (contact in ('email', 'household', 'zip') or middle_name in ('same', 'initial'))"
            ~ " and (birth_date = 'same' or first_name = 'same' and last_name = 'same' and birth_date in ('swapped', 'close'))",
        'email': "contact = 'email' and first_name in ('same', 'nickname', 'close') and not " ~ birth_date_contradicts,
    }) }}
{%- endmacro %}


{#
    What makes two people of two descriptions, for the vetoes of the seed matching_vetoes that two descriptions can tell; the
    others are judged on whole clusters, by warehouse/identity_clusters.py.
#}
{% macro matching_vetoes() -%}
    {{ return({
        'two_people': "birth_date in ('other', 'generation') and first_name = 'other'",
        'two_first_names': "first_name = 'other' or (sex = 'other' and first_name in ('close', 'similar', 'unlike'))",
        'two_birth_dates': "birth_date in ('other', 'generation')",
        'two_native_ids': "native_id = 'side_by_side'",
        'two_suffixes': "suffix = 'other'",
    }) }}
{%- endmacro %}


{# The vetoes that two descriptions can't tell, which warehouse/identity_clusters.py judges. #}
{% macro vetoes_on_clusters() -%}
    {{ return(['cannot_link', 'two_social_security_numbers']) }}
{%- endmacro %}


{#
    What a pattern of comparison levels says, for every pattern that occurs in a relation of compared pairs: names of its levels,
    match weights by comparison, and their sum over the prior (Fellegi and Sunter 1969), the first rule that holds, and the
    first veto that this rule does not overrule. Patterns are thousands where pairs are millions.
#}
{% macro weigh_patterns(pairs) -%}
    {%- set names = comparisons().keys() | list -%}
with levels as (
    select * from {{ ref('comparison_levels') }}
),

rules as (
    select * from {{ ref('matching_rules') }}
),

vetoes as (
    select * from {{ ref('matching_vetoes') }}
),

parameters as (
    {{ matching_parameters(['least_descriptions', 'records_per_person']) }}
),

chance as (
    select
        -log2(
            greatest((select count(*) from {{ ref('linkable_identities') }}), parameters.least_descriptions)
            / parameters.records_per_person
        ) as prior_weight
    from parameters
),

patterns as (
    select distinct pattern from {{ pairs }}
),

-- A comparison that says nothing (level 0) has no row among the levels.
named as (
    select
        patterns.pattern
        {%- for name in names %},
        coalesce({{ name }}_levels.level, 'null') as {{ name }},
        log2({{ name }}_levels.m_probability / {{ name }}_levels.u_probability) as {{ name }}_weight
        {%- endfor %},
        {%- for name in names %}
        {% if not loop.first %}or {% endif %}coalesce({{ name }}_levels.is_disagreement, false)
        {%- endfor %} as is_disagreement
    from patterns
    {%- for name in names %}
    left join levels as {{ name }}_levels
        on
            {{ name }}_levels.comparison = '{{ name }}'
            and {{ name }}_levels.level_number = {{ without_lowest_bits('patterns.pattern', 4 * (names | length - loop.index)) }} % 16
    {%- endfor %}
),

ruled as (
    select
        *,
        case
            {%- for rule_name, condition in matching_rules().items() %}
            when {{ condition }} then '{{ rule_name }}'
            {%- endfor %}
        end as rule_name
    from named
)

select
    ruled.*,
    chance.prior_weight,
    coalesce(rules.is_strong, false) as is_strong,
    coalesce(
        {%- for veto_name, condition in matching_vetoes().items() %}
        case when ({{ condition }}) and not {{ is_overruled(veto_name) }} then '{{ veto_name }}' end
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    ) as veto_name,
    chance.prior_weight
    {%- for name in names %}
    + coalesce(ruled.{{ name }}_weight, 0)
    {%- endfor %} as pattern_weight
from ruled
cross join chance
left join rules on ruled.rule_name = rules.rule_name
{%- endmacro %}


{# The rule of a pattern is one to which the veto yields. #}
{% macro is_overruled(veto_name) -%}
    exists (
            select 1 from vetoes
            where
                vetoes.veto_name = '{{ veto_name }}'
                and ' ' || vetoes.overruled_by || ' ' like '% ' || ruled.rule_name || ' %'
        )
{%- endmacro %}


{# Comparisons in which an agreement says the more the rarer the value. #}
{% macro rarity_comparisons() -%}
    {{ return(['first_name', 'last_name', 'birth_date']) }}
{%- endmacro %}


{#
    Scores compared pairs: what their pattern says, and what the rarity of their names adds (Newcombe 1959); and what people
    decided, which outranks both. Only pairs that are worth a second look are kept.
#}
{% macro score_pairs(pairs, patterns) -%}
with pairs as (
    select * from {{ pairs }}
),

patterns as (
    select * from {{ patterns }}
),

identities as (
    select * from {{ ref('linkable_identities') }}
),

decided as (
    select * from {{ ref('decided_pairs') }}
),

weighed as (
    select
        pairs.identity_number_a,
        pairs.identity_number_b,
        pairs.pattern,
        {%- for name in rarity_comparisons() %}
        case when patterns.{{ name }} = 'same' then identities.{{ name }}_rarity else 0 end as {{ name }}_rarity,
        {%- endfor %}
        patterns.pattern_weight,
        patterns.rule_name,
        patterns.is_strong,
        patterns.veto_name,
        decided.decision
    from pairs
    inner join patterns on pairs.pattern = patterns.pattern
    inner join identities on pairs.identity_number_a = identities.identity_number
    left join decided
        on
            pairs.identity_number_a = decided.identity_number_a
            and pairs.identity_number_b = decided.identity_number_b
)

select
    identity_number_a,
    identity_number_b,
    pattern,
    first_name_rarity,
    last_name_rarity,
    birth_date_rarity,
    pattern_weight + first_name_rarity + last_name_rarity + birth_date_rarity as match_weight,
    case decision when 'must_link' then decision else rule_name end as rule_name,
    is_strong or coalesce(decision = 'must_link', false) as is_strong,
    case decision when 'cannot_link' then decision when 'must_link' then null else veto_name end as veto_name,
    decision
from weighed
{%- endmacro %}
