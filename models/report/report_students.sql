-- Puts each person who did something that is reported into the groups of policy 4.B(f) as they were that school year.
-- Whoever was no school student has no family income, disability or school in the records, and says so by a member of
-- its own: without it the groups would not add up.
-- Grain: one row per person and school year (person_id, school_year).
with events as (
    select person_id, school_year from {{ ref('fct_program_enrollment') }}
    union
    select person_id, school_year from {{ ref('fct_credential_attempt') }}
    union
    select person_id, school_year from {{ ref('fct_credential_award') }}
    union
    select person_id, school_year from {{ ref('fct_articulated_credit') }}
),

persons as (
    select * from {{ ref('dim_person') }}
),

school_years as (
    select * from {{ ref('dim_person_school_year') }}
),

institutions as (
    select * from {{ ref('dim_institution') }}
)

select
    events.person_id,
    events.school_year,
    coalesce(persons.sex, 'unknown') as sex,
    coalesce(persons.race_ethnicity, 'unknown') as race_ethnicity,
    coalesce(persons.home_language, 'unknown') as home_language,
    coalesce('band_' || school_years.household_income_band, 'not_a_student') as household_income,
    case when school_years.has_disability then 'yes' when school_years.person_id is not null then 'no' else 'not_a_student' end
        as disability,
    case
        when school_years.is_english_learner then 'yes' when school_years.person_id is not null then 'no' else 'not_a_student'
    end as english_learner,
    coalesce(school_years.school_code, 'not_a_student') as school,
    coalesce(schools.district_code, 'not_a_student') as district,
    coalesce(districts.region_code, 'not_a_student') as region
from events
inner join persons on events.person_id = persons.person_id
left join school_years on events.person_id = school_years.person_id and events.school_year = school_years.school_year
left join institutions as schools on school_years.school_code = schools.institution_code
left join institutions as districts on schools.district_code = districts.institution_code
