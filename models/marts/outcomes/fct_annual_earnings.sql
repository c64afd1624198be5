-- Sums a person's earnings of all jobs in a calendar year and says whether they count as attached to the labor market,
-- by the rules of the Census Bureau's Post-Secondary Employment Outcomes (PSEO): a year's pay of at least full-time
-- work at the federal minimum wage, with few quarters empty. docs/measures.md has the formulas.
-- Grain: one row per person and calendar year with earnings in a covered quarter (person_id, calendar_year).
with employment_quarters as (
    select * from {{ ref('fct_employment_quarter') }}
),

covered_quarters as (
    select
        loaded_quarters.calendar_quarter,
        loaded_quarters.is_provisional,
        quarters.calendar_year
    from {{ ref('loaded_quarters') }} as loaded_quarters
    inner join {{ ref('dim_quarter') }} as quarters on loaded_quarters.calendar_quarter = quarters.calendar_quarter
),

covered_years as (
    select
        calendar_year,
        count(*) as covered_quarter_count,
        bool_or(is_provisional) as is_provisional
    from covered_quarters
    group by calendar_year
),

minimum_wages as (
    select * from {{ ref('federal_minimum_wages') }}
),

-- Pay before the lawful age of work, whose is_employed is empty, isn't taken for the person's.
earned as (
    select
        employment_quarters.person_id,
        covered_quarters.calendar_year,
        cast(sum(employment_quarters.wages) as decimal(12, 2)) as earnings,
        cast(sum(employment_quarters.real_wages) as decimal(12, 2)) as real_earnings,
        cast(count(*) as integer) as earning_quarter_count
    from employment_quarters
    inner join covered_quarters on employment_quarters.calendar_quarter = covered_quarters.calendar_quarter
    where employment_quarters.is_employed is not null
    group by employment_quarters.person_id, covered_quarters.calendar_year
)

select
    earned.person_id,
    earned.calendar_year,
    earned.earnings,
    earned.real_earnings,
    earned.earning_quarter_count,
    cast(covered_years.covered_quarter_count as integer) as covered_quarter_count,
    cast(round(earned.earnings / earned.earning_quarter_count * 4, 2) as decimal(12, 2)) as annualized_earnings,
    cast(minimum_wages.hourly_wage * {{ var('attachment_hours') }} as decimal(12, 2)) as attachment_floor,
    case
        when covered_years.covered_quarter_count = 4
            then
                earned.earnings >= minimum_wages.hourly_wage * {{ var('attachment_hours') }}
                and covered_years.covered_quarter_count - earned.earning_quarter_count
                <= {{ var('attachment_empty_quarters') }}
    end as is_attached,
    covered_years.is_provisional
from earned
inner join covered_years on earned.calendar_year = covered_years.calendar_year
left join minimum_wages on earned.calendar_year = minimum_wages.calendar_year
