-- Says for which credentials the Council has decided that there is no articulation agreement, and why (policy 3.A(e)).
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('council', 'no_articulation_decisions') }}
)

select
    credential_code,
    decided_on,
    effective_from,
    effective_to,
    reason,
    {{ bookkeeping() }}
from delivered
