-- Brings all that the report counts into one shape, each event with its member in every dimension of the report, so
-- that one query counts every table that the seeds declare (policy 5.A). An event is there once for each subject that
-- it counts for: a high-value award is an award as well.
-- Grain: one row per subject, event and credential (subject, event_key, credential).
with subjects as (
    select * from {{ ref('report_subjects') }}
),

credentials as (
    select * from {{ ref('dim_credential') }}
),

students as (
    select * from {{ ref('report_students') }}
),

events as (
    select
        'enrollment' as event_type,
        program_enrollment_id as event_key,
        person_id,
        school_year,
        credential_code,
        program_code,
        course,
        cast(null as string) as institution_code,
        cast(null as boolean) as is_high_value,
        cast(null as boolean) as is_passed,
        cast(null as boolean) as is_employed,
        cast(null as decimal(12, 2)) as wages,
        cast(null as string) as employer_id
    from {{ ref('report_enrollments') }}
    union all
    select
        'attempt' as event_type,
        credential_attempt_id as event_key,
        person_id,
        school_year,
        credential_code,
        program_code,
        null as course,
        null as institution_code,
        is_high_value,
        is_passed,
        null as is_employed,
        null as wages,
        null as employer_id
    from {{ ref('report_attempts') }}
    union all
    select
        'award' as event_type,
        event_key,
        person_id,
        school_year,
        credential_code,
        program_code,
        null as course,
        null as institution_code,
        is_high_value,
        null as is_passed,
        null as is_employed,
        null as wages,
        null as employer_id
    from {{ ref('fct_outcome_event') }}
    where event_type = 'award'
    union all
    select
        'credit' as event_type,
        articulated_credit_id as event_key,
        person_id,
        school_year,
        credential_code,
        null as program_code,
        null as course,
        institution_code,
        null as is_high_value,
        null as is_passed,
        null as is_employed,
        null as wages,
        null as employer_id
    from {{ ref('fct_articulated_credit') }}
    union all
    select
        'outcome' as event_type,
        outcome_event_id as event_key,
        person_id,
        school_year,
        credential_code,
        null as program_code,
        null as course,
        null as institution_code,
        null as is_high_value,
        null as is_passed,
        is_employed,
        wages,
        main_employer_id as employer_id
    from {{ ref('report_outcomes') }}
)

select
    subjects.subject,
    events.event_key,
    events.person_id,
    events.school_year,
    case when events.is_high_value then 'high_value' else 'not_high_value' end as list_status,
    events.credential_code as credential,
    credentials.career_cluster,
    coalesce(events.program_code, 'no_program') as program,
    coalesce(events.course, 'none') as course,
    coalesce(events.institution_code, 'none') as institution,
    students.sex,
    students.race_ethnicity,
    students.household_income,
    students.disability,
    students.home_language,
    students.english_learner,
    students.region,
    students.district,
    students.school,
    case when subjects.only_employed then events.wages end as wages,
    case when subjects.only_employed then events.employer_id end as employer_id
from events
inner join subjects
    on
        events.event_type = subjects.event_type
        and (not subjects.only_passed or events.is_passed)
        and (not subjects.only_high_value or events.is_high_value)
        and (not subjects.only_employed or events.is_employed)
inner join credentials on events.credential_code = credentials.credential_code
inner join students on events.person_id = students.person_id and events.school_year = students.school_year
