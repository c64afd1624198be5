-- Is what groups with a stake said of a credential under review (policy 3.A(c)(v)).
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('council', 'credential_feedback') }}
)

select
    feedback_id,
    list_year,
    credential_code,
    stakeholder_group_code,
    position_code,
    received_on,
    {{ bookkeeping() }}
from delivered
