-- Gives each day its years and quarter, so that no query has to reckon them.
-- Grain: one row per day (date_day), from the first to the last year that the data speaks of.
with calendar_span as (
    select * from {{ ref('calendar_span') }}
),

days as (
    {{ days_from_to('first_day', 'last_day', 'calendar_span') }}
)

select
    date_day,
    {{ calendar_quarter_of('date_day') }} as calendar_quarter,
    cast(extract(year from date_day) as integer) as calendar_year,
    cast(extract(month from date_day) as integer) as calendar_month,
    {{ school_year_of('date_day') }} as school_year,
    {{ school_year_of('date_day') }} as academic_year,
    {{ school_year_of('date_day') }} as program_year
from days
