{# A bound of a window over quarters, so many after (or, below zero, before) the row's own. #}
{% macro quarter_offset(quarters) -%}
    {{ quarters | abs }} {{ 'preceding' if quarters < 0 else 'following' }}
{%- endmacro %}


{# The band that a number lies in, named by where it begins: 0 below the first. #}
{% macro band_of(number, beginnings) -%}
    case
        {%- for beginning in beginnings | reverse %}
        when {{ number }} >= {{ beginning }} then {{ beginning }}
        {%- endfor %}
        when {{ number }} is not null then 0
    end
{%- endmacro %}


{# A covariate as a number: a column, empty where it isn't known, or whether it has a value. #}
{% macro covariate(definition) -%}
    {%- if 'value' in definition -%}
    case when {{ definition['column'] }} = '{{ definition['value'] }}' then 1 else 0 end
    {%- else -%}
    {{ definition['column'] }}
    {%- endif -%}
{%- endmacro %}


{#
    Rows of a relation once for each comparison group and line of var comparison_strata, with the key of the group of
    like persons that the row falls into, and what pay after is held against: pay before where its growth is compared,
    else one, so that growth is the mean. Who had no pay before stands in no group that asks for it.
#}
{% macro in_strata(relation, columns) -%}
    {%- for comparison_group, lines in var('comparison_strata').items() %}
    {%- set last_group = loop.last %}
    {%- for shared in lines %}
    select
        '{{ comparison_group }}' as comparison_group,
        {{ loop.index }} as match_level,
        {{ hash_number(["'" ~ comparison_group ~ "'", loop.index | string] + shared) }} as stratum_key,
        cast({{ 'pay_before' if comparison_group == 'matched' else 1 }} as decimal(12, 2)) as pay_basis,
        {{ columns | join(',\n        ') }}
    from {{ relation }}
    where {{ "program_code <> 'none'" if comparison_group == 'same_program' else 'pay_before is not null' }}
    {%- if not (loop.last and last_group) %}
    union all
    {%- endif %}
    {%- endfor %}
    {%- endfor %}
{%- endmacro %}


{# What is summed of a group of like persons: a name and the number. Means and variances are taken from the sums. #}
{% macro stratum_measures() -%}
    {%- set measures = {
        'records': '1',
        'persons': 'case when record_of_person = 1 then 1 else 0 end',
        'pay_after': 'pay_after',
        'pay_after_square': 'pay_after * pay_after',
        'pay_basis': 'pay_basis',
        'pay_basis_square': 'pay_basis * pay_basis',
        'pay_product': 'pay_after * pay_basis',
        'pay_before': 'coalesce(pay_before, 0)',
        'has_pay_before': 'case when pay_before is not null then 1 else 0 end'
    } -%}
    {%- for name, definition in var('comparison_covariates').items() -%}
        {%- do measures.update({'covariate_' ~ name: 'coalesce(' ~ covariate(definition) ~ ', 0)'}) -%}
        {%- if 'value' not in definition -%}
            {%- do measures.update({
                'observed_' ~ name: 'case when ' ~ definition['column'] ~ ' is not null then 1 else 0 end'
            }) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(measures) }}
{%- endmacro %}


{# The type of such a sum: wide enough that the square of a sum still fits. #}
{% macro stratum_type(name) -%}
    {%- if name in ['records', 'persons', 'has_pay_before'] or name.startswith('observed_') -%} bigint
    {%- elif name in ['pay_after_square', 'pay_basis_square', 'pay_product'] -%} decimal(30, 4)
    {%- else -%} decimal(19, 2)
    {%- endif -%}
{%- endmacro %}


{# The covariance of two columns among those whose sums are known, as a sample's: of a column with itself its variance. #}
{% macro covariance_of_sums(product, first, second, count) -%}
    cast(
        round(({{ product }} - {{ first }} * {{ second }} / {{ count }}) / nullif({{ count }} - 1, 0), 2)
        as decimal(24, 2)
    )
{%- endmacro %}
