-- Brings all that the report counts into one shape, each event with its member in every dimension of the report, so that
-- one query counts every table that the seeds declare (policy 5.A). Events are told apart by subject: an award on the
-- List is there as an award and as a high-value award.
-- Grain: one row per subject, event and credential (subject, event_key, credential).
with attempts as (
    select * from {{ ref('report_attempts') }}
),

awards as (
    select * from {{ ref('fct_outcome_event') }}
    where event_type = 'award'
),

outcomes as (
    select * from {{ ref('report_outcomes') }}
),

subjects as (
    select 'enrollment' as subject, program_enrollment_id as event_key, person_id, school_year, credential_code, program_code,
        course, cast(null as boolean) as is_high_value, cast(null as string) as institution_code,
        cast(null as decimal(12, 2)) as wages, cast(null as string) as employer_id
    from {{ ref('report_enrollments') }}
    union all
    select 'attempt', credential_attempt_id, person_id, school_year, credential_code, program_code, null, is_high_value, null, null, null
    from attempts
    union all
    select 'passed_attempt', credential_attempt_id, person_id, school_year, credential_code, program_code, null, is_high_value, null, null, null
    from attempts where is_passed
    union all
    select 'high_value_attempt', credential_attempt_id, person_id, school_year, credential_code, program_code, null, is_high_value, null, null, null
    from attempts where is_high_value
    union all
    select 'award', event_key, person_id, school_year, credential_code, program_code, null, is_high_value, null, null, null
    from awards
    union all
    select 'high_value_award', event_key, person_id, school_year, credential_code, program_code, null, is_high_value, null, null, null
    from awards where is_high_value
    union all
    select 'credit', articulated_credit_id, person_id, school_year, credential_code, null, null, null, institution_code, null, null
    from {{ ref('fct_articulated_credit') }}
    union all
    select 'followed', outcome_event_id, person_id, school_year, credential_code, null, null, null, null, null, null
    from outcomes
    union all
    select 'employed', outcome_event_id, person_id, school_year, credential_code, null, null, null, null, wages, main_employer_id
    from outcomes where is_employed
),

credentials as (
    select * from {{ ref('dim_credential') }}
),

students as (
    select * from {{ ref('report_students') }}
)

select
    subjects.subject,
    subjects.event_key,
    subjects.person_id,
    subjects.school_year,
    case when subjects.is_high_value then 'high_value' else 'not_high_value' end as list_status,
    subjects.credential_code as credential,
    credentials.career_cluster,
    coalesce(subjects.program_code, 'no_program') as program,
    coalesce(subjects.course, 'none') as course,
    coalesce(subjects.institution_code, 'none') as institution,
    students.sex,
    students.race_ethnicity,
    students.household_income,
    students.disability,
    students.home_language,
    students.english_learner,
    students.region,
    students.district,
    students.school,
    subjects.wages,
    subjects.employer_id
from subjects
inner join credentials on subjects.credential_code = credentials.credential_code
inner join students on subjects.person_id = students.person_id and subjects.school_year = students.school_year
