-- Gives each published occupation the mean job zone of the O*NET occupations in it: O*NET is finer than SOC, and SOC in
-- places finer than OEWS.
-- Grain: one row per release and published occupation (job_zone_year, occupation_code).
with job_zones as (
    {{ whole_files('stg_labor_market__job_zones') }}
),

occupations as (
    select * from {{ ref('occupations') }}
)

select
    cast(job_zones.period as integer) as job_zone_year,
    occupations.published_code as occupation_code,
    cast(round(avg(job_zones.job_zone), 2) as decimal(4, 2)) as job_zone
from job_zones
inner join occupations on job_zones.occupation_code = occupations.soc_code
group by job_zone_year, occupations.published_code
