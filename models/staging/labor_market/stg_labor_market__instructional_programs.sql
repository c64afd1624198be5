-- Reads the official list of instructional programs, with the code of each family and group in it.
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('labor_market', 'instructional_programs') }}
)

select
    {{ code_without_formula('cip_family') }} as cip_family,
    {{ code_without_formula('cip_code') }} as cip_code,
    cip_title,
    definition,
    action,
    {{ bookkeeping() }}
from delivered
