-- Says which method the Council uses for each year and region, and which year of each statistic stands behind it: the
-- one that the Council named, or the latest of those before the year. A choice for one region goes before that for
-- all.
-- Grain: one row per year and region (priority_year, region_id).
with choices as (
    select
        years.*,
        regions.region_code as region_id,
        row_number() over (
            partition by years.priority_year, regions.region_code
            order by case when years.region_code = 'all' then 1 else 0 end
        ) as choice_rank
    from {{ ref('priority_years') }} as years
    inner join {{ ref('regions') }} as regions on years.region_code in ('all', regions.region_code)
),

chosen as (
    select * from choices
    where choice_rank = 1
),

oews as (
    select distinct oews_year from {{ ref('labor_area_figures') }}
),

projections as (
    select distinct projection_year from {{ ref('occupation_projections') }}
),

job_zones as (
    select distinct job_zone_year from {{ ref('occupation_job_zones') }}
)

select
    chosen.priority_year,
    chosen.region_id,
    chosen.method_name,
    coalesce(chosen.wage_year, max(oews.oews_year)) as oews_year,
    coalesce(chosen.projection_year, max(projections.projection_year)) as projection_year,
    max(job_zones.job_zone_year) as job_zone_year
from chosen
left join oews on chosen.priority_year > oews.oews_year
left join projections on chosen.priority_year > projections.projection_year
left join job_zones on chosen.priority_year > job_zones.job_zone_year
group by
    chosen.priority_year, chosen.region_id, chosen.method_name, chosen.wage_year, chosen.projection_year
