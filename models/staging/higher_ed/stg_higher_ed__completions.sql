-- Says which awards institutions conferred, on whom and in which program.
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('higher_ed', 'completions') }}
),

coded as (
    select
        institution_code,
        college_student_id,
        academic_year,
        program_code,
        cip_code,
        award_level_code,
        {{ standard_code('higher_ed', 'award_level', 'award_level_code') }} as award_level,
        completed_on,
        {{ bookkeeping() }}
    from delivered
)

select
    *,
    {{ identity_struct(
        id_space='higher_ed',
        native_id="institution_code || '-' || college_student_id"
    ) }} as identity,
    {{ identity_tuple_id('identity') }} as identity_tuple_id
from coded
