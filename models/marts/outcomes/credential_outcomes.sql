-- Says of each credential's earners how many worked a half and a whole year on, and for what pay, as WIOA measures it
-- (policy 4.A(b)), with the coverage beside each figure. Employment is told twice: of all whose quarter is delivered,
-- as WIOA reports it, and of those whom wage records could have known, a rate that the unknown don't push down.
-- Grain: one row per credential and school year of the award (credential_code, school_year).
with cohort as (
    select * from {{ ref('fct_outcome_event') }}
    where event_type = 'award' and event_number_of_person = 1
),

followed as (
    select
        *,
        case when observation <> 'not_loaded' then 1 else 0 end as is_loaded,
        case when observation in ('paid', 'not_paid') then 1 else 0 end as is_observed
    from {{ ref('fct_outcome_quarter') }}
    where event_type = 'award'
),
{%- for quarter, number in var('wioa_quarters').items() %}

{{ quarter }} as (
    select
        cohort.credential_code,
        cohort.school_year,
        cast(sum(followed.is_loaded) as integer) as persons_loaded,
        cast(sum(followed.is_observed) as integer) as persons_observed,
        cast(sum(case when followed.is_provisional then 1 else 0 end) as integer) as persons_provisional,
        cast(sum(cast(followed.is_employed as integer)) as integer) as persons_employed,
        {{ median_amount('case when followed.is_employed then followed.wages end') }} as median_wages,
        {{ median_amount('case when followed.is_employed then followed.real_wages end') }} as median_real_wages
    from cohort
    inner join followed
        on cohort.outcome_event_id = followed.outcome_event_id and followed.follow_up_quarter = {{ number }}
    group by cohort.credential_code, cohort.school_year
),
{%- endfor %}

cohorts as (
    select
        credential_code,
        school_year,
        cast(count(*) as integer) as persons_in_cohort,
        cast(sum(cast(is_known_to_labor as integer)) as integer) as persons_known_to_labor,
        cast(sum(cast(is_matchable_to_labor as integer)) as integer) as persons_matchable
    from cohort
    group by credential_code, school_year
)

select
    cohorts.credential_code,
    cohorts.school_year,
    cohorts.persons_in_cohort,
    cohorts.persons_known_to_labor,
    {%- for quarter in var('wioa_quarters') %}
    {{ quarter }}.persons_loaded as {{ quarter }}_persons_loaded,
    {{ quarter }}.persons_observed as {{ quarter }}_persons_observed,
    {{ quarter }}.persons_provisional as {{ quarter }}_persons_provisional,
    {{ quarter }}.persons_employed as {{ quarter }}_persons_employed,
    {{ percent_of(quarter ~ '.persons_observed', 'cohorts.persons_in_cohort') }} as {{ quarter }}_percent_covered,
    {{ percent_of(quarter ~ '.persons_employed', quarter ~ '.persons_loaded') }} as {{ quarter }}_percent_employed,
    {{ percent_of(quarter ~ '.persons_employed', quarter ~ '.persons_observed') }}
        as {{ quarter }}_percent_employed_of_observed,
    {{ quarter }}.median_wages as {{ quarter }}_median_wages,
    {{ quarter }}.median_real_wages as {{ quarter }}_median_real_wages,
    {%- endfor %}
    cohorts.persons_matchable
from cohorts
inner join second_quarter
    on cohorts.credential_code = second_quarter.credential_code and cohorts.school_year = second_quarter.school_year
inner join fourth_quarter
    on cohorts.credential_code = fourth_quarter.credential_code and cohorts.school_year = fourth_quarter.school_year
