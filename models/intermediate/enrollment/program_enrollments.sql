-- Keeps one report of each enrollment and says how old the person was on its first day.
-- Grain: one row per enrollment of a person in a program (program_enrollment_id).
with reports as (
    select * from {{ ref('program_enrollment_reports') }}
    where set_aside_reason is null
),

persons as (
    select * from {{ ref('persons') }}
)

select
    reports.program_enrollment_id,
    reports.person_id,
    reports.sector,
    reports.school_year,
    reports.institution_code,
    reports.program_code,
    reports.course_code,
    reports.term,
    reports.cip_code,
    reports.started_on,
    reports.ended_on,
    {{ age_at('persons.birth_date', 'reports.started_on') }} as age_at_start,
    reports.cte_status,
    reports.award_level,
    reports.is_completed,
    reports.credits_attempted,
    reports.credits_earned,
    reports.extensions
from reports
left join persons on reports.person_id = persons.person_id
