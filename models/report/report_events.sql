-- Brings all that the report counts into one shape, each event with its member in every dimension of the report, so
-- that one query counts every table that the seeds declare (policy 5.A). An event is there once for each subject that
-- it counts for: a high-value award is an award as well.
-- Grain: one row per subject, event and credential (subject, event_key, credential).
{%- set columns = {
    'program_code': 'string', 'course': 'string', 'institution_code': 'string', 'is_high_value': 'boolean',
    'is_passed': 'boolean', 'happened_on': 'date', 'is_employed': 'boolean', 'wages': 'decimal(12, 2)',
    'employer_id': 'string', 'follow_up_quarter': 'string', 'further_learning': 'string', 'work_after': 'string'
} %}
{%- set pay = {
    'happened_on': 'happened_on', 'is_employed': 'is_employed', 'wages': 'wages', 'employer_id': 'main_employer_id'
} %}
{#- Of each kind of event: where it stands, by what it is known, and what of the columns above it has. #}
{%- set sources = {
    'enrollment': (ref('report_enrollments'), 'program_enrollment_id', {
        'program_code': 'program_code', 'course': 'course'
    }),
    'attempt': (ref('report_attempts'), 'credential_attempt_id', {
        'program_code': 'program_code', 'is_high_value': 'is_high_value', 'is_passed': 'is_passed'
    }),
    'award': (ref('fct_outcome_event'), 'event_key', {
        'program_code': 'program_code', 'is_high_value': 'is_high_value'
    }),
    'credit': (ref('fct_articulated_credit'), 'articulated_credit_id', {'institution_code': 'institution_code'}),
    'outcome': (ref('report_outcomes'), 'outcome_event_id', pay),
    'pay': (
        ref('report_quarterly_pay'), "outcome_event_id || ' ' || follow_up_quarter",
        dict(pay, follow_up_quarter='follow_up_quarter')
    ),
    'way_on': (ref('report_ways_on'), 'outcome_event_id', {
        'further_learning': 'further_learning', 'work_after': 'work_after'
    })
} %}

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
    {%- for event_type, (relation, key, own) in sources.items() %}
    select
        '{{ event_type }}' as event_type,
        {{ key }} as event_key,
        person_id,
        school_year,
        credential_code,
        {%- for column, type in columns.items() %}
        cast({{ own.get(column, 'null') }} as {{ type }}) as {{ column }}{% if not loop.last %},{% endif %}
        {%- endfor %}
    from {{ relation }}
    {%- if event_type == 'award' %}
    where event_type = 'award'
    {%- endif %}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
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
    coalesce(events.follow_up_quarter, 'none') as follow_up_quarter,
    coalesce(events.further_learning, 'none') as further_learning,
    coalesce(events.work_after, 'none') as work_after,
    events.happened_on,
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
