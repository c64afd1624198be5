-- Says which areas of OEWS make up a region, and which share of each: the state has figures of its own, a workforce
-- region those of its counties' areas.
-- Grain: one row per region and area (region_code, area_code).
with regions as (
    select * from {{ ref('regions') }}
),

counties as (
    select * from {{ ref('counties') }}
)

select
    region_code,
    labor_area_code as area_code,
    cast(1 as decimal(5, 4)) as area_share
from regions
where labor_area_code is not null
union all
select
    counties.region_code,
    counties.labor_area_code as area_code,
    cast(sum(counties.labor_area_share) as decimal(5, 4)) as area_share
from counties
inner join regions on counties.region_code = regions.region_code
where counties.labor_area_code is not null and regions.labor_area_code is null
group by counties.region_code, counties.labor_area_code
