-- Who lived for whom: every id ever issued, with the person that stood for it run by run. A living person stands for
-- itself, and so does one that is absent because nobody delivers its records; a retired one has its survivor, or the
-- survivor's survivor.
-- Grain: one row per person and first run in which the answer held (person_id, first_run_number).
with recursive registry as (
    select
        person_id,
        min(run_number) as first_run_number
    from {{ ref('person_registry') }}
    group by person_id
),

-- A person lives from its issue on, until a merge; each turn ends what was before it.
turns as (
    select
        person_id,
        first_run_number,
        cast(null as varchar) as survivor_id
    from registry
    union all
    select
        person_id,
        run_number as first_run_number,
        case when event_kind <> 'restore' then other_person_id end as survivor_id
    from {{ ref('person_events') }}
    where event_kind in ('merge', 'follow', 'restore')
),

pointers as (
    select
        person_id,
        first_run_number,
        lead(first_run_number) over (partition by person_id order by first_run_number) - 1 as last_run_number,
        survivor_id
    from turns
),

steps as (
    select
        person_id,
        first_run_number,
        last_run_number,
        person_id as reached_person_id,
        survivor_id as next_person_id
    from pointers
    union all
    select
        steps.person_id,
        greatest(steps.first_run_number, pointers.first_run_number) as first_run_number,
        least(steps.last_run_number, pointers.last_run_number) as last_run_number,
        pointers.person_id as reached_person_id,
        pointers.survivor_id as next_person_id
    from steps
    inner join pointers
        on
            steps.next_person_id = pointers.person_id
            and steps.first_run_number <= coalesce(pointers.last_run_number, steps.first_run_number)
            and pointers.first_run_number <= coalesce(steps.last_run_number, pointers.first_run_number)
),

answers as (
    select
        person_id,
        first_run_number,
        last_run_number,
        reached_person_id as living_person_id,
        lag(reached_person_id) over (partition by person_id order by first_run_number) as living_person_id_before
    from steps
    where next_person_id is null
)

select
    person_id,
    first_run_number,
    lead(first_run_number) over (partition by person_id order by first_run_number) - 1 as last_run_number,
    living_person_id
from answers
where living_person_id_before is null or living_person_id_before <> living_person_id
