-- Names industries and their sectors.
-- Grain: one row per industry (naics_code).
with industries as (
    select * from {{ ref('industries') }}
)

select
    naics_code,
    industry_title,
    naics_sector_code,
    naics_sector_title
from industries
