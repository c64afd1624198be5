{#
    Whether a match_level is a line of var comparison_strata that holds the column which a dimension names: then those
    matched share it. A column that no line holds is shared by nobody, and asks nothing.
#}
{% macro is_beside_its_own(dimension, match_level, columns) -%}
    {%- set conditions = [] -%}
    {%- for column in columns -%}
        {%- set levels = [] -%}
        {%- for shared in var('comparison_strata')['matched'] -%}
            {%- if column in shared -%} {%- do levels.append(loop.index) -%} {%- endif -%}
        {%- endfor -%}
        {%- if levels -%}
            {%- do conditions.append(
                '(' ~ dimension ~ " <> '" ~ column ~ "' or " ~ match_level ~ ' in (' ~ levels | join(', ') ~ '))'
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    ({{ conditions | join(' and ') or 'true' }})
{%- endmacro %}


{#
    What was known of both sides before, by keys, comparison group and covariate of var comparison_covariates, from a
    relation with the rows of fct_earner_comparison: the means, and how much earners differ from each other.
#}
{% macro covariate_means(relation, keys) -%}
    with sums as (
        {%- for name in var('comparison_covariates') %}
        select
            {{ keys | join(', ') }},
            comparison_group,
            '{{ name }}' as covariate,
            count(*) as persons,
            count(covariate_{{ name }}) as observed,
            sum(covariate_{{ name }}) as earners_sum,
            sum(covariate_{{ name }} * covariate_{{ name }}) as earners_square_sum,
            sum(comparison_covariate_{{ name }}) / nullif(count(comparison_covariate_{{ name }}), 0) as comparison_mean
        from {{ relation }}
        where comparison_group in ('before_matching', 'matched')
        group by {{ keys | join(', ') }}, comparison_group
        {%- if not loop.last %}
        union all
        {%- endif %}
        {%- endfor %}
    )

    -- Sums of decimals, so that the threads' order can't change a digit.
    select
        *,
        earners_sum / nullif(observed, 0) as earners_mean,
        sqrt(
            greatest(earners_square_sum - earners_sum * (earners_sum / nullif(observed, 0)), 0)
            / nullif(observed - 1, 0)
        ) as earners_deviation
    from sums
{%- endmacro %}


{#
    By keys and comparison group, the largest difference of a relation of covariate_means, in the standard deviations
    that another relation has by covariate and some of the keys.
#}
{% macro largest_differences(means, deviations, keys, shared_keys) -%}
    select
        {%- for key in keys + ['comparison_group'] %}
        {{ means }}.{{ key }},
        {%- endfor %}
        cast(
            round(
                max(
                    abs({{ means }}.earners_mean - {{ means }}.comparison_mean)
                    / nullif({{ deviations }}.earners_deviation, 0)
                ), 3
            ) as decimal(9, 3)
        ) as max_standardized_difference
    from {{ means }}
    inner join {{ deviations }}
        on
            {{ means }}.covariate = {{ deviations }}.covariate
            {%- for key in shared_keys %}
            and {{ means }}.{{ key }} = {{ deviations }}.{{ key }}
            {%- endfor %}
    group by
        {%- for key in keys + ['comparison_group'] %}
        {{ means }}.{{ key }}{% if not loop.last %},{% endif %}
        {%- endfor %}
{%- endmacro %}
