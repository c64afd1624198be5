-- Orders the quarters: quarter_sequence turns "the second quarter after" into adding 2.
-- Grain: one row per calendar quarter (calendar_quarter).
with days as (
    select * from {{ ref('dim_date') }}
),

quarters as (
    select
        calendar_quarter,
        calendar_year,
        min(date_day) as first_day,
        max(date_day) as last_day
    from days
    group by calendar_quarter, calendar_year
)

select
    calendar_quarter,
    calendar_year,
    cast(extract(quarter from first_day) as integer) as quarter_of_year,
    cast(row_number() over (order by first_day) as integer) as quarter_sequence,
    first_day,
    last_day
from quarters
