-- Describes programs of all three sectors by one code.
-- Grain: one row per program (program_code).
with programs as (
    {{ latest_rows('stg_council__programs', ['program_code']) }}
),

instructional_programs as (
    select * from {{ ref('instructional_programs') }}
)

select
    programs.program_code,
    programs.program_name,
    programs.sector_code as sector,
    programs.cip_code,
    instructional_programs.program_title as cip_title,
    programs.career_cluster
from programs
left join instructional_programs on programs.cip_code = instructional_programs.cip_code
