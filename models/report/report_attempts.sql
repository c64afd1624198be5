-- Says to which program an attempt belongs: of the programs aligned with the credential that the person was in, or had
-- left not long before, the one begun last, as fct_outcome_event has it for awards (policy 5.A(b)).
-- Grain: one row per attempt (credential_attempt_id).
with attempts as (
    select * from {{ ref('fct_credential_attempt') }}
),

aligned as (
    select
        attempts.credential_attempt_id,
        enrollments.program_code,
        row_number() over (
            partition by attempts.credential_attempt_id
            order by enrollments.started_on desc, enrollments.program_enrollment_id asc
        ) as recency
    from attempts
    cross join ({{ rule_parameters(['aligned_program_days']) }}) as parameters
    inner join {{ ref('fct_program_enrollment') }} as enrollments
        on
            attempts.person_id = enrollments.person_id
            and attempts.attempted_on >= enrollments.started_on
            and {{ days_between('coalesce(enrollments.ended_on, attempts.attempted_on)', 'attempts.attempted_on') }}
            <= parameters.aligned_program_days
    inner join {{ ref('bridge_credential_program') }} as alignments
        on
            attempts.credential_code = alignments.credential_code
            and enrollments.program_code = alignments.program_code
            and attempts.attempted_on between alignments.aligned_from
            and coalesce(alignments.aligned_to, attempts.attempted_on)
)

select
    attempts.credential_attempt_id,
    attempts.person_id,
    attempts.school_year,
    attempts.credential_code,
    attempts.is_high_value,
    attempts.is_passed,
    aligned.program_code
from attempts
left join aligned on attempts.credential_attempt_id = aligned.credential_attempt_id and aligned.recency = 1
