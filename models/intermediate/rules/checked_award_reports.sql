-- Says of every report that stands behind an award whether it agrees with the source of record, and whether whoever a
-- school, college or program reports was enrolled in a program aligned with the credential.
-- Grain: one row per report of an award (file_name, line_number).
with parameters as (
    {{ rule_parameters(['report_leeway_days', 'aligned_program_days']) }}
),

reports as (
    select * from {{ ref('credential_award_reports') }}
),

of_record as (
    select
        credential_award_id,
        earned_on
    from reports
    where report_rank = 1
),

aligned_programs as (
    {{ latest_rows('stg_council__aligned_programs', ['credential_code', 'program_code', 'aligned_from']) }}
),

enrollments as (
    select * from {{ ref('program_enrollments') }}
),

enrolled as (
    select distinct
        reports.file_name,
        reports.line_number
    from reports
    cross join parameters
    inner join enrollments
        on
            reports.person_id = enrollments.person_id
            and reports.earned_on >= enrollments.started_on
    inner join aligned_programs
        on
            reports.credential_code = aligned_programs.credential_code
            and enrollments.program_code = aligned_programs.program_code
    where
        {{ days_between('coalesce(enrollments.ended_on, reports.earned_on)', 'reports.earned_on') }}
        <= parameters.aligned_program_days
)

select
    reports.file_name,
    reports.line_number,
    case
        when reports.report_rank > 1
            then
                abs({{ days_between('of_record.earned_on', 'reports.earned_on') }})
                > parameters.report_leeway_days
    end as reports_disagree,
    case when reports.source_kind in ('k12', 'higher_ed', 'workforce') then enrolled.file_name is null end
        as not_in_aligned_program
from reports
cross join parameters
inner join of_record on reports.credential_award_id = of_record.credential_award_id
left join enrolled on reports.file_name = enrolled.file_name and reports.line_number = enrolled.line_number
