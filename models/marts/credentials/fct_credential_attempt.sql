-- Counts who tried for which credential, and how it went (policy 4.B(b), (d)).
-- Grain: one row per attempt (credential_attempt_id).
with credential_attempts as (
    select * from {{ ref('credential_attempts') }}
)

select
    credential_attempt_id,
    person_id,
    credential_code,
    list_year,
    attempted_on,
    school_year,
    age_at_attempt,
    result,
    is_passed,
    is_high_value,
    is_proctored,
    attempt_number_of_person,
    score,
    cut_score,
    sub_scores,
    source_of_record,
    source_count,
    extensions
from credential_attempts
