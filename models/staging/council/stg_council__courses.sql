-- Names the courses and the program that each belongs to.
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('council', 'courses') }}
)

select
    course_code,
    course_name,
    program_code,
    {{ bookkeeping() }}
from delivered
