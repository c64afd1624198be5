-- Says of each credential's earners how many worked a half and a whole year on, and for what pay, as WIOA measures it
-- (policy 4.A(b)), with the coverage beside each figure. Employment is told twice: of all whose quarter is delivered,
-- as WIOA reports it, and of those whom wage records could have known, of age and not found working elsewhere, a rate
-- that the unknown don't push down. Of those employed it says how many worked in an industry related to the credential.
-- Grain: one row per credential and school year of the award (credential_code, school_year).
with cohort as (
    select * from {{ ref('fct_outcome_event') }}
    where event_type = 'award' and event_number_of_person = 1
),

second_quarter as (
    {{ wioa_quarter(var('wioa_quarters').second_quarter, ['credential_code', 'school_year']) }}
),

fourth_quarter as (
    {{ wioa_quarter(var('wioa_quarters').fourth_quarter, ['credential_code', 'school_year']) }}
),

mapped as (
    select distinct credential_code from {{ ref('bridge_credential_industry') }}
),

-- Of a credential without mapped industries it isn't known whose work is related to it.
related as (
    select
        cohort.credential_code,
        cohort.school_year,
        followed.follow_up_quarter,
        cast(count(industries.naics_code) as integer) as persons_in_related_industry,
        {{ percent_of('count(industries.naics_code)', 'count(followed.main_naics_code)') }}
            as percent_in_related_industry
    from cohort
    inner join mapped on cohort.credential_code = mapped.credential_code
    inner join {{ ref('fct_outcome_quarter') }} as followed
        on cohort.outcome_event_id = followed.outcome_event_id and followed.is_employed
    left join {{ ref('bridge_credential_industry') }} as industries
        on
            cohort.credential_code = industries.credential_code
            and followed.main_naics_code = industries.naics_code
    where followed.follow_up_quarter in ({{ var('wioa_quarters').values() | join(', ') }})
    group by cohort.credential_code, cohort.school_year, followed.follow_up_quarter
),

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
    cohorts.persons_matchable,
    {{ wioa_quarter_columns('second_quarter', 'cohorts.persons_in_cohort') }},
    {{ wioa_quarter_columns('fourth_quarter', 'cohorts.persons_in_cohort') }},
    second_related.persons_in_related_industry as second_quarter_persons_in_related_industry,
    second_related.percent_in_related_industry as second_quarter_percent_in_related_industry,
    fourth_related.persons_in_related_industry as fourth_quarter_persons_in_related_industry,
    fourth_related.percent_in_related_industry as fourth_quarter_percent_in_related_industry
from cohorts
inner join second_quarter
    on cohorts.credential_code = second_quarter.credential_code and cohorts.school_year = second_quarter.school_year
inner join fourth_quarter
    on cohorts.credential_code = fourth_quarter.credential_code and cohorts.school_year = fourth_quarter.school_year
{%- for name in ['second', 'fourth'] %}
left join related as {{ name }}_related
    on
        cohorts.credential_code = {{ name }}_related.credential_code
        and cohorts.school_year = {{ name }}_related.school_year
        and {{ name }}_related.follow_up_quarter = {{ var('wioa_quarters')[name ~ '_quarter'] }}
{%- endfor %}
