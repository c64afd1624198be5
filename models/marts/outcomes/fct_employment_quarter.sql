-- Measures a person's employment in a quarter once, so that every outcome counts it alike (policy 4.A(b)): employed,
-- held through the quarter, main job, nominal and real pay. docs/measures.md has the formulas.
-- Grain: one row per person and quarter with pay (person_id, calendar_quarter). No row is no covered pay here, which is
-- not the same as no work, nor as a quarter that nobody delivered.
with employment_quarters as (
    select
        *,
        row_number() over (partition by person_id, calendar_quarter order by wages desc, employer_id asc) as job_rank
    from {{ ref('employment_quarters') }}
),

parameters as (
    {{ rule_parameters(['youngest_worker']) }}
),

quarters as (
    select * from {{ ref('dim_quarter') }}
),

loaded_quarters as (
    select * from {{ ref('loaded_quarters') }}
),

continuity as (
    select * from {{ ref('employment_continuity') }}
),

employers as (
    select * from {{ ref('dim_employer') }}
),

price_levels as (
    select * from {{ ref('price_levels') }}
),

base_prices as (
    select * from price_levels
    where price_year = {{ var('price_base_year') }}
),

persons_paid as (
    select
        person_id,
        calendar_quarter,
        max(age_at_quarter_start) as age_at_quarter_start,
        cast(sum(wages) as decimal(12, 2)) as wages,
        cast(count(*) as integer) as employer_count,
        max(case when job_rank = 1 then employer_id end) as main_employer_id
    from employment_quarters
    group by person_id, calendar_quarter
)

select
    persons_paid.person_id,
    persons_paid.calendar_quarter,
    quarters.first_day as quarter_starts_on,
    quarters.quarter_sequence,
    persons_paid.wages,
    cast(
        round(persons_paid.wages * base_prices.price_index / price_levels.price_index, 2) as decimal(12, 2)
    ) as real_wages,
    case
        when persons_paid.age_at_quarter_start < parameters.youngest_worker then null
        else persons_paid.wages >= {{ var('min_quarter_wage') }}
    end as is_employed,
    persons_paid.employer_count,
    persons_paid.main_employer_id,
    employers.naics_code as main_naics_code,
    employers.region_code as main_region_code,
    continuity.is_full_quarter,
    cast(continuity.full_quarter_wages as decimal(12, 2)) as full_quarter_wages,
    cast(continuity.hire_count as integer) as hire_count,
    cast(continuity.separation_count as integer) as separation_count,
    continuity.is_retained,
    coalesce(loaded_quarters.is_provisional, true) as is_provisional,
    persons_paid.age_at_quarter_start
from persons_paid
cross join parameters
inner join quarters on persons_paid.calendar_quarter = quarters.calendar_quarter
left join loaded_quarters on persons_paid.calendar_quarter = loaded_quarters.calendar_quarter
left join continuity
    on
        persons_paid.person_id = continuity.person_id
        and persons_paid.calendar_quarter = continuity.calendar_quarter
left join employers on persons_paid.main_employer_id = employers.employer_id
left join price_levels on quarters.calendar_year = price_levels.price_year
left join base_prices on true
