-- Says which groups, school and grade a student belonged to in each school year (policy 4.B(f)), so that a group is the
-- group at the time. A student who moved stands with the school entered last.
-- Grain: one row per student and school year (person_id, school_year).
with students as (
    select * from {{ ref('stg_k12__students') }}
    where is_accepted
),

tuple_persons as (
    select * from {{ ref('tuple_persons') }}
),

schools_of_year as (
    select
        students.*,
        tuple_persons.person_id,
        row_number() over (
            partition by tuple_persons.person_id, students.school_year
            order by students.entry_date desc, {{ latest_first() }}
        ) as recency
    from students
    inner join tuple_persons on students.identity_tuple_id = tuple_persons.identity_tuple_id
),

-- Statuses build on each other: a completer is a concentrator, a concentrator a participant.
cte_statuses as (
    select
        person_id,
        school_year,
        case
            when bool_or(cte_status = 'completer') then 'completer'
            when bool_or(cte_status = 'concentrator') then 'concentrator'
            when bool_or(cte_status = 'participant') then 'participant'
        end as cte_status
    from {{ ref('program_enrollments') }}
    where sector = 'secondary'
    group by person_id, school_year
)

select
    schools_of_year.person_id,
    schools_of_year.school_year,
    schools_of_year.district_code,
    schools_of_year.school_code,
    schools_of_year.grade_level,
    schools_of_year.county_code,
    schools_of_year.household_income_band,
    schools_of_year.disability as has_disability,
    schools_of_year.english_learner as is_english_learner,
    schools_of_year.single_parent as is_single_parent,
    schools_of_year.homeless as is_homeless,
    schools_of_year.foster_care as is_in_foster_care,
    schools_of_year.migrant as is_migrant,
    schools_of_year.military_connected as is_military_connected,
    cte_statuses.cte_status,
    schools_of_year.extensions
from schools_of_year
left join cte_statuses
    on
        schools_of_year.person_id = cte_statuses.person_id
        and schools_of_year.school_year = cte_statuses.school_year
where schools_of_year.recency = 1
