{#
    The models that hold the links of the matching rules, in the order of the seed matching_rules (a test holds the two
    together). A new rule is a model links_<rule>, a line here and a line in the seed.
#}
{% macro matching_rule_names() -%}
    {{ return([
        'ssn_and_birth_date',
        'ssn_and_name',
        'native_id',
        'exact_name_birth_date_sex',
        'name_variants',
        'email',
    ]) }}
{%- endmacro %}


{# The one row of the seed that speaks of a rule. #}
{% macro matching_rule(rule_name) -%}
    select
        rule_name,
        rank,
        is_strong,
        name_similarity,
        typing_errors,
        largest_block,
        generation_years
    from {{ ref('matching_rules') }}
    where rule_name = '{{ rule_name }}'
{%- endmacro %}


{#
    Ends a rule's model: of the pairs in the CTE `pairs`, those that no earlier rule has linked, once each, with the rule's
    name on them. Tuple ids are never null, so an earlier pair is left out whatever else it lacks.
#}
{% macro new_links(rule_name) -%}
    {%- set rules = matching_rule_names() -%}
    {%- set earlier = rules[:rules.index(rule_name)] %}
select distinct
    pairs.identity_tuple_id_a,
    pairs.identity_tuple_id_b,
    '{{ rule_name }}' as rule_name
from pairs
where true
    {%- for other in earlier %}
    and not exists (
        select 1
        from {{ ref('links_' ~ other) }} as earlier
        where
            earlier.identity_tuple_id_a = pairs.identity_tuple_id_a
            and earlier.identity_tuple_id_b = pairs.identity_tuple_id_b
    )
    {%- endfor %}
{%- endmacro %}


{# The links of all rules under each other. #}
{% macro union_links() -%}
    {%- for rule_name in matching_rule_names() %}
    select * from {{ ref('links_' ~ rule_name) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{%- endmacro %}
