-- Counts who enrolled in courses and programs that may lead to credentials (policy 4.B(a)).
-- Grain: one row per enrollment (program_enrollment_id): a course in a school year, a term, or a spell of training.
with program_enrollments as (
    select * from {{ ref('program_enrollments') }}
)

select
    program_enrollment_id,
    person_id,
    institution_code,
    program_code,
    course_code,
    sector,
    school_year,
    term,
    cip_code,
    started_on,
    ended_on,
    age_at_start,
    cte_status,
    award_level,
    is_completed,
    credits_attempted,
    credits_earned,
    extensions
from program_enrollments
