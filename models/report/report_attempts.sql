-- Says to which program an attempt belongs, if any (policy 5.A(b)).
-- Grain: one row per attempt (credential_attempt_id).
with attempts as (
    select * from {{ ref('fct_credential_attempt') }}
)

select
    attempts.credential_attempt_id,
    attempts.person_id,
    attempts.school_year,
    attempts.credential_code,
    attempts.is_high_value,
    attempts.is_passed,
    programs.program_code
from attempts
left join {{ ref('credential_event_programs') }} as programs
    on attempts.credential_attempt_id = programs.event_key and programs.event_kind = 'attempt'
