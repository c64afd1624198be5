-- Says what workforce agency and colleges know of a person's groups in a year (policy 4.B(f)), as person_school_years
-- does of school students: a participant's in each year of service, and of a college student whether a Pell grant was
-- given, the usual sign of low income there.
-- Grain: one row per participant or college student and school year (person_id, school_year).
with years as (
    select * from {{ ref('loaded_years') }}
    where sector = 'workforce'
),

served as (
    select
        services.*,
        years.school_year,
        row_number() over (
            partition by services.person_id, years.school_year
            order by services.entered_on desc
        ) as recency
    from {{ ref('participant_spells') }} as services
    inner join years
        on
            years.school_year >= {{ school_year_of('services.entered_on') }}
            and (
                services.may_go_on
                or years.school_year <= {{ school_year_of('coalesce(services.exited_on, services.entered_on)') }}
            )
),

-- In a year of two services the one begun last speaks.
participants as (
    select * from served
    where recency = 1
),

college_rows as (
    select
        tuple_persons.person_id,
        students.academic_year as school_year,
        students.county_code,
        bool_or(students.pell_recipient) over (
            partition by tuple_persons.person_id, students.academic_year
        ) as is_pell_recipient,
        row_number() over (
            partition by tuple_persons.person_id, students.academic_year
            order by {{ latest_first() }}
        ) as recency
    from {{ ref('stg_higher_ed__students') }} as students
    inner join {{ ref('tuple_persons') }} as tuple_persons
        on students.identity_tuple_id = tuple_persons.identity_tuple_id
    where students.is_accepted
),

students as (
    select * from college_rows
    where recency = 1
)

select
    coalesce(participants.person_id, students.person_id) as person_id,
    coalesce(participants.school_year, students.school_year) as school_year,
    coalesce(participants.county_code, students.county_code) as county_code,
    participants.has_disability,
    participants.is_single_parent,
    coalesce(participants.is_low_income, students.is_pell_recipient) as is_low_income
from participants
full outer join students
    on participants.person_id = students.person_id and participants.school_year = students.school_year
