-- Says of every attempt whether it came too soon after a failed one, by the wait that the catalog asks for.
-- Grain: one row per attempt (credential_attempt_id).
with attempts as (
    select
        *,
        lag(attempted_on) over in_order as previous_attempted_on,
        lag(is_passed) over in_order as is_previous_passed
    from {{ ref('credential_attempts') }}
    window in_order as (partition by person_id, credential_code order by attempted_on, credential_attempt_id)
),

catalog as (
    {{ latest_rows('stg_council__credentials', ['credential_code']) }}
)

select
    attempts.credential_attempt_id,
    attempts.school_year,
    case
        when not attempts.is_previous_passed
            then
                {{ days_between('attempts.previous_attempted_on', 'attempts.attempted_on') }}
                < catalog.retake_wait_days
    end as retake_too_soon
from attempts
left join catalog on attempts.credential_code = catalog.credential_code
