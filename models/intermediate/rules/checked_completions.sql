-- Says of every diploma and college award as delivered which of the Council's rules it breaks. A flag is empty where
-- its rule doesn't speak of the row.
-- Grain: one row per accepted row of an extract that reports completions (file_name, line_number).
with reports as (
    select * from {{ ref('completion_reports') }}
),

instructional_programs as (
    select * from {{ ref('instructional_programs') }}
)

select
    reports.file_name,
    reports.line_number,
    reports.set_aside_reason in ('duplicate_row', 'contradicted_by_later_row') is true as key_repeated,
    case when reports.cip_code is not null then instructional_programs.cip_code is null end as cip_unknown
from reports
left join instructional_programs on reports.cip_code = instructional_programs.cip_code
