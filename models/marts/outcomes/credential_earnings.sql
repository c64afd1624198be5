-- Says what those who earned a credential earned one, five and ten calendar years on, as the Census Bureau's PSEO does:
-- quartiles of real yearly earnings of those attached to the labor market (policy 4.A(b)). Beside them stands how many
-- are behind the figure and how many fell out at which step, so that quartiles of a few never look like those of all.
-- All with earnings, attached or not, are held against what their region asks for: earnings_benchmarks.
-- Grain: one row per credential, calendar year of the first award and years since (credential_code, award_year,
-- years_after), as far as wage files cover the whole later year.
with first_awards as (
    select
        person_id,
        credential_code,
        region_code,
        is_known_to_labor,
        cast(extract(year from happened_on) as integer) as award_year
    from {{ ref('fct_outcome_event') }}
    where event_type = 'award' and event_number_of_person = 1
),

years_after as (
    {%- for years in var('earnings_years_after') %}
    select {{ years }} as years_after
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

covered_years as (
    select
        quarters.calendar_year,
        bool_or(loaded_quarters.is_provisional) as is_provisional
    from {{ ref('loaded_quarters') }} as loaded_quarters
    inner join {{ ref('dim_quarter') }} as quarters on loaded_quarters.calendar_quarter = quarters.calendar_quarter
    group by quarters.calendar_year
    having count(*) = 4
),

annual_earnings as (
    select * from {{ ref('fct_annual_earnings') }}
),

-- Of whom no region is known, neither a school's nor the institution's, the state's benchmarks hold.
statewide as (
    select region_code from {{ ref('dim_region') }}
    where is_statewide
),

benchmarks as (
    select * from {{ ref('earnings_benchmarks') }}
),

followed as (
    select
        first_awards.credential_code,
        first_awards.award_year,
        years_after.years_after,
        covered_years.is_provisional,
        first_awards.is_known_to_labor,
        annual_earnings.person_id as earner_id,
        annual_earnings.is_attached,
        annual_earnings.earnings >= benchmarks.self_sufficient_earnings as is_self_sufficient,
        annual_earnings.earnings >= benchmarks.high_school_earnings as is_at_high_school,
        -- Hundredths of a cent, for a quartile between two sums of cents is cut off where their type ends.
        cast(
            case when annual_earnings.is_attached then annual_earnings.real_earnings end as decimal(14, 4)
        ) as attached_earnings
    from first_awards
    cross join years_after
    inner join covered_years on first_awards.award_year + years_after.years_after = covered_years.calendar_year
    left join annual_earnings
        on
            first_awards.person_id = annual_earnings.person_id
            and covered_years.calendar_year = annual_earnings.calendar_year
    cross join statewide
    left join benchmarks
        on
            covered_years.calendar_year = benchmarks.calendar_year
            and coalesce(first_awards.region_code, statewide.region_code) = benchmarks.region_code
)

select
    credential_code,
    award_year,
    years_after,
    cast(count(*) as integer) as persons_in_cohort,
    cast(sum(case when is_known_to_labor then 1 else 0 end) as integer) as persons_known_to_labor,
    cast(count(earner_id) as integer) as persons_with_earnings,
    cast(sum(case when is_attached then 1 else 0 end) as integer) as persons_attached,
    {{ percent_of('count(earner_id)', 'count(*)') }} as percent_with_earnings,
    cast(round({{ quantile('attached_earnings', 0.25) }}, 2) as decimal(12, 2)) as lower_quartile_real_earnings,
    cast(round({{ quantile('attached_earnings', 0.5) }}, 2) as decimal(12, 2)) as median_real_earnings,
    cast(round({{ quantile('attached_earnings', 0.75) }}, 2) as decimal(12, 2)) as upper_quartile_real_earnings,
    cast(sum(cast(is_self_sufficient as integer)) as integer) as persons_self_sufficient,
    {{ percent_of('sum(cast(is_self_sufficient as integer))', 'count(is_self_sufficient)') }}
        as percent_self_sufficient,
    cast(sum(cast(is_at_high_school as integer)) as integer) as persons_at_high_school,
    {{ percent_of('sum(cast(is_at_high_school as integer))', 'count(is_at_high_school)') }} as percent_at_high_school,
    bool_or(is_provisional) as is_provisional
from followed
group by credential_code, award_year, years_after
