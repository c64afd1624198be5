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
