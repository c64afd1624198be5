-- A row here is an area of OEWS of which counties hold more than the whole, or a state that no region stands for, or
-- more than one: correct labor_area_share in seeds/reference/counties.csv, or is_statewide in regions.csv.
select labor_area_code as found
from {{ ref('counties') }}
where labor_area_code is not null
group by labor_area_code
having sum(labor_area_share) > 1
union all
select 'regions that are the state: ' || count(*) as found
from {{ ref('regions') }}
where is_statewide
having count(*) <> 1
