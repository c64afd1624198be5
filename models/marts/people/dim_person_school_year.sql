-- Lets events be disaggregated by the groups of policy 4.B(f) as they were in the school year of the event.
-- Grain: one row per student and school year (person_id, school_year).
with person_school_years as (
    select * from {{ ref('person_school_years') }}
),

counties as (
    select * from {{ ref('counties') }}
)

select
    person_school_years.person_id,
    person_school_years.school_year,
    person_school_years.district_code,
    person_school_years.school_code,
    person_school_years.county_code,
    counties.region_code,
    person_school_years.grade_level,
    person_school_years.cte_status,
    person_school_years.household_income_band,
    person_school_years.has_disability,
    person_school_years.is_english_learner,
    person_school_years.is_single_parent,
    person_school_years.is_homeless,
    person_school_years.is_in_foster_care,
    person_school_years.is_migrant,
    person_school_years.is_military_connected,
    person_school_years.extensions
from person_school_years
left join counties on person_school_years.county_code = counties.county_code
