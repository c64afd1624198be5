-- Says which credentials stood on the Council's approved List, and from when to when each List was in force.
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('council', 'approved_list') }}
)

select
    list_year,
    credential_code,
    credential_level_code,
    approved_on,
    effective_from,
    effective_to,
    {{ bookkeeping() }}
from delivered
