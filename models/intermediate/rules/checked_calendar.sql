-- Holds what was delivered against the collection calendar: which files are owed by now, whether one of the period is
-- in force, and whether the first came in time.
-- Grain: one row per extract and period owed by the as-of date (agency, extract, period).
with calendar as (
    select * from {{ ref('collection_calendar') }}
),

years as (
    select
        *,
        unnest(generate_series(
            first_period, coalesce(last_period, extract(year from cast('{{ var("as_of_date") }}' as date)))
        )) as year
    from calendar
),

periods as (
    select
        agency,
        extract,
        due_days,
        cast(year as varchar) as period,
        case
            when period_kind = 'school_year' then {{ last_day_of_school_year('year') }}
            else make_date(year, 12, 31)
        end as last_day
    from years
    where period_kind <> 'quarter'
    union all
    select
        years.agency,
        years.extract,
        years.due_days,
        years.year || 'Q' || quarters.quarter as period,
        last_day(make_date(years.year, quarters.quarter * 3, 1)) as last_day
    from years
    cross join (select unnest([1, 2, 3, 4]) as quarter) as quarters
    where years.period_kind = 'quarter'
),

owed as (
    select
        agency,
        extract,
        period,
        {{ school_year_of('last_day') }} as school_year,
        last_day + cast(due_days as integer) as due_on
    from periods
    where last_day + cast(due_days as integer) <= cast('{{ var("as_of_date") }}' as date)
),

admitted as (
    select
        agency,
        extract,
        period,
        min(delivered_on) as first_delivered_on
    from {{ ref('stg_admission__deliveries') }}
    where status = 'admitted'
    group by agency, extract, period
)

select
    owed.agency,
    owed.extract,
    owed.period,
    owed.school_year,
    owed.due_on,
    admitted.first_delivered_on,
    admitted.period is null as delivery_missing,
    admitted.first_delivered_on > owed.due_on as delivery_late
from owed
left join admitted
    on owed.agency = admitted.agency and owed.extract = admitted.extract and owed.period = admitted.period
