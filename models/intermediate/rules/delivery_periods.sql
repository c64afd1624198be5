-- Says which school year a delivered file belongs to, so that an agency's files of one year can be judged together:
-- that of the last day of its period. What the calendar doesn't know is taken to be named by a school year.
-- Grain: one row per delivered file whose period can be read (file_name).
with deliveries as (
    select
        *,
        try_cast(left(period, 4) as integer) as year,
        coalesce(try_cast(split_part(period, 'Q', 2) as integer), 4) as quarter
    from {{ ref('stg_admission__deliveries') }}
),

calendar as (
    select * from {{ ref('collection_calendar') }}
)

select
    deliveries.file_name,
    deliveries.agency,
    deliveries.extract,
    case
        when calendar.period_kind in ('calendar_year', 'quarter')
            then {{ school_year_of('make_date(deliveries.year, deliveries.quarter * 3, 1)') }}
        else deliveries.year
    end as school_year
from deliveries
left join calendar on deliveries.agency = calendar.agency and deliveries.extract = calendar.extract
where deliveries.year is not null
