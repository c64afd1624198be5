{# The comparison groups, one a row. #}
{% macro comparison_groups() -%}
    {%- for comparison_group in var('comparison_strata').keys() | list + ['attempted_not_passed'] %}
    select '{{ comparison_group }}' as comparison_group
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{%- endmacro %}


{#
    What earners were paid after beyond what they would have been, had their pay grown as that of those alike, by
    columns of a relation with the rows of fct_earner_comparison and by comparison group: pay after - basis x growth,
    where growth is the mean pay after of those alike over their mean basis, a ratio of means (Cochran, Sampling
    Techniques, 1977, chapter 6). Its variance, by the same linear approximation, has two parts: how much earners
    differ from each other around the mean, and how well each group of like persons is known: as well as if each of
    its persons had been seen once. A group that stands for many earners weighs by the square of their number.
#}
{% macro earner_premiums(relation, keys) -%}
    {%- set by = keys | join(', ') %}
    {#- Of one group of like persons, each credential leaves other people. #}
    {%- set groups = keys + ['comparison_group', 'stratum_key'] + ([] if 'credential_code' in keys else ['credential_code']) %}
    with compared as (
        select
            *,
            sum(comparison_pay_after) over premium / nullif(sum(comparison_pay_basis) over premium, 0) as growth,
            sum(pay_basis) over premium / nullif(sum(comparison_pay_basis) over premium, 0) as basis_ratio
        from {{ relation }}
        window premium as (partition by {{ by }}, comparison_group)
    ),

    -- Rounded, so that the threads' order can't change a sum.
    differences as (
        select
            *,
            cast(
                pay_after - growth * pay_basis
                - basis_ratio * (comparison_pay_after - growth * comparison_pay_basis) as decimal(19, 4)
            ) as difference,
            cast(
                basis_ratio * basis_ratio * (
                    comparison_pay_after_variance - 2 * growth * comparison_pay_covariance
                    + growth * growth * comparison_pay_basis_variance
                ) as decimal(24, 2)
            ) as comparison_variance
        from compared
    ),

    strata as (
        select
            {{ by }},
            comparison_group,
            count(*) as persons,
            sum(case when is_provisional then 1 else 0 end) as persons_provisional,
            max(comparison_records) as comparison_records,
            max(comparison_persons) as comparison_persons,
            max(comparison_variance) as comparison_variance,
            sum(pay_before) as before_sum,
            count(pay_before) as before_count,
            sum(pay_after) as after_sum,
            sum(comparison_pay_before) as comparison_before_sum,
            count(comparison_pay_before) as comparison_before_count,
            sum(comparison_pay_after) as comparison_after_sum,
            sum(difference) as difference_sum,
            sum(difference * difference) as difference_square_sum
        from differences
        group by {{ groups | join(', ') }}
    )

    select
        {{ by }},
        comparison_group,
        cast(sum(persons) as integer) as persons_compared,
        cast(sum(persons_provisional) as integer) as persons_provisional,
        sum(comparison_records) as comparison_records,
        sum(comparison_persons) as comparison_persons,
        sum(before_sum) as before_sum,
        sum(before_count) as before_count,
        sum(after_sum) as after_sum,
        sum(comparison_before_sum) as comparison_before_sum,
        sum(comparison_before_count) as comparison_before_count,
        sum(comparison_after_sum) as comparison_after_sum,
        sum(difference_sum) as difference_sum,
        sum(difference_square_sum) as difference_square_sum,
        sum(
            cast(persons * persons * comparison_variance / comparison_persons as decimal(38, 4))
        ) as comparison_square_sum,
        sum(cast(1.0 * persons * persons / comparison_persons as decimal(18, 6))) as weight_square_sum
    from strata
    group by {{ by }}, comparison_group
{%- endmacro %}


{# The columns that a mart shows of such a difference, beside who is behind it. #}
{% macro premium_columns(cohort, premiums) -%}
    {%- set count = premiums ~ '.persons_compared' %}
    {%- set mean = premiums ~ '.difference_sum / nullif(' ~ count ~ ', 0)' %}
    {%- set error -%}
    sqrt(
        greatest(
            {{ premiums }}.difference_square_sum - {{ premiums }}.difference_sum * {{ mean }}, 0
        ) / nullif({{ count }} - 1, 0) / {{ count }}
        + {{ premiums }}.comparison_square_sum / {{ count }} / {{ count }}
    )
    {%- endset %}
    {{- cohort }}.persons_in_cohort,
    {{ cohort }}.persons_with_pay,
    coalesce({{ count }}, 0) as persons_compared,
    coalesce({{ premiums }}.persons_provisional, 0) as persons_provisional,
    {{ percent_of('coalesce(' ~ count ~ ', 0)', cohort ~ '.persons_in_cohort') }} as percent_covered,
    cast(coalesce({{ premiums }}.comparison_records, 0) as integer) as comparison_records,
    cast(coalesce({{ premiums }}.comparison_persons, 0) as integer) as comparison_persons,
    cast(round({{ count }} * {{ count }} / {{ premiums }}.weight_square_sum, 1) as decimal(12, 1))
        as effective_comparison_persons,
    {%- for name in ['before', 'after'] %}
    {%- set divisor = premiums ~ '.before_count' if name == 'before' else count %}
    cast(round({{ premiums }}.{{ name }}_sum / nullif({{ divisor }}, 0), 2) as decimal(12, 2)) as pay_{{ name }},
    {%- set divisor = premiums ~ '.comparison_before_count' if name == 'before' else count %}
    cast(round({{ premiums }}.comparison_{{ name }}_sum / nullif({{ divisor }}, 0), 2) as decimal(12, 2))
        as comparison_pay_{{ name }},
    {%- endfor %}
    cast(round({{ mean }}, 2) as decimal(12, 2)) as premium,
    cast(round({{ error }}, 2) as decimal(12, 2)) as standard_error,
    {%- for name, sign in [('low', '-'), ('high', '+')] %}
    case
        when least({{ count }}, {{ premiums }}.comparison_persons) >= {{ var('interval_least_persons') }}
            then cast(
                round({{ mean }} {{ sign }} {{ var('interval_standard_errors') }} * {{ error }}, 2) as decimal(12, 2)
            )
    end as interval_{{ name }}
    {%- if not loop.last %},{% endif %}
    {%- endfor %}
{%- endmacro %}
