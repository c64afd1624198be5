-- Describes the courses that make up career and technical programs.
-- Grain: one row per course (course_code).
with courses as (
    {{ latest_rows('stg_council__courses', ['course_code']) }}
)

select
    course_code,
    program_code,
    course_name
from courses
