-- Turns projections into rates that fit any area: openings and growth a year for each job of the base year. A state's
-- own projections stand beside the nation's.
-- Grain: one row per base year, area and occupation (projection_year, area_code, occupation_code); area_code 99 is
-- the nation.
with national as (
    {{ whole_files('stg_labor_market__employment_projections') }}
),

own as (
    {{ whole_files('stg_labor_market__state_projections') }}
),

projections as (
    select
        cast(period as integer) as projection_year,
        '{{ var("national_area_code") }}' as area_code,
        occupation_code,
        base_employment * 1000 as base_employment,
        projected_employment * 1000 as projected_employment,
        annual_openings * 1000 as annual_openings,
        entry_education_code,
        work_experience_code,
        training_code
    from national
    union all
    select
        cast(period as integer) as projection_year,
        state_code as area_code,
        occupation_code,
        base_employment,
        projected_employment,
        annual_openings,
        null as entry_education_code,
        null as work_experience_code,
        null as training_code
    from own
),

-- The table of the projections has no line for all occupations; the sum of the detailed ones is it.
with_totals as (
    select * from projections
    union all
    select
        projection_year,
        area_code,
        '{{ var("all_occupations_code") }}' as occupation_code,
        sum(base_employment) as base_employment,
        sum(projected_employment) as projected_employment,
        sum(annual_openings) as annual_openings,
        null as entry_education_code,
        null as work_experience_code,
        null as training_code
    from projections
    group by projection_year, area_code
    having count(case when occupation_code = '{{ var("all_occupations_code") }}' then 1 end) = 0
),

yearly as (
    select
        *,
        (projected_employment - base_employment) / {{ var('projection_span_years') }} as growth
    from with_totals
)

select
    projection_year,
    area_code,
    occupation_code,
    cast(base_employment as integer) as base_employment,
    cast(annual_openings as integer) as annual_openings,
    cast(round(growth, 0) as integer) as annual_growth,
    cast(round(100 * (projected_employment / nullif(base_employment, 0) - 1), 2) as decimal(9, 2)) as growth_percent,
    cast(round(annual_openings / nullif(base_employment, 0), 6) as decimal(12, 6)) as openings_rate,
    cast(round(growth / nullif(base_employment, 0), 6) as decimal(12, 6)) as growth_rate,
    entry_education_code,
    work_experience_code,
    training_code
from yearly
