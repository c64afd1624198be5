-- Which groups of students earn high-value credentials as often as they are enrolled in programs that lead to them?
-- Policy 4.A(a), 4.B(f), 5.A(f). Race and ethnicity here; put another column of dim_person or dim_person_school_year in
-- its place. An index of 1 means that a group's share of earners is its share of the enrolled.
with enrolled as (
    select distinct
        enrollments.school_year,
        enrollments.person_id
    from {{ mart('fct_program_enrollment') }} as enrollments
    inner join {{ mart('bridge_credential_program') }} as alignments
        on enrollments.program_code = alignments.program_code
    inner join {{ mart('dim_credential_list_status') }} as list_statuses
        on
            alignments.credential_code = list_statuses.credential_code
            and enrollments.started_on between list_statuses.effective_from and list_statuses.effective_to
    where enrollments.sector = 'secondary'
),

earners as (
    select distinct
        awards.school_year,
        awards.person_id
    from {{ mart('fct_credential_award') }} as awards
    inner join {{ mart('dim_person_school_year') }} as students
        on awards.person_id = students.person_id and awards.school_year = students.school_year
    where awards.is_high_value and not awards.is_revoked
),

by_group as (
    select
        enrolled.school_year,
        coalesce(persons.race_ethnicity, 'not reported') as race_ethnicity,
        count(*) as persons_enrolled,
        count(earners.person_id) as persons_earned
    from enrolled
    inner join {{ mart('dim_person') }} as persons on enrolled.person_id = persons.person_id
    left join earners
        on enrolled.person_id = earners.person_id and enrolled.school_year = earners.school_year
    group by enrolled.school_year, coalesce(persons.race_ethnicity, 'not reported')
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
    round(100.0 * persons_earned / persons_enrolled, 1) as percent_earned,
    round(
        (1.0 * persons_earned / nullif(all_earned, 0)) / (1.0 * persons_enrolled / all_enrolled), 2
    ) as representation_index
from with_totals
order by school_year desc, race_ethnicity asc
