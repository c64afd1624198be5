-- How many students enrolled in a program that leads to each credential, attempted it, and earned it, by school year?
-- Policy 4.B(a)-(c), 5.A(a)-(c). Persons, each counted once a credential and year. Enrolling, attempting and earning
-- may fall in different years, so a year's counts are no funnel; for that see conversion_by_program.
with enrolled as (
    select
        alignments.credential_code,
        enrollments.school_year,
        count(distinct enrollments.person_id) as persons_enrolled
    from {{ mart('fct_program_enrollment') }} as enrollments
    inner join {{ mart('bridge_credential_program') }} as alignments
        on
            enrollments.program_code = alignments.program_code
            and enrollments.started_on >= alignments.aligned_from
            and enrollments.started_on <= coalesce(alignments.aligned_to, enrollments.started_on)
    group by alignments.credential_code, enrollments.school_year
),

attempted as (
    select
        credential_code,
        school_year,
        count(distinct person_id) as persons_attempted
    from {{ mart('fct_credential_attempt') }}
    group by credential_code, school_year
),

earned as (
    select
        credential_code,
        school_year,
        count(distinct person_id) as persons_earned,
        count(distinct case when is_high_value then person_id end) as persons_earned_high_value
    from {{ mart('fct_credential_award') }}
    where not is_revoked
    group by credential_code, school_year
),

cells as (
    select
        credential_code,
        school_year
    from enrolled
    union
    select
        credential_code,
        school_year
    from attempted
    union
    select
        credential_code,
        school_year
    from earned
)

select
    cells.school_year,
    credentials.credential_name,
    coalesce(enrolled.persons_enrolled, 0) as persons_enrolled,
    coalesce(attempted.persons_attempted, 0) as persons_attempted,
    coalesce(earned.persons_earned, 0) as persons_earned,
    coalesce(earned.persons_earned_high_value, 0) as persons_earned_high_value
from cells
inner join {{ mart('dim_credential') }} as credentials on cells.credential_code = credentials.credential_code
left join enrolled
    on cells.credential_code = enrolled.credential_code and cells.school_year = enrolled.school_year
left join attempted
    on cells.credential_code = attempted.credential_code and cells.school_year = attempted.school_year
left join earned
    on cells.credential_code = earned.credential_code and cells.school_year = earned.school_year
order by cells.school_year desc, persons_earned desc, credentials.credential_name asc
