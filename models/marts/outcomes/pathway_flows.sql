-- Counts the ways from school over credentials and college to work, for a flow picture (policy 4.A(b)). A station
-- counts when a person first reaches it, so that no path runs in circles; attempts and renewals are no stations. Who
-- reaches no further station flows to none: nothing later is on record, which isn't to say that nothing came.
-- Grain: one row per cohort, step and pair of stations (school_year, step, from_state, to_state).
with timeline as (
    select
        person_id,
        started_on,
        case
            when state = 'enrolled' and sector = 'secondary' then 'school'
            when state = 'enrolled' and sector = 'postsecondary' then 'college'
            when state = 'enrolled' then 'training'
            when state = 'earned' then 'credential'
            when state = 'completed' and sector = 'secondary' then 'diploma'
            when state = 'completed' and sector = 'postsecondary' then 'college_award'
            when state = 'completed' then 'training_completed'
            when state = 'employed' then 'job'
        end as station
    from {{ ref('fct_person_timeline') }}
    where state not in ('passed', 'failed', 'renewed')
),

reached as (
    select
        person_id,
        station,
        min(started_on) as reached_on
    from timeline
    group by person_id, station
),

paths as (
    select
        person_id,
        station as from_state,
        coalesce(lead(station) over in_order, 'none') as to_state,
        cast(row_number() over in_order as integer) as step,
        first_value(reached_on) over in_order as began_on
    from reached
    window in_order as (partition by person_id order by reached_on, station)
)

select
    days.school_year,
    paths.step,
    paths.from_state,
    paths.to_state,
    cast(count(*) as integer) as persons
from paths
inner join {{ ref('dim_date') }} as days on paths.began_on = days.date_day
group by days.school_year, paths.step, paths.from_state, paths.to_state
