-- Keeps one report of each diploma and college award and says how old the person was that day.
-- Grain: one row per diploma or college award of a person (completion_id).
with reports as (
    select * from {{ ref('completion_reports') }}
    where set_aside_reason is null
),

persons as (
    select * from {{ ref('persons') }}
)

select
    reports.completion_id,
    reports.person_id,
    reports.completion_type,
    reports.diploma_type,
    reports.institution_code,
    reports.program_code,
    reports.cip_code,
    reports.school_year,
    reports.completed_on,
    {{ age_at('persons.birth_date', 'reports.completed_on') }} as age_at_completion,
    reports.extensions
from reports
left join persons on reports.person_id = persons.person_id
