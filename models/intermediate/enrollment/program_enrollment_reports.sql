-- Says whose enrollment each report is and which report of it stands: the one delivered last.
-- Grain: one row per report (file_name, line_number); set_aside_reason is empty where the report counts.
with reports as (
    select * from {{ ref('reported_enrollments') }}
),

tuple_persons as (
    select * from {{ ref('tuple_persons') }}
),

identified as (
    select
        reports.*,
        tuple_persons.person_id
    from reports
    inner join tuple_persons on reports.identity_tuple_id = tuple_persons.identity_tuple_id
),

hashed as (
    select
        *,
        {{ surrogate_key([
            'sector', 'person_id', 'school_year', 'institution_code', 'program_code', 'course_code', 'term',
            'started_on_in_key'
        ]) }} as program_enrollment_id,
        {{ surrogate_key([
            'started_on', 'ended_on', 'cip_code', 'cte_status', 'award_level', 'is_completed', 'credits_attempted',
            'credits_earned'
        ]) }} as content
    from identified
)

select
    program_enrollment_id,
    person_id,
    sector,
    school_year,
    institution_code,
    program_code,
    course_code,
    term,
    cip_code,
    started_on,
    ended_on,
    cte_status,
    award_level,
    is_completed,
    credits_attempted,
    credits_earned,
    agency,
    extract,
    file_name,
    line_number,
    delivered_on,
    extensions,
    {{ reason_of_repeat('program_enrollment_id', 'content') }} as set_aside_reason
from hashed
