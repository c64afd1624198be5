-- Says which employers and associations stand by a credential, and from when to when (policy 3.A(c)(ii)).
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('council', 'employer_endorsements') }}
)

select
    endorsement_id,
    credential_code,
    organization_name,
    organization_kind_code,
    endorsed_on,
    withdrawn_on,
    {{ bookkeeping() }}
from delivered
