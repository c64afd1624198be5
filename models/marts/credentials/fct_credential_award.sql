-- Counts who earned which credential, and whether it was a high-value one that day (policy 4.B(c), (d)).
-- Grain: one row per award (credential_award_id), renewed and revoked ones included.
with credential_awards as (
    select * from {{ ref('credential_awards') }}
)

select
    credential_award_id,
    person_id,
    credential_code,
    list_year,
    earned_on,
    school_year,
    age_at_award,
    expires_on,
    revoked_on,
    is_revoked,
    is_renewal,
    is_high_value,
    source_of_record,
    source_count,
    extensions
from credential_awards
