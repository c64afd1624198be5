-- Keeps what every source reported about an award (policy 5.A(g)): where awards are known from, and by whom alone.
-- Grain: one row per report of an award (credential_award_id, report_rank).
with reports as (
    select * from {{ ref('credential_award_reports') }}
)

select
    credential_award_id,
    report_rank,
    person_id,
    credential_code,
    institution_code,
    source,
    source_kind,
    report_rank = 1 as is_source_of_record,
    earned_on as reported_earned_on,
    expires_on as reported_expires_on,
    revoked_on as reported_revoked_on,
    delivered_on
from reports
