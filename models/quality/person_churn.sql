-- Shows how restless the person index is: whom each run brought, and which persons it merged, split or gave back.
-- Grain: one row per run that changed the registry of persons (run_number). A run that changed nothing adds no row, so
-- that building again gives the same table.
with registry as (
    select * from {{ ref('person_registry') }}
),

events as (
    select * from {{ ref('registry_events') }}
),

runs as (
    select
        run_number,
        run_id
    from registry
    union
    select
        run_number,
        run_id
    from events
),

first_runs as (
    select
        person_id,
        min(run_number) as run_number
    from registry
    group by person_id
),

new_persons as (
    select
        run_number,
        count(*) as new_person_count
    from first_runs
    group by run_number
),

event_counts as (
    select
        run_number,
        count(case when event_kind = 'merge' then 1 end) as merge_count,
        count(case when event_kind = 'split' then 1 end) as split_count,
        count(case when event_kind = 'restore' then 1 end) as restore_count
    from events
    group by run_number
)

select
    runs.run_number,
    runs.run_id,
    coalesce(new_persons.new_person_count, 0) as new_person_count,
    coalesce(event_counts.merge_count, 0) as merge_count,
    coalesce(event_counts.split_count, 0) as split_count,
    coalesce(event_counts.restore_count, 0) as restore_count
from runs
left join new_persons on runs.run_number = new_persons.run_number
left join event_counts on runs.run_number = event_counts.run_number
