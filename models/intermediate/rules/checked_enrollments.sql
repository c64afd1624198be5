-- Says of every enrollment as delivered which of the Council's rules it breaks, all rules in one pass, for the suites
-- of expectations/enrollment to judge. A flag is empty where its rule doesn't speak of the row.
-- Grain: one row per accepted row of an extract that reports enrollments (file_name, line_number).
with reports as (
    select * from {{ ref('program_enrollment_reports') }}
),

programs as (
    {{ latest_rows('stg_council__programs', ['program_code']) }}
),

instructional_programs as (
    select * from {{ ref('instructional_programs') }}
)

select
    reports.file_name,
    reports.line_number,
    reports.set_aside_reason is not null as key_repeated,
    case
        when reports.sector <> 'workforce'
            then
                reports.started_on < {{ first_day_of_school_year('reports.school_year') }}
                or coalesce(reports.ended_on, reports.started_on) > {{ last_day_of_school_year('reports.school_year') }}
    end as outside_school_year,
    programs.cip_code is null or programs.career_cluster is null as program_not_classified,
    case when reports.cip_code is not null then instructional_programs.cip_code is null end as cip_unknown
from reports
left join programs on reports.program_code = programs.program_code
left join instructional_programs on reports.cip_code = instructional_programs.cip_code
