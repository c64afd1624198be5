-- Names the regions for which the Council looks at occupations (policy 3.A(b)).
-- Grain: one row per region (region_code).
with regions as (
    select * from {{ ref('regions') }}
)

select
    region_code,
    region_name,
    is_statewide
from regions
