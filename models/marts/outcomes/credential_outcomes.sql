-- Says of each credential's earners how many worked a half and a whole year on, and for what pay, as WIOA measures it
-- (policy 4.A(b)), with the coverage beside each figure. Employment is told twice: of all whose quarter is delivered,
-- as WIOA reports it, and of those whom wage records could have known, a rate that the unknown don't push down.
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
    {{ wioa_quarter_columns('fourth_quarter', 'cohorts.persons_in_cohort') }}
from cohorts
inner join second_quarter
    on cohorts.credential_code = second_quarter.credential_code and cohorts.school_year = second_quarter.school_year
inner join fourth_quarter
    on cohorts.credential_code = fourth_quarter.credential_code and cohorts.school_year = fourth_quarter.school_year
