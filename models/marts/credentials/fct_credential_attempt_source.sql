-- Keeps what every source reported about an attempt (policy 5.A(g)), so that sources can be compared. It names no line
-- of a file: with that, whoever has the file could tell who a person is.
-- Grain: one row per report of an attempt (credential_attempt_id, report_rank).
with reports as (
    select * from {{ ref('credential_attempt_reports') }}
)

select
    credential_attempt_id,
    report_rank,
    person_id,
    credential_code,
    institution_code,
    source,
    source_kind,
    report_rank = 1 as is_source_of_record,
    attempted_on as reported_attempted_on,
    result as reported_result,
    score as reported_score,
    delivered_on
from reports
