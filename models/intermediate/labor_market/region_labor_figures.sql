-- Makes the figures of a region of those of its areas: employment by the share of an area that lies in the region, a
-- wage as the mean of the areas' weighted by employment. A figure that too few of the region's jobs stand behind
-- stays unknown, and so does one to which an area adds no more than "at least": both keep their mark. Jobs that an area
-- withholds would be missing from the region's sum, as they are not from a mean: they leave the sum unknown.
-- Grain: one row per year of OEWS, region and occupation (oews_year, region_code, occupation_code).
with parameters as (
    {{ rule_parameters(['least_area_coverage']) }}
),

shares as (
    select
        *,
        count(*) over (partition by region_code) as area_count
    from {{ ref('region_areas') }}
),

areas as (
    select
        shares.region_code,
        shares.area_share,
        shares.area_count,
        figures.*,
        shares.area_share * totals.employment as area_jobs,
        sum(case when figures.is_all_occupations then shares.area_share * totals.employment end) over (
            partition by figures.oews_year, shares.region_code
        ) as known_jobs,
        count(case when figures.is_all_occupations then totals.employment end) over (
            partition by figures.oews_year, shares.region_code
        ) as known_areas
    from shares
    inner join {{ ref('labor_area_figures') }} as figures on shares.area_code = figures.area_code
    inner join {{ ref('labor_area_figures') }} as totals
        on
            figures.oews_year = totals.oews_year
            and figures.area_code = totals.area_code
            and totals.is_all_occupations
),

weighted as (
    select
        *,
        -- Without all of its areas nobody knows how many jobs a region has, and so what stands behind a figure.
        case when known_areas = area_count then known_jobs end as region_jobs,
        case when area_count = 1 then 1 else area_share * employment end as weight
    from areas
),

summed as (
    select
        oews_year,
        region_code,
        occupation_code,
        is_all_occupations,
        sum(area_share * employment) as employment,
        case
            when count(employment_mark) = 0
                then sum(case when employment is not null then area_jobs end) / nullif(max(region_jobs), 0)
        end as employment_coverage,
        {%- for wage in wage_measures() %}
        sum(weight * {{ wage }}) / nullif(sum(case when {{ wage }} is not null then weight end), 0) as {{ wage }},
        sum(case when weight * {{ wage }} is not null then area_jobs end) / nullif(max(region_jobs), 0)
            as {{ wage }}_coverage,
        min({{ wage }}_mark) as {{ wage }}_mark,
        {%- endfor %}
        max(employment_mark) as employment_mark
    from weighted
    group by oews_year, region_code, occupation_code, is_all_occupations
)

select
    summed.oews_year,
    summed.region_code,
    summed.occupation_code,
    summed.is_all_occupations,
    {%- for wage in wage_measures() %}
    {{ covered_figure(wage, 'decimal(12, 2)', 2 if wage.startswith('hourly') else 0) }},
    {%- endfor %}
    {{ covered_figure('employment', 'integer') }}
from summed
cross join parameters
