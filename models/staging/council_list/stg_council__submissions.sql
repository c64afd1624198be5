-- Keeps the requests that stakeholders sent in, and what became of them (policy 3.A(c)(vi)).
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('council', 'submissions') }}
)

select
    submission_id,
    list_year,
    request_code,
    credential_code,
    credential_name,
    submitter_kind_code,
    submitted_on,
    review_began_on,
    decided_on,
    status_code,
    decision_reason,
    {{ bookkeeping() }}
from delivered
