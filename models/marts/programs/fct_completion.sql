-- Counts diplomas and college awards (policy 4.A(b)).
-- Grain: one row per diploma or college award (completion_id).
with completions as (
    select * from {{ ref('completions') }}
)

select
    completion_id,
    person_id,
    institution_code,
    program_code,
    completion_type,
    diploma_type,
    cip_code,
    completed_on,
    school_year,
    age_at_completion,
    extensions
from completions
