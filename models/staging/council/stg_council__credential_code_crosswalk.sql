-- Says which of the Council's credentials is meant by each source's own code.
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('council', 'credential_code_crosswalk') }}
)

select
    source,
    source_credential_code,
    credential_code,
    {{ bookkeeping() }}
from delivered
