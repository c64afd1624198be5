-- Lays the comparisons of earners with others, and what a credential costs and gives back, out as cells of the report
-- (policy 4.A(b)). They are of all years together and stand in the latest. On either side stand as many people as
-- contributors says, or more; one without an interval is of too few. Beside pay stands how far one employer dominates
-- that of the earners, since disclosure control asks it of every figure made of wages.
-- Grain: one row per credential, comparison group and measure (member_1, member_2, measure).
{%- set measures = {
    'premium': 'returns.premium',
    'premium_low': 'returns.interval_low',
    'premium_high': 'returns.interval_high',
    'net_present_value_low_rate': 'returns.net_present_value_low_rate',
    'net_present_value_low_rate_low': 'returns.net_present_value_low_rate_interval_low',
    'net_present_value_low_rate_high': 'returns.net_present_value_low_rate_interval_high',
    'net_present_value_high_rate': 'returns.net_present_value_high_rate',
    'net_present_value_high_rate_low': 'returns.net_present_value_high_rate_interval_low',
    'net_present_value_high_rate_high': 'returns.net_present_value_high_rate_interval_high',
    'student_cost': 'returns.student_cost',
    'public_cost': 'returns.public_cost',
    'payback_years': 'returns.payback_years',
    'payback_years_low': 'returns.payback_years_low',
    'payback_years_high': 'returns.payback_years_high',
    'state_return': 'returns.tax_per_state_dollar_low_rate',
    'state_return_low': 'returns.tax_per_state_dollar_low_rate_interval_low',
    'state_return_high': 'returns.tax_per_state_dollar_low_rate_interval_high',
} %}
{%- set after = var('comparison_windows')['after'] %}

with returns as (
    select * from {{ ref('credential_return') }}
),

comparisons as (
    select * from {{ ref('credential_comparison') }}
),

latest as (
    select max(school_year) as school_year from {{ ref('report_events') }}
),

by_employer as (
    select
        earners.credential_code,
        earners.comparison_group,
        pay.main_employer_id,
        count(distinct earners.person_id) as persons,
        sum(pay.wages) as wages
    from {{ ref('fct_earner_comparison') }} as earners
    inner join {{ ref('fct_outcome_quarter') }} as pay on earners.outcome_event_id = pay.outcome_event_id
    where
        pay.is_employed
        and pay.main_employer_id is not null
        and pay.follow_up_quarter between {{ after[0] }} and {{ after[1] }}
    group by earners.credential_code, earners.comparison_group, pay.main_employer_id
),

employers as (
    select
        credential_code,
        comparison_group,
        count(*) as employers,
        max(persons) / sum(persons) as largest_share_of_persons,
        max(wages) / sum(wages) as largest_share_of_wages
    from by_employer
    group by credential_code, comparison_group
),

measured as (
    {%- for measure, column in measures.items() %}
    select
        '{{ measure }}' as measure,
        returns.credential_code,
        returns.comparison_group,
        cast({{ column }} as decimal(18, 2)) as value,
        {{ 'true' if measure in ['student_cost', 'public_cost'] else 'false' }} as is_cost
    from returns
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    'comparison_by_credential' as table_id,
    latest.school_year,
    'credential' as dimension_1,
    measured.credential_code as member_1,
    'comparison_group' as dimension_2,
    measured.comparison_group as member_2,
    measured.measure,
    measured.value,
    cast(least(comparisons.persons_compared, comparisons.comparison_persons) as bigint) as contributors,
    case when not measured.is_cost then coalesce(employers.employers, 0) end as employers,
    cast(
        case when not measured.is_cost then round(employers.largest_share_of_persons, 4) end as decimal(5, 4)
    ) as largest_share_of_persons,
    cast(
        case when not measured.is_cost then round(employers.largest_share_of_wages, 4) end as decimal(5, 4)
    ) as largest_share_of_wages
from measured
cross join latest
inner join comparisons
    on
        measured.credential_code = comparisons.credential_code
        and measured.comparison_group = comparisons.comparison_group
left join employers
    on
        measured.credential_code = employers.credential_code
        and measured.comparison_group = employers.comparison_group
