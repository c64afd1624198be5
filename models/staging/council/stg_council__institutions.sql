-- Names the districts, schools, colleges and training providers that other extracts give by code.
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('council', 'institutions') }}
)

select
    institution_code,
    institution_name,
    institution_type_code,
    district_code,
    county_code,
    opened_on,
    closed_on,
    {{ bookkeeping() }}
from delivered
