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


{#
    The chance that a normal estimate of nothing lies at least so many standard errors from nothing, to either side: a
    bound that is never too small, and here less than half a percent too large (Sampford, 1953), since no engine
    has the normal distribution itself.
#}
{% macro chance_beyond(errors) -%}
    8 * exp(-{{ errors }} * {{ errors }} / 2) / (sqrt(2 * pi()) * (3 * {{ errors }} + sqrt({{ errors }} * {{ errors }} + 8)))
{%- endmacro %}


{#
    The rows of a relation, with a finding on the difference of each whose interval stands at is_judged. Of many
    intervals some miss zero by chance alone, so a finding must stand however many of its family are judged: the chance
    that even one of them is wrong is that of a single interval (Holm, 1979). How many were judged stands beside it.
#}
{% macro with_findings(relation, is_judged, family='1', difference='premium', above='pays', below='pays less') -%}
    with surprises as (
        select
            *,
            {{ family }} as family,
            coalesce({{ is_judged }} and interval_high > interval_low, false) as is_judged,
            2 * {{ var('interval_standard_errors') }} * abs({{ difference }}) / nullif(interval_high - interval_low, 0)
                as errors_from_zero
        from {{ relation }}
    ),

    placed as (
        select
            *,
            count(*) over same_family as family_judged,
            row_number() over (same_family order by errors_from_zero desc) as place
        from surprises
        window same_family as (partition by family, is_judged)
    ),

    stepped as (
        select
            *,
            max((family_judged - place + 1) * {{ chance_beyond('errors_from_zero') }}) over (
                partition by family, is_judged order by place
            ) as chance_of_any
        from placed
    )

    select
        *,
        max(case when is_judged then family_judged else 0 end) over (partition by family) as intervals_judged,
        case
            when not is_judged or chance_of_any > {{ chance_beyond(var('interval_standard_errors')) }} then 'not known'
            when {{ difference }} > 0 then '{{ above }}'
            else '{{ below }}'
        end as finding
    from stepped
{%- endmacro %}
