-- Puts each person who did something that is reported into the groups of policy 4.B(f) as they were that school year.
-- Whoever was no school student has no family income, disability or school in the records, and is a member of their
-- own: without it the groups would not add up.
-- Grain: one row per person and school year (person_id, school_year).
with events as (
    select
        person_id,
        school_year
    from {{ ref('fct_program_enrollment') }}
    union
    select
        person_id,
        school_year
    from {{ ref('fct_credential_attempt') }}
    union
    select
        person_id,
        school_year
    from {{ ref('fct_credential_award') }}
    union
    select
        person_id,
        school_year
    from {{ ref('fct_articulated_credit') }}
),

persons as (
    select * from {{ ref('dim_person') }}
),

school_years as (
    select * from {{ ref('dim_person_school_year') }}
),

schools as (
    select * from {{ ref('dim_institution') }}
),

districts as (
    select * from {{ ref('dim_institution') }}
),

grouped as (
    select
        events.person_id,
        events.school_year,
        persons.sex,
        persons.race_ethnicity,
        persons.home_language,
        school_years.household_income_band,
        case school_years.has_disability when true then 'yes' when false then 'no' end as disability,
        case school_years.is_english_learner when true then 'yes' when false then 'no' end as english_learner,
        school_years.school_code,
        schools.district_code,
        districts.region_code
    from events
    inner join persons on events.person_id = persons.person_id
    left join school_years
        on events.person_id = school_years.person_id and events.school_year = school_years.school_year
    left join schools on school_years.school_code = schools.institution_code
    left join districts on schools.district_code = districts.institution_code
)

select
    person_id,
    school_year,
    coalesce(sex, 'unknown') as sex,
    coalesce(race_ethnicity, 'unknown') as race_ethnicity,
    coalesce(home_language, 'unknown') as home_language,
    coalesce('band_' || household_income_band, 'not_a_student') as household_income,
    coalesce(disability, 'not_a_student') as disability,
    coalesce(english_learner, 'not_a_student') as english_learner,
    coalesce(school_code, 'no_school') as school,
    coalesce(district_code, 'no_district') as district,
    coalesce(region_code, 'not_a_student') as region
from grouped
