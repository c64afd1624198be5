-- Puts beside each other all that is known of an occupation in a region: jobs and wages, openings and growth, and
-- what it asks for at entry. Openings and growth are the state's own projection where one is delivered; otherwise the
-- rate of the state, or else of the nation, is applied to the region's jobs, and openings_basis says so.
-- Grain: one row per year, region and published occupation (priority_year, region_id, published_code); 00-0000 is
-- all.
with vintages as (
    select * from {{ ref('priority_vintages') }}
),

statewide as (
    select * from {{ ref('regions') }}
    where is_statewide
),

labor as (
    select * from {{ ref('region_labor_figures') }}
),

-- Every occupation that OEWS has for the year, in whatever area, stands in every region: what a region doesn't show is
-- unknown and not absent.
published as (
    select distinct
        oews_year,
        occupation_code,
        is_all_occupations
    from {{ ref('labor_area_figures') }}
),

occupations as (
    select
        vintages.priority_year,
        vintages.region_id,
        vintages.oews_year,
        vintages.projection_year,
        vintages.job_zone_year,
        published.occupation_code as published_code,
        published.is_all_occupations
    from vintages
    inner join published on vintages.oews_year = published.oews_year
),

projections as (
    select * from {{ ref('occupation_projections') }}
),

joined as (
    select
        occupations.*,
        labor.employment,
        labor.employment_mark,
        {%- for wage in wage_measures() %}
        labor.{{ wage }},
        labor.{{ wage }}_mark,
        {%- endfor %}
        zones.job_zone,
        nation.entry_education_code,
        nation.work_experience_code,
        nation.training_code,
        own.annual_openings as own_openings,
        own.annual_growth as own_growth,
        coalesce(own.openings_rate, nation.openings_rate) as openings_rate,
        coalesce(own.growth_rate, nation.growth_rate) as growth_rate,
        coalesce(own.growth_percent, nation.growth_percent) as growth_percent,
        case
            when own.occupation_code is not null and regions.is_statewide then 'state_projection'
            when own.occupation_code is not null then 'state_rate'
            when nation.occupation_code is not null then 'national_rate'
        end as openings_basis
    from occupations
    inner join {{ ref('regions') }} as regions on occupations.region_id = regions.region_code
    cross join statewide
    left join labor
        on
            occupations.oews_year = labor.oews_year
            and occupations.region_id = labor.region_code
            and occupations.published_code = labor.occupation_code
    left join {{ ref('occupation_job_zones') }} as zones
        on
            occupations.job_zone_year = zones.job_zone_year
            and occupations.published_code = zones.occupation_code
    left join projections as nation
        on
            occupations.projection_year = nation.projection_year
            and nation.area_code = '{{ var("national_area_code") }}'
            and occupations.published_code = nation.occupation_code
    left join projections as own
        on
            occupations.projection_year = own.projection_year
            and statewide.labor_area_code = own.area_code
            and occupations.published_code = own.occupation_code
)

select
    priority_year,
    region_id,
    published_code,
    is_all_occupations,
    oews_year,
    projection_year,
    job_zone_year,
    employment,
    coalesce(employment_mark, case when employment is null then 'not_released' end) as employment_mark
    {%- for wage in wage_measures() %},
    {{ wage }},
    coalesce({{ wage }}_mark, case when {{ wage }} is null then 'not_released' end) as {{ wage }}_mark
    {%- endfor %},
    cast(round(annual_p75 / nullif(annual_p25, 0), 4) as decimal(9, 4)) as wage_spread,
    case
        when openings_basis = 'state_projection' then own_openings
        else cast(round(employment * openings_rate, 0) as integer)
    end as annual_openings,
    case
        when openings_basis = 'state_projection' then own_growth
        else cast(round(employment * growth_rate, 0) as integer)
    end as annual_growth,
    growth_percent,
    openings_basis,
    job_zone,
    entry_education_code as entry_education,
    training_code as training,
    work_experience_code as work_experience
from joined
