-- Names the programs of all three sectors by one code.
-- Grain: one row per delivered row (file_name, line_number), refused and superseded rows included.
with delivered as (
    select * from {{ source('council', 'programs') }}
)

select
    program_code,
    program_name,
    sector_code,
    cip_code,
    career_cluster_code,
    {{ standard_code('council', 'career_cluster', 'career_cluster_code') }} as career_cluster,
    {{ bookkeeping() }}
from delivered
