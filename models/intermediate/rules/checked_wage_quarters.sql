-- Says of every quarter whether its employers and wages are as many as the quarters before let expect: the quarter
-- before, times how much the same quarter of the year before stood above its own predecessor. With few employers chance
-- alone moves the figures, so the leeway is never less than one over the root of their number.
-- Grain: one row per calendar quarter (calendar_quarter).
with parameters as (
    {{ rule_parameters(['quarter_leeway', 'quarters_of_history']) }}
),

quarters as (
    select
        calendar_quarter,
        count(distinct employer_id) as employer_count,
        cast(sum(wages) as double) as wages
    from {{ ref('employment_quarters') }}
    group by calendar_quarter
),

expected as (
    select
        *,
        row_number() over in_order - 1 as quarters_before,
        lag(employer_count, 1) over in_order * lag(employer_count, 4) over in_order
        / nullif(lag(employer_count, 5) over in_order, 0) as expected_employers,
        lag(wages, 1) over in_order * lag(wages, 4) over in_order
        / nullif(lag(wages, 5) over in_order, 0) as expected_wages
    from quarters
    window in_order as (order by calendar_quarter)
),

measured as (
    select
        *,
        abs(employer_count / nullif(expected_employers, 0) - 1) as employers_off,
        abs(wages / nullif(expected_wages, 0) - 1) as wages_off,
        1 / sqrt(expected_employers) as chance
    from expected
)

select
    measured.calendar_quarter,
    case
        when measured.quarters_before >= parameters.quarters_of_history
            then
                measured.employers_off > greatest(parameters.quarter_leeway, measured.chance)
                or measured.wages_off > greatest(parameters.quarter_leeway, measured.chance)
    end as quarter_incomplete
from measured
cross join parameters
