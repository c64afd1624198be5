-- Counts every code that rows in force carry in a column that the crosswalk translates, for quality.unmapped_codes.
-- Grain: one row per code of a source's element (source, element, source_code).
with codes as (
    {{ union_codes() }}
)

select
    source,
    element,
    source_code,
    count(*) as row_count
from codes
group by source, element, source_code
