-- Says to which program an attempt or an award belongs: of the programs aligned with the credential that day, and that
-- the person was in or had left not long before, the one begun last, and where (policy 5.A(b)). One without a program
-- has no row.
-- Grain: one row per attempt or award with a program (event_kind, event_key).
with events as (
    select
        'attempt' as event_kind,
        credential_attempt_id as event_key,
        person_id,
        credential_code,
        attempted_on as happened_on
    from {{ ref('credential_attempts') }}
    union all
    select
        'award' as event_kind,
        credential_award_id as event_key,
        person_id,
        credential_code,
        earned_on as happened_on
    from {{ ref('credential_awards') }}
),

aligned_programs as (
    {{ latest_rows('stg_council__aligned_programs', ['credential_code', 'program_code', 'aligned_from']) }}
),

programs as (
    select
        events.event_kind,
        events.event_key,
        enrollments.program_code,
        enrollments.sector,
        enrollments.institution_code,
        row_number() over (
            partition by events.event_kind, events.event_key
            order by enrollments.started_on desc, enrollments.program_enrollment_id asc
        ) as recency
    from events
    cross join ({{ rule_parameters(['aligned_program_days']) }}) as parameters
    inner join {{ ref('program_enrollments') }} as enrollments
        on
            events.person_id = enrollments.person_id
            and events.happened_on >= enrollments.started_on
            and {{ days_between('coalesce(enrollments.ended_on, events.happened_on)', 'events.happened_on') }}
            <= parameters.aligned_program_days
    inner join aligned_programs
        on
            events.credential_code = aligned_programs.credential_code
            and enrollments.program_code = aligned_programs.program_code
            and events.happened_on between aligned_programs.aligned_from
            and coalesce(aligned_programs.aligned_to, events.happened_on)
)

select
    event_kind,
    event_key,
    program_code,
    sector,
    institution_code
from programs
where recency = 1
