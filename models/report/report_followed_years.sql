-- Says of which school years the report can tell what came after the award, and before it: of those whose earners are
-- all followed so far, and finally, for what is released stays released. Pay needs every quarter of the year delivered
-- so many quarters later, and restated no more; a way on also needs the years in which learning could have begun.
-- Grain: one row per kind of event, school year and follow-up quarter (event_type, school_year, follow_up_quarter);
-- none stands where the kind of event has no quarters.
{#- A window of so many days that begins in a school year ends at most so many school years later. #}
{%- set later_years = (var('continuation_days') / 365) | round(0, 'ceil') | int %}

with days as (
    select * from {{ ref('dim_date') }}
),

-- Of a year that the calendar cuts off not all quarters are known.
whole_years as (
    select school_year from days
    group by school_year
    having
        min(date_day) = {{ first_day_of_school_year('school_year') }}
        and max(date_day) = {{ last_day_of_school_year('school_year') }}
),

award_quarters as (
    select distinct
        days.school_year,
        quarters.quarter_sequence
    from days
    inner join whole_years on days.school_year = whole_years.school_year
    inner join {{ ref('dim_quarter') }} as quarters on days.calendar_quarter = quarters.calendar_quarter
),

follow_ups as (
    select
        'outcome' as event_type,
        'none' as follow_up_quarter,
        {{ var('wioa_quarters').second_quarter }} as quarters_after
    union all
    select
        'pay' as event_type,
        member as follow_up_quarter,
        cast(member as integer) as quarters_after
    from {{ ref('report_labels') }}
    where dimension = 'follow_up_quarter'
),

paid as (
    select
        follow_ups.event_type,
        award_quarters.school_year,
        follow_ups.follow_up_quarter
    from award_quarters
    cross join follow_ups
    left join {{ ref('loaded_quarters') }} as loaded
        on
            award_quarters.quarter_sequence + follow_ups.quarters_after = loaded.quarter_sequence
            and not loaded.is_provisional
    group by follow_ups.event_type, award_quarters.school_year, follow_ups.follow_up_quarter
    having count(*) = count(loaded.quarter_sequence)
),

outcomes as (
    select * from paid
    where event_type = 'outcome'
),

-- Both colleges and training must have delivered all of these years.
learned as (
    select outcomes.school_year
    from outcomes
    inner join {{ ref('loaded_years') }} as loaded
        on loaded.school_year between outcomes.school_year and outcomes.school_year + {{ later_years }}
    group by outcomes.school_year
    having count(*) = 2 * {{ later_years + 1 }}
)

-- Pay of any quarter is shown of those who are followed into the second one.
select
    paid.event_type,
    paid.school_year,
    paid.follow_up_quarter
from paid
inner join outcomes on paid.school_year = outcomes.school_year
union all
select
    'way_on' as event_type,
    school_year,
    'none' as follow_up_quarter
from learned
