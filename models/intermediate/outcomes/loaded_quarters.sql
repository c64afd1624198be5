-- Says which quarters wage files cover, so that a quarter without pay is told from one that nobody delivered, and which
-- of them the labor agency still restates.
-- Grain: one row per calendar quarter with a wage file in force (calendar_quarter).
with wage_files as (
    select
        period as calendar_quarter,
        try_cast(left(period, 4) as integer) as calendar_year,
        try_cast(split_part(period, 'Q', 2) as integer) as quarter_of_year
    from {{ ref('stg_admission__deliveries') }}
    where agency = 'labor' and extract = 'wage_records' and status = 'admitted' and not is_superseded
),

calendar_span as (
    select * from {{ ref('calendar_span') }}
),

-- Numbered as in dim_quarter, which counts from the first quarter of the calendar's first year.
quarters as (
    select distinct
        wage_files.calendar_quarter,
        cast(
            (wage_files.calendar_year - extract(year from calendar_span.first_day)) * 4 + wage_files.quarter_of_year
            as integer
        ) as quarter_sequence
    from wage_files
    cross join calendar_span
    where wage_files.quarter_of_year between 1 and 4
)

select
    calendar_quarter,
    quarter_sequence,
    coalesce(lag(quarter_sequence) over in_order = quarter_sequence - 1, false) as is_loaded_before,
    coalesce(lead(quarter_sequence) over in_order = quarter_sequence + 1, false) as is_loaded_after,
    row_number() over from_the_end <= {{ var('quarter_refreshes') }} as is_provisional
from quarters
window
    in_order as (order by quarter_sequence),
    from_the_end as (order by quarter_sequence desc)
