-- Which groups earn high-value credentials as often as they are enrolled in programs that lead to them?
-- Policy 4.A(a), 4.B(f), 5.A(f). Race and ethnicity here; put another column of dim_person or dim_person_school_year in
-- its place. An index of 1 means that a group's share of earners is its share of the enrolled. Enrolling and earning
-- may fall in different years, so a year's earners are no part of its enrolled. Renewals and revoked awards aren't
-- earned.
with enrolled as (
    select distinct
        enrollments.school_year,
        enrollments.person_id
    from {{ mart('fct_program_enrollment') }} as enrollments
    inner join {{ mart('bridge_credential_program') }} as alignments
        on
            enrollments.program_code = alignments.program_code
            and enrollments.started_on between alignments.aligned_from
            and coalesce(alignments.aligned_to, enrollments.started_on)
    inner join {{ mart('dim_credential_list_status') }} as list_statuses
        on
            alignments.credential_code = list_statuses.credential_code
            and enrollments.started_on between list_statuses.effective_from and list_statuses.effective_to
),

earners as (
    select distinct
        school_year,
        person_id
    from {{ mart('fct_credential_award') }}
    where is_high_value and not is_revoked and not is_renewal
),

counted as (
    select
        school_year,
        person_id,
        1 as is_enrolled,
        0 as has_earned
    from enrolled
    union all
    select
        school_year,
        person_id,
        0 as is_enrolled,
        1 as has_earned
    from earners
),

by_group as (
    select
        counted.school_year,
        coalesce(persons.race_ethnicity, 'unknown') as race_ethnicity,
        sum(counted.is_enrolled) as persons_enrolled,
        sum(counted.has_earned) as persons_earned
    from counted
    inner join {{ mart('dim_person') }} as persons on counted.person_id = persons.person_id
    group by counted.school_year, coalesce(persons.race_ethnicity, 'unknown')
),

with_totals as (
    select
        *,
        sum(persons_enrolled) over (partition by school_year) as all_enrolled,
        sum(persons_earned) over (partition by school_year) as all_earned
    from by_group
)

select
    school_year,
    race_ethnicity,
    persons_enrolled,
    persons_earned,
    round(
        (1.0 * persons_earned / nullif(all_earned, 0)) / nullif(1.0 * persons_enrolled / nullif(all_enrolled, 0), 0), 2
    ) as representation_index
from with_totals
order by school_year desc, race_ethnicity asc
