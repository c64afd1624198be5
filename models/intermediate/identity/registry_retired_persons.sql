-- Who had lost the id in a merge before this run: to whom, and who lives for them by now, since a survivor may have
-- merged in turn.
-- Grain: one row per retired person (person_id).
with run as (
    select * from {{ ref('registry_run') }}
),

-- Events of a run that was cut short before it reached the registry of persons never were.
events as (
    select events.*
    from {{ person_events_before() }} as events
    inner join run on events.run_number < run.run_number
    where events.event_kind in ('merge', 'follow', 'restore')
),

latest as (
    select
        *,
        row_number() over (partition by person_id order by run_number desc) as place
    from events
),

pointers as (
    select
        person_id,
        other_person_id as survivor_id
    from latest
    where place = 1 and event_kind <> 'restore'
),

living as {{ living_persons('pointers') }}

select
    pointers.person_id,
    pointers.survivor_id,
    living.living_person_id
from pointers
inner join living on pointers.person_id = living.person_id
