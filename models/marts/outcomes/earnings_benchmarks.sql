-- Sets what a year's earnings are held against, by region (policy 4.A(b)): what the adopter's standard says that a
-- household needs, and the median of those who worked with a high school diploma and no more. A region with too few
-- such graduates takes the state's median, and says so.
-- Grain: one row per calendar year and region (calendar_year, region_code), for years that wage files cover whole.
with regions as (
    select * from {{ ref('dim_region') }}
),

annual_earnings as (
    select * from {{ ref('fct_annual_earnings') }}
    where covered_quarter_count = 4
),

graduates as (
    select * from {{ ref('fct_outcome_event') }}
    where completion_type = 'diploma' and event_number_of_person = 1
),

college_awards as (
    select
        person_id,
        extract(year from min(happened_on)) as first_year
    from {{ ref('fct_outcome_event') }}
    where event_type = 'completion' and completion_type not in ('diploma', 'training')
    group by person_id
),

college_terms as (
    select
        person_id,
        extract(year from started_on) as first_year,
        extract(year from coalesce(ended_on, started_on)) as last_year
    from {{ ref('fct_program_enrollment') }}
    where sector = 'postsecondary'
),

-- Students' pay says little of what a diploma earns: who was in college in the year is left out.
high_school_earnings as (
    select
        annual_earnings.calendar_year,
        annual_earnings.earnings,
        annual_earnings.real_earnings,
        graduates.region_code
    from annual_earnings
    inner join graduates
        on
            annual_earnings.person_id = graduates.person_id
            and annual_earnings.calendar_year > extract(year from graduates.happened_on)
    left join college_awards
        on
            annual_earnings.person_id = college_awards.person_id
            and annual_earnings.calendar_year >= college_awards.first_year
    left join college_terms
        on
            annual_earnings.person_id = college_terms.person_id
            and annual_earnings.calendar_year between college_terms.first_year and college_terms.last_year
    where
        college_awards.person_id is null
        and college_terms.person_id is null
),

-- Everybody counts for the state, and who lives in a known region for it too.
counted as (
    select
        earnings.*,
        regions.region_code as counted_region_code
    from high_school_earnings as earnings
    inner join regions on earnings.region_code = regions.region_code or regions.is_statewide
),

medians as (
    select
        calendar_year,
        counted_region_code as region_code,
        cast(count(*) as integer) as persons,
        {{ median_amount('earnings') }} as median_earnings,
        {{ median_amount('real_earnings') }} as median_real_earnings
    from counted
    group by calendar_year, counted_region_code
),

years as (
    select
        calendar_year,
        bool_or(is_provisional) as is_provisional
    from annual_earnings
    group by calendar_year
)

select
    years.calendar_year,
    regions.region_code,
    standards.annual_earnings as self_sufficient_earnings,
    case
        when regions.is_statewide or regional.calendar_year is null then 'statewide'
        else 'region'
    end as high_school_basis,
    coalesce(regional.persons, statewide.persons, 0) as high_school_persons,
    coalesce(regional.median_earnings, statewide.median_earnings) as high_school_earnings,
    coalesce(regional.median_real_earnings, statewide.median_real_earnings) as high_school_real_earnings,
    years.is_provisional
from years
cross join regions
left join medians as regional
    on
        years.calendar_year = regional.calendar_year
        and regions.region_code = regional.region_code
        and regional.persons >= {{ var('benchmark_least_persons') }}
left join regions as states on states.is_statewide
left join medians as statewide
    on years.calendar_year = statewide.calendar_year and states.region_code = statewide.region_code
left join {{ ref('self_sufficiency_standards') }} as standards
    on
        years.calendar_year = standards.calendar_year
        and regions.region_code = standards.region_code
        and standards.household = '{{ var("self_sufficiency_household") }}'
