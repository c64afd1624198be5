-- Says who was told of a change to the List, by whom and when (policy 3.A(d)).
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('council', 'list_notices') }}
)

select
    notice_id,
    list_year,
    credential_code,
    audience_code,
    sent_by_code,
    sent_on,
    {{ bookkeeping() }}
from delivered
