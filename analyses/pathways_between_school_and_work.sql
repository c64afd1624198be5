-- Which ways lead from school over credentials and college to work?
-- Policy 4.A(b). Counts for a flow picture: from each state on a person's timeline to the next that differs. A person
-- counts once for each flow; attempts, and a second credential after a first, are no stations of their own.
with stations as (
    select
        person_id,
        started_on,
        timeline_id,
        case
            when state = 'enrolled' then 'enrolled, ' || sector
            when state = 'completed' then 'completed, ' || sector
            when state = 'earned' then 'credential'
            else state
        end as station
    from {{ mart('fct_person_timeline') }}
    where state not in ('passed', 'failed')
),

followed as (
    select
        person_id,
        station,
        lead(station) over (partition by person_id order by started_on, station, timeline_id) as next_station
    from stations
)

select
    station as from_station,
    next_station as to_station,
    count(distinct person_id) as persons
from followed
where station <> next_station
group by station, next_station
order by persons desc, station asc, next_station asc
