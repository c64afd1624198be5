-- A row here is an area of OEWS that the file of a year in use lacks: figures and classes of its region are unknown.
-- The file is cut short (download it again), or labor_area_code in seeds/reference/counties.csv or regions.csv names an
-- area that BLS has defined anew since (correct the seed). Files and seeds come from two hands, so it warns.
{{ config(severity='warn') }}
with years as (
    select distinct oews_year
    from {{ ref('priority_vintages') }}
    where oews_year is not null
)

select
    years.oews_year,
    areas.region_code,
    areas.area_code
from years
cross join {{ ref('region_areas') }} as areas
left join {{ ref('labor_area_figures') }} as figures
    on
        years.oews_year = figures.oews_year
        and areas.area_code = figures.area_code
        and figures.is_all_occupations
where figures.employment is null
order by years.oews_year, areas.region_code, areas.area_code
