{#
    Counts of a cohort in one follow-up quarter, by its keys: how many are delivered, observed and employed, and their
    median pay. It reads the CTE `cohort`, one row a person, and fct_outcome_quarter.
#}
{% macro wioa_quarter(number, keys) -%}
    select
        {%- for key in keys %}
        cohort.{{ key }},
        {%- endfor %}
        cast(sum(case when followed.observation <> 'not_loaded' then 1 else 0 end) as integer) as persons_loaded,
        cast(sum(case when followed.observation in ('paid', 'not_paid') then 1 else 0 end) as integer)
            as persons_observed,
        cast(sum(case when followed.is_provisional then 1 else 0 end) as integer) as persons_provisional,
        cast(sum(cast(followed.is_employed as integer)) as integer) as persons_employed,
        cast(sum(case when followed.is_employed then cast(followed.is_retained as integer) end) as integer)
            as persons_retained,
        cast(sum(case when followed.is_employed and followed.is_retained is not null then 1 else 0 end) as integer)
            as persons_retainable,
        {{ median_amount('case when followed.is_employed then followed.wages end') }} as median_wages,
        {{ median_amount('case when followed.is_employed then followed.real_wages end') }} as median_real_wages
    from cohort
    inner join {{ ref('fct_outcome_quarter') }} as followed
        on cohort.outcome_event_id = followed.outcome_event_id and followed.follow_up_quarter = {{ number }}
    group by cohort.{{ keys | join(', cohort.') }}
{%- endmacro %}


{# The columns that a mart shows of such a quarter, each rate beside what it is a part of. #}
{% macro wioa_quarter_columns(quarter, cohort_size) -%}
    {{ quarter }}.persons_loaded as {{ quarter }}_persons_loaded,
    {{ quarter }}.persons_observed as {{ quarter }}_persons_observed,
    {{ quarter }}.persons_provisional as {{ quarter }}_persons_provisional,
    {{ quarter }}.persons_employed as {{ quarter }}_persons_employed,
    {{ percent_of(quarter ~ '.persons_observed', cohort_size) }} as {{ quarter }}_percent_covered,
    {{ percent_of(quarter ~ '.persons_employed', quarter ~ '.persons_loaded') }} as {{ quarter }}_percent_employed,
    {{ percent_of(quarter ~ '.persons_employed', quarter ~ '.persons_observed') }}
        as {{ quarter }}_percent_employed_of_observed,
    {{ quarter }}.median_wages as {{ quarter }}_median_wages,
    {{ quarter }}.median_real_wages as {{ quarter }}_median_real_wages
{%- endmacro %}
