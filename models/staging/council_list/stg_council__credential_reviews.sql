-- Is what the Council verified of each credential for a List year: choice, standards, recognition, what stands in a
-- student's way, and the mastery that it shows (policy 1.A, 3.A(c)(iii)-(iv)).
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('council', 'credential_reviews') }}
)

select
    list_year,
    credential_code,
    reviewed_on,
    is_voluntary,
    standards_name,
    recognition_scope_code,
    minimum_hours,
    minimum_experience_years,
    shows_secondary_mastery,
    shows_postsecondary_mastery,
    {{ bookkeeping() }}
from delivered
